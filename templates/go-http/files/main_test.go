package main

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"strings"
	"testing"
)

func TestRunServesUntilItIsStopped(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	output, writer := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, lookup(map[string]string{"PORT": "0"}), writer)
		writer.CloseWithError(io.EOF)
		ended <- err
	}()

	log := json.NewDecoder(output)
	var line struct{ Msg, Address string }
	if err := log.Decode(&line); err != nil || line.Msg != "listening" {
		t.Fatalf("first line of the log: %+v (%v)", line, err)
	}
	go io.Copy(io.Discard, output)

	_, port, err := net.SplitHostPort(line.Address)
	if err != nil {
		t.Fatal(err)
	}
	if err := healthcheck(ctx, lookup(map[string]string{"PORT": port}), io.Discard); err != nil {
		t.Errorf("health: %v", err)
	}

	stop()
	if err := <-ended; err != nil {
		t.Errorf("it did not end well: %v", err)
	}
	if err := healthcheck(context.Background(), lookup(map[string]string{"PORT": port}), io.Discard); err == nil {
		t.Error("it still answers after it has ended")
	}
}

func TestRunRefusesAConfigurationThatCannotBe(t *testing.T) {
	err := run(context.Background(), lookup(map[string]string{"PORT": "http"}), io.Discard)
	if err == nil || !strings.Contains(err.Error(), "PORT") {
		t.Errorf("got %v, want an error that names PORT", err)
	}
}
