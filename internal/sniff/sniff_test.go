package sniff

import (
	"bytes"
	"testing"
)

func TestDetect(t *testing.T) {
	behind := append([]byte("PK\x03\x04"), bytes.Repeat([]byte{0}, 22)...)
	for _, row := range []struct {
		name string
		head []byte
		want string
	}{
		{"parameters are dropped", []byte("Прошу отменить решение"), "text/plain"},
		{"a PDF", []byte("%PDF-1.7\n"), "application/pdf"},
		{"unknown bytes", []byte{1, 2, 3, 0}, "application/octet-stream"},
		{"an archive", append(behind, "\x01\x00\x00\x00a"...), "application/zip"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := Detect(row.head); got != row.want {
				t.Errorf("Detect() = %q, want %q", got, row.want)
			}
		})
	}
}
