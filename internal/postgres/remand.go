package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"redress/internal/attachment"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/remand"
	"redress/internal/ruling"
)

// remandRow is a row of remands with what is shown of its complaint and ruling.
type remandRow struct {
	ID           int64
	Kind         string
	State        string
	ComplaintID  int64
	Year, Number int
	Title        string
	Regime       string
	CommissionID int64
	RespondentID int64
	Own          string
	Below        string
	Complainant  identity.Name `gorm:"serializer:json"`
	RulingNumber string
	AdoptedOn    *time.Time
	Duty, Task   string
	Since        time.Time
	Until        time.Time
	Zone         string
	ClosedAt     *time.Time
	Note         string
	AsYear       int
	AsNumber     int
}

const remandQuery = `SELECT m.id, m.kind, m.state, m.complaint_id, k.year, k.number, coalesce(nullif(k.title, ''), k.substance) AS title, k.regime,
		m.commission_id, m.respondent_id, c.name AS own, b.name AS below, k.answers -> 'Complainant' -> 'Name' AS complainant,
		coalesce(r.number, '') AS ruling_number, r.adopted_on, m.duty, m.task, m.since, m.until, (` + profileInForce + `) ->> 'TimeZone' AS zone,
		m.closed_at, m.note, coalesce(n.year, 0) AS as_year, coalesce(n.number, 0) AS as_number
	FROM remands m JOIN complaints k ON k.id = m.complaint_id JOIN commissions c ON c.id = m.commission_id JOIN commissions b ON b.id = m.respondent_id
	LEFT JOIN rulings r ON r.id = m.ruling_id LEFT JOIN complaints n ON n.id = m.taken_as WHERE `

func (r remandRow) remand() remand.Remand {
	return remand.Remand{ID: remand.ID(r.ID), Kind: remand.Kind(r.Kind), State: remand.State(r.State), Complaint: complaint.ID(r.ComplaintID),
		Ref: complaint.Ref{Year: r.Year, Number: r.Number}, Title: r.Title, Regime: regulation.Regime(r.Regime),
		Matter:     identity.Matter{Commission: commission.ID(r.CommissionID), Respondent: commission.ID(r.RespondentID), Complainant: r.Complainant},
		Commission: r.Own, Respondent: r.Below, Number: r.RulingNumber, RuledOn: dayOf(r.AdoptedOn), Duty: ruling.Duty(r.Duty), Task: r.Task,
		Since: r.Since.UTC(), Until: dayOf(&r.Until), Zone: r.Zone, ClosedAt: momentOf(r.ClosedAt), Note: r.Note,
		As: complaint.Ref{Year: r.AsYear, Number: r.AsNumber}}
}

// reportRow is a row of remand_reports.
type reportRow struct {
	ID        int64
	RemandID  int64
	At        time.Time
	ByID      int64
	Office    string
	OnPaper   bool
	ArrivedOn *time.Time
	Text      string
	Number    string
	DecidedOn *time.Time
	Verdict   *string
	Reason    string
	CheckedAt *time.Time
	CheckedBy *int64
}

func (r reportRow) report() remand.Report {
	p := remand.Report{ID: remand.ReportID(r.ID), At: r.At.UTC(), By: identity.ID(r.ByID), Office: identity.Office(r.Office), OnPaper: r.OnPaper,
		ArrivedOn: dayOf(r.ArrivedOn), Text: r.Text, Number: r.Number, DecidedOn: dayOf(r.DecidedOn), Reason: r.Reason,
		CheckedAt: momentOf(r.CheckedAt), CheckedBy: identity.ID(idOf(r.CheckedBy))}
	if r.Verdict != nil {
		p.Verdict = remand.Verdict(*r.Verdict)
	}
	return p
}

// reportFileRow is a row of remand_files.
type reportFileRow struct {
	ID           int64
	ReportID     int64
	VaultKey     string
	Name         string
	OriginalName string
	MediaType    string
	Size         int64
	SHA256       []byte `gorm:"column:sha256"`
}

