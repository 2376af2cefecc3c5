package regulation

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestValidate(t *testing.T) {
	days := func(n int) *int { return &n }
	for _, row := range []struct {
		name   string
		change func(*Profile)
		field  string
		key    string
		clause Clause
	}{
		{"R-004: fewer than any commission has", func(p *Profile) { p.EstablishedMin = 2 }, "established_min", "profile_out_of_range", EstablishedNumber},
		{"R-004: more than any commission has", func(p *Profile) { p.EstablishedMax = 21 }, "established_max", "profile_out_of_range", EstablishedNumber},
		{"R-004: the least above the most", func(p *Profile) { p.EstablishedMin, p.EstablishedMax = 14, 5 }, "established_max", "profile_seats_order", EstablishedNumber},
		{"R-061: no part of a whole", func(p *Profile) { p.FormationFraction = Fraction{} }, "formation", "profile_fraction", Formation},
		{"R-061: more than the whole", func(p *Profile) { p.FormationFraction = Fraction{3, 2} }, "formation", "profile_fraction", Formation},
		{"R-064: nobody convenes", func(p *Profile) { p.ConveneFraction = Fraction{0, 3} }, "convene", "profile_fraction", Convening},
		{"R-064: below nothing", func(p *Profile) { p.ConveneFraction = Fraction{-1, -3} }, "convene", "profile_fraction", Convening},
		{"R-063: told after the sitting", func(p *Profile) { p.NoticeDays = -1 }, "notice_days", "profile_out_of_range", MembersNotice},
		{"R-063: told a year before", func(p *Profile) { p.NoticeDays = 365 }, "notice_days", "profile_out_of_range", MembersNotice},
		{"R-063: in a campaign too", func(p *Profile) { p.NoticeDaysCampaign = days(-1) }, "notice_days_campaign", "profile_out_of_range", MembersNotice},
		{"R-014: absence", func(p *Profile) { p.AbsenceNoticeDays = 31 }, "absence_days", "profile_out_of_range", AbsenceNotice},
		{"R-069: no time to speak", func(p *Profile) { p.ReportMinutes = 0 }, "report_minutes", "profile_out_of_range", SpeechLimits},
		{"R-069: nor for the second report", func(p *Profile) { p.CoReportMinutes = 0 }, "co_report_minutes", "profile_out_of_range", SpeechLimits},
		{"R-069: hours of debate", func(p *Profile) { p.DebateMinutes = 121 }, "debate_minutes", "profile_out_of_range", SpeechLimits},
		{"R-069: nobody may speak", func(p *Profile) { p.SpeechesPerItem = 0 }, "speeches", "profile_out_of_range", SpeechLimits},
		{"R-083: minutes", func(p *Profile) { p.MinutesWorkingDays = 31 }, "minutes_days", "profile_out_of_range", MinutesText},
		{"R-086: delivery", func(p *Profile) { p.DeliveryWorkingDays = -1 }, "delivery_days", "profile_out_of_range", DeliveryInThree},
		{"R-082: dissent", func(p *Profile) { p.DissentForwardDays = 31 }, "dissent_days", "profile_out_of_range", DissentForward},
		{"R-050: registered after the answer is due", func(p *Profile) { p.CampaignRegisterDays = 6 }, "register_days", "profile_out_of_range", FiveDays},
		{"R-056: no window at all", func(p *Profile) { p.RegistrationWindowDays = 0 }, "registration_window", "profile_out_of_range", RegistrationWindow},
		{"R-056: no window in a campaign", func(p *Profile) { p.OtherWindowCampaign = days(0) }, "other_window_campaign", "profile_out_of_range", RegistrationWindow},
		{"R-056: a window of a year", func(p *Profile) { p.OtherWindowAfter = days(365) }, "other_window_after", "profile_out_of_range", RegistrationWindow},
		{"R-087: published before it is adopted", func(p *Profile) { p.PublishWorkingDays = days(-1) }, "publish_days", "profile_out_of_range", Publication},
		{"R-104: thrown away at once", func(p *Profile) { p.ComplaintsKeptYears = 0 }, "complaints_kept", "profile_out_of_range", Retention},
		{"R-104: kept for centuries", func(p *Profile) { p.PapersKeptYears = 300 }, "papers_kept", "profile_out_of_range", Retention},
		{"R-026: unknown ways", func(p *Profile) { p.CampaignChannels = "telegram" }, "campaign_channels", "choose_one", ElectronicAppeals},
		{"R-026: e-mail outside a campaign, which the law takes away", func(p *Profile) { p.OrdinaryChannels = SiteAndEmail }, "ordinary_channels", "choose_one", ElectronicAppeals},
		{"R-073: an unknown majority", func(p *Profile) { p.UnlawfulAct = "all" }, "unlawful_act", "choose_one", OtherMatters},
		{"R-110: an unknown end", func(p *Profile) { p.OrdinaryEnd = "" }, "ordinary_end", "choose_one", CountingDays},
		{"R-116: an unknown counting", func(p *Profile) { p.CountBefore = "hours" }, "count_before", "choose_one", CountBefore},
		{"R-085: an unknown act", func(p *Profile) { p.ActName = "ПРИКАЗ" }, "act_name", "choose_one", SerialNumbers},
		{"R-092: an unknown maker", func(p *Profile) { p.WorkingGroup = "secretary" }, "working_group", "choose_one", WorkingGroups},
		{"R-085: a number without the number", func(p *Profile) { p.NumberFormat = "{session}" }, "number_format", "profile_number_format", SerialNumbers},
		{"R-085: a name that means nothing", func(p *Profile) { p.NumberFormat = "{n}/{year}" }, "number_format", "profile_number_format", SerialNumbers},
		{"R-085: an open brace", func(p *Profile) { p.NumberFormat = "{n}{" }, "number_format", "profile_number_format", SerialNumbers},
		{"R-085: too long", func(p *Profile) { p.NumberFormat = "{n}" + strings.Repeat("-", 60) }, "number_format", "text_too_long", SerialNumbers},
		{"R-110: no zone", func(p *Profile) { p.TimeZone = "" }, "time_zone", "zone_unknown", CountingDays},
		{"R-110: the machine's own zone", func(p *Profile) { p.TimeZone = "Local" }, "time_zone", "zone_unknown", CountingDays},
		{"R-110: a zone nobody knows", func(p *Profile) { p.TimeZone = "Луна/Море" }, "time_zone", "zone_unknown", CountingDays},
		{"a regulation without a name", func(p *Profile) { p.Name = " " }, "regulation_name", "field_missing", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := Izhmorsky()
			row.change(&p)
			err := p.Validate()
			var refusal *Refusal
			if !errors.As(err, &refusal) || refusal.Field != row.field || refusal.Key != row.key || refusal.Clause != row.clause {
				t.Errorf("Validate() = %v (%+v), want %s of %s under %q", err, refusal, row.key, row.field, row.clause)
			}
		})
	}
	for _, p := range []Profile{Izhmorsky(), Komi()} {
		if err := p.Validate(); err != nil {
			t.Errorf("%s: Validate() = %v", p.Name, err)
		}
	}
	if joined, ok := (Profile{}).Validate().(interface{ Unwrap() []error }); !ok || len(joined.Unwrap()) < 15 {
		t.Errorf("Validate() of nothing = %v, want every fault at once", joined)
	}
}

