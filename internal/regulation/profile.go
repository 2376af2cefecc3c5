package regulation

import (
	"strconv"
	"sync"
	"time"
)

// Fraction is an exact part of a whole, so that a third of fourteen is never rounded twice.
type Fraction struct{ Num, Den int }

// Of returns the least whole number that is not less than the fraction of n.
func (f Fraction) Of(n int) int { return (n*f.Num + f.Den - 1) / f.Den }

// String returns the fraction as it is written, "2/3".
func (f Fraction) String() string { return strconv.Itoa(f.Num) + "/" + strconv.Itoa(f.Den) }

// Met reports whether part is at least the fraction of whole, exactly.
func (f Fraction) Met(part, whole int) bool { return part*f.Den >= whole*f.Num }

// Rules that only profiles cite.
const (
	NoRecusal     Clause = "R-016"
	SpeechLimits  Clause = "R-069"
	Publication   Clause = "R-087"
	WorkingGroups Clause = "R-092"
	Retention     Clause = "R-104"
)

// Profile is what one commission's own regulation sets (part L of the rules). The
// zero value of a pointer field means "the regulation says nothing". Validate says
// which values a regulation may set, Values lists them with their rules.
type Profile struct {
	Name string // whose regulation this is, for people

	EstablishedMin, EstablishedMax int      // R-004, members
	FormationFraction              Fraction
	ConveneFraction                Fraction

	NoticeDays          int  // R-063, days before a sitting
	NoticeDaysCampaign  *int // R-063 in a campaign, where set
	NoticeUrgentAllowed bool
	AbsenceNoticeDays   int

	ReportMinutes, CoReportMinutes, DebateMinutes int
	SpeechesPerItem                               int

	MinutesWorkingDays  int
	DeliveryWorkingDays int
	DissentForwardDays  int

	UnlawfulAct                Basis // majority that finds an action or inaction unlawful
	CastingVote                bool
	CastingVoteWithAbstentions bool  // applies although others abstained
	Videoconference            bool
	Recusal                    bool

	CampaignRegisterDays int             // days to register in a campaign
	OrdinaryEnd          EndOnNonworking
	CountBefore          CountBeforeMode
	CountDecreedAsWork   bool

	RegistrationWindowDays int  // R-056, days after the contested decision
	OtherWindowCampaign    *int // R-056, days after anything else contested, while the campaign lasts
	OtherWindowAfter       *int // R-056, the same once that campaign is over

	CampaignChannels Electronic // R-026, in a campaign
	OrdinaryChannels Electronic // R-026, outside one

	ActName            ActName
	NumberFormat       string     // {n}, {session}/{n} or {session}/{n}-{convocation}
	WorkingGroup       GroupMaker
	PublishOnSite      bool
	PublishWorkingDays *int       // R-087, where the regulation names a term

	ComplaintsKeptYears int // R-104, after the next elections are called
	PapersKeptYears     int // R-104, rulings and minutes, before the municipal archive takes them

	TimeZone string // IANA name, R-110
}

// EndOnNonworking says where an ordinary term ends that would end on a day off.
type EndOnNonworking string

// The three readings of R-110; ExactDay is the safest and the default.
const (
	ExactDay    EndOnNonworking = "exact"
	PreviousDay EndOnNonworking = "previous"
	NextDay     EndOnNonworking = "next"
)

// CountBeforeMode says how "not later than N days before" is counted.
type CountBeforeMode string

// The two readings of R-116.
const (
	Difference CountBeforeMode = "difference"
	FullDays   CountBeforeMode = "full_days"
)

// ActName is what a commission calls its decisions at the head of the paper.
type ActName string

// The two names. A постановление is a decision too, so the text may say "решение".
const (
	Decision   ActName = "РЕШЕНИЕ"
	Resolution ActName = "ПОСТАНОВЛЕНИЕ"
)

// GroupMaker is who makes a working group.
type GroupMaker string

// The two of R-092.
const (
	ByCommission GroupMaker = "commission"
	ByChair      GroupMaker = "chair"
)