func (r reportFileRow) attachmentRow() attachmentRow {
	return attachmentRow{ID: r.ID, VaultKey: r.VaultKey, Name: r.Name, OriginalName: r.OriginalName, MediaType: r.MediaType, Size: r.Size, SHA256: r.SHA256}
}

// remandWhere reads one control with its reports and their files.
func remandWhere(tx *gorm.DB, where string, values ...any) (remand.Remand, error) {
	var row remandRow
	if err := one(tx, &row, remand.ErrNotFound, remandQuery+where, values...); err != nil {
		if errors.Is(err, remand.ErrNotFound) {
			return remand.Remand{}, err
		}
		return remand.Remand{}, fmt.Errorf("reading a control: %w", err)
	}
	r := row.remand()
	var rows []reportRow
	if err := tx.Raw(`SELECT * FROM remand_reports WHERE remand_id = ? ORDER BY id`, row.ID).Scan(&rows).Error; err != nil {
		return r, fmt.Errorf("reading reports: %w", err)
	}
	var files []reportFileRow
	err := tx.Raw(`SELECT f.* FROM remand_files f JOIN remand_reports p ON p.id = f.report_id WHERE p.remand_id = ? ORDER BY f.id`, row.ID).Scan(&files).Error
	if err != nil {
		return r, fmt.Errorf("reading the files of reports: %w", err)
	}
	for _, each := range rows {
		p := each.report()
		for _, f := range files {
			if f.ReportID == each.ID {
				p.Files = append(p.Files, f.attachmentRow().attachment())
			}
		}
		r.Reports = append(r.Reports, p)
	}
	return r, nil
}

// Remand returns what stands under control with that number, or remand.ErrNotFound; who
// may see it is for remand.Remand.May to say.
func (db *DB) Remand(ctx context.Context, id remand.ID) (remand.Remand, error) {
	return remandWhere(db.gorm.WithContext(ctx), `m.id = ?`, int64(id))
}

