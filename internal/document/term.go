package document

import (
	"redress/internal/grammar"
	"redress/internal/regulation"
)

// extended tells the complainant that the answer takes longer, until when and why
//
func (s LetterSheet) extended() Body {
	until := grammar.Date(s.Due) + " включительно"
	why := "В соответствии с частью 2 статьи 12 " + law59of + " срок его рассмотрения продлён на 30 дней, до " + until + "."
	if s.Complaint.Regime == regulation.CampaignRegime {
		why = "Факты, изложенные в обращении, требуют дополнительной проверки. В соответствии с пунктом 4 статьи 20 " + law67 +
			" решение по обращению будет принято не позднее чем в десятидневный срок со дня его поступления: до " + until + "."
	}
	return s.says(s.yours()+" находится на рассмотрении.", why, "Причина: "+stop(inSentence(oneLine(s.Letter.Text))), s.appeal("Продление срока"))
}

// article75 is the rule on a matter that a court has too.
const article75 = "В соответствии с пунктом 9 статьи 75 " + law67

// suspended tells that a court has the same matter, and that the term stands.
func (s LetterSheet) suspended() Body {
	return s.says(s.yours()+" касается того же вопроса, что и дело № "+oneLine(s.Letter.Suit.Number)+", принятое к рассмотрению "+grammar.Date(s.Letter.Suit.AcceptedOn)+". Суд: "+stop(oneLine(s.Letter.Suit.Court)),
		article75+" рассмотрение обращения приостановлено до вступления решения суда в законную силу. Срок рассмотрения на это время не течёт.",
		"О возобновлении или прекращении рассмотрения Вам сообщат.", s.appeal("Приостановление рассмотрения"))
}

// judged begins a letter about the end of the case.
func (s LetterSheet) judged(outcome string) string {
	stay, _ := s.Complaint.Suspended()
	return s.yours() + " было приостановлено до окончания дела № " + oneLine(stay.Number) + " (" + oneLine(stay.Court) + "). Решение суда вступило в законную силу " +
		grammar.Date(s.Letter.Judgment.InForceOn) + "; " + outcome
}

// resumed tells that the consideration goes on with the rest of the term.
func (s LetterSheet) resumed() Body {
	return s.says(s.judged("вопрос, поставленный в обращении, им по существу не решён."),
		"Рассмотрение обращения возобновлено. Срок рассмотрения – до "+grammar.Date(s.Due)+" включительно.")
}

// terminated tells that a court has decided the matter.
func (s LetterSheet) terminated() Body {
	return s.says(s.judged("вопрос, поставленный в обращении, решён судом по существу."),
		article75+" рассмотрение обращения прекращено.", s.appeal("Прекращение рассмотрения"))
}
