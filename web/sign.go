package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/keyring"
	"redress/internal/notice"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/signature"
	"redress/internal/sitting"
)

// signListed is how many papers the queue of one person shows.
const signListed = 50

// paperCheck is one thing looked at before a signature.
type paperCheck struct {
	Good bool
	Text string
}

// signRow is one paper of the queue.
type signRow struct {
	Paper  document.Printed
	Title  string // of the complaint
	Votes  string // the count in a line; of minutes empty
	Checks []paperCheck
}

// signView is the queue of papers that wait for one person's signature, and what kept
// others from being printed.
type signView struct {
	rows  []signRow
	wrong Problems
}

// signQueue handles GET /sign.
func (s *Server) signQueue(c echo.Context) error {
	ctx, by := c.Request().Context(), actor(c)
	m, err := s.ownMoment(c)
	if err != nil {
		return err
	}
	wrong, err := s.printOwed(ctx, by)
	if err != nil {
		return err
	}
	papers, err := s.Records.PapersAwaiting(ctx, by.Commission, by.ID, signListed)
	if err != nil {
		return err
	}
	v := signView{wrong: wrong}
	for _, p := range papers {
		row := signRow{Paper: p}
		if p.Kind == document.RulingKind {
			r, about, err := s.rulingBehind(ctx, by.Commission, p)
			if err != nil {
				return err
			}
			row.Title, row.Votes = about.Title, tally(ctx, r)
			row.Checks = checksOf(ctx, p, r, about, m.Composition)
		}
		v.rows = append(v.rows, row)
	}
	return s.page(c, http.StatusOK, signPage(v))
}

// printOwed prints what the person is to sign and the printing job has not come to
// yet: nobody has to wait for the queue with the parties in the room. A ruling with
// letters no paper can hold does not stand in the way of the others.
func (s *Server) printOwed(ctx context.Context, by identity.Actor) (Problems, error) {
	decided, err := s.Records.Due(ctx, by.Commission, deadline.Filter{States: []complaint.State{complaint.Decided}}, deadline.Cursor{}, signListed)
	if err != nil {
		return nil, err
	}
	var wrong Problems
	for _, line := range decided {
		r, err := s.Records.RulingOf(ctx, line.Complaint)
		if err != nil {
			return nil, err
		}
		if r.Presiding.Person != by.ID && r.Secretary.Person != by.ID {
			continue
		}
		var letters *document.MissingGlyphs
		if _, err := s.Press.Ruling(ctx, r.ID); errors.As(err, &letters) {
			refusal := regulation.Refuse("", "ruling_letters_missing", regulation.Values{"Number": r.Number, "Letters": letters.Names()})
			wrong = append(wrong, problems(ctx, refusal)...)
		} else if err != nil {
			return nil, err
		}
	}
	return wrong, nil
}

// rulingBehind reads the ruling of a paper and what it speaks of.
func (s *Server) rulingBehind(ctx context.Context, own commission.ID, p document.Printed) (ruling.Ruling, ruling.Subject, error) {
	r, err := s.Records.RulingOf(ctx, p.Complaint)
	if err != nil {
		return r, ruling.Subject{}, err
	}
	found, err := s.Records.Complaint(ctx, own, p.Ref)
	if err != nil {
		return r, ruling.Subject{}, err
	}
	about, err := s.Records.Subject(ctx, found)
	return r, about, err
}

// tally writes the count of a ruling's vote in a line, of its parts if it was voted on so.
func tally(ctx context.Context, r ruling.Ruling) string {
	if len(r.Parts) > 0 {
		return capital(partCounts(ctx, r.Parts))
	}
	n := r.Result.Tally
	return t(ctx, "signing.votes", "For", n.For, "Against", n.Against, "Abstained", n.Abstained)
}

// checksOf looks at a ruling before it is signed. Each check asks the domain again
// instead of believing what was stored.
func checksOf(ctx context.Context, p document.Printed, r ruling.Ruling, about ruling.Subject, own commission.Composition) []paperCheck {
	q := sitting.QuorumOf(r.Result.Tally.Established, r.Result.Tally.Present)
	text := r.AsVoted(about, own)
	question, err := r.Draft.Question()
	return []paperCheck{
		{r.Outcome().Valid() && text && err == nil && (len(r.Parts) > 0 || question == r.Result.Question), t(ctx, "signing.check_text", "Outcome", outcomeWord(ctx, r.Outcome(), r.Draft.Duty))},
		{q.Met(), t(ctx, "signing.check_quorum", "Present", q.Present, "Established", q.Established, "Needed", q.Needed)},
		{r.Result.Fate == sitting.Carried, t(ctx, "signing.check_majority", "For", r.Result.Tally.For, "Needed", r.Result.Needed)},
		{r.Number != "" && p.Number == r.Number, t(ctx, "signing.check_number", "Number", r.Number)},
	}
}

