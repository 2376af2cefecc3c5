// Package vectors holds the engine against examples worked out by hand: deadlines,
// votes and papers with what the rules make of them. A commission, or its lawyer,
// writes such examples down once and lets them be checked after every change.
//
// A file of deadlines or votes says in "schema" what it holds; a paper stands alone
// in its file and is known by its "expected_intake". Each example is read strictly:
// a field nobody knows, a day that does not exist or numbers that cannot be are told
// with its number, and never stop the others.
package vectors

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"redress/internal/regulation"
)

// The schemas of the files.
const (
	deadlineSchema  = "redress/deadline-vectors/1"
	voteSchema      = "redress/vote-vectors/1"
	complaintSchema = "redress/complaint-vector/1" // a paper may leave it out
	campaignSchema  = "redress/campaigns/1"
)

// Kind is what a file holds.
type Kind string

// The kinds of files. Campaigns are no vectors: papers name them by their number.
const (
	Deadlines Kind = "deadlines"
	Votes     Kind = "votes"
	Complaint Kind = "complaint"
	Campaigns Kind = "campaigns"
)

// ErrNoVectors says that a file is well written and holds no vectors.
var ErrNoVectors = errors.New("no file of vectors")

// KindOf says what a file holds, by its schema. ErrNoVectors is the answer for JSON
// of any other kind.
func KindOf(raw []byte) (Kind, error) {
	var head map[string]json.RawMessage
	if err := json.Unmarshal(raw, &head); err != nil {
		var typed *json.UnmarshalTypeError
		if errors.As(err, &typed) {
			return "", fmt.Errorf("%w: it does not hold an object", ErrNoVectors)
		}
		return "", fmt.Errorf("it is not JSON: %w", plain(err))
	}
	var schema string
	if text, ok := head["schema"]; ok {
		if err := json.Unmarshal(text, &schema); err != nil {
			return "", fmt.Errorf("%w: its schema is no text", ErrNoVectors)
		}
	}
	_, paper := head["expected_intake"]
	switch {
	case schema == deadlineSchema:
		return Deadlines, nil
	case schema == voteSchema:
		return Votes, nil
	case schema == campaignSchema:
		return Campaigns, nil
	case schema == complaintSchema, schema == "" && paper:
		return Complaint, nil
	case schema == "":
		return "", fmt.Errorf("%w: it has neither a schema nor an expected_intake", ErrNoVectors)
	}
	return "", fmt.Errorf("%w: the schema %q is not known", ErrNoVectors, schema)
}

// Mismatch is one value that the engine computes otherwise than the vector expects.
type Mismatch struct {
	Field    string
	Expected string
	Computed string
}

// Result is what became of one vector.
type Result struct {
	ID         string
	Rule       regulation.Clause // the rule the vector cites
	Mismatches []Mismatch
	Err        error // why the vector cannot be read or computed
}

// Passed reports whether everything was computed as expected.
func (r Result) Passed() bool { return r.Err == nil && len(r.Mismatches) == 0 }

// Check reads a file of vectors and holds the engine against each. The error is the
// file's: what is wrong with one vector stands in its result.
func Check(raw []byte, world *World) ([]Result, error) {
	kind, err := KindOf(raw)
	if err != nil {
		return nil, err
	}
	switch kind {
	case Deadlines:
		return list(raw, world, checkDeadline)
	case Votes:
		return list(raw, world, checkVote)
	case Complaint:
		return []Result{one(raw, 0, world, checkComplaint)}, nil
	case Campaigns:
	}
	return nil, fmt.Errorf("%w: it holds campaigns", ErrNoVectors)
}

// list checks each vector of a file.
func list(raw []byte, world *World, check func([]byte, *World, *Result) error) ([]Result, error) {
	var file struct {
		Schema      string            `json:"schema"`
		Title       string            `json:"title"`
		Conventions string            `json:"conventions"`
		Vectors     []json.RawMessage `json:"vectors"`
	}
	if err := strictly(raw, &file); err != nil {
		return nil, err
	}
	if len(file.Vectors) == 0 {
		return nil, fmt.Errorf("%w: its list of vectors is empty", ErrNoVectors)
	}
	results := make([]Result, len(file.Vectors))
	seen := make(map[string]bool)
	for i, text := range file.Vectors {
		results[i] = one(text, i+1, world, check)
		if seen[results[i].ID] {
			results[i].Err = errors.Join(results[i].Err, errors.New("another vector of the file has the same id"))
		}
		seen[results[i].ID] = true
	}
	return results, nil
}

// one checks a vector. It is named by its id, or by its place in the list where it
// has none.
func one(raw []byte, place int, world *World, check func([]byte, *World, *Result) error) Result {
	var name struct {
		ID   string            `json:"id"`
		Rule regulation.Clause `json:"rule"`
	}
	_ = json.Unmarshal(raw, &name) // what is wrong with it the strict reading says
	r := Result{ID: name.ID, Rule: name.Rule}
	if r.ID == "" {
		r.ID = "vector without id"
		if place > 0 {
			r.ID = fmt.Sprintf("vector %d, without id", place)
		}
	}
	r.Err = check(raw, world, &r)
	return r
}

// differ notes a mismatch.
func differ[T comparable](r *Result, field string, expected, computed T) {
	if expected != computed {
		r.Mismatches = append(r.Mismatches, Mismatch{field, said(expected), said(computed)})
	}
}

// said writes a value; none is said, not left out.
func said(value any) string {
	if text := fmt.Sprint(value); text != "" {
		return text
	}
	return "none"
}

// strictly reads one JSON value and refuses unknown fields and anything after it.
func strictly(raw []byte, into any) error {
	in := json.NewDecoder(bytes.NewReader(raw))
	in.DisallowUnknownFields()
	if err := in.Decode(into); err != nil {
		return plain(err)
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something stands after its end")
	}
	return nil
}

// plain takes the words of the decoder off an error, and says what should have
// stood there instead of naming types.
func plain(err error) error {
	var typed *json.UnmarshalTypeError
	if errors.As(err, &typed) {
		return fmt.Errorf("the field %q cannot be %s", typed.Field, typed.Value)
	}
	text := strings.TrimPrefix(err.Error(), "json: ")
	return errors.New(strings.TrimPrefix(text, "calendar: "))
}
