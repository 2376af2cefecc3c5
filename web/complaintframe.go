package web

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/remand"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// complaintFrameData is what stands above every page of a complaint.
type complaintFrameData struct {
	Complaint  complaint.Complaint
	Respondent commission.Commission // the zero one while nobody knows it
	Running    []deadline.Running
	Moment     commission.Moment
	Sitting    sitting.Sitting // the last one that has the complaint on its agenda; the zero one if none has
	Names      memberNames
	Duty       ruling.Duty      // of a remand, where the page asks for it
	Linked     []complaint.Case // the complaints it belongs with, on its first page alone
	Against    ruling.Brief     // the ruling the complaint is against, on its first page alone
	Rulings    []ruling.Brief   // those it may be linked to
	Appeals    []ruling.Appeal  // complaints against its own ruling, on the page of its documents
	Controls   []remand.Remand  // what a lower commission has to do about it
	Remarks    int              // comments on the draft that wait to be settled; the visitor takes part
	GroupTyped string           // the working group chosen in a form that came back
	LinkTyped  string           // the number of another one, as typed
	Wrong      Problems         // what is wrong with a form of the page
}

// complaintAt returns the complaint an address names, if the visitor may read it: of the
// commission's own a complaint about that very commission is nobody's but the
// secretary's, who passes it on.
func (s *Server) complaintAt(c echo.Context) (complaint.Complaint, error) {
	return s.complaintOf(c, c.Param("no"))
}

// complaintOf returns the complaint with a number, if the visitor may read it.
func (s *Server) complaintOf(c echo.Context, number string) (complaint.Complaint, error) {
	ref, err := complaint.ParseRef(number)
	if err != nil {
		return complaint.Complaint{}, err
	}
	by := actor(c)
	found, err := s.Records.Complaint(c.Request().Context(), by.Commission, ref)
	if err == nil && !by.MayAbout(identity.ReadComplaint, found.Matter()) {
		return complaint.Complaint{}, complaint.ErrNotFound
	}
	return found, err
}

// complaintFrameOf reads what the frame of a complaint shows.
func (s *Server) complaintFrameOf(ctx context.Context, c complaint.Complaint) (complaintFrameData, error) {
	f := complaintFrameData{Complaint: c}
	var err error
	if f.Moment, err = s.Records.Moment(ctx, c.Commission); err != nil {
		return f, err
	}
	f.Names = namesIn(f.Moment.Composition)
	if c.Respondent != 0 {
		if f.Respondent, err = s.Records.Commission(ctx, c.Respondent); err != nil {
			return f, err
		}
		above, err := s.Records.Superior(ctx, c.Respondent)
		if err != nil {
			return f, err
		}
		f.Respondent.Parent, f.Respondent.ParentName = above.ID, above.Name
	}
	if f.Running, err = s.Records.Deadlines(ctx, c.ID); err != nil {
		return f, err
	}
	if c.Outcome == regulation.Remand || !c.SentDown.At.IsZero() {
		if f.Controls, err = s.Records.RemandsOf(ctx, c.ID); err != nil {
			return f, err
		}
	}
	if f.Remarks, err = s.remarks(ctx, f); err != nil {
		return f, err
	}
	f.Sitting, err = s.Records.SittingOf(ctx, c.ID)
	if errors.Is(err, sitting.ErrNotFound) {
		err = nil
	}
	return f, err
}

// framed reads the complaint of an address with its frame.
func (s *Server) framed(c echo.Context) (complaintFrameData, error) {
	found, err := s.complaintAt(c)
	if err != nil {
		return complaintFrameData{}, err
	}
	return s.complaintFrameOf(c.Request().Context(), found)
}

// href is the address of a page of the complaint; "" is the first one.
func (f complaintFrameData) href(tab string) templ.SafeURL {
	return templ.SafeURL("/complaints/" + f.Complaint.Ref.String() + tab)
}

