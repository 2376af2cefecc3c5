package document

import (
	"errors"
	"testing"
	"time"

	"redress/internal/certificate"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/signature"
)

// byKey is a signature by key of a person, over a state of the file.
func byKey(owner string, over, inside File) Proof {
	name := identity.ParseName(owner)
	return Proof{Means: signature.PAdES, Raw: []byte("cms"), Over: over, Inside: inside,
		Certificate: signature.Certificate{Serial: owner[:4], Owner: certificate.Name{Surname: name.Surname, Given: name.Given + " " + name.Patronymic}}}
}

// TestSignaturesByKey: each signs in the own name, over the file as the other left it.
func TestSignaturesByKey(t *testing.T) {
	p, c := printed()
	chair, other := p.Presiding.Name.Full(), p.Secretary.Name.Full()
	one, two := File{Key: "one", Size: 10}, File{Key: "two", Size: 11}
	for _, row := range []struct {
		name string
		with Proof
		err  string
	}{
		{"the own certificate", byKey(chair, p.PDF, one), ""},
		{"R-085: of the other officer", byKey(other, p.PDF, one), "certificate_of_other"},
		{"R-085: over another state of the file", byKey(chair, two, one), "signed_meanwhile"},
		{"apart from the file", Proof{Means: signature.Detached, Raw: []byte("cms"), Certificate: byKey(chair, p.PDF, one).Certificate}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			if _, err := p.Sign(presiding, shown, row.with, c, station, adopted); keyOf(err) != row.err || (err == nil) != (row.err == "") {
				t.Errorf("Sign() = %v, want %q", err, row.err)
			}
		})
	}
	first, err := p.Sign(presiding, shown, byKey(chair, p.PDF, one), c, station, adopted)
	if err != nil || first.Paper.Latest() != one || first.Line.Facts["certificate"] == "" || first.Line.Facts["signature"] == "" {
		t.Fatalf("Sign() = %+v, %v", first, err)
	}
	if _, err := first.Paper.Sign(secretary, shown, byKey(other, p.PDF, two), c, station, adopted); !errors.Is(err, errOvertaken) {
		t.Errorf("over the file before the first signature: %v", err)
	}
	second, err := first.Paper.Sign(secretary, shown, byKey(other, one, two), c, station, adopted.Add(time.Minute))
	if err != nil || second.Paper.Latest() != two || !second.Paper.Whole() {
		t.Fatalf("Sign() = %+v, %v", second, err)
	}
	held := second.hold(adopted.Add(time.Hour)).Paper
	if _, err := held.TakesBack(presiding, adopted.Add(2*time.Minute)); keyOf(err) != "take_back_under" {
		t.Errorf("taking back from under the other's signature: %v", err)
	}
	if _, line, err := held.TakeBack(secretary, adopted.Add(2*time.Minute)); err != nil || line.Act != "signature_taken_back" || line.Facts["role"] != "secretary" {
		t.Errorf("TakeBack() = %+v, %v", line, err)
	}
}

// TestHeld: a ruling waits with everything that follows from both signatures, to the instant.
func TestHeld(t *testing.T) {
	p, c := printed()
	first, err1 := p.Sign(presiding, shown, ByPassword, c, station, adopted)
	second, err2 := first.Paper.Sign(secretary, shown, ByPassword, c, station, adopted)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	until := adopted.Add(10 * time.Minute)
	held := second.hold(until)
	if held.Complaint != nil || held.Letters != nil || held.Line.Act != "signature" || !held.HeldUntil.Equal(until) {
		t.Errorf("R-086: something goes out at once: %+v", held)
	}
	member := identity.Actor{ID: 4, Office: identity.Member, Commission: 5}
	for _, row := range []struct {
		name  string
		paper Printed
		asked *identity.Actor
		at    time.Time
		err   string
		is    error
	}{
		{"before its time", held.Paper, nil, until.Add(-time.Nanosecond), "", ErrEarly},
		{"at its time", held.Paper, nil, until, "", nil},
		{"at once, as one who signed says", held.Paper, &secretary, adopted, "", nil},
		{"as somebody else says", held.Paper, &member, adopted, "not_signatory", nil},
		{"gone out already", second.Paper, nil, until, "", ErrNotFound},
		{"gone out already, asked for", second.Paper, &presiding, until, "not_waiting", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			out, err := row.paper.GoOut(secretary, row.asked, *c, station, row.at)
			if keyOf(err) != row.err || !errors.Is(err, row.is) && row.is != nil || err == nil && (out.Complaint.State != complaint.Signed || len(out.Letters) != 2 || out.Step.By != secretary) {
				t.Errorf("GoOut() = %+v, %v", out, err)
			}
		})
	}
	for _, row := range []struct {
		name  string
		paper Printed
		by    identity.Actor
		at    time.Time
		err   string
	}{
		{"in time", held.Paper, presiding, until.Add(-time.Nanosecond), ""},
		{"too late", held.Paper, presiding, until, "take_back_late"},
		{"before the other has signed", first.Paper, presiding, until.Add(time.Hour), ""},
		{"of the other", first.Paper, secretary, adopted, "not_signatory"},
		{"gone out", second.Paper, presiding, adopted, "take_back_late"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if _, _, err := row.paper.TakeBack(row.by, row.at); keyOf(err) != row.err || (err == nil) != (row.err == "") {
				t.Errorf("TakeBack() = %v, want %q", err, row.err)
			}
		})
	}
	minutes := minutesSheet(t).Printed()
	if _, err := minutes.TakesBack(secretary, adopted); !errors.Is(err, ErrNotFound) {
		t.Errorf("minutes are withdrawn, not unsigned: %v", err)
	}
}

// TestMarksOfSignatures: a copy on paper shows the signatures that the file holds.
func TestMarksOfSignatures(t *testing.T) {
	p, c := printed()
	proof := byKey(p.Presiding.Name.Full(), p.PDF, File{Key: "one"})
	proof.Certificate.NotBefore, proof.Certificate.NotAfter = adopted.AddDate(0, -1, 0), adopted.AddDate(1, 0, 0)
	first, err1 := p.Sign(presiding, shown, proof, c, station, adopted)
	second, err2 := first.Paper.Sign(secretary, shown, ByPassword, c, station, adopted)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	marks := second.Paper.Marks(time.UTC)
	if len(marks) != 1 || marks[0].Owner != p.Presiding.Name.Full() || marks[0].Office != "Председатель" || marks[0].Serial != proof.Certificate.Serial || marks[0].Valid == "" || marks[0].At == "" {
		t.Errorf("Marks() = %+v", marks)
	}
}
