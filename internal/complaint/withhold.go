package complaint

import (
	"slices"
	"strings"
	"time"

	"redress/internal/attachment"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Withheld is a time in which a file is confidential: every member reads the documents
// of the commission, except those.
type Withheld struct {
	File   attachment.ID
	Reason string
	From   time.Time
	Opened time.Time // zero while it is withheld
	Why    string    // it was opened
}

// What the docket calls the acts that withhold a file and open it again. They are no
// steps: a complaint stays where it is.
const (
	WithholdingAct = "file_withheld"
	OpeningAct     = "file_opened"
)

// Confidential returns why the file is withheld, false if it is not.
func (c Complaint) Confidential(file attachment.ID) (Withheld, bool) {
	for _, w := range c.Withheld {
		if w.File == file && w.Opened.IsZero() {
			return w, true
		}
	}
	return Withheld{}, false
}

// MayOpen refuses a confidential file to everybody but the chair, the secretary and the
// rapporteur, and says why.
func (c Complaint) MayOpen(by identity.Actor, file attachment.ID) error {
	w, confidential := c.Confidential(file)
	office := by.Office == identity.Chair || by.Office == identity.Secretary || by.ActsAsChair || by.ActsAsSecretary
	if !confidential || office || by.ID == c.Rapporteur {
		return nil
	}
	return regulation.Refuse(regulation.ReadDocuments, "file_confidential", regulation.Values{"Reason": w.Reason})
}

// Withhold makes a file of the complaint confidential, with the reason.
func (c Complaint) Withhold(by identity.Actor, file attachment.ID, reason string, m commission.Moment) (Complaint, docket.Line, error) {
	reason = strings.TrimSpace(reason)
	if err := c.withholding(by, file, reason); err != nil {
		return c, docket.Line{}, err
	}
	if _, confidential := c.Confidential(file); confidential {
		return c, docket.Line{}, regulation.Refuse(regulation.ReadDocuments, "file_withheld_already", nil)
	}
	c.Withheld = append(slices.Clone(c.Withheld), Withheld{File: file, Reason: reason, From: m.At})
	return c.withheld(WithholdingAct, by, file, reason)
}

// OpenFile lets all members read a file again, with the reason.
func (c Complaint) OpenFile(by identity.Actor, file attachment.ID, reason string, m commission.Moment) (Complaint, docket.Line, error) {
	reason = strings.TrimSpace(reason)
	if err := c.withholding(by, file, reason); err != nil {
		return c, docket.Line{}, err
	}
	i := slices.IndexFunc(c.Withheld, func(w Withheld) bool { return w.File == file && w.Opened.IsZero() })
	if i < 0 {
		return c, docket.Line{}, regulation.Refuse(regulation.ReadDocuments, "file_not_withheld", nil)
	}
	c.Withheld = slices.Clone(c.Withheld)
	c.Withheld[i].Opened, c.Withheld[i].Why = m.At, reason
	return c.withheld(OpeningAct, by, file, reason)
}

func (c Complaint) withholding(by identity.Actor, file attachment.ID, reason string) error {
	if err := c.must(by, identity.WithholdFile, regulation.ReadDocuments); err != nil {
		return err
	}
	if !slices.ContainsFunc(c.Attachments, func(a attachment.Attachment) bool { return a.ID == file }) {
		return ErrNotFound
	}
	if reason == "" {
		return regulation.Missing(regulation.ReadDocuments, "withhold_reason", "withhold_reason_missing")
	}
	return regulation.Legible(regulation.ReadDocuments, "withhold_reason", reason, MaxLine)
}

func (c Complaint) withheld(act string, by identity.Actor, file attachment.ID, reason string) (Complaint, docket.Line, error) {
	c.Version++
	return c, docket.Line{Act: act, By: by, Clause: regulation.ReadDocuments, Facts: docket.Facts{"file": int64(file), "reason": reason}}, nil
}
