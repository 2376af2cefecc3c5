package pdf

import (
	"fmt"
	"strings"

	"redress/internal/document"
)

// letter is a letter of the commission: no act, an addressee at the right, a title of
// the text, a list of what is enclosed.
func letter() document.Paper {
	right := func(s string) document.Block {
		return document.Paragraph{Runs: []document.Run{document.Text(s)}, Align: document.Right}
	}
	return document.Paper{
		Kind: document.LetterKind, Title: "Ответ на обращение № 31", Issuer: []string{"ТЕРРИТОРИАЛЬНАЯ ИЗБИРАТЕЛЬНАЯ КОМИССИЯ", "ПРИМЕРНОГО МУНИЦИПАЛЬНОГО ОКРУГА"},
		Address: "650000, Примерная область, г.\u00a0Примерск, пл.\u00a0Советов,\u00a01", Date: "14.09.2026", Number: "01-12/31", Subject: "О порядке ознакомления со списком избирателей",
		Body: document.Body{
			right("Лыткиной О. Ф."), right("ул. Образцовая, д. 5, кв. 12, г. Примерск"),
			document.P(document.Text("Уважаемая Ольга Фёдоровна!")),
			document.P(document.Text("На Ваше обращение от 2 сентября 2026 г. № 31 сообщаем следующее. Список избирателей представляется избирателям для ознакомления и дополнительного уточнения за десять дней до дня голосования, а в случае уточнения сведений – в день голосования.")),
			document.P(document.Text("Избиратель вправе обратиться в участковую комиссию с заявлением о включении его в список, о любой ошибке или неточности в сведениях о нём. Комиссия обязана проверить сообщённые сведения и представленные документы в течение двух часов.")),
			document.Numbered{Number: "1.", Runs: []document.Run{document.Text("Копия решения № 12/3 на 2 л. в 1 экз.")}},
			document.Numbered{Number: "2.", Runs: []document.Run{document.Text("Выписка из протокола на 1 л. в 1 экз.")}},
		},
		Signatures: []document.SignatureLine{{Office: "Председатель комиссии", Name: "М.\u00a0П.\u00a0Соколова"}},
		Footer:     "Ветрова Ирина Андреевна, (000) 000-00-00", Code: "https://redress.example/verify/K7QM-42XT",
	}
}

// long is a paper of so many sections: a heading, a paragraph, a clause and a table each.
func long(sections int) document.Paper {
	p := document.Paper{Kind: document.MinutesKind, Title: "Опись дела", ActName: "ОПИСЬ", Subject: "документов дела", LongKept: true}
	text := strings.Repeat("Участковая избирательная комиссия представила письменные объяснения, копии решений и выписку из протокола заседания от 8 сентября 2026 г. № 12/3, которые приобщены к материалам рассмотрения. ", 3)
	for i := range sections {
		p.Body = append(p.Body, document.Heading{Level: 1, Text: fmt.Sprintf("Раздел %d", i+1)}, document.P(document.Text(text)))
		table := document.Table{Columns: []document.Column{{Width: 1, Head: "№"}, {Width: 6, Head: "Документ"}, {Width: 2, Head: "Листы"}}}
		for n := range 12 {
			table.Rows = append(table.Rows, []document.Cell{document.C(fmt.Sprint(n + 1)), document.C("Объяснения председателя участковой комиссии"), document.C(fmt.Sprint(n + 2))})
		}
		p.Body = append(p.Body, document.Numbered{Number: fmt.Sprintf("%d.", i+1), Runs: []document.Run{document.Text(text)}}, table)
	}
	p.Signatures = []document.SignatureLine{{Office: "Секретарь комиссии", Name: "И.\u00a0А.\u00a0Ветрова"}}
	return p
}
