package httpapi

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Each answer is held against openapi.json as well: its status, its type of content and its shape.
func TestAPI(t *testing.T) {
	tests := map[string]struct {
		request string // as on the first line of HTTP
		body    string
		status  int
		want    string // part of the body
	}{
		"health":            {request: "GET /healthz", status: 200, want: `{"status":"ok"}`},
		"description":       {request: "GET /openapi.json", status: 200, want: `"openapi": "3.1.0"`},
		"greet":             {request: "GET /v1/greetings/Ada", status: 200, want: `"text":"Hello, Ada!"`},
		"greet in Spanish":  {request: "GET /v1/greetings/Ada?language=es", status: 200, want: "Hola, Ada!"},
		"escaped name":      {request: "GET /v1/greetings/Ada%20L%2FL", status: 200, want: "Hello, Ada L/L!"},
		"unknown language":  {request: "GET /v1/greetings/Ada?language=tlh", status: 422, want: "en, es and fr"},
		"greet all":         {request: "POST /v1/greetings", body: `{"names":["Ada","Grace"],"language":"fr"}`, status: 200, want: "Bonjour, Grace!"},
		"greet nobody":      {request: "POST /v1/greetings", body: `{"names":[]}`, status: 200, want: `{"greetings":[]}`},
		"one without name":  {request: "POST /v1/greetings", body: `{"names":["Ada",""]}`, status: 422, want: "names[1]: a name has"},
		"not JSON":          {request: "POST /v1/greetings", body: `{"names":`, status: 400, want: "unexpected EOF"},
		"two values":        {request: "POST /v1/greetings", body: `{"names":[]}{}`, status: 400, want: "after the JSON value"},
		"unknown field":     {request: "POST /v1/greetings", body: `{"nmaes":[]}`, status: 400, want: "nmaes"},
		"more than allowed": {request: "POST /v1/greetings", body: `{"names":["` + strings.Repeat("x", maxBody) + `"]}`, status: 413, want: "1048576 bytes"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			method, target, _ := strings.Cut(tt.request, " ")
			request := httptest.NewRequest(method, target, strings.NewReader(tt.body))
			answer := httptest.NewRecorder()

			New(quiet()).ServeHTTP(answer, request)

			if answer.Code != tt.status {
				t.Errorf("status %d, want %d: %s", answer.Code, tt.status, answer.Body)
			}
			if !strings.Contains(answer.Body.String(), tt.want) {
				t.Errorf("%q is not in %s", tt.want, answer.Body)
			}
			conforms(t, request, answer)
		})
	}
}

func TestUnknownRoutesAndMethods(t *testing.T) {
	tests := map[string]struct {
		status int
		allow  string
	}{
		"GET /nowhere":         {status: 404},
		"DELETE /v1/greetings": {status: 405, allow: "POST"},
		"POST /healthz":        {status: 405, allow: "GET, HEAD"},
	}
	for request, want := range tests {
		t.Run(request, func(t *testing.T) {
			method, target, _ := strings.Cut(request, " ")
			answer := httptest.NewRecorder()
			New(quiet()).ServeHTTP(answer, httptest.NewRequest(method, target, nil))
			if answer.Code != want.status || answer.Header().Get("Allow") != want.allow {
				t.Errorf("status %d, Allow %q, want %+v", answer.Code, answer.Header().Get("Allow"), want)
			}
			var told struct{ Status int }
			if err := json.Unmarshal(answer.Body.Bytes(), &told); err != nil || told.Status != want.status {
				t.Errorf("no problem: %s (%v)", answer.Body, err)
			}
			if got := answer.Header().Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("Content-Type %q", got)
			}
		})
	}
}

func TestRequestsAreLoggedByTheirPattern(t *testing.T) {
	var log bytes.Buffer
	request := httptest.NewRequest("GET", "/v1/greetings/Ada?language=es", nil)
	request.Header.Set("X-Request-Id", "from-the-caller")
	answer := httptest.NewRecorder()

	New(slog.New(slog.NewJSONHandler(&log, nil))).ServeHTTP(answer, request)

	var line map[string]any
	if err := json.Unmarshal(log.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{
		"requestId": "from-the-caller", "method": "GET", "pattern": "GET /v1/greetings/{name}", "status": 200.0,
	} {
		if line[key] != want {
			t.Errorf("%s is %v, want %v", key, line[key], want)
		}
	}
	if strings.Contains(log.String(), "Ada") {
		t.Errorf("the log names who was greeted: %s", &log)
	}
	if got := answer.Header().Get("X-Request-Id"); got != "from-the-caller" {
		t.Errorf("X-Request-Id %q", got)
	}
}

func TestUnsoundRequestIDsAreReplaced(t *testing.T) {
	request := httptest.NewRequest("GET", "/healthz", nil)
	request.Header.Set("X-Request-Id", `" forged="yes`)
	answer := httptest.NewRecorder()
	New(quiet()).ServeHTTP(answer, request)
	if got := answer.Header().Get("X-Request-Id"); !soundRequestID.MatchString(got) {
		t.Errorf("X-Request-Id %q", got)
	}
}

func TestPanicsAreContained(t *testing.T) {
	var log bytes.Buffer
	fails := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a secret") })
	answer := httptest.NewRecorder()

	contain(slog.New(slog.NewJSONHandler(&log, nil)), fails).ServeHTTP(answer, httptest.NewRequest("GET", "/", nil))

	if answer.Code != http.StatusInternalServerError || strings.Contains(answer.Body.String(), "secret") {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	if !strings.Contains(log.String(), "a secret") {
		t.Errorf("the log does not say why: %s", &log)
	}
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }
