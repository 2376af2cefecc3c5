package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// administer runs one act of an administrator: what it stores and its docket line.
func (db *DB) administer(ctx context.Context, line docket.Line, act func(tx *gorm.DB) error) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		if err := act(tx); err != nil {
			return err
		}
		return writeDownNow(tx, docket.AdministrationChain, line)
	})
}

// writeDownNow appends a line to a chain at the present instant.
func writeDownNow(tx *gorm.DB, chain docket.Chain, line docket.Line) error {
	var now time.Time
	if err := tx.Raw(`SELECT legal_now()`).Scan(&now).Error; err != nil {
		return fmt.Errorf("reading the clock: %w", err)
	}
	return writeDown(tx, chain, now, line)
}

// taken turns a broken uniqueness into a refusal that names the field.
func taken(err error, field, key string) error {
	var answer *pgconn.PgError // gorm translates the faults of some statements only
	if errors.Is(err, gorm.ErrDuplicatedKey) || errors.As(err, &answer) && answer.Code == "23505" {
		return regulation.Missing("", field, key)
	}
	return err
}

// SetUpCommission stores a commission that an administrator enters, below one of a
// level that may stand above it.
func (db *DB) SetUpCommission(ctx context.Context, c commission.Commission, line docket.Line) (commission.ID, error) {
	var id commission.ID
	err := db.administer(ctx, line, func(tx *gorm.DB) error {
		if c.Parent != 0 {
			higher, err := commissionByID(tx, c.Parent)
			if err != nil {
				return err
			}
			if err := c.Kind.CheckBelow(higher.Kind, "parent"); err != nil {
				return err
			}
		}
		var err error
		id, err = insertCommission(tx, c, line.By.ID)
		return taken(err, "code", "code_taken")
	})
	return id, err
}

// insertCommission stores a commission with the first version of its regulation.
func insertCommission(tx *gorm.DB, c commission.Commission, by identity.ID) (commission.ID, error) {
	profile, err := json.Marshal(c.Profile)
	if err != nil {
		return 0, fmt.Errorf("writing the profile of commission %s: %w", c.Code, err)
	}
	var id int64
	err = tx.Raw(`WITH c AS (
			INSERT INTO commissions (code, kind, name, short_name, number, parent_id, established, convocation, address, place, phone, hours, email)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id)
		INSERT INTO profiles (commission_id, version, adopted_by, profile) SELECT id, 1, ?, ? FROM c RETURNING commission_id`,
		c.Code, string(c.Kind), c.Name, c.ShortName, c.Number, idOrNull(c.Parent), c.Established, max(c.Convocation, 1),
		c.Address, c.Place, c.Phone, c.Hours, c.Email, idOrNull(by), string(profile)).Scan(&id).Error
	if err != nil {
		return 0, zoneKnown(fmt.Errorf("storing commission %s: %w", c.Code, err))
	}
	return commission.ID(id), nil
}

// SetUpMember makes the person, the seat, the account and the invitation. Somebody of
// the same name who has that login is seated again and keeps the password; the answer
// says whether there is an invitation.
func (db *DB) SetUpMember(ctx context.Context, a commission.Appointment, token [32]byte, life time.Duration,
	seat func(identity.ID, commission.Moment) (commission.Composition, docket.Line, error)) (bool, error) {
	invited := false
	err := db.transact(ctx, func(tx *gorm.DB) error {
		m, err := db.lockComposition(tx, a.Commission)
		if err != nil {
			return err
		}
		var id int64
		err = one(tx, &id, identity.ErrNotFound, `SELECT e.id FROM accounts o JOIN people e ON e.id = o.person_id
			WHERE o.login = ? AND NOT o.administrator AND NOT o.disabled AND (e.surname, e.given, e.patronymic) = (?, ?, ?)`,
			a.Login, a.Name.Surname, a.Name.Given, a.Name.Patronymic)
		if invited = errors.Is(err, identity.ErrNotFound); invited {
			err = tx.Raw(`INSERT INTO people (surname, given, patronymic) VALUES (?, ?, ?) RETURNING id`, a.Name.Surname, a.Name.Given, a.Name.Patronymic).Scan(&id).Error
		}
		if err != nil {
			return fmt.Errorf("adding a person: %w", err)
		}
		next, line, err := seat(identity.ID(id), m)
		if err != nil {
			return err
		}
		if err := saveComposition(tx, m.Composition, next); err != nil {
			return err
		}
		if invited {
			if err := invite(tx, id, a.Login, false, token, life); err != nil {
				return err
			}
		}
		return writeDown(tx, docket.AdministrationChain, m.At, line)
	})
	return invited && err == nil, err
}

