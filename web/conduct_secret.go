package web

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/identity"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// The names that begin the boxes beside members: who counts, who signed what was counted.
const (
	countingField = "counting_"
	signedField   = "signed_"
)

// openSecrecy handles POST /sittings/:n/items/:item/secrecy.
func (s *Server) openSecrecy(c echo.Context) error { return s.opensVote(c, s.Rulings.OpenSecrecy) }

// openCounting handles POST /sittings/:n/items/:item/counting: the counting commission and
// the ballot are put to the vote.
func (s *Server) openCounting(c echo.Context) error {
	number, item, err := itemOf(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	chair, _ := strconv.ParseInt(form.Get("counting_chair"), 10, 64) // what is no number is nobody
	counting := sitting.Counting{Members: membersTicked(form, countingField), Chair: identity.ID(chair), Abstain: form.Get("ballot_abstain") == "1"}
	cause := s.Rulings.OpenCounting(c.Request().Context(), actor(c), number, item, counting)
	return s.conductAgain(c, cause, nil, "counting", "counting_chair")
}

// enterProtocol handles POST /sittings/:n/items/:item/ballot: the protocol of the counting
// commission is entered and put to an open vote.
func (s *Server) enterProtocol(c echo.Context) error {
	number, item, err := itemOf(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	candidates, err := s.candidates(c, number, item)
	if err != nil {
		return err
	}
	fields := []string{"issued", "found", "ballot_for", "ballot_against", "ballot_abstained", "ballot_invalid", "signed"}
	protocol := sitting.Protocol{Issued: figureIn(form, "issued"), Found: figureIn(form, "found"), Invalid: figureIn(form, "ballot_invalid"), Signed: membersTicked(form, signedField)}
	for _, candidate := range candidates {
		fields = append(fields, sitting.GivenField(candidate))
		protocol.Given = append(protocol.Given, sitting.Given{Candidate: candidate, Votes: figureIn(form, sitting.GivenField(candidate))})
	}
	if len(candidates) == 0 {
		protocol.For = figureIn(form, "ballot_for")
	}
	if len(candidates) < 2 {
		protocol.Against = figureIn(form, "ballot_against")
	}
	if form.Has("ballot_abstained") {
		protocol.Abstained = figureIn(form, "ballot_abstained")
	}
	return s.conductAgain(c, s.Rulings.EnterProtocol(c.Request().Context(), actor(c), number, item, protocol), nil, fields...)
}

// candidates are those on the ballot that was given out, or whose results are approved; of
// a ballot that elects nobody there are none.
func (s *Server) candidates(c echo.Context, number int, id sitting.ItemID) ([]identity.ID, error) {
	m, err := s.Records.Sitting(c.Request().Context(), actor(c).Commission, number)
	if err != nil {
		return nil, err
	}
	item, _ := m.Item(id) // what is not there is refused by the act
	if counting, elected := item.Balloting(); elected {
		return counting.Candidates, nil
	}
	if p := item.Current(); p.Counting != nil {
		return p.Counting.Candidates, nil
	}
	return nil, nil
}

// figureIn reads a number of ballots; what is no number is less than none, and refused as such.
func figureIn(form url.Values, name string) int {
	n, err := strconv.Atoi(strings.TrimSpace(form.Get(name)))
	if err != nil {
		return -1
	}
	return n
}

// membersTicked reads the boxes beside members whose names begin so.
func membersTicked(form url.Values, begins string) []identity.ID {
	var members []identity.ID
	for name := range form {
		if member, ok := strings.CutPrefix(name, begins); ok {
			if id, err := strconv.ParseInt(member, 10, 64); err == nil {
				members = append(members, identity.ID(id))
			}
		}
	}
	return members
}

// votedWhole reports whether the draft of an item was voted on as a whole, openly or secretly.
func votedWhole(item sitting.Item) bool {
	return item.Result != nil && (len(item.Votes) > 0 || item.Result.Tally.Secret)
}

// secrecy says before the sum of a secret ballot that it was one.
func secrecy(ctx context.Context, n sitting.Tally) string {
	if !n.Secret {
		return ""
	}
	return t(ctx, "secret.sum") + " "
}

// counters are the members who can be elected to count: those in the hall.
func (v conductView) counters(field string) []Option {
	var options []Option
	for _, a := range v.sitting().InTheHall() {
		options = append(options, Option{Value: field + strconv.FormatInt(int64(a.Member.Person), 10), Label: a.Member.Name.Short()})
	}
	return options
}

// countedBefore is the counting commission of the last ballot of the sitting, which is
// offered again.
func (v conductView) countedBefore() sitting.Counting {
	var last sitting.Counting
	for _, item := range v.sitting().Items {
		for _, p := range item.Polls {
			if p.Motion == sitting.ToElectCounting && p.Carried() {
				last = *p.Counting
			}
		}
	}
	return last
}

// countingTicks are the boxes of those who count that are ticked: as typed, else as before.
func (v conductView) countingTicks() map[string]bool {
	if len(v.texts) > 0 {
		return v.ticks()
	}
	ticked := map[string]bool{}
	for _, member := range v.countedBefore().Members {
		ticked[countingField+fmtID(member)] = true
	}
	return ticked
}

// chairOf is the chair of a counting commission as a form has it.
func chairOf(c sitting.Counting) string {
	if c.Chair == 0 {
		return ""
	}
	return fmtID(c.Chair)
}

// signers are the members of a counting commission, each with a box for the signature.
func (v conductView) signers(c sitting.Counting) []Option {
	var options []Option
	for _, id := range c.Members {
		options = append(options, Option{Value: signedField + strconv.FormatInt(int64(id), 10), Label: v.name(id)})
	}
	return options
}

// named lists members by their names.
func (v sittingView) named(members []identity.ID) string {
	var names []string
	for _, id := range members {
		names = append(names, v.name(id))
	}
	return strings.Join(names, ", ")
}

// ballotText is what the ballot on an item would say.
func (v sittingView) ballotText(item sitting.Item) string {
	return ruling.BallotText(v.profile().ActName, item, ruling.Candidates(v.sitting(), item), false)
}

// protocolSaid writes the figures of a protocol.
func (v sittingView) protocolSaid(ctx context.Context, c sitting.Counting, p sitting.Protocol) string {
	if len(p.Given) > 0 {
		return v.givenSaid(ctx, p)
	}
	key := "secret.figures"
	if c.Abstain {
		key = "secret.figures_abstain"
	}
	return t(ctx, key, "Issued", p.Issued, "Found", p.Found, "For", p.For, "Against", p.Against, "Abstained", p.Abstained, "Invalid", p.Invalid)
}
