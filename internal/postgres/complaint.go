package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"redress/internal/attachment"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// complaintRow is a row of complaints.
type complaintRow struct {
	ID                int64
	CommissionID      int64
	Year              int
	Number            int
	State             string
	Version           int
	CodeHash          []byte
	Salt              []byte
	FiledAt           time.Time
	Channel           string
	Assurance         string
	ContestedDecision bool
	ContestedAction   bool
	ContestedInaction bool
	RespondentID      *int64
	Answers           string
	Complainant       string
	Substance         string
	RegisteredAt      *time.Time
	RegisterYear      *int
	RegisterNumber    *int
	Regime            *string
	CampaignID        *int64
	Title             string
	Category          string
	Article           string
	AdditionalCheck   bool
	Checks            []complaint.Check `gorm:"serializer:json"`
	RapporteurID      *int64
	Rework            complaint.Rework `gorm:"serializer:json"`
	Extended          bool
	ExtensionReason   string
	Stays             []complaint.Stay    `gorm:"serializer:json"`
	Holds             []complaint.Hold    `gorm:"serializer:json"`
	Dissents          []complaint.Dissent `gorm:"serializer:json"`
	TakenBy           *int64
	Sheets            *int
	Findings          complaint.Findings `gorm:"serializer:json"`
	Linked            []complaint.ID     `gorm:"serializer:json"`
	DecidedAt         *time.Time
	Outcome           *string
	SignedAt          *time.Time
	ClosedAt          *time.Time
	PublishedAt       *time.Time
	Route             string
	Recommended       string
	RouteClause       string
	RouteReason       string
	Ending            complaint.Ending    `gorm:"serializer:json"`
	SentDown          complaint.SentDown  `gorm:"serializer:json"`
	Accused           complaint.Accused   `gorm:"serializer:json"`
	Inquiries         []complaint.Inquiry `gorm:"serializer:json"`
	InquiryToSign     bool
	Admission         complaint.Admission `gorm:"serializer:json"`
	GroupID           *int64
	Retraction        complaint.Retraction `gorm:"serializer:json"`
	Withheld          []complaint.Withheld `gorm:"serializer:json"`
	Due               dueColumns           `gorm:"embedded"`
}

// TableName names the table for gorm.
func (complaintRow) TableName() string { return "complaints" }

// dueColumns are the pressing deadline of a complaint, kept in its row for lists.
type dueColumns struct {
	DueClock  *string
	DueKind   *string
	DueFrom   *time.Time
	DueOn     *string
	DueWorkBy *string
	DueClause *string
	DueSort   *string
}

func textOrNull[T ~string](s T) *string {
	if s == "" {
		return nil
	}
	t := string(s)
	return &t
}

