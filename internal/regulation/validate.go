package regulation

import (
	"errors"
	"slices"
	"strings"
)

// Bounds that no regulation leaves. Terms of the profile are short ones, a figure
// beyond a month is a slip of the hand; the seats are those of the smallest precinct
// commission and of the largest with the members added for several elections at once.
const (
	leastSeats, mostSeats = 3, 20
	mostDays              = 30
	mostMinutes           = 120
	mostSpeeches          = 20
	mostRegisterDays      = 5 // the complaint itself is decided in five days
	mostWindowDays        = 90
	mostDenominator       = 100
	leastYearsKept        = 1 // "at least until a year after"
	mostYearsKept         = 75
	maxProfileName        = 300
	maxNumberFormat       = 60
)

// Validate refuses each value no regulation may set, with its field and its rule.
func (p Profile) Validate() error {
	faults := []error{p.validName(), p.validSeats()}
	for _, each := range []struct {
		field       string
		clause      Clause
		n           int
		least, most int
	}{
		{"notice_days", MembersNotice, p.NoticeDays, 0, mostDays},
		{"notice_days_campaign", MembersNotice, orZero(p.NoticeDaysCampaign), 0, mostDays},
		{"absence_days", AbsenceNotice, p.AbsenceNoticeDays, 0, mostDays},
		{"report_minutes", SpeechLimits, p.ReportMinutes, 1, mostMinutes},
		{"co_report_minutes", SpeechLimits, p.CoReportMinutes, 1, mostMinutes},
		{"debate_minutes", SpeechLimits, p.DebateMinutes, 1, mostMinutes},
		{"speeches", SpeechLimits, p.SpeechesPerItem, 1, mostSpeeches},
		{"register_days", FiveDays, p.CampaignRegisterDays, 0, mostRegisterDays},
		{"registration_window", RegistrationWindow, p.RegistrationWindowDays, 1, mostWindowDays},
		{"other_window_campaign", RegistrationWindow, orOne(p.OtherWindowCampaign), 1, mostWindowDays},
		{"other_window_after", RegistrationWindow, orOne(p.OtherWindowAfter), 1, mostWindowDays},
		{"publish_days", Publication, orOne(p.PublishWorkingDays), 1, mostDays},
		{"complaints_kept", Retention, p.ComplaintsKeptYears, leastYearsKept, mostYearsKept},
		{"papers_kept", Retention, p.PapersKeptYears, leastYearsKept, mostYearsKept},
		{"minutes_days", MinutesText, p.MinutesWorkingDays, 0, mostDays},
		{"delivery_days", DeliveryInThree, p.DeliveryWorkingDays, 0, mostDays},
		{"dissent_days", DissentForward, p.DissentForwardDays, 0, mostDays},
	} {
		faults = append(faults, within(each.clause, each.field, each.n, each.least, each.most))
	}
	faults = append(faults,
		p.FormationFraction.valid(Formation, "formation"), p.ConveneFraction.valid(Convening, "convene"),
		listed(OtherMatters, "unlawful_act", p.UnlawfulAct, OfPresent, OfSeats),
		listed(CountingDays, "ordinary_end", p.OrdinaryEnd, ExactDay, PreviousDay, NextDay),
		listed(CountBefore, "count_before", p.CountBefore, Difference, FullDays),
		listed(SerialNumbers, "act_name", p.ActName, Decision, Resolution),
		listed(WorkingGroups, "working_group", p.WorkingGroup, ByCommission, ByChair),
		listed(ElectronicAppeals, "campaign_channels", p.CampaignChannels, SiteAndEmail, SiteOnly, NoElectronic),
		listed(ElectronicAppeals, "ordinary_channels", p.OrdinaryChannels, SiteOnly, NoElectronic),
		p.validNumberFormat())
	if !p.ZoneKnown() {
		faults = append(faults, Missing(CountingDays, "time_zone", "zone_unknown"))
	}
	return errors.Join(faults...)
}

func (p Profile) validName() error {
	if strings.TrimSpace(p.Name) == "" {
		return Missing("", "regulation_name", "field_missing")
	}
	return Legible("", "regulation_name", p.Name, maxProfileName)
}

// validSeats refuses numbers of members that are out of bounds or out of order.
func (p Profile) validSeats() error {
	low := within(EstablishedNumber, "established_min", p.EstablishedMin, leastSeats, mostSeats)
	high := within(EstablishedNumber, "established_max", p.EstablishedMax, leastSeats, mostSeats)
	if low == nil && high == nil && p.EstablishedMin > p.EstablishedMax {
		return Missing(EstablishedNumber, "established_max", "profile_seats_order")
	}
	return errors.Join(low, high)
}

// validNumberFormat refuses a format without the serial number, which two rulings
// would share, and names in braces that mean nothing.
func (p Profile) validNumberFormat() error {
	rest := strings.NewReplacer("{n}", "", "{session}", "", "{convocation}", "").Replace(p.NumberFormat)
	if !strings.Contains(p.NumberFormat, "{n}") || strings.ContainsAny(rest, "{}\n\r\t") {
		return Missing(SerialNumbers, "number_format", "profile_number_format")
	}
	return Legible(SerialNumbers, "number_format", p.NumberFormat, maxNumberFormat)
}

// valid refuses what is no part of a whole: nothing, or more than the whole.
func (f Fraction) valid(clause Clause, field string) error {
	if f.Num < 1 || f.Den < f.Num || f.Den > mostDenominator {
		return Missing(clause, field, "profile_fraction")
	}
	return nil
}

func within(clause Clause, field string, n, least, most int) error {
	if n < least || n > most {
		return &Refusal{Clause: clause, Field: field, Key: "profile_out_of_range", Values: Values{"Least": least, "Most": most}}
	}
	return nil
}

func listed[V ~string](clause Clause, field string, value V, allowed ...V) error {
	if !slices.Contains(allowed, value) {
		return Missing(clause, field, "choose_one")
	}
	return nil
}

func orZero(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// orOne takes what a regulation leaves open for a value that nothing is wrong with.
func orOne(n *int) int {
	if n == nil {
		return 1
	}
	return *n
}
