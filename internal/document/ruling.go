package document

import (
	"fmt"
	"strconv"
	"strings"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/grammar"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// RulingSheet is everything the paper of a ruling is made of.
type RulingSheet struct {
	Ruling      ruling.Ruling
	Complaint   complaint.Complaint
	Commission  commission.Commission
	Respondent  commission.Commission
	SittingNo   int
	Invitations []sitting.Invitation // how the parties were invited
	Term        deadline.Deadline
	Campaign    string // title, empty in the ordinary regime
	Dictionary  Dictionary
}

// Printed returns the paper's record before its files are there.
func (s RulingSheet) Printed() Printed {
	r := s.Ruling
	return Printed{Commission: r.Commission, Kind: RulingKind, Ruling: r.ID, Complaint: r.Complaint, Ref: s.Complaint.Ref,
		Sitting: r.Sitting, SittingNo: s.SittingNo, Number: r.Number, MadeAt: r.AdoptedAt, Presiding: r.Presiding, Secretary: r.Secretary}
}

// Paper builds the ruling: introduction, facts after «установила», reasons, law,
// operative part after «решила», the way of appeal, two signature lines. How each
// member voted stands in the minutes, not here.
func (s RulingSheet) Paper() Paper {
	r, own := s.Ruling, s.Commission
	head := issuer(own)
	verb, established := "решила:", "установила:"
	if own.Profile.ActName == regulation.Resolution {
		verb = "постановляет:"
	}
	_, ofAct := ruling.ActWord(own.Profile.ActName)
	body := Body{P(Text(s.received())), P(Text(s.regime())), P(Text(s.sat()))}
	body = append(body, P(Text(glue("Изучив жалобу и представленные материалы, "+own.InSentence()+" ")), Bold(established)))
	body = append(body, paragraphs(r.Draft.Facts)...)
	body = append(body, paragraphs(r.Draft.Reasons)...)
	body = append(body, answers(r.Draft.Demands)...)
	body = append(body, P(Text(glue("Правовые основания "+ofAct+": "+stop(oneLine(r.Draft.Law))))))
	body = append(body, P(Text(glue("На основании изложенного "+own.InSentence()+" ")), Bold(verb)))
	for i, clause := range r.Operative {
		body = append(body, Numbered{Number: strconv.Itoa(i+1) + ".", Runs: []Run{Text(glue(clause))}})
	}
	body = append(body, P(Text(s.appeal())))
	return Paper{
		Kind: RulingKind, Title: fmt.Sprintf("%s № %s по жалобе № %s", title(string(own.Profile.ActName)), r.Number, s.Complaint.Ref),
		Issuer: head, Address: headAddress(own), ActName: string(own.Profile.ActName), Date: digits(r.AdoptedOn), Number: r.Number,
		Place: own.Place, Subject: s.subject(), Body: body, LongKept: true, Made: r.AdoptedAt,
		Signatures: []SignatureLine{{Office: r.Presiding.Title, Name: initialsFirst(r.Presiding.Name)}, {Office: r.Secretary.Title, Name: initialsFirst(r.Secretary.Name)}},
	}
}

// subject is the title to the text: whose complaint, and on what. A name that nobody is
// sure how to decline stays in the nominative, which is never wrong.
func (s RulingSheet) subject() string {
	on := contested(s.Complaint.Contested) + " " + s.Respondent.Genitive()
	if whose, ok := s.Dictionary.short(s.Complaint.Complainant.Name, grammar.Genitive); ok {
		return glue(fmt.Sprintf("О жалобе № %s %s на %s", s.Complaint.Ref, whose, on))
	}
	about := glue(fmt.Sprintf("О жалобе № %s на %s", s.Complaint.Ref, on))
	if name := s.Complaint.Complainant.Name.Short(); name != "" {
		about += " (заявитель\u00a0– " + name + ")"
	}
	return about
}

func (s RulingSheet) received() string {
	zone := s.Commission.Profile.Zone()
	at := s.Complaint.FiledAt.In(zone)
	who := s.Complaint.Complainant.Name.Full()
	if who == "" {
		who = "не назван"
	}
	whose, named := s.Dictionary.full(s.Complaint.Complainant.Name, grammar.Genitive)
	if named {
		whose, who = " "+whose, ""
	} else {
		whose, who = "", " Заявитель – "+stop(who)
	}
	return glue(fmt.Sprintf("В комиссию %s в %d:%02d поступила жалоба № %s (вх. № %d)%s на %s %s.%s Суть жалобы: «%s».",
		grammar.Date(calendar.On(s.Complaint.FiledAt, zone)), at.Hour(), at.Minute(), s.Complaint.Ref, s.Complaint.RegisterNumber, whose,
		contested(s.Complaint.Contested), s.Respondent.Genitive(), who, ruling.Unstopped(s.Complaint.Title)))
}

// The laws a ruling names, in the genitive and in the instrumental.
const (
	law67 = "Федерального закона от 12 июня 2002 года № 67-ФЗ «Об основных гарантиях избирательных прав и права на участие в референдуме граждан Российской Федерации»"
	law59 = "Федеральным законом от 2 мая 2006 года № 59-ФЗ «О порядке рассмотрения обращений граждан Российской Федерации»"
)

// regime says by which law and by when the complaint is decided. The term ends
// with its last day, hence "не позднее".
func (s RulingSheet) regime() string {
	text := "Жалоба поступила вне периода избирательной кампании и рассматривается в порядке, установленном " + law59 + "."
	if s.Complaint.Regime == regulation.CampaignRegime {
		period := "избирательной кампании"
		if s.Campaign != "" {
			period += " (" + s.Campaign + ")"
		}
		text = "Жалоба поступила в период " + period + " и рассматривается в порядке, установленном статьями 20 и 75 " + law67 + " (далее – Федеральный закон № 67-ФЗ)."
	}
	if s.Term.Kind == deadline.Immediate {
		return glue(text + " Жалоба подлежит рассмотрению немедленно.")
	}
	return glue(text + " Срок рассмотрения – не позднее " + grammar.Date(s.Term.DueOn) + ".")
}

func (s RulingSheet) sat() string {
	return glue(fmt.Sprintf("Жалоба рассмотрена на заседании комиссии %s (протокол № %d). %s",
		grammar.Date(s.Ruling.AdoptedOn), s.SittingNo, partiesInvited(s.Invitations, false, s.Commission.Profile.Zone())))
}

// appeal is the paragraph every ruling carries.
func (s RulingSheet) appeal() string {
	higher, law := "непосредственно вышестоящую избирательную комиссию", law67
	if s.Commission.ParentName != "" {
		higher = commission.Commission{Name: s.Commission.ParentName}.Accusative()
	}
	if s.Complaint.Regime == regulation.CampaignRegime {
		law = "Федерального закона № 67-ФЗ"
	}
	act, _ := ruling.ActWord(s.Commission.Profile.ActName)
	return glue("Настоящее " + act + " может быть обжаловано в " + higher + " или в суд. Предварительное обращение в вышестоящую комиссию не является " +
		"обязательным для обращения в суд (статья 75 " + law + "). Сроки обращения в суд установлены статьёй 240 Кодекса административного судопроизводства Российской Федерации.")
}

// answers are the demands of the complainant in numbered paragraphs, each with its
// answer.
func answers(demands []ruling.Demand) Body {
	if len(demands) == 0 {
		return nil
	}
	body := Body{Paragraph{Runs: []Run{Text("По требованиям заявителя:")}, KeepWithNext: true}}
	for i, d := range demands {
		body = append(body, Numbered{Number: strconv.Itoa(i+1) + ".", Runs: []Run{
			Text(glue("«" + ruling.Unstopped(oneLine(d.Text)) + "». " + stop(oneLine(d.Answer))))}})
	}
	return body
}

func contested(c complaint.Contested) string {
	var kinds []string
	for _, k := range []struct {
		is   bool
		word string
	}{{c.Decision, "решение"}, {c.Action, "действие"}, {c.Inaction, "бездействие"}} {
		if k.is {
			kinds = append(kinds, k.word)
		}
	}
	switch len(kinds) {
	case 0:
		return "действия"
	case 3:
		return "решение, действие и бездействие"
	}
	return strings.Join(kinds, " и ")
}
