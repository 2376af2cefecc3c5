package complaint

import (
	"slices"
	"strings"
	"unicode"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// GiveToGroup gives the complaint to a working group, which prepares the draft with the
// rapporteur; the zero group takes it back. Nobody in the group may have
// complained, sit in the commission complained about, whose members are theirs, or be
// named in the complaint. Of a surname that stands in it by chance, namesakes
// confirms that it is somebody else's.
func (c Complaint) GiveToGroup(by identity.Actor, id commission.GroupID, namesakes bool, theirs []identity.Name, m commission.Moment) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.AssignRapporteur, regulation.WorkingGroups); err != nil {
		return c, docket.Line{}, err
	}
	next, line, err := c.take(Grouping, by, docket.Facts{"group": int64(id), "was": int64(c.Group)})
	if err != nil {
		return c, docket.Line{}, err
	}
	if id == c.Group {
		return c, docket.Line{}, regulation.Missing(regulation.WorkingGroups, "group", "group_same")
	}
	if id != 0 {
		g, ok := m.Composition.Group(id)
		if !ok || !g.On(m.Day) {
			return c, docket.Line{}, regulation.Missing(regulation.WorkingGroups, "group", "group_not_standing")
		}
		if err := c.mayPrepare(g, namesakes, theirs, m); err != nil {
			return c, docket.Line{}, err
		}
		line.Facts["namesakes"] = namesakes
	}
	next.Group = id
	return next, line, nil
}

// mayPrepare refuses a group somebody of which would prepare a case of their own.
func (c Complaint) mayPrepare(g commission.Group, namesakes bool, theirs []identity.Name, m commission.Moment) error {
	refuse := func(field, key string, values regulation.Values) error {
		return &regulation.Refusal{Clause: regulation.NotOwnJudge, Field: field, Key: key, Values: values}
	}
	var names []identity.Name
	for _, person := range g.Members {
		member, ok := m.Composition.Member(m.Day, person)
		if !ok {
			continue // who has left the commission prepares nothing in it
		}
		if c.Respondent != 0 && m.Composition.SitsIn(m.Day, person, c.Respondent) {
			return refuse("group", "group_of_respondent", regulation.Values{"Name": member.Name.Short()})
		}
		names = append(names, member.Name)
	}
	for _, i := range g.Involved {
		if slices.ContainsFunc(theirs, i.Name.Same) {
			return refuse("group", "group_of_respondent", regulation.Values{"Name": i.Name.Short()})
		}
		names = append(names, i.Name)
	}
	for _, name := range names {
		switch {
		case name.Same(c.Complainant.Name):
			return refuse("group", "group_complained", regulation.Values{"Name": name.Short()})
		case !namesakes && c.Mentions(name):
			return refuse("namesakes", "group_named", regulation.Values{"Name": name.Short()})
		}
	}
	return nil
}

// InGroup reports whether the person prepares the complaint as a member of its working
// group today. Whoever has come to sit in the commission complained about meanwhile
// does not.
func (c Complaint) InGroup(person identity.ID, m commission.Moment) bool {
	g, ok := m.Composition.Group(c.Group)
	return ok && g.On(m.Day) && g.Has(person) && (c.Respondent == 0 || !m.Composition.SitsIn(m.Day, person, c.Respondent))
}

// Mentions reports whether the surname stands in what the complainant wrote, in whatever
// case: a hint for people, for a surname may be a namesake's.
func (c Complaint) Mentions(name identity.Name) bool {
	stem := surnameStem(name.Surname)
	if len(stem) < 3 {
		return false
	}
	const ending = 4 // letters that a case may add to the stem: Законов-ского
	words := strings.FieldsFunc(plainText(c.Text+" "+c.AskText+" "+c.Place+" "+c.RespondentText), func(r rune) bool { return !unicode.IsLetter(r) })
	return slices.ContainsFunc(words, func(word string) bool {
		letters := []rune(word)
		return len(letters) <= len(stem)+ending && strings.HasPrefix(word, string(stem))
	})
}

// surnameStem is the part of a surname that stays when it is declined.
func surnameStem(surname string) []rune {
	letters := []rune(plainText(strings.TrimSpace(surname)))
	for range 2 {
		if n := len(letters); n > 3 && strings.ContainsRune("аеиоуыэюяйь", letters[n-1]) {
			letters = letters[:n-1]
		}
	}
	return letters
}

// plainText is a text in lower case, ё as е.
func plainText(text string) string { return strings.ReplaceAll(strings.ToLower(text), "ё", "е") }
