// Package identity says who is acting: people, the offices they hold, how they
// prove who they are, and the table of who may do what.
//
// It knows nothing of complaints or sittings, only how somebody stands to a Matter. An
// act refuses the wrong office, and whoever the complaint is about, by asking
// Actor.MustAbout; the guard on a web route asks the same table and is only a courtesy
// that comes earlier.
package identity

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ID is a person's number in this installation.
type ID int64

// CommissionID is a commission's number in this installation. Package commission
// says what a commission is; an actor only belongs to one.
type CommissionID int64

// Name is a person's full name, in the nominative, as the person writes it.
type Name struct{ Surname, Given, Patronymic string }

// Full returns surname, given name and patronymic.
func (n Name) Full() string {
	return strings.Join(strings.Fields(n.Surname+" "+n.Given+" "+n.Patronymic), " ")
}

// Short returns the surname and initials with no-break spaces, "Реестрова Р. Е.".
func (n Name) Short() string {
	short := n.Surname
	for _, part := range []string{n.Given, n.Patronymic} {
		if initial, _ := utf8.DecodeRuneInString(part); unicode.IsLetter(initial) { // a dash stands for what is not known
			short += "\u00a0" + string(initial) + "."
		}
	}
	return short
}

// ParseName splits "Surname Given Patronymic"; what follows the second word is the patronymic.
func ParseName(full string) Name {
	words := strings.Fields(full)
	var n Name
	if len(words) > 0 {
		n.Surname = words[0]
	}
	if len(words) > 1 {
		n.Given = words[1]
	}
	if len(words) > 2 {
		n.Patronymic = strings.Join(words[2:], " ")
	}
	return n
}

// Office is what a person is in a commission, or in the installation.
type Office string

// The offices. Every office but the last four is held by a voting member.
const (
	Chair         Office = "chair"
	Deputy        Office = "deputy"
	Secretary     Office = "secretary"
	Member        Office = "member"
	Administrator Office = "administrator" // accounts and settings; never votes, signs or reads complaints
	Operator      Office = "operator"      // whoever works with the program on the machine itself; not signed in
	Citizen       Office = "citizen"       // whoever files or follows a complaint; not signed in
	Machine       Office = "machine"       // an act that follows by itself, like a delivered letter
)

// Offices lists the offices a person may be given.
var Offices = []Office{Chair, Deputy, Secretary, Member, Administrator}

// Voting reports whether the office is held by a member with a deciding vote.
func (o Office) Voting() bool {
	return o == Chair || o == Deputy || o == Secretary || o == Member
}

// Elected reports whether the commission itself elects the officer.
func (o Office) Elected() bool { return o == Deputy || o == Secretary }

// Actor is somebody doing something now, in an office.
type Actor struct {
	ID          ID
	Name        Name
	Commission  CommissionID // zero for an administrator, a citizen and the machine
	Office      Office
	ActsAsChair bool // an acting chair by R-007

	ActsAsSecretary bool // the secretary's duties are laid on this member
}

// Nobody is the actor of acts that a citizen does without signing in.
var Nobody = Actor{Office: Citizen}

// Console is the actor of what an operator does from the command line.
var Console = Actor{Office: Operator}

// Itself is the actor of acts that follow by themselves.
var Itself = Actor{Office: Machine}

// Capacity returns the office whose powers the actor has today: an acting chair
// has the chair's.
func (a Actor) Capacity() Office {
	if a.ActsAsChair {
		return Chair
	}
	return a.Office
}
