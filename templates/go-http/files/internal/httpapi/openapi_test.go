package httpapi

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A node is an object of the OpenAPI document.
type node = map[string]any

func TestRoutesAndDocumentAgree(t *testing.T) {
	served := slices.Sorted(maps.Keys(routes))
	described := slices.Sorted(maps.Keys(operations(t)))
	if !slices.Equal(served, described) {
		t.Errorf("served:    %q\ndescribed: %q", served, described)
	}
}

// conforms fails the test where the answer to request is not one that the document promises.
func conforms(t *testing.T, request *http.Request, answer *httptest.ResponseRecorder) {
	t.Helper()
	known := operations(t)
	mux := http.NewServeMux() // a path of OpenAPI is a pattern of ServeMux
	for pattern := range known {
		mux.HandleFunc(pattern, http.NotFound)
	}
	_, pattern := mux.Handler(request)
	response, ok := dig(known[pattern], "responses", strconv.Itoa(answer.Code))
	if !ok {
		t.Errorf("%s: the document has no answer %d", pattern, answer.Code)
		return
	}
	schema, ok := dig(response, "content", answer.Header().Get("Content-Type"), "schema")
	if !ok {
		t.Errorf("%s: the document has no %q for %d", pattern, answer.Header().Get("Content-Type"), answer.Code)
		return
	}
	var body any
	if err := json.Unmarshal(answer.Body.Bytes(), &body); err != nil {
		t.Errorf("%s: %v", pattern, err)
		return
	}
	for _, fault := range faults(schema, body, "body") {
		t.Errorf("%s: %s", pattern, fault)
	}
}

// operations are the operations of the document, by pattern of http.ServeMux.
func operations(t *testing.T) map[string]node {
	t.Helper()
	var parsed struct{ Paths map[string]map[string]node }
	if err := json.Unmarshal(document, &parsed); err != nil {
		t.Fatal(err)
	}
	found := map[string]node{}
	for path, methods := range parsed.Paths {
		for method, operation := range methods {
			found[strings.ToUpper(method)+" "+path] = operation
		}
	}
	return found
}

// dig follows keys from one object to the next, and references on its way.
func dig(from node, keys ...string) (node, bool) {
	for _, key := range keys {
		next, ok := from[key].(node)
		if !ok {
			return nil, false
		}
		from = resolve(next)
	}
	return from, true
}

// resolve returns what a reference within the document leads to, and anything else as it is.
func resolve(n node) node {
	reference, ok := n["$ref"].(string)
	if !ok {
		return n
	}
	var root node
	if err := json.Unmarshal(document, &root); err != nil {
		panic(err)
	}
	target, ok := dig(root, strings.Split(strings.TrimPrefix(reference, "#/"), "/")...)
	if !ok {
		panic("openapi.json: nothing at " + reference)
	}
	return target
}

// faults says where value is not what schema asks for. It knows the words of JSON Schema that openapi.json uses for answers.
func faults(schema node, value any, at string) (found []string) {
	schema = resolve(schema)
	if enum, ok := schema["enum"].([]any); ok && !slices.Contains(enum, value) {
		found = append(found, fmt.Sprintf("%s: %v is none of %v", at, value, enum))
	}
	switch value := value.(type) {
	case node:
		found = append(found, wrongType(schema, at, "object")...)
		required, _ := schema["required"].([]any)
		for _, name := range required {
			if _, ok := value[name.(string)]; !ok {
				found = append(found, fmt.Sprintf("%s: %s is missing", at, name))
			}
		}
		for name, member := range value {
			if property, ok := dig(schema, "properties", name); ok {
				found = append(found, faults(property, member, at+"."+name)...)
			} else if schema["additionalProperties"] == false {
				found = append(found, fmt.Sprintf("%s: %s is not in the document", at, name))
			}
		}
	case []any:
		found = append(found, wrongType(schema, at, "array")...)
		items, _ := dig(schema, "items")
		for i, item := range value {
			found = append(found, faults(items, item, fmt.Sprintf("%s[%d]", at, i))...)
		}
	case string:
		found = append(found, wrongType(schema, at, "string")...)
	case float64:
		found = append(found, wrongType(schema, at, "integer", "number")...)
	case bool:
		found = append(found, wrongType(schema, at, "boolean")...)
	case nil:
		found = append(found, wrongType(schema, at, "null")...)
	}
	return found
}

func wrongType(schema node, at string, fitting ...string) []string {
	if want, ok := schema["type"].(string); ok && !slices.Contains(fitting, want) {
		return []string{fmt.Sprintf("%s: %s instead of %s", at, fitting[0], want)}
	}
	return nil
}

func TestFaultsAreFound(t *testing.T) {
	schema := node{
		"type": "object", "required": []any{"text"}, "additionalProperties": false,
		"properties": node{
			"text": node{"type": "string"},
			"tags": node{"type": "array", "items": node{"enum": []any{"a", "b"}}},
		},
	}
	tests := map[string]struct {
		body string
		want []string
	}{
		"sound":      {`{"text":"x","tags":["a"]}`, nil},
		"missing":    {`{}`, []string{"body: text is missing"}},
		"unknown":    {`{"text":"x","more":1}`, []string{"body: more is not in the document"}},
		"type":       {`{"text":1}`, []string{"body.text: integer instead of string"}},
		"enum":       {`{"text":"x","tags":["c"]}`, []string{"body.tags[0]: c is none of [a b]"}},
		"not at all": {`[]`, []string{"body: array instead of object"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var body any
			if err := json.Unmarshal([]byte(tt.body), &body); err != nil {
				t.Fatal(err)
			}
			if got := faults(schema, body, "body"); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
