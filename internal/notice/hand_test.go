package notice

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// present is noon of the day after the ruling was signed, where the commission sits.
func present() commission.Moment {
	m := commission.Moment{At: noon, Day: calendar.Day(2026, 9, 12)}
	m.Composition.Commission = commission.Commission{ID: 5, Profile: regulation.Izhmorsky()}
	return m
}

// away is a letter by post, of a paper signed the evening before.
func away(way complaint.ReplyBy) Letter {
	c := signed()
	c.Complainant.ReplyBy = way
	l := ToComplainant(c)
	l.ID, l.MadeAt, l.SignedAt = 7, noon.Add(-18*time.Hour), noon.Add(-18*time.Hour+30*time.Second)
	return l
}

func slip(mediaType string) []attachment.Attachment {
	return []attachment.Attachment{{Name: "расписка", MediaType: mediaType, SHA256: attachment.Digest{1}}}
}

func TestHandOver(t *testing.T) {
	yesterday, today := calendar.Day(2026, 9, 11), calendar.Day(2026, 9, 12)
	given := Mark{Kind: Given, When: noon.Add(-time.Hour)}
	for _, row := range []struct {
		name  string
		by    identity.Actor
		way   complaint.ReplyBy
		state State
		mark  Mark
		files []attachment.Attachment
		key   string
		proof string
	}{
		{"R-086: into the addressee's hands", secretary, complaint.InPerson, Owed, given, slip("application/pdf"), "", "вручено 12.09.2026 в 11:00 лично адресату под подпись"},
		{"R-086: to a representative, what the mail failed to bring", secretary, complaint.ByEmail, Failed, Mark{Kind: Given, When: noon.Add(-time.Hour), Taker: " Петров П. П., доверенность № 3 "}, nil, "",
			"вручено 12.09.2026 в 11:00 под подпись: Петров П. П., доверенность № 3"},
		{"R-086: in the minute of the signature", secretary, complaint.InPerson, Owed, Mark{Kind: Given, When: noon.Add(-18 * time.Hour)}, nil, "", "вручено 11.09.2026 в 18:00 лично адресату под подпись"},
		{"R-086: before it was signed", secretary, complaint.InPerson, Owed, Mark{Kind: Given, When: noon.Add(-19 * time.Hour)}, nil, "given_before_signed", ""},
		{"R-086: in the future", secretary, complaint.InPerson, Owed, Mark{Kind: Given, When: noon.Add(time.Minute)}, nil, "given_in_future", ""},
		{"R-086: nobody knows when", secretary, complaint.InPerson, Owed, Mark{Kind: Given}, nil, "date_missing", ""},
		{"R-086: with a scan that is none", secretary, complaint.InPerson, Owed, given, slip("text/plain"), "slip_type", ""},
		{"R-086: posted", secretary, complaint.ByPost, Owed, Mark{Kind: Posted, On: yesterday, Track: "650991 05 20000 9"}, nil, "", "сдано на почту 11.09.2026, почтовый идентификатор 65099105200009"},
		{"R-086: posted without a number, as a receipt says", secretary, complaint.ByPost, Owed, Mark{Kind: Posted, On: today, Text: "простое письмо, реестр № 4"}, nil, "", "сдано на почту 12.09.2026; простое письмо, реестр № 4"},
		{"R-086: posted without anything", secretary, complaint.ByPost, Owed, Mark{Kind: Posted, On: today}, nil, "track_missing", ""},
		{"R-086: posted under a wrong number", secretary, complaint.ByPost, Owed, Mark{Kind: Posted, On: today, Track: "65099105200008"}, nil, "track_check_digit", ""},
		{"R-086: posted tomorrow", secretary, complaint.ByPost, Owed, Mark{Kind: Posted, On: today.AddDays(1), Text: "x"}, nil, "date_in_future", ""},
		{"R-086: posted before the ruling", secretary, complaint.ByPost, Owed, Mark{Kind: Posted, On: yesterday.AddDays(-1), Text: "x"}, nil, "given_before_signed", ""},
		{"R-086: posted to an e-mail address", secretary, complaint.ByEmail, Failed, Mark{Kind: Posted, On: today, Text: "x"}, nil, "letter_not_by_post", ""},
		{"R-086: otherwise", secretary, complaint.ByPost, Owed, Mark{Kind: Otherwise, Text: " нарочным 14.09.2026 "}, nil, "", "нарочным 14.09.2026"},
		{"R-086: otherwise, without proof", secretary, complaint.ByPost, Owed, Mark{Kind: Otherwise, Text: " "}, nil, "proof_missing", ""},
		{"R-086: with a novel", secretary, complaint.ByPost, Owed, Mark{Kind: Otherwise, Text: strings.Repeat("о", complaint.MaxLine+1)}, nil, "text_too_long", ""},
		{"R-086: a mark that no person makes", secretary, complaint.ByPost, Owed, Mark{Kind: Mailed}, nil, "mark_unknown", ""},
		{"R-086: no mark", secretary, complaint.ByPost, Owed, Mark{}, nil, "mark_unknown", ""},
		{"R-086: already sent", secretary, complaint.ByEmail, Sent, given, nil, "letter_done", ""},
		{"R-086: already given", secretary, complaint.InPerson, HandedOver, given, nil, "letter_done", ""},
		{"R-086: by the chair", identity.Actor{ID: 1, Office: identity.Chair, Commission: 5}, complaint.InPerson, Owed, given, nil, "not_your_office", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			before := away(row.way)
			before.State = row.state
			kept := before
			after, line, err := before.HandOver(row.by, row.mark, row.files, present())
			if got := keyOf(err); got != row.key {
				t.Fatalf("HandOver() = %v, want %q", err, row.key)
			}
			if !reflect.DeepEqual(before, kept) {
				t.Errorf("HandOver() changed its letter to %+v", before)
			}
			if err != nil {
				if !reflect.DeepEqual(after, before) {
					t.Errorf("HandOver() refused and changed the letter to %+v", after)
				}
				return
			}
			k, _ := after.LastMark()
			if after.State != HandedOver || after.Proof != row.proof || !after.DoneAt.Equal(noon) || k.By != secretary.ID || k.Way != row.way || len(k.Files) != len(row.files) {
				t.Errorf("HandOver() = %+v", after)
			}
			unnamed(t, line)
		})
	}
}

