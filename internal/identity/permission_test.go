package identity

import (
	"errors"
	"strings"
	"testing"

	"redress/internal/regulation"
)

var everyOffice = []Office{Chair, Deputy, Secretary, Member, Administrator, Operator, Citizen, Machine}

// letters are the offices in the expected table: o is a citizen, p the operator.
var letters = map[byte]Office{'C': Chair, 'D': Deputy, 'S': Secretary, 'M': Member, 'A': Administrator, 'p': Operator, 'o': Citizen, 'm': Machine}

// rights is the table a second time, as a reader of the regulation would write it: act,
// then who may do it by how they stand to the matter. What is not here nobody may.
const rights = `
file_complaint   installation:CDSMAo
track_complaint  complainant:CDSMAo
sign_in          installation:CDSMAo
see_desk         own:CDSM installation:A
read_complaint   own:CDSM complainant:CDSM respondent:CS
register         own:S complainant:S respondent:S
assign           own:CS
draft            own:CDSM
read_sitting     own:CDSM
convene          own:C
prepare_sitting  own:CS complainant:CS
conduct_sitting  own:CDSM complainant:CDSM
write_minutes    own:CDSM
sign             own:CDSM complainant:CDSM
deliver          own:Sm complainant:S
move_term        own:C
see_chair_desk   own:C
reroute          own:C
sign_letter      own:C respondent:C
tell_accused     own:S complainant:S
read_letter      own:CS complainant:S respondent:CS
prepare_inquiry  own:CS
sign_inquiry     own:C
see_archive      own:CS
hold_papers      own:C
dissent          own:CDSM complainant:CDSM
tell_dissent     own:C complainant:C
tell_absence     own:CDSM
see_reports      own:CS
see_remand       own:CDSM complainant:CDSM respondent:CS
receive_paper    respondent:CS
report_remand    own:S complainant:S respondent:CS
check_remand     own:CS
take_over        own:C
publish          own:S complainant:S
administer       installation:Ap
form_group       own:CS
ask_admission    own:S complainant:S
admit_role       own:C
change_regime    own:C
withhold_file    own:S
close_retracted  own:CS
demand_vote      own:CDSM
take_extract     own:CDSM
print_sheet      own:CDS complainant:CDS
enter_demand     own:S
cast_vote        own:CDSM complainant:CDSM
demand_sitting   own:CDSM
follow_sittings  own:CDSM
discuss_draft    own:CDSM
amend_draft      own:CDSM
speak            own:CDSM complainant:CDSM
nominate         own:CDSM
edit_wording     own:CS
`

// expected returns the table as it should be: act, relation, office.
func expected(t *testing.T) map[Act]map[Relation]map[Office]bool {
	t.Helper()
	all := make(map[Act]map[Relation]map[Office]bool)
	for line := range strings.SplitSeq(strings.TrimSpace(rights), "\n") {
		words := strings.Fields(line)
		act := Act(words[0])
		all[act] = make(map[Relation]map[Office]bool)
		for _, cell := range words[1:] {
			relation, who, _ := strings.Cut(cell, ":")
			all[act][Relation(relation)] = make(map[Office]bool)
			for i := range len(who) {
				all[act][Relation(relation)][letters[who[i]]] = true
			}
		}
	}
	return all
}

const (
	ours  CommissionID = 5
	above CommissionID = 2
	below CommissionID = 8
	apart CommissionID = 9
)

var namesake = Name{Surname: "Артёмов", Given: "Пётр", Patronymic: "Ильич"}

// standing makes an actor of the office who stands so to a complaint of the commission
// ours about below; false where nobody of that office can.
func standing(office Office, r Relation) (Actor, Matter, bool) {
	m := Matter{Commission: ours, Respondent: below, Above: []CommissionID{above}, Complainant: namesake}
	a := Actor{ID: 1, Office: office, Name: Name{Surname: "Членова", Given: "Анна"}}
	if !office.Voting() {
		if office == Machine {
			return a, m, r == Own
		}
		return a, m, r == Public
	}
	switch r {
	case Own:
		a.Commission = ours
	case Higher:
		a.Commission = above
	case Respondent:
		a.Commission = below
	case Complainant:
		a.Commission, a.Name = ours, Name{Surname: "АРТЕМОВ", Given: "Петр", Patronymic: "Ильич "}
	case Public:
		a.Commission = apart
	case Party, Installation:
		return a, m, false
	}
	return a, m, true
}