// SetUpAdministrator makes a person and an invitation to an administrator's account.
func (db *DB) SetUpAdministrator(ctx context.Context, name identity.Name, login string, token [32]byte, life time.Duration, line docket.Line) error {
	return db.administer(ctx, line, func(tx *gorm.DB) error {
		var id int64
		err := tx.Raw(`INSERT INTO people (surname, given, patronymic) VALUES (?, ?, ?) RETURNING id`, name.Surname, name.Given, name.Patronymic).Scan(&id).Error
		if err != nil {
			return fmt.Errorf("adding a person: %w", err)
		}
		line.Facts["person"] = id
		return invite(tx, id, login, true, token, life)
	})
}

// invite makes an account that has no password yet, and the invitation to set one.
func invite(tx *gorm.DB, person int64, login string, administrator bool, token [32]byte, life time.Duration) error {
	if err := tx.Exec(`INSERT INTO accounts (person_id, login, administrator) VALUES (?, ?, ?)`, person, login, administrator).Error; err != nil {
		return taken(fmt.Errorf("making an account: %w", err), "login", "login_taken")
	}
	err := tx.Exec(`INSERT INTO invitations (token_hash, person_id, expires_at) VALUES (?, ?, legal_now() + ? * interval '1 second')`,
		bytea(token[:]), person, int(life.Seconds())).Error
	if err != nil {
		return fmt.Errorf("making an invitation: %w", err)
	}
	return nil
}

// SetUpInvitation makes a new invitation for a member of the commission who has an
// account; ErrNoCommission for anybody else.
func (db *DB) SetUpInvitation(ctx context.Context, own commission.ID, person identity.ID, token [32]byte, life time.Duration, line docket.Line) error {
	return db.administer(ctx, line, func(tx *gorm.DB) error {
		return one(tx, new(int64), ErrNoCommission, `INSERT INTO invitations (token_hash, person_id, expires_at)
			SELECT ?, a.person_id, legal_now() + ? * interval '1 second' FROM accounts a
			JOIN seats s ON s.person_id = a.person_id AND s.commission_id = ? AND `+seatHeld+`
			WHERE a.person_id = ? AND NOT a.disabled LIMIT 1 RETURNING person_id`, bytea(token[:]), int(life.Seconds()), int64(own), int64(person))
	})
}

// SetUpCampaign stores a campaign that an administrator enters.
func (db *DB) SetUpCampaign(ctx context.Context, c commission.Campaign, line docket.Line) (commission.CampaignID, error) {
	var id commission.CampaignID
	err := db.administer(ctx, line, func(tx *gorm.DB) (err error) {
		if id, err = insertCampaign(tx, c); err != nil {
			return taken(err, "code", "code_taken")
		}
		// What waits for registration falls under it from now on.
		return db.owe(ctx, tx, deadline.Recompute{Campaign: id})
	})
	return id, err
}

func insertCampaign(tx *gorm.DB, c commission.Campaign) (commission.CampaignID, error) {
	var id int64
	err := tx.Raw(`INSERT INTO campaigns (code, title, organiser_id, starts_on, ends_on, voting_days) VALUES (?, ?, ?, ?, ?, ?::date[]) RETURNING id`,
		c.Code, c.Title, int64(c.Organiser), c.StartsOn.String(), c.EndsOn.String(), dateArray(c.VotingDays)).Scan(&id).Error
	if err != nil {
		return 0, fmt.Errorf("storing campaign %s: %w", c.Code, err)
	}
	return commission.CampaignID(id), nil
}

// Directory returns at most limit commissions, those with members first, that
// come after the one given by its number.
func (db *DB) Directory(ctx context.Context, after commission.ID, limit int) ([]commission.Commission, error) {
	var rows []commissionRow
	err := db.gorm.WithContext(ctx).Raw(`SELECT `+commissionColumns+`
		FROM commissions c LEFT JOIN commissions p ON p.id = c.parent_id WHERE c.id > ? ORDER BY c.id LIMIT ?`, int64(after), limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("listing commissions: %w", err)
	}
	list := make([]commission.Commission, len(rows))
	for i, row := range rows {
		list[i] = row.commission()
	}
	return list, nil
}

// Campaigns returns at most limit campaigns, the latest first.
func (db *DB) Campaigns(ctx context.Context, limit int) ([]commission.Campaign, error) {
	var rows []campaignRow
	err := db.gorm.WithContext(ctx).Raw(`SELECT `+campaignColumns+` FROM campaigns ORDER BY starts_on DESC, id DESC LIMIT ?`, limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("listing campaigns: %w", err)
	}
	list := make([]commission.Campaign, len(rows))
	for i, r := range rows {
		if list[i], err = r.campaign(); err != nil {
			return nil, err
		}
	}
	return list, nil
}