// paperView is one paper before or after a signature.
type paperView struct {
	paper    document.Printed
	model    document.Paper // the data it was printed from
	ruling   ruling.Ruling
	about    ruling.Subject
	checks   []paperCheck
	letters  []notice.Letter
	moment   commission.Moment
	actor    identity.Actor
	key      *keyring.Key      // that the visitor keeps here; nil for none
	report   *signature.Report // of a signature that was not accepted
	problems Problems
}

// role returns in which role the visitor still has to sign.
func (v paperView) role() (signature.Role, bool) { return v.paper.Awaits(v.actor.ID) }

// place returns the signatory the visitor signs as.
func (v paperView) place() commission.Signatory {
	if role, _ := v.role(); role == signature.Secretary {
		return v.paper.Secretary
	}
	return v.paper.Presiding
}

// signs reports whether the visitor's signature stands on the paper already.
func (v paperView) signed() bool {
	return slices.ContainsFunc(v.paper.Signatures, func(r signature.Record) bool { return r.Signer == v.actor.ID })
}

// missing returns who has not signed yet.
func (v paperView) missing() []signer {
	return slices.DeleteFunc(signersOf(v.paper), func(s signer) bool { return s.Done })
}

func (v paperView) isRuling() bool { return v.paper.Kind == document.RulingKind }

func (v paperView) name(ctx context.Context) string {
	if v.isRuling() {
		return t(ctx, "signing.ruling", "Number", v.paper.Number)
	}
	if v.paper.Kind == document.SupplementKind {
		return t(ctx, "supplement.of_minutes", "Number", v.paper.Number, "Sitting", v.paper.SittingNo)
	}
	return t(ctx, "signing.minutes", "Number", v.paper.Number)
}

// held reports whether the ruling waits to go out.
func (v paperView) held() bool { return !v.paper.HeldUntil.IsZero() }

// takesBack reports whether the visitor can take the own signature back now.
func (v paperView) takesBack() bool {
	_, err := v.paper.TakesBack(v.actor, v.moment.At)
	return err == nil
}

// digest is the digest of the PDF, in full.
func (v paperView) digest() string { return signature.Digest(v.paper.PDF.SHA256).String() }

// paperOf reads the paper in the address with everything behind it.
func (s *Server) paperOf(c echo.Context) (paperView, error) {
	ctx, by := c.Request().Context(), actor(c)
	v := paperView{actor: by}
	id, err := strconv.ParseInt(c.Param("paper"), 10, 64)
	if err != nil {
		return v, document.ErrNotFound
	}
	if v.moment, err = s.ownMoment(c); err != nil {
		return v, err
	}
	if v.paper, err = s.Records.Paper(ctx, by.Commission, document.PaperID(id)); err != nil {
		return v, err
	}
	if v.paper.Kind == document.LetterKind { // is signed where it is written
		return v, document.ErrNotFound
	}
	if v.model, err = s.Records.PaperModel(ctx, by.Commission, v.paper.ID); err != nil {
		return v, err
	}
	if v.key, err = s.ownKey(ctx, by); err != nil {
		return v, err
	}
	if !v.isRuling() {
		return v, nil
	}
	if v.ruling, v.about, err = s.rulingBehind(ctx, by.Commission, v.paper); err != nil {
		return v, err
	}
	v.checks = checksOf(ctx, v.paper, v.ruling, v.about, v.moment.Composition)
	v.letters, err = s.Records.LettersOf(ctx, v.paper.Complaint)
	return v, err
}

// showPaper handles GET /sign/:paper.
func (s *Server) showPaper(c echo.Context) error {
	v, err := s.paperOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, paperPage(v))
}

// signPaper handles POST /sign/:paper: by the password given again.
func (s *Server) signPaper(c echo.Context) error {
	return s.signs(c, func(ctx context.Context, by identity.Actor, id document.PaperID) error {
		shown, err := shownIn(c.FormValue("digest"))
		if err != nil {
			return err
		}
		return s.Press.Sign(ctx, by, id, shown, c.FormValue("password"))
	})
}