// unnamed holds that the docket names nobody.
func unnamed(t *testing.T, line docket.Line) {
	t.Helper()
	for fact, value := range line.Facts {
		if text, ok := value.(string); ok && (strings.Contains(text, "Иванова") || strings.Contains(text, "Мира") || strings.Contains(text, "@")) {
			t.Errorf("R-028: the docket names the addressee in %s", fact)
		}
	}
}

func TestTrackNumber(t *testing.T) {
	for _, row := range []struct{ typed, number, key string }{
		{"65099105200009", "65099105200009", ""},
		{" 650991 05 20000 9", "65099105200009", ""},
		{"65099105200006", "", "track_check_digit"},
		{"65091905200009", "", "track_check_digit"},
		{"RA123456785RU", "RA123456785RU", ""},
		{"ra 123 456 785 ru", "RA123456785RU", ""},
		{"RA123456789RU", "", "track_check_digit"},
		{"RR000000005RU", "RR000000005RU", ""}, // the remainder is nought
		{"RR000000040RU", "", "track_check_digit"},
		{"RR410342249CN", "RR410342249CN", ""},
		{"123", "", "track_wrong"},
		{"6509910520000", "", "track_wrong"},
		{"RA12345678RU", "", "track_wrong"},
		{"РА123456785РУ", "", "track_wrong"}, // Cyrillic letters that look alike
		{"٦٥٠٩٩١٠", "", "track_wrong"},
		{strings.Repeat("1", 1<<16), "", "track_wrong"},
	} {
		number, err := TrackNumber(row.typed)
		if number != row.number || keyOf(err) != row.key {
			t.Errorf("TrackNumber(%.20q) = %q, %v, want %q, %s", row.typed, number, err, row.number, row.key)
		}
	}
}

