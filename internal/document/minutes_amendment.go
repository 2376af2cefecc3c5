package document

import (
	"fmt"
	"strconv"
	"strings"

	"redress/internal/ruling"
	"redress/internal/sitting"
)

// sectionNames are the parts of a draft in the genitive, as an amendment names them.
//
//exhaustive:ignore
var sectionNames = map[ruling.Section]string{ruling.FactsSection: "описательной части", ruling.ReasonsSection: "мотивировочной части",
	ruling.DemandsSection: "ответов на требования", ruling.LawSection: "перечня норм"}

// amendmentPut is an amendment as it was put to the vote: who proposed it, and what it
// changes, word for word.
func (s MinutesSheet) amendmentPut(item sitting.Item, p sitting.Poll) Body {
	a, _ := item.Amendment(p.Amendment)
	content, err := ruling.AmendmentOf(a)
	if err != nil {
		return nil
	}
	put := fmt.Sprintf("На голосование поставлена поправка %d (%s): ", a.Number, s.Names[a.Author].Short())
	where := fmt.Sprintf("абзац %d %s", content.Paragraph, sectionNames[content.Section])
	switch content.Kind {
	case ruling.ChooseAnew:
		body := Body{Paragraph{Runs: []Run{Text(glue(put + "изложить резолютивную часть в следующей редакции:"))}, KeepWithNext: true}}
		for i, clause := range content.Operative {
			body = append(body, Numbered{Number: strconv.Itoa(i+1) + ".", Runs: []Run{Text(glue(clause))}})
		}
		return body
	case ruling.StrikeParagraph:
		return Body{P(Text(glue(put + where + " исключить: «" + oneLine(content.Quote) + "»")))}
	case ruling.AddParagraph:
		return Body{P(Text(glue(fmt.Sprintf("%sпосле абзаца %d %s дополнить текстом: «%s»", put, content.Paragraph, sectionNames[content.Section], oneLine(content.Text)))))}
	case ruling.ReplaceParagraph:
	}
	return Body{P(Text(glue(put + where + " изложить в редакции: «" + oneLine(content.Text) + "»")))}
}

// unvoted names the amendments that were not voted on.
func (s MinutesSheet) unvoted(item sitting.Item) Body {
	var said []string
	for _, a := range item.Amendments {
		who := fmt.Sprintf("Поправка %d (%s)", a.Number, s.Names[a.Author].Short())
		switch a.State {
		case sitting.Recalled:
			said = append(said, who+" отозвана автором до голосования.")
		case sitting.Lapsed:
			said = append(said, who+" на голосование не ставилась.")
		case sitting.Proposed, sitting.Accepted, sitting.Declined:
		}
	}
	if said == nil {
		return nil
	}
	return Body{P(Text(glue(strings.Join(said, " "))))}
}
