package complaint

import (
	"strings"
	"testing"
	"time"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/identity"
)

// posted is a paper with nothing but what is asked for.
func posted() Taken {
	return Taken{Channel: Post, ReceivedAt: noon.Add(-time.Hour), Answers: Answers{Text: "Прошу отменить решение."}}
}

func TestReceive(t *testing.T) {
	for _, row := range []struct {
		name   string
		by     identity.Actor
		change func(*Taken)
		fields string // at fault; empty if it is taken in
	}{
		{"R-027: nothing but channel, time and text", secretary, nil, ""},
		{"R-044: anonymous", secretary, func(p *Taken) { p.Complainant = Complainant{Role: Anonymous} }, ""},
		{"R-046: unreadable, without a text", secretary, func(p *Taken) { p.Text, p.Unreadable = "", true }, ""},
		{"R-026: by e-mail", secretary, func(p *Taken) { p.Channel = EmailLetter }, ""},
		{"R-027: this very instant", secretary, func(p *Taken) { p.ReceivedAt = noon }, ""},
		{"R-026: no channel", secretary, func(p *Taken) { p.Channel = "" }, "channel"},
		{"R-026: the site is no paper", secretary, func(p *Taken) { p.Channel = Portal }, "channel"},
		{"R-027: no time", secretary, func(p *Taken) { p.ReceivedAt = time.Time{} }, "received"},
		{"R-027: in the future", secretary, func(p *Taken) { p.ReceivedAt = noon.Add(time.Minute) }, "received"},
		{"R-027: another year", secretary, func(p *Taken) { p.ReceivedAt = noon.AddDate(-2, 0, 0) }, "received"},
		{"R-023: neither text nor scan", secretary, func(p *Taken) { p.Text = " \n" }, "text"},
		{"R-023: a text too long", secretary, func(p *Taken) { p.Text = strings.Repeat("я", MaxText+1) }, "text"},
		{"R-023: a role nobody has", secretary, func(p *Taken) { p.Complainant.Role = "king" }, "role"},
		{"R-023: an event to come", secretary, func(p *Taken) { p.EventOn = today.AddDays(1) }, "event"},
		{"R-027: sheets beyond belief", secretary, func(p *Taken) { p.Sheets = MaxSheets + 1 }, "sheets"},
		{"R-023: all faults at once", secretary, func(p *Taken) { *p = Taken{Answers: Answers{Complainant: Complainant{Email: "x"}}} }, "channel received text email"},
		{"a member takes nothing in", member, nil, "office"},
		{"a citizen takes nothing in", identity.Nobody, nil, "office"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := posted()
			if row.change != nil {
				row.change(&p)
			}
			c, err := Receive(row.by, p, nil, moment())
			switch {
			case row.fields == "office":
				if err == nil {
					t.Fatal("it was taken in")
				}
			case strings.Join(fieldsOf(err), " ") != row.fields:
				t.Fatalf("Receive() = %v, want faults of %q", err, row.fields)
			case row.fields == "" && (c.State != Filed || c.Commission != own || !c.FiledAt.Equal(p.ReceivedAt) || c.TakenBy != secretary.ID || c.Channel != p.Channel || c.Findings.Unreadable != p.Unreadable):
				t.Errorf("Receive() = %+v", c)
			}
		})
	}
}

// TestReceiveKeepsWhoItIs: a document counts only from the hands of its owner, and the
// answer goes where the paper shows a place for it.
func TestReceiveKeepsWhoItIs(t *testing.T) {
	for _, row := range []struct {
		name      string
		change    func(*Taken)
		assurance Assurance
		reply     ReplyBy
	}{
		{"brought in person, document shown", func(p *Taken) { p.Channel, p.Seen = BroughtIn, true }, Seen, ""},
		{"brought in person, nothing shown", func(p *Taken) { p.Channel = BroughtIn }, Unconfirmed, ""},
		{"a copy of a document by post", func(p *Taken) { p.Seen = true }, Unconfirmed, ""},
		{"R-044: an address, no way chosen", func(p *Taken) { p.Complainant.Address = "ул. Образцовая, 1" }, Unconfirmed, ByPost},
		{"R-044: an e-mail asked for and not given", func(p *Taken) { p.Complainant.ReplyBy = ByEmail }, Unconfirmed, ""},
		{"an e-mail asked for, an address given", func(p *Taken) {
			p.Complainant.ReplyBy, p.Complainant.Address = ByEmail, "ул. Образцовая, 1"
		}, Unconfirmed, ByPost},
		{"to be fetched", func(p *Taken) { p.Complainant.ReplyBy = InPerson }, Unconfirmed, InPerson},
	} {
		p := posted()
		row.change(&p)
		c, err := Receive(secretary, p, nil, moment())
		if err != nil || c.Assurance != row.assurance || c.Complainant.ReplyBy != row.reply {
			t.Errorf("%s: %s, %q, %v", row.name, c.Assurance, c.Complainant.ReplyBy, err)
		}
	}
}