// FuzzTrackNumber: what is taken bears the check digit it should, and is read alike twice.
func FuzzTrackNumber(f *testing.F) {
	for _, seed := range []string{"65099105200009", "RA123456785RU", "", "ё", "RA 12345678 5 RU", "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		number, err := TrackNumber(typed)
		if err != nil {
			return
		}
		if again, err := TrackNumber(number); err != nil || again != number {
			t.Errorf("%q is %q, and then %q, %v", typed, number, again, err)
		}
	})
}

// TestALetterComesBack: it is work again, goes another way, and the term it met
// once stays met.
func TestALetterComesBack(t *testing.T) {
	l, _ := away(complaint.ByEmail).Accepted("<7@example.org>", noon)
	if !l.MayReturn() || l.MayBeServed() {
		t.Fatalf("a letter just sent: %+v", l)
	}
	if _, _, err := l.Return(secretary, " ", noon); keyOf(err) != "back_reason_missing" {
		t.Errorf("Return() without a reason = %v", err)
	}
	if _, _, err := l.Return(identity.Actor{ID: 1, Office: identity.Chair, Commission: 5}, "x", noon); keyOf(err) != "not_your_office" {
		t.Errorf("Return() by the chair = %v", err)
	}
	stranger := secretary
	stranger.Commission = 6
	if _, _, err := l.Return(stranger, "x", noon); !errors.Is(err, ErrNotFound) {
		t.Errorf("R-028: Return() from another commission = %v", err)
	}
	back, line, err := l.Return(secretary, "нет такого ящика", noon.Add(time.Hour))
	if err != nil || back.State != Failed || !back.DoneAt.IsZero() || !back.CameBack() || back.MayReturn() || line.Act != ReturnedAct {
		t.Fatalf("Return() = %+v, %v", back, err)
	}
	unnamed(t, line)
	if day, ok := back.FirstSent(time.UTC); !ok || day != calendar.Day(2026, 9, 12) {
		t.Errorf("R-086: first sent %v, %v", day, ok)
	}
	for _, row := range []struct {
		name, address, reason string
		way                   complaint.ReplyBy
		key                   string
	}{
		{"to another address", "anna.new@example.org", "сообщила по телефону", complaint.ByEmail, ""},
		{"to the same one again", "anna@example.org", "ящик снова работает", complaint.ByEmail, ""},
		{"by post", " г. Примерск,\r\nул. Мира, 2 ", "сообщила по телефону", complaint.ByPost, ""},
		{"in person, nobody knows the telephone", "", "придёт сама", complaint.InPerson, ""},
		{"without a reason", "ул. Мира, 2", "", complaint.ByPost, "redirect_reason_missing"},
		{"to no address", "почтой", "x", complaint.ByEmail, "email_wrong"},
		{"by post to nowhere", " ", "x", complaint.ByPost, "post_address_missing"},
		{"by pigeon", "x", "x", "pigeon", "choose_one"},
	} {
		next, line, err := back.Redirect(secretary, row.way, row.address, row.reason, noon.Add(2*time.Hour))
		if keyOf(err) != row.key {
			t.Errorf("%s: Redirect() = %v, want %q", row.name, err, row.key)
		}
		if err != nil {
			continue
		}
		k, _ := next.LastMark()
		if next.State != Owed || next.Way != row.way || next.Address != oneLine(row.address) || next.Round != 1 || next.MessageID != "" || k.Address != "anna@example.org" || !next.CameBack() {
			t.Errorf("%s: Redirect() = %+v", row.name, next)
		}
		if m := (Message{Letter: next}); m.Key() != "letter-7-1" {
			t.Errorf("%s: the next message is %s", row.name, m.Key())
		}
		unnamed(t, line)
	}
	if _, _, err := away(complaint.ByPost).Redirect(secretary, complaint.ByPost, "г. Примерск, ул. Мира, 1", "x", noon); keyOf(err) != "redirect_same" {
		t.Errorf("Redirect() to where it goes = %v", err)
	}
	if _, _, err := l.Redirect(secretary, complaint.ByPost, "ул. Мира, 2", "x", noon); keyOf(err) != "letter_done" {
		t.Errorf("Redirect() of a letter that left = %v", err)
	}
}

