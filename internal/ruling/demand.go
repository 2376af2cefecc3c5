package ruling

import (
	"errors"
	"slices"
	"strings"

	"redress/internal/complaint"
	"redress/internal/regulation"
)

// Demand is one thing the complainant asks for, with the commission's answer.
type Demand struct {
	Text   string
	Answer string
	Asked  bool // taken from the complaint: answered in any case, never dropped
}

// DemandsOf returns what the complaint asks for, in the commission's language.
func DemandsOf(c complaint.Complaint) []Demand {
	text := ""
	switch c.Ask {
	case complaint.AskAnnul:
		text = "Отменить обжалуемое решение"
	case complaint.AskUnlawful:
		text = "Признать " + unlawfulOf(c.Contested)
	case complaint.AskOblige:
		text = "Обязать комиссию устранить нарушение"
	case complaint.AskOther:
	}
	own := Unstopped(c.AskText)
	switch {
	case text == "" && own == "":
		return nil
	case text == "":
		text = own
	case own != "":
		text += ": " + lowerFirst(own)
	}
	return []Demand{{Text: text, Asked: true}}
}

// unlawfulOf names what is asked to be found unlawful; a decision alone was asked
// about in the words of an action.
func unlawfulOf(c complaint.Contested) string {
	switch {
	case c.Action && c.Inaction:
		return "незаконными действие и бездействие комиссии"
	case c.Inaction:
		return "незаконным бездействие комиссии"
	case c.Action:
		return "незаконным действие комиссии"
	case c.Decision:
		return "незаконным решение комиссии"
	}
	return "действие (бездействие) комиссии незаконным"
}

// asked returns the demands with those of the complaint first, each with the answer
// typed for it, told apart by its words or by standing alone without any. A demand of the complainant is never dropped or reworded, and none is
// passed off as theirs.
func asked(c complaint.Complaint, typed []Demand) []Demand {
	demands := DemandsOf(c)
	var added []Demand
	for _, d := range typed {
		i := slices.IndexFunc(demands, func(own Demand) bool { return d.Asked && (own.Text == d.Text || d.Text == "") })
		switch {
		case i >= 0:
			demands[i].Answer = d.Answer
		case d.Asked && strings.TrimSpace(d.Answer) == "": // the complaint was put right since
		default:
			d.Asked = false
			added = append(added, d)
		}
	}
	return append(demands, added...)
}

// answered refuses a draft that leaves a demand without an answer.
func answered(c complaint.Complaint, demands []Demand) error {
	var faults []error
	for _, own := range DemandsOf(c) {
		if !slices.ContainsFunc(demands, func(d Demand) bool { return d.Asked && d.Text == own.Text }) {
			faults = append(faults, regulation.Missing(regulation.Reasoned, "demands", "demands_missing"))
		}
	}
	if len(demands) == 0 && len(faults) == 0 {
		faults = append(faults, regulation.Missing(regulation.Reasoned, "demands", "demands_missing"))
	}
	for i, d := range demands {
		if strings.TrimSpace(d.Text) == "" {
			faults = append(faults, regulation.Missing(regulation.Reasoned, field("demand", i, "text"), "demand_text_missing"))
		}
		if strings.TrimSpace(d.Answer) == "" {
			faults = append(faults, regulation.Missing(regulation.Reasoned, field("demand", i, "answer"), "demand_answer_missing"))
		}
	}
	return errors.Join(faults...)
}
