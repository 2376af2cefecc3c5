package regulation

// Value is one thing a profile sets, under the name of its field in a form and with
// the rule that leaves it to the commission.
type Value struct {
	Field  string
	Clause Clause // empty for the name of the regulation, which is no rule
	Is     any    // int, bool, string, Fraction, a list of this package; nil where the regulation says nothing
}

// Values lists everything the profile sets, in the order of a sitting and what
// follows it. Two values are equal exactly if == says so.
func (p Profile) Values() []Value {
	return []Value{
		{"regulation_name", "", p.Name},
		{"established_min", EstablishedNumber, p.EstablishedMin},
		{"established_max", EstablishedNumber, p.EstablishedMax},
		{"formation", Formation, p.FormationFraction},
		{"convene", Convening, p.ConveneFraction},
		{"notice_days", MembersNotice, p.NoticeDays},
		{"notice_days_campaign", MembersNotice, set(p.NoticeDaysCampaign)},
		{"notice_urgent", UrgentSitting, p.NoticeUrgentAllowed},
		{"absence_days", AbsenceNotice, p.AbsenceNoticeDays},
		{"videoconference", Videoconference, p.Videoconference},
		{"report_minutes", SpeechLimits, p.ReportMinutes},
		{"co_report_minutes", SpeechLimits, p.CoReportMinutes},
		{"debate_minutes", SpeechLimits, p.DebateMinutes},
		{"speeches", SpeechLimits, p.SpeechesPerItem},
		{"unlawful_act", OtherMatters, p.UnlawfulAct},
		{"casting_vote", CastingVote, p.CastingVote},
		{"casting_abstentions", CastingVote, p.CastingVoteWithAbstentions},
		{"recusal", NoRecusal, p.Recusal},
		{"register_days", FiveDays, p.CampaignRegisterDays},
		{"registration_window", RegistrationWindow, p.RegistrationWindowDays},
		{"other_window_campaign", RegistrationWindow, set(p.OtherWindowCampaign)},
		{"other_window_after", RegistrationWindow, set(p.OtherWindowAfter)},
		{"campaign_channels", ElectronicAppeals, p.CampaignChannels},
		{"ordinary_channels", ElectronicAppeals, p.OrdinaryChannels},
		{"minutes_days", MinutesText, p.MinutesWorkingDays},
		{"delivery_days", DeliveryInThree, p.DeliveryWorkingDays},
		{"dissent_days", DissentForward, p.DissentForwardDays},
		{"ordinary_end", CountingDays, p.OrdinaryEnd},
		{"count_before", CountBefore, p.CountBefore},
		{"decreed_work", DecreedDays, p.CountDecreedAsWork},
		{"act_name", SerialNumbers, p.ActName},
		{"number_format", SerialNumbers, p.NumberFormat},
		{"working_group", WorkingGroups, p.WorkingGroup},
		{"publish", Publication, p.PublishOnSite},
		{"publish_days", Publication, set(p.PublishWorkingDays)},
		{"complaints_kept", Retention, p.ComplaintsKeptYears},
		{"papers_kept", Retention, p.PapersKeptYears},
		{"time_zone", CountingDays, p.TimeZone},
	}
}

// set returns the number that a regulation sets, nil where it says nothing.
func set(n *int) any {
	if n == nil {
		return nil
	}
	return *n
}

// Change is one value that two versions of a regulation set differently.
type Change struct {
	Field    string
	Old, New any
	Clause   Clause
}

// Changes lists what the later version sets differently, in the order of Values.
func Changes(old, later Profile) []Change {
	var changes []Change
	before := old.Values()
	for i, value := range later.Values() {
		if was := before[i].Is; was != value.Is {
			changes = append(changes, Change{Field: value.Field, Old: was, New: value.Is, Clause: value.Clause})
		}
	}
	return changes
}