// Electronic is by which electronic ways a paper reaches the commission. What
// is brought or posted always does.
type Electronic string

// The electronic ways. Outside a campaign plain e-mail is none: the law says so, and no
// regulation changes it.
const (
	SiteAndEmail Electronic = "site_and_email"
	SiteOnly     Electronic = "site"
	NoElectronic Electronic = "none"
)

// BySite reports whether the site of the commission is among the ways.
func (e Electronic) BySite() bool { return e == SiteAndEmail || e == SiteOnly }

// ByEmail reports whether plain e-mail is among the ways.
func (e Electronic) ByEmail() bool { return e == SiteAndEmail }

// Izhmorsky is the profile of the territorial commission whose regulation the
// rule table was read from (Решение № 37 of 08.08.2022), and the default for a new
// commission.
func Izhmorsky() Profile {
	return Profile{
		Name:           "Регламент территориальной избирательной комиссии, 2022",
		EstablishedMin: 5, EstablishedMax: 14,
		FormationFraction: Fraction{2, 3}, ConveneFraction: Fraction{1, 3},
		NoticeDays: 2, NoticeUrgentAllowed: true, AbsenceNoticeDays: 1,
		ReportMinutes: 10, CoReportMinutes: 5, DebateMinutes: 3, SpeechesPerItem: 2,
		MinutesWorkingDays: 5, DeliveryWorkingDays: 3, DissentForwardDays: 3,
		UnlawfulAct: OfPresent, CastingVote: true, CastingVoteWithAbstentions: true,
		Videoconference: true,
		OrdinaryEnd:     ExactDay, CountBefore: Difference, CountDecreedAsWork: true,
		RegistrationWindowDays: 10,
		CampaignChannels:       SiteAndEmail, OrdinaryChannels: SiteOnly,
		ActName: Decision, NumberFormat: "{n}", WorkingGroup: ByCommission, PublishOnSite: true,
		ComplaintsKeptYears: 1, PapersKeptYears: 5,
		TimeZone: "Asia/Novokuznetsk",
	}
}

// Komi is the profile of a regional commission whose regulation sets other values
// (Избирательная комиссия Республики Коми, 2022, as of 17.06.2024): members are told
// three days before a sitting and in a campaign one (art. 31), debate is five minutes
// (art. 34), its acts are called постановление and numbered 11/49-7. Where the public
// text was not found, the value is that of Izhmorsky, except that some are set as other
// regions have them, to be checked against the text: windows of fifteen days in a
// campaign and thirty after it, five working days to publish, ten years in the commission.
func Komi() Profile {
	p := Izhmorsky()
	inCampaign, toComplain, toComplainAfter, toPublish := 1, 15, 30, 5
	p.Name = "Регламент Избирательной комиссии Республики Коми, 2022"
	p.NoticeDays, p.NoticeDaysCampaign = 3, &inCampaign
	p.DebateMinutes = 5
	p.OtherWindowCampaign, p.OtherWindowAfter = &toComplain, &toComplainAfter
	p.ActName, p.NumberFormat = Resolution, "{session}/{n}-{convocation}"
	p.PublishWorkingDays = &toPublish
	p.PapersKeptYears = 10
	p.TimeZone = "Europe/Moscow"
	return p
}

// zones remembers loaded zones: reading one from the time zone database costs a file.
var zones sync.Map

// Zone returns the commission's time zone, the only one its dates are counted in
// . A profile with an unknown zone never reaches storage; it falls back to UTC.
func (p Profile) Zone() *time.Location {
	if known, ok := zones.Load(p.TimeZone); ok {
		return known.(*time.Location)
	}
	zone, err := time.LoadLocation(p.TimeZone)
	if err != nil {
		return time.UTC
	}
	zones.Store(p.TimeZone, zone)
	return zone
}

// ZoneKnown reports whether the profile's time zone exists. "Local" is whatever the
// machine was set to, and no zone of a commission.
func (p Profile) ZoneKnown() bool {
	_, err := time.LoadLocation(p.TimeZone)
	return err == nil && p.TimeZone != "" && p.TimeZone != "Local"
}
