package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/postgres"
)

// errNotDemo says that --demo was asked for over somebody's real data.
var errNotDemo = errors.New("--demo is refused: this database holds data that are not a demonstration; name another folder with --data")

// Credential is one way into the demonstration.
type Credential struct {
	Role       string `json:"role"`
	Commission string `json:"commission"`
	Login      string `json:"login"`    // of a citizen: the number of a complaint
	Password   string `json:"password"` // of a citizen: its tracking code
	Name       string `json:"name"`
}

// demonstrate makes sure that the database holds the demonstration, loading it the
// first time, and returns the sign-ins to it.
func (a *app) demonstrate(ctx context.Context) ([]Credential, error) {
	held, err := a.db.Installation(ctx)
	if err != nil {
		return nil, err
	}
	switch {
	case held.Kind == postgres.Demonstration && held.Complete:
		return a.demoCredentials(ctx)
	case held.Kind == postgres.Demonstration:
		a.log.Info("the demonstration was not loaded to its end; loading it anew")
		if err := a.db.ClearDemonstration(ctx); err != nil {
			return nil, err
		}
	case held.Kind != "":
		return nil, errNotDemo
	}
	if empty, err := a.db.Empty(ctx); err != nil || !empty {
		return nil, errors.Join(err, errNotDemo)
	}
	if err := a.db.SetUp(ctx, postgres.Installation{Kind: postgres.Demonstration}); err != nil {
		return nil, err
	}
	now, err := a.db.Now(ctx)
	if err != nil {
		return nil, err
	}
	d := demo{app: a, now: now}
	if err := d.load(ctx); err != nil {
		return nil, fmt.Errorf("loading the demonstration: %w", err)
	}
	if err := a.db.DemoClock(ctx, time.Time{}); err != nil {
		return nil, err
	}
	if err := a.db.SetUp(ctx, postgres.Installation{Kind: postgres.Demonstration, Complete: true}); err != nil {
		return nil, err
	}
	return a.demoCredentials(ctx)
}

// demoPassword derives the password of a demonstration account from the server key:
// the same at every start, and not to be guessed.
func (a *app) demoPassword(login string) string {
	m := hmac.New(sha256.New, a.secret)
	m.Write([]byte("redress/demonstration/" + login))
	text := strings.ToLower(base32.StdEncoding.EncodeToString(m.Sum(nil)))
	return text[:5] + "-" + text[5:10] + "-" + text[10:15]
}

// demoMember is an invented member of an invented commission.
type demoMember struct {
	login, name string
	office      identity.Office
}

// demoCommissions are the commissions of the demonstration that have members.
var demoCommissions = []struct {
	code, short, address, place, phone string
	members                            []demoMember
}{
	{"42-T99", "ТИК Примерного округа", "Примерный округ, Образцовая улица, 1, кабинет 9", "пгт Примерный", "8 (3840) 00-00-99", []demoMember{
		{"chair", "Уставов Устин Викторович", identity.Chair},
		{"deputy", "Порядкова Полина Андреевна", identity.Deputy},
		{"secretary", "Реестрова Регина Егоровна", identity.Secretary},
		{"member", "Законова Зоя Ивановна", identity.Member},
		{"member2", "Докладов Денис Кириллович", identity.Member},
		{"member3", "Кворумов Константин Витальевич", identity.Member},
		{"member4", "Голосова Галина Олеговна", identity.Member},
		{"member5", "Протоколова Прасковья Романовна", identity.Member},
		{"member6", "Нормин Никита Михайлович", identity.Member},
		{"", "Отпусков Олег Тимофеевич", identity.Member},
		{"", "Справкина Светлана Петровна", identity.Member},
		{"", "Дальнев Дмитрий Антонович", identity.Member},
		{"", "Опоздалова Ольга Захаровна", identity.Member},
		{"", "Сменов Степан Максимович", identity.Member},
	}},
	{"42-T98", "ТИК Образцового округа", "Образцовый округ, Примерная улица, 2", "г. Образцовск", "8 (3840) 00-00-98", []demoMember{
		{"chair98", "Границын Григорий Яковлевич", identity.Chair},
		{"deputy98", "Соседкина София Львовна", identity.Deputy},
		{"secretary98", "Журналова Жанна Николаевна", identity.Secretary},
		{"member98", "Мерников Матвей Ефимович", identity.Member},
		{"", "Правдина Полина Сергеевна", identity.Member},
	}},
	{"42", "Избирком Примерной области", "г. Примерск, площадь Советов, 1", "г. Примерск", "8 (3840) 00-00-42", []demoMember{
		{"chair42", "Областнов Орест Борисович", identity.Chair},
		{"deputy42", "Кругова Клара Ильинична", identity.Deputy},
		{"secretary42", "Архивина Анна Фёдоровна", identity.Secretary},
		{"", "Сводкин Савва Петрович", identity.Member},
		{"", "Картина Кира Тимуровна", identity.Member},
	}},
}