func textOf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func numberOrNull(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

func newComplaintRow(c complaint.Complaint) (complaintRow, error) {
	answers, err := json.Marshal(c.Answers)
	if err != nil {
		return complaintRow{}, fmt.Errorf("writing answers: %w", err)
	}
	checks := c.Checks
	if checks == nil {
		checks = []complaint.Check{}
	}
	stays := c.Stays
	if stays == nil {
		stays = []complaint.Stay{}
	}
	holds := c.Holds
	if holds == nil {
		holds = []complaint.Hold{}
	}
	dissents := c.Dissents
	if dissents == nil {
		dissents = []complaint.Dissent{}
	}
	linked := c.Linked
	if linked == nil {
		linked = []complaint.ID{}
	}
	inquiries := c.Inquiries
	if inquiries == nil {
		inquiries = []complaint.Inquiry{}
	}
	withheld := c.Withheld
	if withheld == nil {
		withheld = []complaint.Withheld{}
	}
	return complaintRow{
		ID: int64(c.ID), CommissionID: int64(c.Commission), Year: c.Ref.Year, Number: c.Ref.Number,
		State: string(c.State), Version: c.Version, FiledAt: c.FiledAt, Channel: string(c.Channel), Assurance: string(c.Assurance),
		ContestedDecision: c.Contested.Decision, ContestedAction: c.Contested.Action, ContestedInaction: c.Contested.Inaction,
		RespondentID: idOrNull(c.Respondent), Answers: string(answers), Complainant: c.Complainant.Name.Short(), Substance: c.Substance(),
		RegisteredAt: timeOrNull(c.RegisteredAt), RegisterYear: numberOrNull(c.RegisterYear), RegisterNumber: numberOrNull(c.RegisterNumber),
		Regime: textOrNull(c.Regime), CampaignID: idOrNull(c.Campaign), Title: c.Title, Category: c.Category, Article: c.Article,
		AdditionalCheck: c.AdditionalCheck, Checks: checks, RapporteurID: idOrNull(c.Rapporteur), Rework: c.Rework,
		Extended: c.Extended, ExtensionReason: c.ExtensionReason, Stays: stays, Holds: holds, Dissents: dissents,
		TakenBy: idOrNull(c.TakenBy), Sheets: numberOrNull(c.Sheets), Findings: c.Findings, Linked: linked,
		DecidedAt: timeOrNull(c.DecidedAt), Outcome: textOrNull(c.Outcome), SignedAt: timeOrNull(c.SignedAt), ClosedAt: timeOrNull(c.ClosedAt), PublishedAt: timeOrNull(c.PublishedAt),
		Route: string(c.Route), Recommended: string(c.Recommended), RouteClause: string(c.RouteClause), RouteReason: c.RouteReason,
		Inquiries: inquiries, InquiryToSign: slices.ContainsFunc(inquiries, func(i complaint.Inquiry) bool { return i.State() == complaint.Prepared }),
		Ending: c.Ending, SentDown: c.SentDown, Accused: c.Accused, Admission: c.Admission, GroupID: idOrNull(c.Group), Withheld: withheld, Retraction: c.Retraction,
	}, nil
}

// complaint returns the complaint of a row. The answers stay as filed, except that
// what is contested and whose act it is are as registered.
func (r complaintRow) complaint() (complaint.Complaint, error) {
	c := complaint.Complaint{
		ID: complaint.ID(r.ID), Commission: commission.ID(r.CommissionID), Ref: complaint.Ref{Year: r.Year, Number: r.Number},
		State: complaint.State(r.State), Version: r.Version, FiledAt: r.FiledAt.UTC(), Channel: complaint.Channel(r.Channel),
		Assurance: complaint.Assurance(r.Assurance), RegisteredAt: momentOf(r.RegisteredAt), Regime: regulation.Regime(textOf(r.Regime)),
		Campaign: commission.CampaignID(idOf(r.CampaignID)), Title: r.Title, Category: r.Category, Article: r.Article,
		AdditionalCheck: r.AdditionalCheck, Checks: r.Checks, Rapporteur: identity.ID(idOf(r.RapporteurID)), Rework: r.Rework,
		Extended: r.Extended, ExtensionReason: r.ExtensionReason, Stays: r.Stays, Holds: r.Holds, Dissents: r.Dissents,
		TakenBy: identity.ID(idOf(r.TakenBy)), Findings: r.Findings, Linked: r.Linked,
		DecidedAt: momentOf(r.DecidedAt), Outcome: regulation.Outcome(textOf(r.Outcome)), SignedAt: momentOf(r.SignedAt), ClosedAt: momentOf(r.ClosedAt), PublishedAt: momentOf(r.PublishedAt),
		Route: complaint.Route(r.Route), Recommended: complaint.Route(r.Recommended), RouteClause: regulation.Clause(r.RouteClause), RouteReason: r.RouteReason,
		Ending: r.Ending, SentDown: r.SentDown, Accused: r.Accused, Inquiries: r.Inquiries, Admission: r.Admission, Group: commission.GroupID(idOf(r.GroupID)), Withheld: r.Withheld, Retraction: r.Retraction,
	}
	if r.RegisterYear != nil {
		c.RegisterYear, c.RegisterNumber = *r.RegisterYear, *r.RegisterNumber
	}
	if len(c.Checks) == 0 {
		c.Checks = nil
	}
	if len(c.Stays) == 0 {
		c.Stays = nil
	}
	if len(c.Holds) == 0 {
		c.Holds = nil
	}
	if len(c.Dissents) == 0 {
		c.Dissents = nil
	}
	if len(c.Linked) == 0 {
		c.Linked = nil
	}
	if len(c.Inquiries) == 0 {
		c.Inquiries = nil
	}
	if len(c.Withheld) == 0 {
		c.Withheld = nil
	}
	if r.Sheets != nil {
		c.Sheets = *r.Sheets
	}
	if err := json.Unmarshal([]byte(r.Answers), &c.Answers); err != nil {
		return c, fmt.Errorf("reading answers of complaint %d: %w", r.ID, err)
	}
	c.Contested = complaint.Contested{Decision: r.ContestedDecision, Action: r.ContestedAction, Inaction: r.ContestedInaction}
	c.Respondent = commission.ID(idOf(r.RespondentID))
	return c, nil
}

// RegisterComplaint makes one step on a complaint with the next number of the register.
func (db *DB) RegisterComplaint(ctx context.Context, own commission.ID, ref complaint.Ref, respondent commission.ID,
	change func(complaint.Complaint, commission.ID, int, commission.Moment) (complaint.Complaint, []docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		c, m, err := db.lockComplaint(tx, own, ref)
		if err != nil {
			return err
		}
		higher, err := directlyHigher(tx, respondent)
		if err != nil {
			return err
		}
		number, err := nextNumber(tx, own, "register", m.Day.Year())
		if err != nil {
			return err
		}
		next, lines, err := change(c, higher, number, m)
		if err != nil {
			return err // a refusal goes back untouched, and so does the number
		}
		return db.saveComplaint(tx, next, m, lines...)
	})
}