// TestThePostServes: posting meets the term; what the post says later is added.
func TestThePostServes(t *testing.T) {
	posted, _, err := away(complaint.ByPost).HandOver(secretary, Mark{Kind: Posted, On: calendar.Day(2026, 9, 12), Track: "65099105200009"}, nil, present())
	if err != nil || !posted.State.Done() || !posted.MayBeServed() || !posted.MayReturn() {
		t.Fatalf("HandOver() = %+v, %v", posted, err)
	}
	later := present()
	later.At, later.Day = noon.Add(72*time.Hour), calendar.Day(2026, 9, 15)
	for _, row := range []struct {
		name string
		on   calendar.Date
		key  string
	}{
		{"served", calendar.Day(2026, 9, 14), ""},
		{"before it was posted", calendar.Day(2026, 9, 11), "served_before_posted"},
		{"tomorrow", calendar.Day(2026, 9, 16), "date_in_future"},
		{"nobody knows when", calendar.Date{}, "date_missing"},
	} {
		served, line, err := posted.Serve(secretary, row.on, "уведомление вернулось", slip("image/jpeg"), later)
		if keyOf(err) != row.key {
			t.Errorf("%s: Serve() = %v, want %q", row.name, err, row.key)
		}
		if err != nil {
			continue
		}
		if served.State != HandedOver || !served.DoneAt.Equal(posted.DoneAt) || served.MayReturn() || served.MayBeServed() ||
			!strings.HasSuffix(served.Proof, "65099105200009; почта вручила адресату 14.09.2026; уведомление вернулось") {
			t.Errorf("%s: Serve() = %+v", row.name, served)
		}
		unnamed(t, line)
	}
	if _, _, err := away(complaint.ByPost).Serve(secretary, later.Day, "", nil, later); keyOf(err) != "letter_not_posted" {
		t.Errorf("Serve() before it was posted = %v", err)
	}
	given, _, err := away(complaint.InPerson).HandOver(secretary, Mark{Kind: Given, When: noon}, nil, present())
	if err != nil || given.MayReturn() {
		t.Errorf("what was given into hands can come back: %+v, %v", given, err)
	}
}

// TestFurtherAddressees: executors and others whom a ruling concerns.
func TestFurtherAddressees(t *testing.T) {
	whole := Carried{Complaint: signed(), Paper: 9, Signed: true, Letters: []Letter{away(complaint.ByPost)}}
	for _, row := range []struct {
		name string
		by   identity.Actor
		p    Carried
		to   Addressee
		who  string
		way  complaint.ReplyBy
		at   string
		key  string
	}{
		{"an executor", secretary, whole, Executor, "Администрация  округа", complaint.ByEmail, "adm@example.org", ""},
		{"somebody it concerns", secretary, whole, Interested, "Кандидат Сидоров С. С.", complaint.InPerson, "", ""},
		{"a paper that is not signed", secretary, Carried{Complaint: signed(), Paper: 9}, Executor, "Администрация", complaint.ByPost, "ул. Мира", "paper_not_signed"},
		{"the complainant once more", secretary, whole, Interested, "иванова анна петровна", complaint.ByPost, "ул. Мира", "addressee_twice"},
		{"a party is owed it in any case", secretary, whole, Respondent, "Комиссия", complaint.ByPost, "ул. Мира", "choose_one"},
		{"nobody", secretary, whole, Executor, " ", complaint.ByPost, "ул. Мира", "addressee_name_missing"},
		{"to nowhere", secretary, whole, Executor, "Администрация", complaint.ByPost, "", "post_address_missing"},
		{"by a member", identity.Actor{ID: 8, Office: identity.Member, Commission: 5}, whole, Executor, "Администрация", complaint.ByPost, "ул. Мира", "not_your_office"},
	} {
		l, line, err := row.p.Address(row.by, row.to, row.who, row.way, row.at, present())
		if keyOf(err) != row.key {
			t.Errorf("%s: Address() = %v, want %q", row.name, err, row.key)
		}
		if err == nil && (l.State != Owed || l.Paper != 9 || l.Name != strings.Join(strings.Fields(row.who), " ") || line.Act != AddressedAct) {
			t.Errorf("%s: Address() = %+v, %+v", row.name, l, line)
		}
		unnamed(t, line)
	}
}