// owed are the deadlines nobody has met yet.
func (f complaintFrameData) owed() []deadline.Running {
	return slices.DeleteFunc(slices.Clone(f.Running), func(r deadline.Running) bool { return !r.MetAt.IsZero() })
}

// due puts a deadline of the complaint into words.
func (f complaintFrameData) due(ctx context.Context, d deadline.Deadline) Due {
	return dueOf(ctx, d, f.Moment.At, visitOf(ctx).zone())
}

// complaintTabs are the pages of a complaint with their addresses.
var complaintTabList = []struct{ tab, key string }{
	{"", "tab.substance"}, {"/documents", "tab.documents"}, {"/deadlines", "tab.deadlines"}, {"/inquiries", "tab.inquiries"}, {"/draft", "tab.draft"},
	{"/sitting", "tab.sitting"}, {"/letters", "tab.letters"}, {"/history", "tab.history"},
}

// tabShown reports whether a page of complaints is served.
func tabShown(ctx context.Context, tab string) bool {
	return visitOf(ctx).server.serves["/complaints/:no"+tab]
}

// saved says what the last form did, from the complaint itself and not from the address.
func (f complaintFrameData) saved(ctx context.Context, what string) string {
	switch {
	case what == "registration" && f.Complaint.RegisterNumber != 0:
		return t(ctx, "complaint.saved_registration", "Number", f.Complaint.RegisterNumber)
	case what == "extension" && f.Complaint.ExtensionReason != "", what == "suspension" && f.Complaint.State == complaint.Suspended,
		what == "resumption" && len(f.Complaint.Stays) > 0 && f.Complaint.State != complaint.Suspended:
		return t(ctx, "complaint.saved_"+what)
	case what == "rerouting" && f.Complaint.RouteReason != "", what == "nobody_accused" && !f.Complaint.Accused.At.IsZero(),
		what == "shelving" && f.Complaint.State == complaint.Shelved, what == string(complaint.DownCover) && !f.Complaint.SentDown.At.IsZero(),
		what == string(complaint.AccusedNotice) && f.Complaint.Accused.Name != "":
		return t(ctx, "letter_saved."+what)
	case what != "" && what == string(f.Complaint.Ending.Letter):
		return t(ctx, "letter_saved.ending")
	case what == string(complaint.Grouping), what == string(complaint.AskingAdmission) && f.Complaint.Admission.Waits(), what == string(complaint.ChangingRegime):
		return t(ctx, "complaint_saved."+what)
	case what == string(complaint.Admitting) && !f.Complaint.Admission.At.IsZero():
		return t(ctx, "complaint_saved."+what)
	case what == "link" && len(f.Complaint.Linked) > 0:
		return t(ctx, "link.saved")
	case what == "assignment" && f.Complaint.Rapporteur != 0:
		return t(ctx, "complaint.saved_assignment", "Name", f.rapporteur())
	}
	return ""
}

// rapporteur is the short name of the one who reports, empty while there is none.
func (f complaintFrameData) rapporteur() string { return f.Names[f.Complaint.Rapporteur].Short() }

// next says who does what to the complaint now.
func (f complaintFrameData) next(ctx context.Context) string {
	if f.Complaint.Retracted() && f.Complaint.State == complaint.Shelved {
		return t(ctx, "retract.closed", "Note", f.Complaint.Retraction.Note)
	}
	if f.unpublished() {
		return t(ctx, "publication.next")
	}
	values := []any{"Name", f.rapporteur()}
	if f.Sitting.Number != 0 {
		values = append(values, "When", moment(ctx, f.Sitting.StartsAt, visitOf(ctx).zone()))
	}
	return t(ctx, "next."+string(f.Complaint.State), values...)
}

// leaves reports whether the visitor may do something about a letter of the complaint.
func (f complaintFrameData) leaves(ctx context.Context) bool {
	by, state := visitOf(ctx).actor, f.Complaint.State
	if state == complaint.LetterDue {
		return by.May(identity.SignLetter)
	}
	if state == complaint.Registered || state == complaint.InReview {
		return by.May(identity.Reroute) || by.May(identity.TellAccused) && f.Complaint.Regime == regulation.CampaignRegime && f.Complaint.Accused.At.IsZero()
	}
	return false
}