// ChangeComplaint makes one step on a complaint.
func (db *DB) ChangeComplaint(ctx context.Context, own commission.ID, ref complaint.Ref,
	change func(complaint.Complaint, commission.Moment) (complaint.Complaint, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		c, m, err := db.lockComplaint(tx, own, ref)
		if err != nil {
			return err
		}
		next, line, err := change(c, m)
		if err != nil {
			return err
		}
		return db.saveComplaint(tx, next, m, line)
	})
}

// ChangeTracked makes one act of the complainant on a complaint.
func (db *DB) ChangeTracked(ctx context.Context, id complaint.ID, change func(complaint.Complaint, commission.Moment) (complaint.Complaint, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		c, err := complaintWhere(tx, `id = ? FOR UPDATE`, int64(id))
		if err != nil {
			return err
		}
		m, err := db.moment(tx, c.Commission)
		if err != nil {
			return err
		}
		next, line, err := change(c, m)
		if err != nil {
			return err
		}
		return db.saveComplaint(tx, next, m, line)
	})
}

// ChangeFiles makes one act on the files of a complaint.
func (db *DB) ChangeFiles(ctx context.Context, own commission.ID, ref complaint.Ref,
	change func(complaint.Complaint, commission.Moment) (complaint.Complaint, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		c, m, err := db.lockComplaint(tx, own, ref)
		if err != nil {
			return err
		}
		if c.Attachments, err = attachmentsWhere(tx, `complaint_id = ?`, int64(c.ID)); err != nil {
			return err
		}
		next, line, err := change(c, m)
		if err != nil {
			return err
		}
		return db.saveComplaint(tx, next, m, line)
	})
}

// RouteComplaint makes one step on a complaint by the commission directly above its respondent.
func (db *DB) RouteComplaint(ctx context.Context, own commission.ID, ref complaint.Ref,
	change func(complaint.Complaint, commission.ID, commission.Moment) (complaint.Complaint, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		c, m, err := db.lockComplaint(tx, own, ref)
		if err != nil {
			return err
		}
		higher, err := directlyHigher(tx, c.Respondent)
		if err != nil {
			return err
		}
		next, line, err := change(c, higher, m)
		if err != nil {
			return err
		}
		return db.saveComplaint(tx, next, m, line)
	})
}

// lockComplaint locks the commission's complaint with that number and reads the moment.
func (db *DB) lockComplaint(tx *gorm.DB, own commission.ID, ref complaint.Ref) (complaint.Complaint, commission.Moment, error) {
	c, err := complaintWhere(tx, `commission_id = ? AND year = ? AND number = ? FOR UPDATE`, int64(own), ref.Year, ref.Number)
	if err != nil {
		return c, commission.Moment{}, err
	}
	m, err := db.moment(tx, own)
	return c, m, err
}

