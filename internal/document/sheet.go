package document

import (
	"context"
	"errors"
	"slices"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/regulation"
	"redress/internal/remand"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// The papers that are printed for a hand to sign.
const (
	AgendaKind     Kind = "agenda"         // повестка заседания
	NoticeKind     Kind = "notice"         // извещение члену комиссии
	InvitationKind Kind = "invitation"     // приглашение на заседание
	DissentKind    Kind = "dissent_cover"  // сопроводительное письмо к особому мнению
	CopyKind       Kind = "copy"           // заверенная копия
	DeliveryKind   Kind = "delivery_sheet" // лист вручения
	RemandKind     Kind = "remand_order"   // письмо с поручением нижестоящей комиссии
	ReceiptKind    Kind = "receipt"        // расписка в получении обращения
	LabelKind      Kind = "label"          // адресный ярлык и расписка в получении
)

// SittingSheets and ComplaintSheets list what is printed of a sitting and of a complaint,
// in the order of the screen. Extracts of the minutes are taken item by item, see Extract.
var (
	SittingSheets   = []Kind{AgendaKind, NoticeKind, InvitationKind, DissentKind}
	ComplaintSheets = []Kind{CopyKind, DeliveryKind, RemandKind, LabelKind, ReceiptKind}
)

// SheetAct is the act as the docket has it.
const SheetAct = "sheet"

// SheetID is a sheet's number in the store.
type SheetID int64

// Sheet is a paper as it was printed for a hand to sign: it bears no signature of the
// program, and is kept with its data all the same, so that anybody can see what was given
// out. Printed once more it is another sheet.
type Sheet struct {
	ID         SheetID
	Commission commission.ID
	Kind       Kind
	Sitting    sitting.ID // of what was printed of a sitting
	SittingNo  int
	Item       sitting.ItemID // zero where it is about the sitting as a whole
	Ordinal    int
	Complaint  complaint.ID // of what was printed of a complaint
	Ref        complaint.Ref
	To         string // to whom it goes; empty where it goes to nobody by name
	By         identity.ID
	ByName     identity.Name
	MadeAt     time.Time
	Wording    int // the version of the commission's wording; zero: built in
	PDF, DOCX  File
}

// Order says what is to be printed.
type Order struct {
	Kind   Kind
	Item   sitting.ItemID // of an invitation and of dissenting opinions
	Member identity.ID    // of a notice: to whom; zero for all
	Whom   int64          // of an invitation: the record of whom is invited
	Paper  PaperID        // of a copy: what is copied
	For    string         // of a copy: to whom it is given; may be empty
	Letter notice.ID      // of a label: the letter it goes on
}

// SheetStore reads what sheets are made of and keeps them.
type SheetStore interface {
	// Case returns what is printed of a complaint; complaint.ErrNotFound if the commission has none such.
	Case(ctx context.Context, own commission.ID, ref complaint.Ref) (Case, error)
	// PaperModel returns what a printed paper was drawn from, or ErrNotFound.
	PaperModel(ctx context.Context, own commission.ID, id PaperID) (Paper, error)
	// WordingsInForce returns the versions by which a commission words its papers on a day.
	WordingsInForce(ctx context.Context, own commission.ID, day calendar.Date) (WordingsInForce, error)
	// KeepSheet stores a sheet just drawn, with its line of the docket.
	KeepSheet(ctx context.Context, s Sheet, data Paper, line docket.Line) (SheetID, error)
}

// Case is a complaint with the papers of it that go out.
type Case struct {
	Complaint  complaint.Complaint
	Respondent commission.Commission
	Ruling     ruling.Ruling // the zero one while there is none
	Papers     []Printed     // signed papers: the ruling and the letters
	Letters    []notice.Letter
	Remand     remand.Remand // what the lower commission was ordered to do; the zero one for nothing
	TakenBy    identity.Name // who took the paper in; empty of a complaint filed online
	Dictionary Dictionary    // of the complainant's name
	Wordings   WordingsInForce
}

// PrintOfSitting prints a sheet of a sitting.
func (p *Press) PrintOfSitting(ctx context.Context, by identity.Actor, number int, o Order) (SheetID, error) {
	sheet, err := p.store.MinutesSheet(ctx, by.Commission, number)
	if err != nil {
		return 0, err
	}
	m, err := p.store.Moment(ctx, by.Commission)
	if err != nil {
		return 0, err
	}
	if sheet.Wordings, err = p.store.WordingsInForce(ctx, by.Commission, m.Day); err != nil {
		return 0, err
	}
	item, _ := sheet.Sitting.Item(o.Item)
	var about Case
	if o.Kind == InvitationKind && item.ID != 0 && !item.General() {
		if about, err = p.store.Case(ctx, by.Commission, item.Ref); err != nil {
			return 0, err
		}
	}
	paper, to, err := sheet.Sheet(by, o, about, m)
	if err != nil {
		return 0, err
	}
	kept := Sheet{Sitting: sheet.Sitting.ID, SittingNo: number, Item: item.ID, Ordinal: item.Ordinal, To: to, Wording: sheet.Wordings[WordingKind(o.Kind)].Number}
	return p.keepSheet(ctx, by, kept, paper, m, docket.Line{Act: SheetAct, Clause: o.Kind.clause(), Facts: docket.Facts{"kind": string(o.Kind), "item": item.Ordinal}})
}

// PrintOfComplaint prints a sheet of a complaint.
func (p *Press) PrintOfComplaint(ctx context.Context, by identity.Actor, ref complaint.Ref, o Order) (SheetID, error) {
	c, err := p.store.Case(ctx, by.Commission, ref)
	if err != nil {
		return 0, err
	}
	m, err := p.store.Moment(ctx, by.Commission)
	if err != nil {
		return 0, err
	}
	if c.Wordings, err = p.store.WordingsInForce(ctx, by.Commission, m.Day); err != nil {
		return 0, err
	}
	original := Paper{}
	if i := slices.IndexFunc(c.Papers, func(printed Printed) bool { return printed.ID == o.Paper }); i >= 0 {
		if original, err = p.store.PaperModel(ctx, by.Commission, o.Paper); err != nil {
			return 0, err
		}
		original.Marks = c.Papers[i].Marks(m.Composition.Commission.Profile.Zone())
	}
	paper, err := c.Sheet(by, o, original, m)
	if err != nil {
		return 0, err
	}
	to := o.For
	if l, ok := c.letter(o.Letter); ok && o.Kind == LabelKind {
		to = l.Name
	}
	return p.keepSheet(ctx, by, Sheet{Complaint: c.Complaint.ID, Ref: ref, To: to, Wording: c.Wordings[WordingKind(o.Kind)].Number}, paper, m,
		docket.Line{Act: SheetAct, Clause: o.Kind.clause(), Facts: docket.Facts{"kind": string(o.Kind), "number": paper.Number}})
}

// keepSheet draws both files of a sheet and stores it with its line of the docket.
func (p *Press) keepSheet(ctx context.Context, by identity.Actor, s Sheet, paper Paper, m commission.Moment, line docket.Line) (SheetID, error) {
	printed := Printed{Kind: paper.Kind, Number: paper.Number}
	if err := p.draw(ctx, &printed, paper); err != nil {
		return 0, err
	}
	s.Commission, s.Kind, s.By, s.MadeAt, s.PDF, s.DOCX = by.Commission, paper.Kind, by.ID, m.At, printed.PDF, printed.DOCX
	line.By, line.Facts["sha256"] = by, s.PDF.SHA256.String()
	return p.store.KeepSheet(ctx, s, paper, line)
}

// prints refuses a sheet to whoever may not print it.
func prints(by identity.Actor, about identity.Matter, missing error) error {
	err := by.MustAbout(identity.PrintSheet, about, regulation.ReadDocuments)
	if errors.Is(err, identity.ErrForeign) {
		return missing
	}
	return err
}

// unprintable refuses what cannot be printed as things stand.
func (k Kind) unprintable(key string) error { return regulation.Refuse(k.clause(), key, nil) }

// clause is the rule a sheet is printed for.
func (k Kind) clause() regulation.Clause {
	switch k {
	case AgendaKind, NoticeKind:
		return regulation.MembersNotice
	case InvitationKind:
		return regulation.PartiesInvited
	case DissentKind:
		return regulation.DissentForward
	case DeliveryKind, LabelKind:
		return regulation.DeliveryInThree
	case RemandKind:
		return regulation.RemandTerm
	case ReceiptKind:
		return regulation.DutyToAccept
	case RulingKind, MinutesKind, LetterKind, ExtractKind, SupplementKind, CopyKind:
	}
	return regulation.ReadDocuments
}

// handOf is the signature line of whoever holds or acts in an office that day.
func handOf(office identity.Office, m commission.Moment) []SignatureLine {
	if office == identity.Chair {
		who, ok := m.Composition.Presiding(m.Day)
		if !ok {
			return []SignatureLine{{Office: "Председатель"}}
		}
		return []SignatureLine{{Office: who.Title, Name: initialsFirst(who.Name)}}
	}
	line := SignatureLine{Office: "Секретарь"}
	if who, ok := m.Composition.Officer(m.Day, office); ok {
		line.Name = initialsFirst(who.Name)
	}
	return []SignatureLine{line}
}

// sent is a letter of the commission on its own head, dated the day it is printed.
func sent(kind Kind, own commission.Commission, m commission.Moment) Paper {
	return Paper{Kind: kind, Issuer: issuer(own), Address: headAddress(own), Date: digits(m.Day), Made: m.At}
}

// to is the addressee of a letter, at the right of the sheet.
func to(parts ...string) Paragraph {
	return Paragraph{Runs: []Run{Text(lines(parts...))}, NoIndent: true, Align: Right, SpaceBefore: 12}
}

// zoneDay is the date of an instant where the commission sits.
func zoneDay(at time.Time, own commission.Commission) calendar.Date {
	return calendar.On(at, own.Profile.Zone())
}