// RemandsOf returns what stands, or stood, under control of one complaint.
func (db *DB) RemandsOf(ctx context.Context, id complaint.ID) ([]remand.Remand, error) {
	tx := db.gorm.WithContext(ctx)
	var all []remand.Remand
	for _, kind := range remand.Kinds {
		r, err := remandWhere(tx, `m.complaint_id = ? AND m.kind = ?`, int64(id), string(kind))
		if errors.Is(err, remand.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// lockRemand locks a control after its complaint, and reads the moment of the commission
// that watches.
func (db *DB) lockRemand(tx *gorm.DB, id remand.ID) (remand.Remand, complaint.Complaint, commission.Moment, error) {
	var subject int64
	fail := func(err error) (remand.Remand, complaint.Complaint, commission.Moment, error) {
		return remand.Remand{}, complaint.Complaint{}, commission.Moment{}, err
	}
	if err := one(tx, &subject, remand.ErrNotFound, `SELECT complaint_id FROM remands WHERE id = ?`, int64(id)); err != nil {
		return fail(err)
	}
	c, err := complaintWhere(tx, `id = ? FOR UPDATE`, subject)
	if err != nil {
		return fail(err)
	}
	r, err := remandWhere(tx, `m.id = ? FOR UPDATE OF m`, int64(id))
	if err != nil {
		return fail(err)
	}
	m, err := db.moment(tx, c.Commission)
	return r, c, m, err
}

// ChangeRemand makes one step of a control.
func (db *DB) ChangeRemand(ctx context.Context, id remand.ID, change func(remand.Remand, commission.Moment) (remand.Remand, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		r, _, m, err := db.lockRemand(tx, id)
		if err != nil {
			return err
		}
		next, line, err := change(r, m)
		if err != nil {
			return err
		}
		return saveRemand(tx, next, m, line)
	})
}

// ReportRemand takes in a report with the files held under a token, which leave the form
// for the report.
func (db *DB) ReportRemand(ctx context.Context, id remand.ID, token [32]byte,
	report func(remand.Remand, []attachment.Attachment, commission.Moment) (remand.Remand, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		r, _, m, err := db.lockRemand(tx, id)
		if err != nil {
			return err
		}
		if err := makeForm(tx, token); err != nil {
			return err
		}
		if _, err := lockedForm(tx, token); err != nil {
			return err
		}
		files, err := attachmentsWhere(tx, `filing_hash = ?`, bytea(token[:]))
		if err != nil {
			return err
		}
		next, line, err := report(r, files, m)
		if err != nil {
			return err
		}
		if err := insertReport(tx, r.ID, next.Reports[len(next.Reports)-1]); err != nil {
			return err
		}
		if err := tx.Exec(`DELETE FROM filings WHERE token_hash = ?`, bytea(token[:])).Error; err != nil {
			return fmt.Errorf("closing the form of a report: %w", err)
		}
		return saveRemand(tx, next, m, line)
	})
}

func insertReport(tx *gorm.DB, id remand.ID, p remand.Report) error {
	var report int64
	err := tx.Raw(`INSERT INTO remand_reports (remand_id, at, by_id, office, on_paper, arrived_on, text, number, decided_on)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, int64(id), p.At, int64(p.By), string(p.Office), p.OnPaper, dateOrNull(p.ArrivedOn),
		p.Text, p.Number, dateOrNull(p.DecidedOn)).Scan(&report).Error
	if err != nil {
		return fmt.Errorf("storing a report: %w", err)
	}
	for _, f := range p.Files {
		err := tx.Exec(`INSERT INTO remand_files (report_id, vault_key, name, original_name, media_type, size, sha256) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			report, string(f.Key), f.Name, f.OriginalName, f.MediaType, f.Size, bytea(f.SHA256[:])).Error
		if err != nil {
			return fmt.Errorf("storing a file of a report: %w", err)
		}
	}
	return nil
}

// TakeOverRemand ends a control and begins its complaint anew, in the same commission.
func (db *DB) TakeOverRemand(ctx context.Context, id remand.ID,
	take func(remand.Remand, complaint.Complaint, commission.Moment) (remand.Remand, complaint.Complaint, docket.Line, error)) (complaint.Ref, error) {
	var as complaint.Ref
	err := db.transact(ctx, func(tx *gorm.DB) error {
		r, c, m, err := db.lockRemand(tx, id)
		if err != nil {
			return err
		}
		if c.Attachments, err = attachmentsWhere(tx, `complaint_id = ?`, int64(c.ID)); err != nil {
			return err
		}
		next, anew, line, err := take(r, c, m)
		if err != nil {
			return err
		}
		if as, err = db.passComplaint(tx, line.By, c, anew); err != nil {
			return err
		}
		next, line = next.TakenOverAs(as, line)
		return saveRemand(tx, next, m, line)
	})
	return as, err
}

// saveRemand stores a control after an act with its clock and the lines of the docket of
// its complaint.
func saveRemand(tx *gorm.DB, r remand.Remand, m commission.Moment, lines ...docket.Line) error {
	err := changed(tx, "saving a control", `UPDATE remands SET state = ?, closed_at = ?, note = ?, taken_as =
			(SELECT c.id FROM complaints c WHERE c.commission_id = remands.commission_id AND c.year = ? AND c.number = ?) WHERE id = ?`,
		string(r.State), timeOrNull(r.ClosedAt), r.Note, r.As.Year, r.As.Number, int64(r.ID))
	if err != nil {
		return err
	}
	if last, ok := r.Last(); ok && last.ID != 0 && last.Verdict != "" {
		err := tx.Exec(`UPDATE remand_reports SET verdict = ?, reason = ?, checked_at = ?, checked_by = ? WHERE id = ? AND verdict IS NULL`,
			string(last.Verdict), last.Reason, last.CheckedAt, int64(last.CheckedBy), int64(last.ID)).Error
		if err != nil {
			return fmt.Errorf("checking a report: %w", err)
		}
	}
	if err := saveRemandClock(tx, r); err != nil {
		return err
	}
	return writeDown(tx, docket.ComplaintChain(int64(r.Complaint)), m.At, lines...)
}