// TestTable walks every act, every office and every relation.
func TestTable(t *testing.T) {
	want := expected(t)
	if len(Acts()) != len(want) {
		t.Errorf("the table has %d acts, want %d", len(Acts()), len(want))
	}
	for _, act := range Acts() {
		for _, office := range everyOffice {
			anywhere := false
			for _, r := range Relations {
				may := want[act][r][office]
				anywhere = anywhere || may
				if got := Allows(act, office, r); got != may {
					t.Errorf("%s by %s as %s: %v, want %v", act, office, r, got, may)
				}
				a, m, possible := standing(office, r)
				if !possible {
					continue
				}
				if got := a.RelationTo(m); got != r {
					t.Errorf("%s of %d stands to it as %s, want %s", office, a.Commission, got, r)
				}
				if a.MayAbout(act, m) != may || (a.MustAbout(act, m, regulation.Reasoned) == nil) != may {
					t.Errorf("%s by %s as %s: MayAbout, MustAbout differ from %v", act, office, r, may)
				}
			}
			if got := (Actor{Office: office}).May(act); got != anywhere {
				t.Errorf("%s by %s at all: %v, want %v", act, office, got, anywhere)
			}
		}
	}
}

// TestNobodyDecidesOnHimself: whoever is complained about takes the paper in and passes
// it on, wherever it lies, reports what it did of what it was ordered to do, and does
// nothing else with it.
func TestNobodyDecidesOnHimself(t *testing.T) {
	for _, has := range []CommissionID{ours, below} {
		m := Matter{Commission: has, Respondent: below, Above: []CommissionID{below, above}, Complainant: namesake}
		for _, act := range Acts() {
			for _, office := range everyOffice {
				for _, acts := range []bool{false, true} {
					a := Actor{ID: 1, Office: office, Commission: below, Name: namesake, ActsAsChair: acts}
					if office == Machine {
						continue
					}
					if a.RelationTo(m) != Respondent {
						t.Fatalf("R-022: one of the commission complained about stands to it as %s", a.RelationTo(m))
					}
					secretary := office == Secretary && (act == ReadComplaint || act == RegisterPaper || act == ReadLetter || act == SeeRemand || act == ReportRemand || act == ReceivePaper)
					chair := (office == Chair || acts) && (act == ReadComplaint || act == SignLetter || act == ReadLetter || act == SeeRemand || act == ReportRemand || act == ReceivePaper)
					if a.MayAbout(act, m) && !secretary && !chair {
						t.Errorf("R-022: %s of the commission complained about may %s", office, act)
					}
				}
			}
		}
	}
}

func TestWhyNot(t *testing.T) {
	for _, row := range []struct {
		office Office
		act    Act
		r      Relation
		want   string
	}{
		{Chair, AssignRapporteur, Own, ""},
		{Member, AssignRapporteur, Own, "R-037 not_your_office"},
		{Member, AssignRapporteur, Respondent, "R-037 not_your_office"},
		{Chair, AssignRapporteur, Respondent, "R-022 own_judge"},
		{Chair, AssignRapporteur, Complainant, "R-022 own_complaint"},
		{Chair, AssignRapporteur, Higher, "foreign"},
		{Chair, AssignRapporteur, Public, "foreign"},
		{Chair, ReadComplaint, Public, "foreign"},
		{Administrator, ReadComplaint, Public, "R-037 not_your_office"},
		{Citizen, ReadComplaint, Public, "R-037 not_your_office"},
	} {
		a, m, _ := standing(row.office, row.r)
		err := a.MustAbout(row.act, m, regulation.ReasonedDecision)
		var refusal *regulation.Refusal
		got := ""
		switch {
		case errors.Is(err, ErrForeign):
			got = "foreign"
		case errors.As(err, &refusal):
			got = string(refusal.Clause) + " " + refusal.Key
		}
		if got != row.want {
			t.Errorf("%s by %s as %s: %q, want %q", row.act, row.office, row.r, got, row.want)
		}
	}
}

func TestSameName(t *testing.T) {
	for _, row := range []struct {
		a, b string
		same bool
	}{
		{"Артёмов Пётр Ильич", "АРТЕМОВ Петр ильич", true},
		{"Ким Ир", "Ким Ир", true},
		{"Артёмов Пётр Ильич", "Артёмов Пётр", false},
		{"Артёмов Пётр Ильич", "Артёмов Павел Ильич", false},
		{"Артёмов", "Артёмов", false},
		{"", "", false},
	} {
		if got := ParseName(row.a).Same(ParseName(row.b)); got != row.same {
			t.Errorf("%q and %q the same: %v, want %v", row.a, row.b, got, row.same)
		}
	}
}

// BenchmarkMay asks the table as the acts on a complaint do: at most 1 µs is wanted.
func BenchmarkMay(b *testing.B) {
	a, m, _ := standing(Secretary, Own)
	for b.Loop() {
		if !a.MayAbout(DeliverPaper, m) {
			b.Fatal("the secretary may not deliver")
		}
	}
}

// BenchmarkMayNot is the longest way: a member who complained, name by name.
func BenchmarkMayNot(b *testing.B) {
	a, m, _ := standing(Member, Complainant)
	for b.Loop() {
		if a.MayAbout(DraftRuling, m) {
			b.Fatal("the complainant drafts")
		}
	}
}
