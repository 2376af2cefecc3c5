package commission

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// SetupStore keeps what administrators enter. Each method is one transaction with
// its docket line.
type SetupStore interface {
	// AddCommission stores a commission; a code already taken is refused.
	SetUpCommission(ctx context.Context, c Commission, line docket.Line) (ID, error)
	// SetUpMember makes the person, the seat as seat gives it, the account and the
	// invitation; a login already taken is refused, unless it is that of a person of the
	// same name, who then gets the seat and needs no invitation. It reports whether
	// there is one.
	SetUpMember(ctx context.Context, a Appointment, token [32]byte, life time.Duration,
		seat func(identity.ID, Moment) (Composition, docket.Line, error)) (bool, error)
	// SetUpInvitation makes a new invitation for a member who has lost the password.
	SetUpInvitation(ctx context.Context, own ID, person identity.ID, token [32]byte, life time.Duration, line docket.Line) error
	// SetUpAdministrator makes an administrator's account and the invitation, and adds
	// the number of the person to the line; a login already taken is refused.
	SetUpAdministrator(ctx context.Context, name identity.Name, login string, token [32]byte, life time.Duration, line docket.Line) error
	// ChangeComposition locks a commission and stores its composition as change returns
	// it: its terms, duties laid, established numbers and convocations.
	ChangeComposition(ctx context.Context, own ID, change func(Moment) (Composition, docket.Line, error)) error
	// PutOverrides stores links of a campaign, and EndOverrides ends or removes some.
	PutOverrides(ctx context.Context, id CampaignID, put func(Campaign, []Entry, []Override, calendar.Date) ([]Link, docket.Line, error)) error
	EndOverrides(ctx context.Context, id CampaignID, revoke bool, end func(Campaign, []Override, calendar.Date) ([]Override, docket.Line, error)) error
	// SetUpRegulation stores the next version of the regulation.
	SetUpRegulation(ctx context.Context, own ID, adopt func(Moment) (Version, Adoption, docket.Line, error)) error
	// SetUpCampaign stores a campaign.
	SetUpCampaign(ctx context.Context, c Campaign, line docket.Line) (CampaignID, error)
	// ChangeCampaign locks a campaign and stores it as change returns it; where its
	// days are other ones, open complaints are owed new dates. ErrNoCampaign if there
	// is none.
	ChangeCampaign(ctx context.Context, id CampaignID, change func(Campaign) (Campaign, docket.Line, error)) error
	// FixResults stores when a commission fixed its results in a campaign.
	FixResults(ctx context.Context, id CampaignID, own ID, at time.Time, fix func(Campaign, Moment) (docket.Line, error)) error
	// SetUpYear stores the next version of a year of the production calendar, and owes
	// open complaints new dates.
	SetUpYear(ctx context.Context, y calendar.Year, line docket.Line) error
}

// Setup is where an administrator enters commissions, their members and campaigns,
// as decisions made elsewhere say.
type Setup struct{ store SetupStore }

// NewSetup returns the setup over a store.
func NewSetup(store SetupStore) *Setup { return &Setup{store: store} }

// maxName is the most letters a name, an address or a title may hold.
const maxName = 300

// Add enters a commission. One that is to decide here needs its established number
// within what its regulation allows; a respondent needs none.
func (s *Setup) Add(ctx context.Context, by identity.Actor, c Commission) (ID, error) {
	if err := by.Must(identity.Administer, regulation.DirectSuperior); err != nil {
		return 0, err
	}
	c.Code, c.Name, c.ShortName, c.Number = strings.TrimSpace(c.Code), strings.TrimSpace(c.Name), strings.TrimSpace(c.ShortName), strings.TrimSpace(c.Number)
	faults := []error{needed(c.Code, "code"), needed(c.Name, "name")}
	for field, text := range map[string]string{"code": c.Code, "name": c.Name, "short_name": c.ShortName, "address": c.Address, "place": c.Place, "phone": c.Phone, "email": c.Email} {
		faults = append(faults, short(text, field))
	}
	faults = append(faults, c.Profile.Validate())
	if !slices.Contains(Kinds, c.Kind) {
		faults = append(faults, regulation.Missing(regulation.DirectSuperior, "kind", "choose_one"))
	}
	if c.Established != 0 {
		faults = append(faults, checkEstablished(c.Kind, c.Profile, c.Established))
	}
	if err := errors.Join(faults...); err != nil {
		return 0, err
	}
	return s.store.SetUpCommission(ctx, c, docket.Line{Act: "commission_added", By: by, Clause: regulation.DirectSuperior,
		Facts: docket.Facts{"code": c.Code, "kind": string(c.Kind), "established": c.Established}})
}