func complaintWhere(tx *gorm.DB, where string, values ...any) (complaint.Complaint, error) {
	var row complaintRow
	if err := one(tx, &row, complaint.ErrNotFound, `SELECT * FROM complaints WHERE `+where, values...); err != nil {
		if errors.Is(err, complaint.ErrNotFound) {
			return complaint.Complaint{}, err
		}
		return complaint.Complaint{}, fmt.Errorf("reading a complaint: %w", err)
	}
	return row.complaint()
}

// saveComplaint stores a complaint after an act, the deadlines that follow from how
// it stands now, and the lines of its docket. What was filed is not written again.
func (db *DB) saveComplaint(tx *gorm.DB, c complaint.Complaint, m commission.Moment, lines ...docket.Line) error {
	row, err := newComplaintRow(c)
	if err != nil {
		return err
	}
	running, err := deadline.Following(c, m, m.Days)
	if err != nil {
		return fmt.Errorf("computing deadlines of complaint %s: %w", c.Ref, err)
	}
	row.Due = dueOf(running, c.Ref)
	if err := db.redateBefore(tx, c, m); err != nil {
		return err
	}
	result := tx.Table("complaints").Where("id = ? AND version < ?", row.ID, row.Version).
		Select("*").Omit("ID", "CommissionID", "Year", "Number", "CodeHash", "Salt", "FiledAt", "Channel", "Answers", "Complainant", "TakenBy", "Sheets").
		Updates(&row)
	if result.Error != nil {
		return fmt.Errorf("saving complaint %s: %w", c.Ref, result.Error)
	}
	if result.RowsAffected != 1 {
		return fmt.Errorf("saving complaint %s: %d rows changed, want 1", c.Ref, result.RowsAffected)
	}
	if err := saveDeadlines(tx, c.Commission, c.ID, running); err != nil {
		return err
	}
	if err := db.alarm(tx, c, running, m); err != nil {
		return err
	}
	if err := writeDown(tx, docket.ComplaintChain(int64(c.ID)), m.At, lines...); err != nil {
		return err
	}
	return lapseRemand(tx, c, m)
}

func dueOf(running []deadline.Running, ref complaint.Ref) dueColumns {
	d, ok := deadline.Pressing(running)
	if !ok {
		return dueColumns{}
	}
	return dueColumns{DueClock: textOrNull(d.Clock), DueKind: textOrNull(d.Kind), DueFrom: timeOrNull(d.Working.Event.At),
		DueOn: textOrNull(d.DueOn.String()), DueWorkBy: textOrNull(d.WorkBy.String()), DueClause: textOrNull(d.Clause),
		DueSort: textOrNull(d.SortKey(ref.String()))}
}

// saveDeadlines stores all clocks of a complaint.
func saveDeadlines(tx *gorm.DB, own commission.ID, id complaint.ID, running []deadline.Running) error {
	saved, err := deadlinesSaved(own, id, running)
	if err != nil {
		return err
	}
	return saved.exec(tx)
}