// TestReceivedPaperInTheDocket: when it came, how and on how many sheets,
// and nothing about its author.
func TestReceivedPaperInTheDocket(t *testing.T) {
	p := posted()
	p.Text, p.Sheets, p.Complainant.Name.Surname = "", 3, "Иванова"
	c, err := Receive(secretary, p, []attachment.Attachment{{SHA256: attachment.Digest{1}}}, moment())
	if err != nil {
		t.Fatal(err)
	}
	line := c.FilingLine(secretary, "commitment")
	if line.By != secretary || line.Facts["channel"] != "post" || line.Facts["sheets"] != 3 || line.Facts["received_at"] != "2026-09-14T04:00:00Z" {
		t.Errorf("FilingLine() = %+v", line)
	}
	for key, value := range line.Facts {
		if text, ok := value.(string); ok && strings.Contains(text, "Иванова") {
			t.Errorf("the docket names the complainant in %s", key)
		}
	}
}

// TestRegisterTellsWhatWasFound: findings, checks changed and links stand in the docket,
// and with the complaint.
func TestRegisterTellsWhatWasFound(t *testing.T) {
	in := intake()
	in.Findings, in.Linked = Findings{ObserverRights: true}, []ID{7}
	in.Category = "candidate_registration"
	for i := range in.Checks {
		in.Checks[i].Machine = CheckYes
	}
	in.Checks[2].Answer = CheckUnclear
	next, lines, err := filed().Register(secretary, in, own, 118, moment())
	if err != nil {
		t.Fatal(err)
	}
	want := Findings{ObserverRights: true, Candidacy: true}
	changed, _ := lines[0].Facts["checks_changed"].([]map[string]string)
	if next.Findings != want || lines[0].Facts["findings"] != want || len(next.Linked) != 1 || lines[0].Facts["linked"] == nil {
		t.Errorf("registered %+v, facts %v", next.Findings, lines[0].Facts)
	}
	if len(changed) != 1 || changed[0]["check"] != string(in.Checks[2].Name) || changed[0]["machine"] != "yes" || changed[0]["chosen"] != "unclear" {
		t.Errorf("checks changed %v", changed)
	}
	if _, lines, err = filed().Register(secretary, intake(), own, 118, moment()); err != nil || lines[0].Facts["checks_changed"] != nil || lines[0].Facts["findings"] != nil {
		t.Errorf("an ordinary paper: %v, %v", lines, err)
	}
}

// TestEmailOutsideACampaignIsNoAppeal.
func TestEmailOutsideACampaignIsNoAppeal(t *testing.T) {
	p := posted()
	p.Channel, p.Respondent, p.Contested = EmailLetter, 8, Contested{Decision: true}
	p.Complainant = Complainant{Name: identity.Name{Surname: "Иванова"}, Email: "i@primer.example", Role: Voter}
	c, err := Receive(secretary, p, nil, moment())
	if err != nil {
		t.Fatal(err)
	}
	in := Intake{Contested: p.Contested, Respondent: 8}
	if r := c.Routing(in, own, moment()); r.Route != PointToElectronicChannels {
		t.Errorf("outside a campaign: %s", r.Route)
	}
	campaign := autumn
	campaign.StartsOn = calendar.Day(2026, 6, 18)
	if r := c.Routing(in, own, moment(campaign)); !r.Route.Ruled() {
		t.Errorf("in a campaign: %s", r.Route)
	}
}
