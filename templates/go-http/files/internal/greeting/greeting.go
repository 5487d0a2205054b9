// Package greeting knows how people are greeted. It stands for what your service is about: it knows nothing of HTTP.
package greeting

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// MaxNameLength is how many characters a name may have.
const MaxNameLength = 100

var (
	ErrName     = fmt.Errorf("a name has 1 to %d characters", MaxNameLength)
	ErrLanguage = errors.New("the languages are en, es and fr")
)

var words = map[string]string{"en": "Hello", "es": "Hola", "fr": "Bonjour"}

// Greeting is what somebody is greeted with.
type Greeting struct {
	Language string `json:"language"` // BCP 47
	Text     string `json:"text"`
}

// New greets name in language. It fails with ErrName or ErrLanguage.
func New(name, language string) (Greeting, error) {
	name = strings.TrimSpace(name)
	if name == "" || utf8.RuneCountInString(name) > MaxNameLength {
		return Greeting{}, ErrName
	}
	word, known := words[language]
	if !known {
		return Greeting{}, fmt.Errorf("%w, not %q", ErrLanguage, language)
	}
	return Greeting{Language: language, Text: word + ", " + name + "!"}, nil
}
