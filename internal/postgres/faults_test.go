package postgres

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestNoValueReachesTheLog(t *testing.T) {
	var written bytes.Buffer
	log := faultLog{slog.New(slog.NewTextHandler(&written, nil))}
	log.Trace(context.Background(), time.Now(), func() (string, int64) {
		return `INSERT INTO people (surname, note) VALUES ('Новосёлов', 'дом О''Брайена') -- $1$`, 0
	}, errors.New("a fault"))
	for _, private := range []string{"Новосёлов", "Брайена"} {
		if strings.Contains(written.String(), private) {
			t.Errorf("%q stands in the log: %s", private, written.String())
		}
	}
	if !strings.Contains(written.String(), "INSERT INTO people") {
		t.Errorf("the statement is not told: %s", written.String())
	}
}
