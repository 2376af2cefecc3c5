package embedpg

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
)

// tail is how many of the last lines are kept to explain a failed start.
const tail = 4

// output passes what PostgreSQL prints on to our log, line by line.
type output struct {
	log  *slog.Logger
	mu   sync.Mutex
	part []byte // a line not yet ended
	last []string
}

// Write takes a piece of what PostgreSQL prints.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.part = append(o.part, p...)
	for {
		line, rest, ended := bytes.Cut(o.part, []byte("\n"))
		if !ended {
			return len(p), nil
		}
		o.part = rest
		o.take(string(line))
	}
}

func (o *output) take(line string) {
	kind, text, found := strings.Cut(line, ":  ")
	if !found {
		kind, text = "", line
	}
	switch kind {
	case "LOG":
		o.log.Debug("PostgreSQL", "says", text)
	case "FATAL": // one connection ended, which its client knows
		o.log.Info("PostgreSQL", "says", text)
	case "PANIC":
		o.log.Error("PostgreSQL", "says", text)
	default:
		o.log.Warn("PostgreSQL", "says", text)
	}
	if o.last = append(o.last, text); len(o.last) > tail {
		o.last = o.last[1:]
	}
}

// lastWords returns the last lines, for the end of an error.
func (o *output) lastWords() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.last) == 0 {
		return ""
	}
	return " (" + strings.Join(o.last, "; ") + ")"
}
