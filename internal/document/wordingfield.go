package document

import (
	"embed"
	"slices"
	"strings"
	"sync"

	"redress/internal/complaint"
	"redress/internal/regulation"
)

// WordingKind is a kind of paper whose text a commission may word: the letters, and the
// notices and orders for a hand to sign.
type WordingKind string

// WordingKinds lists them in the order of the screen.
func WordingKinds() []WordingKind {
	var kinds []WordingKind
	for _, k := range complaint.LetterKinds {
		kinds = append(kinds, WordingKind(k))
	}
	for _, k := range wordedSheets {
		kinds = append(kinds, WordingKind(k))
	}
	return kinds
}

// Known reports whether there is such a kind.
func (k WordingKind) Known() bool { return k.letter() != "" || k.Sheet() != "" }

func (k WordingKind) letter() complaint.LetterKind {
	if letter := complaint.LetterKind(k); slices.Contains(complaint.LetterKinds, letter) {
		return letter
	}
	return ""
}

//go:embed wordings/*.txt
var builtIn embed.FS

// BuiltIn is the text that is printed until a commission words its own.
func (k WordingKind) BuiltIn() string {
	text, err := builtIn.ReadFile("wordings/" + string(k) + ".txt")
	if err != nil {
		return "" // no such kind
	}
	return NormalWording(string(text))
}

// standsBuiltIn is the line of the built-in text on which a place stands; zero for none.
func (k WordingKind) standsBuiltIn(name string) int {
	for i, line := range strings.Split(k.BuiltIn(), "\n") {
		if strings.Contains(line, "{"+name+"}") {
			return i + 1
		}
	}
	return 0
}

// WordingField is a named place in a wording.
type WordingField struct {
	Name  string            // as it stands in braces
	Word  string            // of the sentence in the catalogues that says what it is filled with
	Rule  regulation.Clause // that demands it; empty: a wording may do without it
	Empty bool              // there may be nothing to say, so that it stands in square brackets
	Block bool              // paragraphs of its own, so that it stands alone on its line
}

// of is the field as a rule demands it.
func (f WordingField) of(rule regulation.Clause) WordingField {
	f.Rule = rule
	return f
}

// maybe is the field where there may be nothing to say.
func (f WordingField) maybe() WordingField {
	f.Empty = true
	return f
}

// The places of more than one kind.
var (
	refField      = WordingField{Name: "номер обращения", Word: "ref"}
	receivedField = WordingField{Name: "дата поступления", Word: "received_on"}
	lawByField    = WordingField{Name: "норма в творительном", Word: "law_by"}
	lawOfField    = WordingField{Name: "норма в родительном", Word: "law_of"}
	groundField   = WordingField{Name: "основание направления", Word: "forward_ground"}
	contested4    = WordingField{Name: "что обжалуется", Word: "contested"}
	lowerField    = WordingField{Name: "нижестоящая комиссия в родительном", Word: "lower_of"}
	enclosedField = WordingField{Name: "приложение и текст обращения", Word: "enclosed", Block: true}
	rulingDue     = WordingField{Name: "срок решения", Word: "ruling_due"}
	courtsField   = WordingField{Name: "сроки обращения в суд", Word: "court_terms"}
	suitNumber    = WordingField{Name: "номер дела", Word: "suit_number"}
	suitCourt     = WordingField{Name: "суд", Word: "suit_court"}
	inForceField  = WordingField{Name: "дата вступления в силу", Word: "in_force_on"}
)

// appealFields are the way and the windows of appeal.
var appealFields = []WordingField{
	WordingField{Name: "куда обжаловать", Word: "appeal_to"}.of(regulation.FurtherAppeal), courtsField.of(regulation.CourtWindows)}

// ownFields may stand in every paper that is worded.
var ownFields = []WordingField{
	{Name: "дата письма", Word: "letter_day"}, {Name: "комиссия", Word: "commission"}, {Name: "комиссия в родительном", Word: "commission_of"},
	{Name: "адрес комиссии", Word: "commission_address", Empty: true}, {Name: "телефон комиссии", Word: "commission_phone", Empty: true},
	{Name: "почта комиссии", Word: "commission_email", Empty: true},
}

// personFields may stand in letters to the complainant. No other letter has them: it would
// tell who complains.
var personFields = []WordingField{
	{Name: "приветствие", Word: "greeting", Empty: true}, {Name: "заявитель", Word: "complainant", Empty: true},
	{Name: "заявитель в родительном", Word: "complainant_of", Empty: true}, {Name: "заявитель в дательном", Word: "complainant_to", Empty: true},
}

// Fields lists the places that may stand in a wording of the kind: those of the kind first.
func (k WordingKind) Fields() []WordingField {
	letter := k.letter()
	if letter == "" {
		if k.Sheet() == "" {
			return nil
		}
		return append(k.sheetWords(), ownFields...)
	}
	var all []WordingField
	told := letter.ToComplainant()
	switch {
	case told:
		all = append(all, refField.of(k.clause()), receivedField)
	case letter == complaint.RequestLetter:
		all = append(all, refField)
	case letter != complaint.AccusedNotice:
		all = append(all, refField.of(k.clause()), receivedField)
	}
	all = append(all, k.ownWords()...)
	all = append(all, ownFields...)
	if told {
		all = append(all, personFields...)
	}
	return all
}

// fieldsByName are the places of each kind, by their names as they are looked up.
var fieldsByName = sync.OnceValue(func() map[WordingKind]map[string]WordingField {
	all := map[WordingKind]map[string]WordingField{}
	for _, kind := range WordingKinds() {
		all[kind] = map[string]WordingField{}
		for _, f := range kind.Fields() {
			all[kind][fieldName(f.Name)] = f
		}
	}
	return all
})

