package web

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"redress/internal/attachment"
	"redress/internal/complaint"
)

// contested says what was chosen on the first page.
func (a asked) contested(ctx context.Context) string {
	return t(ctx, "file.contested_"+chosenIn(a.form.Answers, complaint.AboutContested))
}

// refusedFiles are the problems of files, each with its name in it.
func (a asked) refusedFiles() Problems {
	var refused Problems
	for _, p := range a.problems {
		if p.Field == attachment.Field {
			refused = append(refused, p)
		}
	}
	return refused
}

// kindNames lists what may be attached, "PDF, JPEG, PNG".
func kindNames(l attachment.Limits) string {
	var names []string
	for _, kind := range l.Kinds() {
		names = append(names, kind.Name)
	}
	return strings.Join(names, ", ")
}

// accepted lists the same for the browser's chooser, ".pdf,.jpg,.jpeg".
func accepted(l attachment.Limits) string {
	var extensions []string
	for _, kind := range l.Kinds() {
		for _, extension := range kind.Extensions {
			extensions = append(extensions, "."+extension)
		}
	}
	return strings.Join(extensions, ",")
}

func detaching(f attachment.Attachment) templ.SafeURL {
	return templ.SafeURL("/file/files/" + strconv.FormatInt(int64(f.ID), 10) + "/delete")
}

func roleOptions(ctx context.Context) []Option {
	options := make([]Option, len(complaint.Roles))
	for i, role := range complaint.Roles {
		options[i] = Option{Value: string(role), Label: word(ctx, role)}
	}
	return options
}

// replyTo lists where the answer goes and how else the complainant is reached.
func replyTo(p complaint.Complainant) []string {
	var ways []string
	for _, way := range []string{p.Email, p.Address, p.Phone} {
		if way != "" {
			ways = append(ways, way)
		}
	}
	return ways
}

// ticked is the value of a box that is ticked.
func ticked(yes bool) string {
	if yes {
		return "1"
	}
	return ""
}
