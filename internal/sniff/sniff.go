// Package sniff tells what a file sent with a complaint looks like from its
// first bytes, whatever its name says. Which looks are acceptable is a rule and
// stands in package attachment.
package sniff

import (
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"redress/internal/attachment"
)

// Office documents keep what tells them apart behind their first 4 KiB.
func init() { mimetype.SetLimit(attachment.HeadBytes) }

// Detect is the attachment.Sniffer.
func Detect(head []byte) string {
	detected, _, _ := strings.Cut(mimetype.Detect(head).String(), ";")
	return detected
}

var _ attachment.Sniffer = Detect