// Field finds a place by its name, however its letters are written.
func (k WordingKind) Field(name string) (WordingField, bool) {
	f, ok := fieldsByName()[k][fieldName(name)]
	return f, ok
}

// clause is the rule a letter of the kind is written for.
func (k WordingKind) clause() regulation.Clause {
	switch k.letter() {
	case complaint.Reply:
		return regulation.Reasoned
	case complaint.LateReply:
		return regulation.RegistrationWindow
	case complaint.EmailPointer:
		return regulation.ElectronicAppeals
	case complaint.UnreadableTold:
		return regulation.UnreadableNotice
	case complaint.UnclearTold:
		return regulation.UnclearNotice
	case complaint.AbuseTold:
		return regulation.AbuseOfRight
	case complaint.Stopped:
		return regulation.StopCorrespondence
	case complaint.Cover, complaint.Notice:
		return regulation.ForwardInSeven
	case complaint.ReturnedUnsent:
		return regulation.ReturnUnsent
	case complaint.ReturnedOfCourt:
		return regulation.CourtReturn
	case complaint.DownCover:
		return regulation.NotConsideredBelow
	case complaint.AccusedNotice:
		return regulation.AccusedTold
	case complaint.RequestLetter:
		return regulation.InformationRequest
	case complaint.ReferralLetter:
		return regulation.LawEnforcement
	case complaint.ExtensionTold:
		return regulation.ThirtyMoreDays
	case complaint.SuspensionTold, complaint.TerminationTold:
		return regulation.CourtCase
	case complaint.ResumptionTold:
		return regulation.Suspension
	}
	return Kind(k).clause()
}

// ownWords are the places of one kind alone, with the rules that demand them.
func (k WordingKind) ownWords() []WordingField {
	rule := k.clause()
	with := func(fields ...WordingField) []WordingField { return append(fields, appealFields...) }
	block := func(name, word string) WordingField { return WordingField{Name: name, Word: word, Block: true} }
	text := func(name, word string) WordingField { return WordingField{Name: name, Word: word} }
	switch k.letter() {
	case complaint.Reply:
		return with(block("текст ответа", "reply_text").of(rule), block("выводы", "conclusions").of(rule),
			text("основание ответа", "reply_ground").of(regulation.AnsweredInWriting), text("почему без решения", "no_ruling_why").maybe())
	case complaint.LateReply:
		return with(lowerField, text("дата обжалуемого решения", "contested_on"), lawByField.of(rule), text("срок подачи", "filing_term").of(rule),
			text("последний день срока", "filing_end").of(rule), block("пояснение", "note").maybe())
	case complaint.EmailPointer, complaint.UnreadableTold, complaint.UnclearTold, complaint.AbuseTold:
		return []WordingField{lawByField.of(rule)}
	case complaint.Stopped:
		return with(block("прежние ответы", "earlier_answers").of(rule), lawByField.of(rule))
	case complaint.Cover:
		return []WordingField{groundField.of(rule), text("кому сообщить", "tell_whom").maybe(), enclosedField.of(rule)}
	case complaint.Notice:
		return with(text("куда направлено", "sent_where").of(rule), groundField.of(rule), text("пояснение к направлению", "route_note").maybe())
	case complaint.ReturnedUnsent:
		return []WordingField{contested4, lawByField.of(rule), courtsField.of(regulation.CourtWindows)}
	case complaint.ReturnedOfCourt:
		return []WordingField{lawByField.of(rule), text("как обжаловать судебное решение", "court_way").of(rule)}
	case complaint.DownCover:
		return []WordingField{contested4, lowerField, text("что установлено", "finding").of(rule), lawOfField.of(rule),
			text("срок сообщения", "control_on").of(rule), rulingDue.of(rule), enclosedField.of(rule)}
	case complaint.AccusedNotice:
		return []WordingField{block("что сообщено", "accusation").of(rule), lawByField.of(rule), text("куда дать объяснения", "explain_where").of(rule), rulingDue.of(rule).maybe()}
	case complaint.RequestLetter:
		return []WordingField{text("о чём запрос", "inquiry_about").of(rule), lawOfField.of(rule), block("перечень сведений", "asked").of(rule),
			text("цель запроса", "inquiry_why").of(rule), text("срок ответа", "answer_term").of(rule), text("куда ответить", "answer_where").of(rule),
			text("кто принимает решение", "who_decides").of(regulation.NotOwnJudge).maybe()}
	case complaint.ReferralLetter:
		return []WordingField{lawOfField.of(rule), text("дата решения о направлении", "referral_on").maybe(), text("номер решения о направлении", "referral_number").maybe(),
			groundField.of(regulation.AnonymousCrime).maybe(), block("факты и нормы", "referral_text").of(rule), block("о чём просим", "referral_asked").of(rule),
			block("перечень материалов", "materials").of(rule).maybe(), enclosedField.of(rule).maybe()}
	case complaint.ExtensionTold:
		return with(text("первоначальный срок", "first_due").of(rule), text("основание и новый срок", "extension_ground").of(rule), text("причина", "extension_why").of(rule))
	case complaint.SuspensionTold:
		return with(suitNumber.of(rule), suitCourt.of(rule), text("дата принятия дела", "suit_accepted").of(rule), lawByField.of(rule))
	case complaint.ResumptionTold:
		return []WordingField{suitNumber.of(rule), suitCourt, inForceField.of(rule), text("срок рассмотрения", "resumed_due").of(rule)}
	case complaint.TerminationTold:
		return with(suitNumber.of(rule), suitCourt.of(rule), inForceField.of(rule), lawByField.of(rule))
	}
	return nil
}
