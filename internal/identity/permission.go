package identity

import "slices"

// Act is something somebody may or may not do. Each web route names one.
type Act string

// The acts of this version.
const (
	FileComplaint    Act = "file_complaint"
	TrackComplaint   Act = "track_complaint"
	SignIn           Act = "sign_in"
	SeeDesk          Act = "see_desk"
	ReadComplaint    Act = "read_complaint"
	RegisterPaper    Act = "register"
	AssignRapporteur Act = "assign"
	DraftRuling      Act = "draft"
	ReadSitting      Act = "read_sitting"
	ConveneSitting   Act = "convene"
	PrepareSitting   Act = "prepare_sitting"
	ConductSitting   Act = "conduct_sitting"
	WriteMinutes     Act = "write_minutes"
	SignPaper        Act = "sign"
	DeliverPaper     Act = "deliver"
	MoveTerm         Act = "move_term" // extend a term, suspend and resume for a court
	Reroute          Act = "reroute"   // take a paper off its route
	SignLetter       Act = "sign_letter"
	TellAccused      Act = "tell_accused"
	ReadLetter       Act = "read_letter"  // a letter before it is signed
	SeeChairDesk     Act = "see_chair_desk"
	Administer       Act = "administer"
)

// table is who may do what. What it does not name is not allowed. That only the
// presiding member and the secretary of the sitting sign, and only the
// rapporteur edits a draft, is for the acts themselves to check.
var table = map[Act][]Office{
	FileComplaint:    {Citizen, Chair, Deputy, Secretary, Member, Administrator},
	TrackComplaint:   {Citizen, Chair, Deputy, Secretary, Member, Administrator},
	SignIn:           {Citizen, Chair, Deputy, Secretary, Member, Administrator},
	SeeDesk:          {Chair, Deputy, Secretary, Member, Administrator},
	ReadComplaint:    {Chair, Deputy, Secretary, Member},
	RegisterPaper:    {Secretary},
	AssignRapporteur: {Chair, Secretary},
	DraftRuling:      {Chair, Deputy, Secretary, Member},
	ReadSitting:      {Chair, Deputy, Secretary, Member},
	ConveneSitting:   {Chair},
	PrepareSitting:   {Chair, Secretary},
	ConductSitting:   {Chair, Deputy, Secretary, Member},
	WriteMinutes:     {Chair, Deputy, Secretary, Member},
	SignPaper:        {Chair, Deputy, Secretary, Member},
	DeliverPaper:     {Secretary},
	MoveTerm:         {Chair},
	Reroute:          {Chair},
	SignLetter:       {Chair},
	TellAccused:      {Secretary},
	ReadLetter:       {Chair, Secretary},
	SeeChairDesk:     {Chair},
	Administer:       {Administrator, Operator},
}

// Acts lists every act of the table, in a stable order.
func Acts() []Act {
	acts := make([]Act, 0, len(table))
	for act := range table {
		acts = append(acts, act)
	}
	slices.Sort(acts)
	return acts
}
