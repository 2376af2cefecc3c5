package identity

import (
	"errors"
	"testing"

	"redress/internal/regulation"
)

func TestAdministratorKeepsToTheInstallation(t *testing.T) {
	for _, act := range []Act{ReadComplaint, RegisterPaper, AssignRapporteur, DraftRuling, ReadSitting, ConveneSitting, PrepareSitting,
		ConductSitting, WriteMinutes, SignPaper, DeliverPaper, SeeChairDesk, MoveTerm, Reroute, SignLetter, TellAccused, ReadLetter} {
		if (Actor{Office: Administrator}).May(act) {
			t.Errorf("R-005: an administrator may %s", act)
		}
	}
	for _, office := range everyOffice {
		if office != Administrator && office != Operator && (Actor{Office: office}).May(Administer) {
			t.Errorf("%s may administer", office)
		}
	}
	if Administrator.Voting() || Citizen.Voting() || Machine.Voting() {
		t.Error("R-005: an office without a deciding vote votes")
	}
}

func TestOperatorAdministersAndNothingElse(t *testing.T) {
	for _, act := range Acts() {
		if Console.May(act) != (act == Administer) {
			t.Errorf("the operator may %s: %v", act, Console.May(act))
		}
	}
	if Operator.Voting() {
		t.Error("R-005: an operator votes")
	}
}

func TestActingChairHasTheChairsPowers(t *testing.T) {
	for _, office := range []Office{Deputy, Secretary} {
		acting, plain := Actor{Office: office, ActsAsChair: true}, Actor{Office: office}
		for _, act := range Acts() {
			if want := plain.May(act) || (Actor{Office: Chair}).May(act); acting.May(act) != want {
				t.Errorf("R-007: an acting chair, %s, may %s: %v, want %v", office, act, acting.May(act), want)
			}
		}
		if acting.Capacity() != Chair || plain.Capacity() != office {
			t.Errorf("R-007: Capacity() = %v, %v, want chair, %v", acting.Capacity(), plain.Capacity(), office)
		}
	}
}

func TestMustNamesTheClause(t *testing.T) {
	if err := (Actor{Office: Chair}).Must(ConveneSitting, regulation.Convening); err != nil {
		t.Errorf("R-064: Must() = %v, want nothing", err)
	}
	for name, actor := range map[string]Actor{"nobody": Nobody, "the machine": Itself, "an unknown office": {Office: "observer"}, "no office": {}} {
		var refusal *regulation.Refusal
		if err := actor.Must(ConveneSitting, regulation.Convening); !errors.As(err, &refusal) || refusal.Clause != regulation.Convening {
			t.Errorf("R-064: Must() of %s = %v, want a refusal by %s", name, err, regulation.Convening)
		}
	}
	if (Actor{Office: Chair}).May("abolish") {
		t.Error("what the table does not name is allowed")
	}
}

func TestNames(t *testing.T) {
	for _, row := range []struct{ full, short string }{
		{"Реестрова Регина Егоровна", "Реестрова\u00a0Р.\u00a0Е."},
		{"Ким Ир", "Ким\u00a0И."},
		{"Мамедов Эльхан Рашид оглы", "Мамедов\u00a0Э.\u00a0Р."},
		{"Пеле", "Пеле"},
		{"", ""},
	} {
		n := ParseName("  " + row.full + " ")
		if n.Full() != row.full || n.Short() != row.short {
			t.Errorf("ParseName(%q) = %q, %q, want %q", row.full, n.Full(), n.Short(), row.short)
		}
	}
}