// TestValuesForgetNothing changes each field of a profile in turn: exactly one value
// changes with it.
func TestValuesForgetNothing(t *testing.T) {
	fields := reflect.TypeFor[Profile]()
	seen := map[string]bool{}
	for i := range fields.NumField() {
		p := Izhmorsky()
		switch f := reflect.ValueOf(&p).Elem().Field(i); f.Interface().(type) {
		case Fraction:
			f.Set(reflect.ValueOf(Fraction{1, 7}))
		case *int:
			n := 4
			f.Set(reflect.ValueOf(&n))
		case int:
			f.SetInt(f.Int() + 1)
		case bool:
			f.SetBool(!f.Bool())
		default:
			f.SetString(f.String() + "?")
		}
		changes := Changes(Izhmorsky(), p)
		if len(changes) != 1 {
			t.Errorf("%s changed: Changes() = %v, want one", fields.Field(i).Name, changes)
			continue
		}
		if c := changes[0]; seen[c.Field] || c.Old == c.New || c.Clause == "" && c.Field != "regulation_name" {
			t.Errorf("%s changed: %+v", fields.Field(i).Name, c)
		}
		seen[changes[0].Field] = true
	}
	if n := len(Izhmorsky().Values()); n != fields.NumField() {
		t.Errorf("a profile of %d fields has %d values", fields.NumField(), n)
	}
}

