package notice

import (
	"errors"
	"slices"
	"strings"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// AddressedAct is the act as the docket has it.
const AddressedAct = "letter_addressed"

// Further are the addressees the secretary adds to those a paper is owed to in any case:
// who has to carry it out, and other people it concerns.
var Further = []Addressee{Executor, Interested}

// Carried is what the store knows of a paper that letters carry.
type Carried struct {
	Complaint complaint.Complaint
	Paper     int64
	About     complaint.LetterKind // empty: a ruling
	Signed    bool                 // by everybody whose signature it needs
	Letters   []Letter             // that carry it already
}

// Address owes a signed paper to one more addressee. That the ruling already reached the
// others changes nothing for them.
func (p Carried) Address(by identity.Actor, to Addressee, name string, way complaint.ReplyBy, address string, m commission.Moment) (Letter, docket.Line, error) {
	l := Letter{Commission: p.Complaint.Commission, Complaint: p.Complaint.ID, Ref: p.Complaint.Ref, Paper: p.Paper, About: p.About,
		Addressee: to, Way: way, Address: oneLine(address), Name: oneLine(name), State: Owed, DueOn: m.Day, MadeAt: m.At}
	if err := l.may(by); err != nil {
		return l, docket.Line{}, err
	}
	if !p.Signed {
		return l, docket.Line{}, refuse("paper_not_signed")
	}
	faults := []error{reachable(way, l.Address), legible("name", l.Name)}
	if !slices.Contains(Further, to) {
		faults = append(faults, regulation.Missing(regulation.DeliveryInThree, "addressee", "choose_one"))
	}
	if l.Name == "" {
		faults = append(faults, regulation.Missing(regulation.DeliveryInThree, "name", "addressee_name_missing"))
	}
	if slices.ContainsFunc(p.Letters, func(other Letter) bool { return strings.EqualFold(other.Name, l.Name) }) {
		faults = append(faults, regulation.Missing(regulation.DeliveryInThree, "name", "addressee_twice"))
	}
	if err := errors.Join(faults...); err != nil {
		return l, docket.Line{}, err
	}
	return l, l.line(AddressedAct, by), nil
}
