package ruling

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"redress/internal/grammar"
	"redress/internal/regulation"
)

// nbsp keeps a number with its sign and a date in one line.
const nbsp = "\u00a0"

// ActWord returns what the commission calls its acts as it stands in a sentence, in
// the nominative, which is the accusative as well, and in the genitive: "решение",
// "решения".
func ActWord(name regulation.ActName) (nominative, genitive string) {
	nominative = strings.ToLower(string(name))
	return nominative, strings.TrimSuffix(nominative, "е") + "я"
}

// publishing begins the clause that orders the publication. The store finds
// rulings by it that are still to be published.
const publishing = "Разместить настоящее "

// Operative returns the numbered clauses of the operative part, in Russian, as
// they follow from the selection and from the regulation in force. There is no other
// way to write one: the text and the selection cannot differ. An incomplete selection
// gives what there is.
func (s Selection) Operative(about Subject, p regulation.Profile) []string {
	var texts []string
	for _, c := range s.clauses(about, p) {
		texts = append(texts, c.text)
	}
	return texts
}

// clause is a clause of the operative part, and whether it finds an action or inaction
// unlawful: that can be voted on by itself, see Part.
type clause struct {
	text     string
	unlawful bool
}

func (s Selection) clauses(about Subject, p regulation.Profile) []clause {
	act, ofAct := ActWord(p.ActName)
	var clauses []clause
	add := func(text string) { clauses = append(clauses, clause{text: text}) }
	switch s.Outcome {
	case regulation.Dismiss:
		add(fmt.Sprintf("Оставить жалобу №%s%s без удовлетворения.", nbsp, about.Ref))
	case regulation.DecideOnMerits:
		clauses = append(clauses, s.finding(about)...)
		if merits := sentence(s.Merits); merits != "" {
			add(merits)
		}
	case regulation.Remand:
		clauses = append(clauses, s.finding(about)...)
		add(s.order(about))
	default:
		return nil
	}
	if s.upholds() && s.any(func(f Finding) bool { return f.Verdict == LeaveStanding }) {
		add(fmt.Sprintf("В остальной части жалобу №%s%s оставить без удовлетворения.", nbsp, about.Ref))
	}
	add(fmt.Sprintf("Направить настоящее %s заявителю и в %s не позднее %s со дня его принятия.",
		act, about.Respondent.Accusative(), grammar.WorkingDay.Count(p.DeliveryWorkingDays, grammar.Genitive)))
	if p.PublishOnSite {
		by := ""
		if p.PublishWorkingDays != nil {
			by = " не позднее " + grammar.WorkingDay.Count(*p.PublishWorkingDays, grammar.Genitive) + " со дня его принятия"
		}
		add(publishing + act + " на сайте комиссии в информационно-телекоммуникационной сети «Интернет» без персональных данных" + by + ".")
	}
	if s.Outcome == regulation.Remand {
		add("Контроль за исполнением настоящего " + ofAct + " возложить на секретаря комиссии.")
	}
	return clauses
}

// finding says what is annulled and what is found unlawful, act by act. An action and
// an inaction that are one matter are found unlawful in one clause.
func (s Selection) finding(about Subject) []clause {
	var out []clause
	for i, f := range s.Findings {
		whose := about.Respondent.Genitive()
		switch f.Verdict {
		case AnnulInFull, AnnulInPart:
			annul := "Отменить решение " + whose
			if said := Unstopped(f.About); said != "" {
				annul += " " + said
			}
			if f.Verdict == AnnulInPart {
				out = append(out, clause{text: sentence(annul + " в части: " + Unstopped(f.Part))})
			} else {
				out = append(out, clause{text: sentence(annul + " полностью")})
			}
		case FindUnlawful:
			if i > 0 && f.with(s.Findings[i-1]) {
				continue
			}
			kinds := "незаконным действие"
			if f.Kind == Inaction {
				kinds = "незаконным бездействие"
			}
			if i+1 < len(s.Findings) && s.Findings[i+1].with(f) {
				kinds = "незаконными действие и бездействие"
			}
			out = append(out, clause{sentence("Признать " + kinds + " " + whose + inQuotes(f.About)), true})
		case LeaveStanding:
		}
	}
	return out
}

// with reports whether f is the inaction that goes with an action in one clause.
func (f Finding) with(action Finding) bool {
	return f.Kind == Inaction && action.Kind == Action && f.Verdict == FindUnlawful && action.Verdict == FindUnlawful && f.About == action.About
}

func inQuotes(text string) string {
	if text = Unstopped(text); text == "" {
		return ""
	}
	return " («" + text + "»)"
}

// order says what the lower commission must do and by when.
func (s Selection) order(about Subject) string {
	what := "повторно рассмотреть вопрос и принять решение по существу"
	if s.Duty == DoAct {
		what = Unstopped(s.Action)
	}
	until := ""
	if !s.Until.IsZero() {
		until = " в срок до" + nbsp + grammar.Date(s.Until) + " включительно"
	}
	return sentence("Обязать " + about.Respondent.Accusative() + " " + lowerFirst(what) + until +
		" и в тот же срок письменно сообщить об исполнении")
}

// Unstopped takes the full stop off a text that goes on, but not off a shortened
// word: "до 14 сентября 2026 г." keeps its last dot.
func Unstopped(text string) string {
	text = strings.TrimSpace(text)
	words := strings.FieldsFunc(text, unicode.IsSpace)
	if len(words) == 0 || utf8.RuneCountInString(words[len(words)-1]) <= 3 {
		return text
	}
	return strings.TrimSuffix(text, ".")
}

// sentence ends the text with a full stop and begins it with a capital.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	if last, _ := utf8.DecodeLastRuneInString(text); !strings.ContainsRune(".!?…", last) {
		text += "."
	}
	first := []rune(text)
	return strings.ToUpper(string(first[0])) + string(first[1:])
}

func lowerFirst(text string) string {
	if text == "" {
		return ""
	}
	letters := []rune(text)
	return strings.ToLower(string(letters[0])) + string(letters[1:])
}
