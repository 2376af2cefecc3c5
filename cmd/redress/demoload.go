package main

import (
	"context"
	"embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
)

//go:embed demo
var demoFiles embed.FS

// demoRegion stands above the invented branch; the fixture names only its code.
var demoRegion = commission.Commission{Code: "42", Kind: commission.Regional,
	Name: "Избирательная комиссия Примерной области (вымышленная)"}

func (d *demo) loadCommissions(ctx context.Context) error {
	file, err := demoFiles.Open("demo/commissions-demo.csv")
	if err != nil {
		return fmt.Errorf("reading the commissions: %w", err)
	}
	defer func() { _ = file.Close() }() // only read
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return fmt.Errorf("reading the commissions: %w", err)
	}
	d.commissions = map[string]commission.ID{}
	list := []commission.Commission{demoRegion}
	parents := []string{""}
	for _, row := range rows[1:] { // code,kind,name,parent_code,number,registered_voters
		list = append(list, commission.Commission{Code: row[0], Kind: commission.Kind(row[1]), Name: row[2], Number: row[4]})
		parents = append(parents, row[3])
	}
	for i, c := range list {
		c.Parent, c.Profile, c.Hours = d.commissions[parents[i]], regulation.Izhmorsky(), "каждый день с 9:00 до 18:00, в дни голосования круглосуточно"
		c.Name = strings.TrimSuffix(c.Name, " (вымышленная)")
		switch c.Kind {
		case commission.Precinct:
			c.ShortName, c.Email = "УИК\u00a0№\u00a0"+c.Number, "uik"+c.Number+"@primer.example"
			c.Address = "Примерный округ, участок № " + c.Number
		case commission.District:
			c.ShortName, c.Address = "ОИК\u00a0№\u00a0"+c.Number, "Примерный округ, Образцовая улица, 3"
		case commission.Territorial, commission.Regional, commission.Central:
		}
		for _, known := range demoCommissions {
			if known.code == c.Code {
				c.ShortName, c.Address, c.Place, c.Phone, c.Established = known.short, known.address, known.place, known.phone, len(known.members)
				c.Email = "tik" + c.Number + "@primer.example"
			}
		}
		if d.commissions[c.Code], err = d.db.AddCommission(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) loadPeople(ctx context.Context) error {
	d.people, d.names = map[string]identity.ID{}, map[string]identity.ID{}
	since := d.day(calendar.Day(2023, 6, 1))
	for _, c := range demoCommissions {
		for _, m := range c.members {
			id, err := d.db.AddPerson(ctx, identity.ParseName(m.name), m.email())
			if err != nil {
				return err
			}
			d.names[m.name] = id
			if err := d.db.Seat(ctx, d.commissions[c.code], id, m.office, since); err != nil {
				return err
			}
			if m.login == "" {
				continue
			}
			d.people[m.login] = id
			if err := d.account(ctx, id, m.login, false); err != nil {
				return err
			}
		}
	}
	id, err := d.db.AddPerson(ctx, demoAdministratorName, "")
	if err != nil {
		return err
	}
	d.people[demoAdministrator] = id
	return d.account(ctx, id, demoAdministrator, true)
}

func (d *demo) account(ctx context.Context, id identity.ID, login string, administrator bool) error {
	hash, err := d.hasher.Hash(ctx, d.demoPassword(login))
	if err != nil {
		return err
	}
	return d.db.SetAccount(ctx, identity.Account{Person: id, Login: login, Password: hash, Administrator: administrator})
}

func (d *demo) loadCampaigns(ctx context.Context) error {
	raw, err := demoFiles.ReadFile("demo/campaigns.json")
	if err != nil {
		return fmt.Errorf("reading the campaigns: %w", err)
	}
	var file struct {
		Campaigns []struct {
			ID, Title, Organiser string
			StartsOn             calendar.Date   `json:"starts_on"`
			EndsOn               calendar.Date   `json:"ends_on"`
			VotingDays           []calendar.Date `json:"voting_days"`
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return fmt.Errorf("reading the campaigns: %w", err)
	}
	d.campaigns = map[string]commission.CampaignID{}
	for _, k := range file.Campaigns {
		for i := range k.VotingDays {
			k.VotingDays[i] = d.day(k.VotingDays[i])
		}
		id, err := d.db.AddCampaign(ctx, commission.Campaign{Code: k.ID, Title: strings.TrimSuffix(k.Title, " (вымышленные)"),
			Organiser: d.commissions[k.Organiser], StartsOn: d.day(k.StartsOn), EndsOn: d.day(k.EndsOn), VotingDays: k.VotingDays})
		if err != nil {
			return err
		}
		d.campaigns[k.ID] = id
	}
	return nil
}

// fixture is one complaint of the fixtures.
type fixture struct {
	ID            string
	Title         string
	Category      string
	ContestedKind string `json:"contested_kind"`
	Respondent    struct{ Code string }
	EventAt       *time.Time `json:"event_at"`
	FiledAt       time.Time  `json:"filed_at"`
	Channel       complaint.Channel
	Complainant   struct {
		Role        complaint.Role
		DisplayName string `json:"display_name"`
	}
	Text        string
	Attachments []string
}

func demoFixtures() ([]fixture, error) {
	var all []fixture
	for n := 1; n <= 31; n++ {
		raw, err := demoFiles.ReadFile(fmt.Sprintf("demo/c-%02d.json", n))
		if err != nil {
			return nil, fmt.Errorf("reading a complaint: %w", err)
		}
		var f fixture
		if err := json.Unmarshal(raw, &f); err != nil {
			return nil, fmt.Errorf("reading complaint %d: %w", n, err)
		}
		all = append(all, f)
	}
	return all, nil
}

// demoFixture returns one complaint of the fixtures.
func demoFixture(id string) (fixture, error) {
	all, err := demoFixtures()
	if err != nil {
		return fixture{}, err
	}
	return all[slices.IndexFunc(all, func(f fixture) bool { return f.ID == id })], nil
}

// contested translates the fixture's word.
func (f fixture) contested() complaint.Contested {
	switch f.ContestedKind {
	case "decision":
		return complaint.Contested{Decision: true}
	case "action":
		return complaint.Contested{Action: true}
	case "inaction":
		return complaint.Contested{Inaction: true}
	case "mixed":
		return complaint.Contested{Decision: true, Inaction: true}
	case "all":
		return complaint.Contested{Decision: true, Action: true, Inaction: true}
	}
	return complaint.Contested{}
}

// answers fills in the form as the invented complainant would have.
func (d *demo) answers(f fixture) complaint.Answers {
	name := strings.TrimSpace(strings.TrimSuffix(f.Complainant.DisplayName, "(вымышленный)"))
	who := identity.ParseName(name)
	if f.Complainant.Role == complaint.Anonymous || strings.HasPrefix(name, "Доверенное") {
		who = identity.Name{Surname: "Не назван", Given: "—"} // the form asks for a name; a paper may come without one
		if name != "" {
			who = identity.Name{Surname: "Доверенное лицо", Given: "кандидата № 4"}
		}
	}
	role := f.Complainant.Role
	if role == complaint.Anonymous {
		role = complaint.OtherRole
	}
	event := f.FiledAt
	if f.EventAt != nil {
		event = *f.EventAt
	}
	ask := map[string]complaint.Ask{"decision": complaint.AskAnnul, "mixed": complaint.AskAnnul, "all": complaint.AskAnnul, "action": complaint.AskUnlawful, "inaction": complaint.AskOblige}[f.ContestedKind]
	if ask == "" {
		ask = complaint.AskUnlawful
	}
	zone := regulation.Izhmorsky().Zone()
	a := complaint.Answers{Answered: make(map[complaint.Question]bool), Contested: f.contested(), Respondent: d.commissions[f.Respondent.Code],
		EventOn: calendar.On(d.at(event), zone), Earlier: complaint.EarlierNone, Text: f.Text, Ask: ask,
		Complainant: complaint.Complainant{Name: who, Role: role, ReplyBy: complaint.ByEmail,
			Email: strings.ToLower(f.ID) + "@primer.example"}}
	switch f.Channel {
	case complaint.BroughtIn:
		a.Complainant.ReplyBy, a.Complainant.Phone = complaint.InPerson, "8 900 000-00-00"
	case complaint.Post:
		a.Complainant.ReplyBy, a.Complainant.Address = complaint.ByPost, "Примерный округ, до востребования"
	case complaint.Portal, complaint.EmailLetter, complaint.Passed, complaint.TakenOver:
	}
	for _, q := range complaint.Questions {
		a.Answered[q] = true
	}
	return a
}

func (d *demo) loadComplaints(ctx context.Context) error {
	fixtures, err := demoFixtures()
	if err != nil {
		return err
	}
	d.refs = map[string]complaint.Ref{}
	for _, f := range byArrival(d, fixtures) {
		if err := d.db.DemoClock(ctx, d.arrival(f)); err != nil {
			return err
		}
		token := d.demoToken(f.ID)
		answers := d.answers(f)
		for _, name := range f.Attachments {
			file, err := d.intake.Receive(ctx, name, demoAttachment(name))
			if err != nil {
				return fmt.Errorf("attaching %s to %s: %w", name, f.ID, err)
			}
			if err := d.filings.Attach(ctx, token, file, d.intake.Limits.Files); err != nil {
				return err
			}
		}
		if d.refs[f.ID], err = d.takeIn(ctx, f, token, answers); err != nil {
			return fmt.Errorf("taking in %s: %w", f.ID, err)
		}
	}
	return nil
}

// takeIn files a complaint the way it came: through the form, or as a paper that the
// secretary enters.
func (d *demo) takeIn(ctx context.Context, f fixture, token complaint.Token, answers complaint.Answers) (complaint.Ref, error) {
	if f.Channel == complaint.Portal {
		if err := d.filings.Answer(ctx, token, complaint.AboutWhat, func(a *complaint.Answers) { *a = answers }); err != nil {
			return complaint.Ref{}, err
		}
		return d.filings.Send(ctx, token, true)
	}
	answers.Answered = nil
	if f.Complainant.Role == complaint.Anonymous {
		answers.Complainant = complaint.Complainant{Role: complaint.Anonymous}
	}
	return d.filings.Receive(ctx, d.actor("secretary", identity.Secretary), token, complaint.Taken{Answers: answers, Channel: f.Channel,
		ReceivedAt: d.arrival(f), Seen: f.Channel == complaint.BroughtIn, Sheets: 2, Unreadable: f.Category == "unreadable"})
}