// demo is one loading of the demonstration. Its dates are those of the fixtures
// moved by whole weeks, so that voting was two weeks ago and weekdays stay.
type demo struct {
	*app
	now         time.Time
	shift       int // days
	commissions map[string]commission.ID
	people      map[string]identity.ID // by login, of members who have one
	names       map[string]identity.ID // by full name
	campaigns   map[string]commission.CampaignID
	refs        map[string]complaint.Ref
	next        int // number of the sitting that is to come
}

// demoDay is the day of the fixtures that falls on the week of today.
var demoDay = calendar.Day(2026, 9, 29)

// at moves an instant of the fixtures.
func (d *demo) at(t time.Time) time.Time { return t.AddDate(0, 0, d.shift) }

// day moves a date of the fixtures.
func (d *demo) day(on calendar.Date) calendar.Date { return on.AddDays(d.shift) }

func (d *demo) load(ctx context.Context) error {
	d.shift = calendar.On(d.now, time.UTC).Sub(demoDay) / 7 * 7
	for _, step := range []func(context.Context) error{d.loadCommissions, d.loadPeople, d.loadCampaigns, d.loadComplaints, d.live} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// demoCredentials returns the sign-ins. A citizen's is a complaint, whose code follows
// from its filing's token.
func (a *app) demoCredentials(ctx context.Context) ([]Credential, error) {
	var list []Credential
	for _, c := range demoCommissions {
		for _, m := range c.members {
			if m.login != "" {
				list = append(list, Credential{Role: string(m.office), Commission: c.code, Login: m.login, Password: a.demoPassword(m.login), Name: m.name})
			}
		}
	}
	list = append(list, Credential{Role: string(identity.Administrator), Login: demoAdministrator, Password: a.demoPassword(demoAdministrator), Name: demoAdministratorName.Full()})
	for _, fixture := range demoCitizens {
		secret := a.filings.Code(a.demoToken(fixture))
		own, err := a.db.ComplaintByCode(ctx, complaint.NewKeys(a.secret).Hash(secret)) // its form is gone after a while
		if err != nil {
			return nil, fmt.Errorf("finding a citizen's complaint: %w", err)
		}
		code := strings.Join(secret.Groups(), " ")
		list = append(list, Credential{Role: string(identity.Citizen), Commission: "42-T99", Login: own.Ref.String(), Password: code,
			Name: own.Complainant.Name.Full()})
	}
	return list, nil
}

const demoAdministrator = "admin"

// demoCitizens are the fixtures whose complainants can be followed: one to the end of
// its ruling, then others to each other end, and one on its way.
var demoCitizens = []string{"C-14", "C-18", "C-25", "C-22", "C-30", "C-26", "C-12"}

var demoAdministratorName = identity.Name{Surname: "Настройкина", Given: "Надежда", Patronymic: "Тимофеевна"}

// demoToken derives the token of a fixture's filing, so that its code can be told again.
func (a *app) demoToken(fixture string) complaint.Token {
	m := hmac.New(sha256.New, a.secret)
	m.Write([]byte("redress/demonstration/filing/" + fixture))
	return complaint.Token(m.Sum(nil))
}
