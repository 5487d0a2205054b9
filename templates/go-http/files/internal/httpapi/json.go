package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
)

// maxBody is how many bytes a request may bring.
const maxBody = 1 << 20

// A problem is an error that the caller can do something about: it is told what is wrong (RFC 9457).
type problem struct {
	status int
	err    error
}

func (p problem) Error() string { return p.err.Error() }
func (p problem) Unwrap() error { return p.err }

// readJSON reads the one JSON value that the body is into v. Fields that v does not have are refused.
func readJSON(w http.ResponseWriter, r *http.Request, v any) error {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(v)
	if err == nil {
		if _, err = decoder.Token(); errors.Is(err, io.EOF) {
			return nil
		}
		err = errors.New("there is something after the JSON value")
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return problem{http.StatusRequestEntityTooLarge, fmt.Errorf("a body has at most %d bytes", maxBody)}
	}
	return problem{http.StatusBadRequest, fmt.Errorf("the body is not what it should be: %w", err)}
}

func writeJSON(w http.ResponseWriter, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, err = w.Write(body)
	return err
}

// writeProblem tells the caller what a problem says; of any other error only the log gets to know.
func writeProblem(w http.ResponseWriter, r *http.Request, logger *slog.Logger, err error) {
	var p problem
	if !errors.As(err, &p) {
		logger.ErrorContext(r.Context(), "request failed", "requestId", requestID(r), "error", err)
		p = problem{http.StatusInternalServerError, errors.New("this is our fault; the log knows more")}
	}
	body, _ := json.Marshal(map[string]any{ // strings and a number: it cannot fail
		"title":  http.StatusText(p.status),
		"status": p.status,
		"detail": p.Error(),
	})
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.status)
	w.Write(body) // who hung up is not told
}