// saveRemandClock stores the clock of a control among those of its complaint.
func saveRemandClock(tx *gorm.DB, r remand.Remand) error {
	running := r.Deadline()
	value, err := json.Marshal(running.Deadline)
	if err != nil {
		return fmt.Errorf("writing deadline %s: %w", running.Clock, err)
	}
	err = tx.Exec(`INSERT INTO deadlines (commission_id, complaint_id, clock, kind, due_on, clause, value, met_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (complaint_id, clock, inquiry) DO UPDATE SET value = EXCLUDED.value, met_at = EXCLUDED.met_at`,
		int64(r.Matter.Commission), int64(r.Complaint), string(running.Clock), string(running.Kind), running.DueOn.String(), string(running.Clause),
		string(value), timeOrNull(running.MetAt)).Error
	if err != nil {
		return fmt.Errorf("saving the clock of a control: %w", err)
	}
	return nil
}

// beginRemand puts under control what an act of the complaint gave to the lower
// commission, in the transaction of that act.
func beginRemand(tx *gorm.DB, r remand.Remand, order ruling.ID, by identity.Actor, m commission.Moment) error {
	r.Zone = m.Composition.Commission.Profile.Zone().String()
	err := tx.Exec(`INSERT INTO remands (kind, complaint_id, ruling_id, commission_id, respondent_id, duty, task, since, until, state)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, string(r.Kind), int64(r.Complaint), idOrNull(order), int64(r.Matter.Commission), int64(r.Matter.Respondent),
		string(r.Duty), r.Task, r.Since, r.Until.String(), string(r.State)).Error
	if err != nil {
		return fmt.Errorf("putting under control: %w", err)
	}
	if err := saveRemandClock(tx, r); err != nil {
		return err
	}
	return writeDown(tx, docket.ComplaintChain(int64(r.Complaint)), m.At, r.Began(by))
}

// orderBelow puts a ruling that was signed just now under control, if it remands.
func (db *DB) orderBelow(tx *gorm.DB, c complaint.Complaint, id ruling.ID, by identity.Actor, m commission.Moment) error {
	if c.Outcome != regulation.Remand {
		return nil
	}
	r, _, err := rulingWhere(tx, `id = ?`, int64(id))
	if err != nil {
		return err
	}
	order, ok := remand.Order(c, r)
	if !ok {
		return nil
	}
	return beginRemand(tx, order, r.ID, by, m)
}

// lapseRemand ends the control of a complaint that was sent down, once its own
// consideration is over.
func lapseRemand(tx *gorm.DB, c complaint.Complaint, m commission.Moment) error {
	if c.SentDown.At.IsZero() || c.State.Rules() {
		return nil
	}
	r, err := remandWhere(tx, `m.complaint_id = ? AND m.kind = ? AND m.closed_at IS NULL FOR UPDATE OF m`, int64(c.ID), string(remand.SentDown))
	if errors.Is(err, remand.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	next, line := r.Lapse(m.At)
	return saveRemand(tx, next, m, line)
}

// computed leaves out of a query the clocks whose day a commission named itself: they
// belong to the control, and nothing that is counted anew touches them.
var computed = func() string {
	var names string
	for i, clock := range slices.Sorted(slices.Values(deadline.SetClocks())) {
		if i > 0 {
			names += ", "
		}
		names += `'` + string(clock) + `'`
	}
	return `clock NOT IN (` + names + `)`
}()