// deadlinesSaved stores all clocks of a complaint in one statement, and drops a clock
// that another one has taken the place of: the extended term that of the first. What
// was met stays as it was met, whatever has changed since.
func deadlinesSaved(own commission.ID, id complaint.ID, running []deadline.Running) (statement, error) {
	places := make([]string, 0, len(running))
	clocks := make([]string, 0, len(running))
	for _, r := range running {
		clocks = append(clocks, string(r.Clock)+" "+strconv.Itoa(r.Inquiry))
	}
	values := append(make([]any, 0, 9*len(running)+2), int64(id), strings.Join(clocks, ","))
	for _, r := range running {
		value, err := json.Marshal(r.Deadline)
		if err != nil {
			return statement{}, fmt.Errorf("writing deadline %s: %w", r.Clock, err)
		}
		places = append(places, "(?, ?, ?, ?, ?, ?, ?, ?, ?)")
		values = append(values, int64(own), int64(id), string(r.Clock), r.Inquiry, string(r.Kind), r.DueOn.String(), string(r.Clause), string(value), timeOrNull(r.MetAt))
	}
	return statement{fmt.Sprintf("saving deadlines of complaint %d", id),
		`WITH replaced AS (DELETE FROM deadlines WHERE complaint_id = ? AND clock || ' ' || inquiry <> ALL(string_to_array(?, ',')) AND ` + computed + `)
		INSERT INTO deadlines (commission_id, complaint_id, clock, inquiry, kind, due_on, clause, value, met_at) VALUES ` + strings.Join(places, ", ") + `
		ON CONFLICT (complaint_id, clock, inquiry) DO UPDATE SET kind = EXCLUDED.kind, due_on = EXCLUDED.due_on, clause = EXCLUDED.clause,
			value = EXCLUDED.value, met_at = EXCLUDED.met_at WHERE deadlines.met_at IS DISTINCT FROM EXCLUDED.met_at OR deadlines.met_at IS NULL`, values}, nil
}

// Complaint returns the commission's complaint with that number, or complaint.ErrNotFound.
func (db *DB) Complaint(ctx context.Context, own commission.ID, ref complaint.Ref) (complaint.Complaint, error) {
	return db.whole(ctx, `commission_id = ? AND year = ? AND number = ?`, int64(own), ref.Year, ref.Number)
}

// ComplaintByID returns a complaint to whoever has proved to be its complainant.
func (db *DB) ComplaintByID(ctx context.Context, id complaint.ID) (complaint.Complaint, error) {
	return db.whole(ctx, `id = ?`, int64(id))
}

func (db *DB) whole(ctx context.Context, where string, values ...any) (complaint.Complaint, error) {
	tx := db.gorm.WithContext(ctx)
	c, err := complaintWhere(tx, where, values...)
	if err != nil {
		return c, err
	}
	if c.Attachments, err = attachmentsWhere(tx, `complaint_id = ?`, int64(c.ID)); err != nil {
		return c, err
	}
	return c, answerFiles(tx, c)
}

// attachmentRow is a row of attachments.
type attachmentRow struct {
	ID           int64
	VaultKey     string
	Name         string
	OriginalName string
	MediaType    string
	Size         int64
	SHA256       []byte `gorm:"column:sha256"`
	Description  string
}

func attachmentsWhere(tx *gorm.DB, where string, values ...any) ([]attachment.Attachment, error) {
	var rows []attachmentRow
	err := tx.Raw(`SELECT id, vault_key, name, original_name, media_type, size, sha256, description
		FROM attachments WHERE `+where+` ORDER BY id`, values...).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading attachments: %w", err)
	}
	var list []attachment.Attachment
	for _, r := range rows {
		list = append(list, r.attachment())
	}
	return list, nil
}

func (r attachmentRow) attachment() attachment.Attachment {
	a := attachment.Attachment{ID: attachment.ID(r.ID), Key: attachment.Key(r.VaultKey), Name: r.Name, OriginalName: r.OriginalName,
		MediaType: r.MediaType, Size: r.Size, Description: r.Description}
	copy(a.SHA256[:], r.SHA256)
	return a
}

// Deadlines returns all clocks of a complaint, the earliest first.
func (db *DB) Deadlines(ctx context.Context, id complaint.ID) ([]deadline.Running, error) {
	return runningWhere(db.gorm.WithContext(ctx), `complaint_id = ?`, int64(id))
}

func runningWhere(tx *gorm.DB, where string, values ...any) ([]deadline.Running, error) {
	var rows []struct {
		Value []byte
		MetAt *time.Time
	}
	if err := tx.Raw(`SELECT value, met_at FROM deadlines WHERE `+where+` ORDER BY due_on, id`, values...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("reading deadlines: %w", err)
	}
	var all []deadline.Running
	for _, row := range rows {
		r := deadline.Running{MetAt: momentOf(row.MetAt)}
		if err := json.Unmarshal(row.Value, &r.Deadline); err != nil {
			return nil, fmt.Errorf("reading a deadline: %w", err)
		}
		all = append(all, r)
	}
	return all, nil
}