// Appoint seats a person and returns the secret part of the link that sets the
// password; empty for somebody who has one.
func (s *Setup) Appoint(ctx context.Context, by identity.Actor, a Appointment) (string, error) {
	if err := by.Must(identity.Administer, regulation.VotingMembers); err != nil {
		return "", err
	}
	a = a.trimmed()
	if err := a.check(); err != nil {
		return "", err
	}
	token, hash := identity.NewInvitation()
	invited, err := s.store.SetUpMember(ctx, a, hash, identity.InvitationLife, func(person identity.ID, m Moment) (Composition, docket.Line, error) {
		return a.Seat(by, person, m)
	})
	if !invited {
		token = ""
	}
	return token, err
}

// Reinvite makes a new link for a member who has lost the password, and returns its
// secret part. It is written down: who holds the link can sign as the member.
func (s *Setup) Reinvite(ctx context.Context, by identity.Actor, own ID, person identity.ID) (string, error) {
	if err := by.Must(identity.Administer, regulation.VotingMembers); err != nil {
		return "", err
	}
	token, hash := identity.NewInvitation()
	return token, s.store.SetUpInvitation(ctx, own, person, hash, identity.InvitationLife, docket.Line{Act: "member_invited", By: by,
		Clause: regulation.VotingMembers, Facts: docket.Facts{"commission": int64(own), "person": int64(person)}})
}

// InviteAdministrator makes an administrator's account and returns the secret part of
// the link that sets its password. It is written down: who keeps accounts can let
// people in.
func (s *Setup) InviteAdministrator(ctx context.Context, by identity.Actor, name identity.Name, login string) (string, error) {
	if err := by.Must(identity.Administer, regulation.VotingMembers); err != nil {
		return "", err
	}
	login = strings.ToLower(strings.TrimSpace(login))
	if err := errors.Join(needed(login, "login"), needed(name.Surname, "surname"), short(login, "login"), short(name.Full(), "surname")); err != nil {
		return "", err
	}
	token, hash := identity.NewInvitation()
	return token, s.store.SetUpAdministrator(ctx, name, login, hash, identity.InvitationLife, docket.Line{Act: "administrator_invited", By: by,
		Clause: regulation.VotingMembers, Facts: docket.Facts{}})
}

// Release ends a member's term before its time.
func (s *Setup) Release(ctx context.Context, by identity.Actor, own ID, r Release) error {
	return s.store.ChangeComposition(ctx, own, func(m Moment) (Composition, docket.Line, error) { return r.End(by, m) })
}

// Transfer gives a member another office.
func (s *Setup) Transfer(ctx context.Context, by identity.Actor, own ID, t Transfer) error {
	return s.store.ChangeComposition(ctx, own, func(m Moment) (Composition, docket.Line, error) { return t.Make(by, m) })
}

// LayDuties lays an officer's duties on another member.
func (s *Setup) LayDuties(ctx context.Context, by identity.Actor, own ID, a Acting) error {
	return s.store.ChangeComposition(ctx, own, func(m Moment) (Composition, docket.Line, error) { return a.Lay(by, m) })
}

// EndDuties ends duties that were laid.
func (s *Setup) EndDuties(ctx context.Context, by identity.Actor, own ID, e DutiesEnd) error {
	return s.store.ChangeComposition(ctx, own, func(m Moment) (Composition, docket.Line, error) { return e.End(by, m) })
}

// Establish enters another established number.
func (s *Setup) Establish(ctx context.Context, by identity.Actor, own ID, n Number) error {
	return s.store.ChangeComposition(ctx, own, func(m Moment) (Composition, docket.Line, error) { return n.Establish(by, m) })
}