func TestKomiDiffers(t *testing.T) {
	want := map[string]any{"regulation_name": Komi().Name, "notice_days": 3, "notice_days_campaign": 1, "debate_minutes": 5,
		"act_name": Resolution, "number_format": "{session}/{n}-{convocation}", "time_zone": "Europe/Moscow",
		"other_window_campaign": 15, "other_window_after": 30, "publish_days": 5, "papers_kept": 10}
	got := map[string]any{}
	for _, c := range Changes(Izhmorsky(), Komi()) {
		got[c.Field] = c.New
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Changes() = %v, want %v", got, want)
	}
	if same := Changes(Komi(), Komi()); same != nil { // each has a pointer of its own
		t.Errorf("Changes() of nothing = %v", same)
	}
}

// TestOlderVersionsAreRead: a profile stored before a value was added counts by what
// was counted by then, and one that sets the value keeps it.
func TestOlderVersionsAreRead(t *testing.T) {
	added := []string{"OtherWindowCampaign", "OtherWindowAfter", "CampaignChannels", "OrdinaryChannels", "PublishWorkingDays",
		"ComplaintsKeptYears", "PapersKeptYears"}
	for _, p := range []Profile{Izhmorsky(), Komi()} {
		raw, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		stored := map[string]any{}
		if err := json.Unmarshal(raw, &stored); err != nil {
			t.Fatal(err)
		}
		for _, field := range added {
			if _, ok := stored[field]; !ok {
				t.Errorf("%s is not stored", field)
			}
			delete(stored, field)
		}
		older, err := json.Marshal(stored)
		if err != nil {
			t.Fatal(err)
		}
		want := p
		d := Izhmorsky()
		want.OtherWindowCampaign, want.OtherWindowAfter, want.PublishWorkingDays = nil, nil, nil
		want.CampaignChannels, want.OrdinaryChannels = d.CampaignChannels, d.OrdinaryChannels
		want.ComplaintsKeptYears, want.PapersKeptYears = d.ComplaintsKeptYears, d.PapersKeptYears
		var got Profile
		if err := json.Unmarshal(older, &got); err != nil || got.Validate() != nil || Changes(want, got) != nil {
			t.Errorf("%s, stored long ago, is read with %v: %v", p.Name, Changes(want, got), errors.Join(err, got.Validate()))
		}
	}
	if err := json.Unmarshal([]byte(`{"EstablishedMin":"many"}`), new(Profile)); err == nil {
		t.Error("a profile that is none was read")
	}
}

// FuzzProfile reads profiles as the store does: what is valid counts, decides and is
// written again as it was.
func FuzzProfile(f *testing.F) {
	for _, p := range []Profile{Izhmorsky(), Komi(), {}} {
		raw, err := json.Marshal(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(`{"FormationFraction":{"Num":1,"Den":0},"NoticeDaysCampaign":null,"TimeZone":"../../etc/passwd"}`))
	f.Add([]byte(`{"EstablishedMax":9223372036854775807,"NumberFormat":"{n}{n"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var p Profile
		if json.Unmarshal(raw, &p) != nil || p.Validate() != nil {
			return
		}
		for n := p.EstablishedMin; n <= p.EstablishedMax; n++ {
			if least := p.FormationFraction.Of(n); least < 1 || least > n || !p.FormationFraction.Met(least, n) || p.FormationFraction.Met(least-1, n) {
				t.Errorf("R-061: %v of %d is %d", p.FormationFraction, n, least)
			}
		}
		for _, r := range []Regime{OrdinaryRegime, CampaignRegime} {
			if days := p.NoticeBefore(r).N; days < 0 || days > mostDays {
				t.Errorf("R-063: members are told %d days before", days)
			}
		}
		if zone := p.Zone().String(); zone != p.TimeZone {
			t.Errorf("R-110: the zone %q is %q", p.TimeZone, zone)
		}
		again, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var same Profile
		if err := json.Unmarshal(again, &same); err != nil || Changes(p, same) != nil {
			t.Errorf("written and read again it differs: %v %v", Changes(p, same), err)
		}
	})
}