// movable reports whether the visitor can move the term of the complaint.
func (f complaintFrameData) movable(ctx context.Context) bool {
	return (f.Complaint.State.Rules() || f.Complaint.Extendable()) && visitOf(ctx).actor.MayAbout(identity.MoveTerm, f.Complaint.Matter())
}

// termLink names what can be done to the term.
func (f complaintFrameData) termLink(ctx context.Context) string {
	if f.Complaint.State == complaint.Suspended {
		return t(ctx, "term.resume_link")
	}
	return t(ctx, "term.open")
}

// pressing is the deadline that comes first of those owed.
func (f complaintFrameData) pressing() (deadline.Deadline, bool) { return deadline.Pressing(f.Running) }

// parties names who complains about whom.
func (f complaintFrameData) parties(ctx context.Context) string {
	respondent := t(ctx, "complaint.respondent_unknown")
	if f.Respondent.ID != 0 {
		respondent = glued(f.Respondent.ShortName)
		if respondent == "" {
			respondent = glued(f.Respondent.Name)
		}
	} else if f.Complaint.RespondentText != "" {
		respondent = f.Complaint.RespondentText
	}
	return t(ctx, "complaint.parties", "Complainant", f.complainant(ctx), "Respondent", respondent)
}

// complainant is the short name of the complainant, or that there is none.
func (f complaintFrameData) complainant(ctx context.Context) string {
	if name := f.Complaint.Complainant.Name.Short(); name != "" {
		return name
	}
	return nameless(ctx, f.Complaint)
}

// receivedOn is day 0 of the complaint.
func (f complaintFrameData) receivedOn(ctx context.Context) calendar.Date {
	return f.Complaint.ReceivedOn(visitOf(ctx).zone())
}

// page is the Page of one of the complaint's pages. The window's title names the
// number alone: what the complaint is about is nobody else's business.
func (f complaintFrameData) page(ctx context.Context, tab string) Page {
	return Page{Title: t(ctx, "complaint.page", "Number", f.Complaint.Ref.String(), "Tab", t(ctx, tab)), Section: "/complaints", Invalid: len(f.Wrong) > 0}
}

// contested names what is contested, in one sentence.
func (f complaintFrameData) contested(ctx context.Context) string {
	c := f.Complaint
	respondent := c.RespondentText
	if f.Respondent.ID != 0 {
		respondent = glued(f.Respondent.InSentence())
	}
	said := t(ctx, "as_filed.contested_what", "What", word(ctx, c.Contested), "Respondent", respondent)
	if respondent == "" {
		said = word(ctx, c.Contested)
	}
	if c.DecisionNumber != "" || !c.DecisionOn.IsZero() {
		said += ". " + t(ctx, "as_filed.decision", "Number", c.DecisionNumber, "Day", optionalDay(ctx, c.DecisionOn))
	}
	if !c.EventOn.IsZero() {
		said += ". " + t(ctx, "as_filed.event", "Day", dayYear(ctx, c.EventOn))
	}
	if c.Place != "" {
		said += ". " + t(ctx, "as_filed.place", "Place", c.Place)
	}
	return capital(said)
}

// tabName is the name of a tab, with the number of files beside the documents.
func (f complaintFrameData) tabName(ctx context.Context, tab, key string) string {
	if n := len(f.Complaint.Attachments); tab == "/documents" && n > 0 {
		return t(ctx, key) + ", " + strconv.Itoa(n)
	}
	if tab == "/draft" && f.Remarks > 0 {
		return t(ctx, key) + ", " + tn(ctx, "comment.tab", f.Remarks)
	}
	return t(ctx, key)
}

func optionalDay(ctx context.Context, d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return dayYear(ctx, d)
}

// sittingHref is the address of a sitting.
func sittingHref(number int) templ.SafeURL {
	return templ.SafeURL("/sittings/" + strconv.Itoa(number))
}