// Dissolve ends a composition.
func (s *Setup) Dissolve(ctx context.Context, by identity.Actor, own ID, d Dissolution) error {
	return s.store.ChangeComposition(ctx, own, func(m Moment) (Composition, docket.Line, error) { return d.Dissolve(by, m) })
}

// Form forms a dissolved commission anew.
func (s *Setup) Form(ctx context.Context, by identity.Actor, own ID, f Formation) error {
	return s.store.ChangeComposition(ctx, own, func(m Moment) (Composition, docket.Line, error) { return f.Form(by, m) })
}

// Override puts commissions below another one in a campaign.
func (s *Setup) Override(ctx context.Context, by identity.Actor, id CampaignID, o Overriding) error {
	return s.store.PutOverrides(ctx, id, func(c Campaign, tree []Entry, standing []Override, today calendar.Date) ([]Link, docket.Line, error) {
		return o.Put(by, c, tree, standing, today)
	})
}

// EndOverride ends overrides of a campaign, or takes them back.
func (s *Setup) EndOverride(ctx context.Context, by identity.Actor, id CampaignID, e OverrideEnd) error {
	return s.store.EndOverrides(ctx, id, e.Revoke, func(c Campaign, standing []Override, today calendar.Date) ([]Override, docket.Line, error) {
		return e.End(by, c, standing, today)
	})
}

// Adopt enters the decision by which a commission changed its regulation.
func (s *Setup) Adopt(ctx context.Context, by identity.Actor, own ID, a Adoption) error {
	a.Decision = strings.TrimSpace(a.Decision)
	return s.store.SetUpRegulation(ctx, own, func(m Moment) (Version, Adoption, docket.Line, error) {
		next, line, err := a.Adopt(by, m)
		return next, a, line, err
	})
}

// Announce enters a campaign with its days.
func (s *Setup) Announce(ctx context.Context, by identity.Actor, c Campaign) error {
	if err := by.Must(identity.Administer, regulation.RegimeOfReceipt); err != nil {
		return err
	}
	c.Title, c.Code = strings.TrimSpace(c.Title), strings.TrimSpace(c.Code)
	if err := errors.Join(needed(c.Code, "code"), short(c.Code, "code"), c.checked()); err != nil {
		return err
	}
	_, err := s.store.SetUpCampaign(ctx, c, docket.Line{Act: "campaign_entered", By: by, Clause: regulation.RegimeOfReceipt,
		Facts: docket.Facts{"code": c.Code, "starts_on": c.StartsOn.String(), "ends_on": c.EndsOn.String()}})
	return err
}

// Change gives a campaign another title and other days. The regime of what
// was registered does not change with it.
func (s *Setup) Change(ctx context.Context, by identity.Actor, to Campaign) error {
	return s.store.ChangeCampaign(ctx, to.ID, func(c Campaign) (Campaign, docket.Line, error) { return c.Changed(by, to) })
}

// FixResults records when a commission fixed its own results in a campaign.
func (s *Setup) FixResults(ctx context.Context, by identity.Actor, id CampaignID, own ID, at time.Time) error {
	return s.store.FixResults(ctx, id, own, at, func(c Campaign, m Moment) (docket.Line, error) { return c.FixResults(by, at, m) })
}

// LoadYear adopts the table of a year of the production calendar, as a decree says
//
func (s *Setup) LoadYear(ctx context.Context, by identity.Actor, y calendar.Year) error {
	if err := by.Must(identity.Administer, regulation.MissingYear); err != nil {
		return err
	}
	y.Source = strings.TrimSpace(y.Source)
	if err := errors.Join(needed(y.Source, "decree"), short(y.Source, "decree"), y.Check()); err != nil {
		return err
	}
	return s.store.SetUpYear(ctx, y, docket.Line{Act: "calendar_loaded", By: by, Clause: regulation.MissingYear,
		Facts: docket.Facts{"year": y.Number, "decree": y.Source, "working_days": y.WorkingDays()}})
}

func needed(text, field string) error {
	if strings.TrimSpace(text) == "" {
		return regulation.Missing("", field, "field_missing")
	}
	return nil
}

func short(text, field string) error {
	if n := len([]rune(text)); n > maxName {
		return &regulation.Refusal{Field: field, Key: "text_too_long", Values: regulation.Values{"Limit": maxName, "Over": n - maxName}}
	}
	return nil
}