// signByKey handles POST /sign/:paper/key: with the key that is kept here.
func (s *Server) signByKey(c echo.Context) error {
	return s.signs(c, func(ctx context.Context, by identity.Actor, id document.PaperID) error {
		shown, err := shownIn(c.FormValue("digest"))
		if err != nil {
			return err
		}
		return s.Press.SignByKey(ctx, by, id, shown, c.FormValue("passphrase"))
	})
}

// signByFile handles POST /sign/:paper/file: a signature made in another program.
func (s *Server) signByFile(c echo.Context) error {
	if _, err := s.paperOf(c); err != nil { // before anything of the file is read
		return err
	}
	typed, file, refused := bringing{field: "signature_file", limit: document.MaxSignature, also: []string{"digest"},
		heavy:  &regulation.Refusal{Field: "signature_file", Key: "signature_heavy", Values: regulation.Values{"Limit": document.MaxSignature >> 20}},
		absent: regulation.Missing("", "signature_file", "signature_absent")}.read(c)
	return s.signs(c, func(ctx context.Context, by identity.Actor, id document.PaperID) error {
		if refused != nil {
			return refused
		}
		shown, err := shownIn(typed.Get("digest"))
		if err != nil {
			return err
		}
		return s.Press.SignByFile(ctx, by, id, shown, file)
	})
}

// takeSignatureBack handles POST /sign/:paper/take-back.
func (s *Server) takeSignatureBack(c echo.Context) error {
	return s.signs(c, func(ctx context.Context, by identity.Actor, id document.PaperID) error {
		return s.Press.TakeBack(ctx, by, id)
	})
}

// sendNow handles POST /sign/:paper/send: a ruling that is held goes out.
func (s *Server) sendNow(c echo.Context) error {
	return s.signs(c, func(ctx context.Context, by identity.Actor, id document.PaperID) error {
		return s.Press.SendNow(ctx, by, id)
	})
}

// shownIn is the digest of the paper the signer was shown: if it has changed since, the
// domain refuses. Whoever sends no digest was shown none.
func shownIn(field string) (signature.Digest, error) {
	shown, err := signature.ParseDigest(field)
	if err != nil {
		return shown, regulation.Refuse(regulation.SerialNumbers, "paper_changed", nil)
	}
	return shown, nil
}

// signs does an act on the paper in the address and leads back to it, or shows what is wrong.
func (s *Server) signs(c echo.Context, act func(context.Context, identity.Actor, document.PaperID) error) error {
	id, err := strconv.ParseInt(c.Param("paper"), 10, 64)
	if err != nil {
		return document.ErrNotFound
	}
	ctx := c.Request().Context()
	if err = act(ctx, actor(c), document.PaperID(id)); err == nil {
		return c.Redirect(http.StatusSeeOther, "/sign/"+strconv.FormatInt(id, 10))
	}
	found, report := signingProblems(ctx, err, "signature_file")
	if found == nil {
		return err
	}
	v, again := s.paperOf(c)
	if again != nil {
		return again
	}
	_, awaits := v.role()
	for i := range found {
		if !awaits || found[i].Field == "passphrase" && v.key == nil {
			found[i].Field = ""
		}
	}
	v.problems, v.report = found, report
	return s.page(c, found.status(), paperPage(v))
}

// next says what follows once the paper bears both signatures.
func (v paperView) next(ctx context.Context) []string {
	if !v.paper.Whole() {
		return nil
	}
	if v.paper.Kind == document.SupplementKind {
		return []string{t(ctx, "supplement.kept")}
	}
	if !v.isRuling() {
		return []string{t(ctx, "signing.minutes_whole")}
	}
	var said []string
	for _, l := range v.letters {
		said = append(said, t(ctx, "letter_next."+string(l.Way), "Addressee", capital(word(ctx, l.Addressee)), "Day", day(ctx, l.DueOn), "State", letterStands(ctx, l)))
	}
	return said
}

func (v paperView) title(ctx context.Context) string {
	return t(ctx, "signing.page", "Document", v.name(ctx))
}

// awaited reports whether the paper waits for the visitor's signature.
func (v paperView) awaited() bool {
	_, ok := v.role()
	return ok
}

func (v paperView) mayDeliver() bool { return v.actor.May(identity.DeliverPaper) }

// name says what a paper of the queue is.
func (r signRow) name(ctx context.Context) string { return paperView{paper: r.Paper}.name(ctx) }
