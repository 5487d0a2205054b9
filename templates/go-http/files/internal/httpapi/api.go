// Package httpapi is the HTTP API that openapi.json describes.
package httpapi

import (
	_ "embed"
	"log/slog"
	"net/http"
)

//go:embed openapi.json
var document []byte

// A handler answers a request, or says why it cannot.
type handler func(http.ResponseWriter, *http.Request) error

// routes is the whole API, by pattern of http.ServeMux. The tests hold it against openapi.json, both ways.
var routes = map[string]handler{
	"GET /healthz":             health,
	"GET /openapi.json":        describe,
	"GET /v1/greetings/{name}": greet,
	"POST /v1/greetings":       greetAll,
}

// New returns the API. It writes one line to logger for each request.
func New(logger *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	for pattern, answer := range routes {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if err := answer(w, r); err != nil {
				writeProblem(w, r, logger, err)
			}
		})
	}
	return identify(record(logger, contain(logger, explain(logger, mux))))
}

func health(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

func describe(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "application/json")
	_, err := w.Write(document)
	return err
}
