package web

import (
	"context"
	"time"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/keyring"
	"redress/internal/notice"
	"redress/internal/publication"
	"redress/internal/remand"
	"redress/internal/ruling"
	"redress/internal/sitting"
	"redress/internal/trust"
)

// Services are what the pages act through, and Records what they read. Pages that
// only read go to the records; every act goes to a service.
type Services struct {
	Filings   *complaint.Filings
	Desk      *complaint.Desk
	Inquiries *complaint.Inquiries
	Rulings   *ruling.Service
	Sittings  *sitting.Service
	Press     *document.Press
	Keys      *keyring.Keyring  // keys that officers sign with
	Drafts    DraftFiles        // drafts that are edited in a word processor
	Postage   *document.Postage // letters and the acts they do
	Letters   *notice.Service
	Remands   *remand.Service
	Names     *document.Names      // how names decline in papers
	Wordings  *document.Wordings   // how letters are worded
	Public    *publication.Service // public copies of rulings
	Gate      *identity.Gate
	Setup     *commission.Setup
	Trust     *trust.Service    // whom signatures are held against
	Intake    attachment.Intake // takes in files of complainants
	Records   Records
	Folder    string // where letters go while no mail server is set; empty with one
}

// Records is everything the pages read.
type Records interface {
	commissionRecords
	complaintRecords
	rulingRecords
	sittingRecords
	petitionRecords
	feedRecords
	agendaRecords
	sheetRecords
	document.CheckStore
	listRecords
	settingsRecords
	clockRecords
	inquiryRecords
	archiveRecords
	dissentRecords
	reportRecords
	remandRecords
	publicationRecords
	liveRecords
	minutesRecords
	nameRecords
	wordingRecords
	receivedRecords
}

// commissionRecords reads commissions.
type commissionRecords interface {
	// Moment returns the present instant with the commission as it stands.
	Moment(ctx context.Context, id commission.ID) (commission.Moment, error)
	Commission(ctx context.Context, id commission.ID) (commission.Commission, error)
	// Superior returns which commission stands directly above another today, and why.
	Superior(ctx context.Context, lower commission.ID) (commission.Superior, error)
	// FrontDesk returns the commission that receives what has no other receiver.
	CommissionByCode(ctx context.Context, code string) (commission.Commission, error)
	FrontDesk(ctx context.Context) (commission.Commission, error)
	FindCommissions(ctx context.Context, text string, limit int) ([]commission.Commission, error)
	Below(ctx context.Context, id commission.ID, limit int) ([]commission.Commission, error)
}

// complaintRecords reads one complaint with what belongs to it.
type complaintRecords interface {
	Complaint(ctx context.Context, own commission.ID, ref complaint.Ref) (complaint.Complaint, error)
	ComplaintByID(ctx context.Context, id complaint.ID) (complaint.Complaint, error)
	Deadlines(ctx context.Context, id complaint.ID) ([]deadline.Running, error)
	History(ctx context.Context, chain docket.Chain, limit int) ([]docket.Entry, error)
	LettersOf(ctx context.Context, id complaint.ID) ([]notice.Letter, error)
	// Cases returns the complaints that may have to do with one, and Linked those the
	// secretary linked it to or to it.
	Cases(ctx context.Context, c complaint.Complaint, respondent commission.ID) ([]complaint.Case, error)
	Linked(ctx context.Context, c complaint.Complaint, limit int) ([]complaint.Case, error)
	Workload(ctx context.Context, own commission.ID) (map[identity.ID]int, error)
}

// rulingRecords reads drafts, rulings and papers.
type rulingRecords interface {
	Draft(ctx context.Context, id complaint.ID) (ruling.Draft, error)
	DraftVersion(ctx context.Context, id complaint.ID, version int) (ruling.Draft, error)
	// DraftComments returns what the members said of the drafts, in its order.
	DraftComments(ctx context.Context, id complaint.ID) ([]ruling.Comment, error)
	UnresolvedComments(ctx context.Context, id complaint.ID) (int, error)
	Subject(ctx context.Context, c complaint.Complaint) (ruling.Subject, error)
	RulingOf(ctx context.Context, id complaint.ID) (ruling.Ruling, error)
	Paper(ctx context.Context, own commission.ID, id document.PaperID) (document.Printed, error)
	PaperModel(ctx context.Context, own commission.ID, id document.PaperID) (document.Paper, error)
	PapersOf(ctx context.Context, id complaint.ID) ([]document.Printed, error)
	PaperOfRuling(ctx context.Context, id ruling.ID) (document.Printed, error)
	PaperOfSitting(ctx context.Context, id sitting.ID) (document.Printed, error)
	PapersAwaiting(ctx context.Context, own commission.ID, person identity.ID, limit int) ([]document.Printed, error)
	// RulingsBy lists what a commission has ruled, the latest first, for a complaint against one.
	RulingsBy(ctx context.Context, id commission.ID, limit int) ([]ruling.Brief, error)
	// AppealOf returns which ruling a complaint is against, or ruling.ErrNotFound; Appeals
	// the complaints against a ruling.
	AppealOf(ctx context.Context, id complaint.ID) (ruling.Brief, error)
	Appeals(ctx context.Context, id ruling.ID) ([]ruling.Appeal, error)
}

// sittingRecords reads sittings.
type sittingRecords interface {
	Sitting(ctx context.Context, own commission.ID, number int) (sitting.Sitting, error)
	SittingOf(ctx context.Context, id complaint.ID) (sitting.Sitting, error)
	Sittings(ctx context.Context, own commission.ID, before time.Time, limit int) ([]sitting.Summary, error)
	NextSitting(ctx context.Context, own commission.ID) (sitting.Sitting, error)
	MinutesDue(ctx context.Context, id sitting.ID) (deadline.Running, error)
	MinutesSheet(ctx context.Context, own commission.ID, number int) (document.MinutesSheet, error)
}

// listRecords reads lists and counts; every list is bounded and read by keyset.
type listRecords interface {
	Due(ctx context.Context, own commission.ID, f deadline.Filter, after deadline.Cursor, limit int) ([]deadline.Due, error)
	Complaints(ctx context.Context, own commission.ID, f deadline.Filter, before complaint.ID, limit int) ([]deadline.Due, error)
	Burden(ctx context.Context, own commission.ID, day calendar.Date) (deadline.Burden, error)
	Flow(ctx context.Context, own commission.ID, last calendar.Date, days int, zone *time.Location) ([]deadline.Day, error)
	Outcomes(ctx context.Context, own commission.ID, since calendar.Date) ([]deadline.OutcomeCount, error)
	LettersOpen(ctx context.Context, own commission.ID, limit int) ([]notice.Letter, error)
	LettersDone(ctx context.Context, own commission.ID, limit int) ([]notice.Letter, error)
	Letter(ctx context.Context, own commission.ID, id notice.ID) (notice.Letter, error)
	// ToRework returns the drafts that sittings gave back to a person, or of the whole
	// commission for nobody in particular.
	ToRework(ctx context.Context, own commission.ID, person identity.ID, limit int) ([]complaint.ToRework, error)
}
