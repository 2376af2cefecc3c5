package pdf

import (
	"slices"
	"strings"
	"testing"

	"redress/internal/document"
)

func TestHyphens(t *testing.T) {
	for want := range strings.FieldsSeq(`
		ко-мис-сия из-би-ра-тель-ная рас-смот-ре-ние жа-лоба ре-ше-ние за-яв-ле-ние за-я-ви-тель пред-ста-вить
		граж-да-нин участ-ко-вый мест-ный бюл-ле-тень про-то-кол го-ло-со-ва-ние наб-лю-да-тель об-жа-ло-ва-ние
		объ-ект объ-яв-ле-ние подъ-езд предъ-я-вить боль-шин-ство об-сто-я-тель-ство ста-тья се-мьи дей-ствие без-дей-ствие
		рай-она рос-сий-ский го-род-ской су-ще-ство го-су-дар-ство ин-струк-ция кон-троль экс-перт экс-плу-а-та-ция
		рус-ский чув-ство под-тверж-де-ние из-брать от-крыть пись-мен-ный воз-дер-жа-лись удос-то-ве-ре-ние
		суд акт она для день съезд право ООО УИК Новосёлов Москва XIX web за́мок`) {
		word := []rune(strings.ReplaceAll(want, "-", ""))
		divided := slices.Clone(word)
		for _, at := range slices.Backward(hyphens(word)) {
			divided = slices.Insert(divided, at, '-')
		}
		if got := string(divided); got != want {
			t.Errorf("divided as %s, want %s", got, want)
		}
	}
	for _, whole := range []string{"кто-нибудь", "12-го", "по-прежнему", ""} {
		if got := hyphens([]rune(whole)); got != nil {
			t.Errorf("%s is divided at %v", whole, got)
		}
	}
}

func TestBonds(t *testing.T) {
	for text, want := range map[string]bond{
		"№ 37": strong, "(вх. № 118": strong, "ст. 20": strong, "п. 12": strong, "подп. «е»": strong, "ч. 1": strong, "г. Москва": strong, "ул. Мира": strong,
		"М. Соколова": strong, "П. Соколова": strong, "М.П. Соколова": strong, "В.). Доложены": free, "В.), Доложены": free, "2026 г.": strong, "2025 гг.": strong, "8 сентября": strong, "5 000": strong, "т. е.": strong,
		"в комиссию": weak, "И принято": weak, "не явился": weak, "Новосёлов Н. Н.": weak,
		"комиссия приняла": free, "суд. Решение": free, "п. Новый": free, "12 членов": free, "2026 год": free, "ст. о": free,
	} {
		word, next, _ := strings.Cut(text, " ")
		if strings.HasPrefix(text, "(вх.") {
			next = strings.TrimPrefix(text, "(вх. ")
		}
		if got := bondOf([]rune(word), []rune(next)); got != want {
			t.Errorf("%q holds with %d, want %d", text, got, want)
		}
	}
}

// Whatever the measure, a paragraph has no line that parts a number from its sign or an
// initial from its name, and no name, number or abbreviation in parts; on a line of 11
// centimetres and more there is no third hyphen in a row.
func TestJustifiedLinesAreDividedWell(t *testing.T) {
	text := "Участковая избирательная комиссия избирательного участка № 9001 (председатель Новосёлова-Петровская М. П., ул. Образцовая, д. 15) в соответствии с пунктом 4 статьи 20 Федерального закона от 12 июня 2002 г. № 67-ФЗ рассмотрела обращение гражданина Александрова Н. Н. и признала представленные доказательства недостаточными для удовлетворения заявленных требований. "
	for room := 230.0; room < 480; room += 9 {
		s, err := newSetter()
		if err != nil {
			t.Fatal(err)
		}
		lines := s.breakLines(s.items([]document.Run{document.Text(strings.Repeat(text, 3))}, textStyle), measure{room - firstLineIndent, room}, true)
		inARow := 0
		for i, l := range lines {
			var b strings.Builder
			for _, span := range l.spans {
				b.WriteString(span.text)
			}
			if l.width > room+slack {
				t.Errorf("%.0f: line %d is %.2f wide", room, i, l.width)
			}
			line, hyphen := strings.CutSuffix(b.String(), "\u00ad")
			if inARow++; !hyphen {
				inARow = 0
			}
			if inARow > 2 && room > 300 {
				t.Errorf("%.0f: three hyphens in a row at %q", room, line)
			}
			for _, torn := range []string{"№ ", "ст. ", "д. ", "М. ", "ул. ", "12 ", "2002 ", "Александрова Н. "} {
				if strings.HasSuffix(line, " "+torn) {
					t.Errorf("%.0f: a line ends with %q", room, torn)
				}
			}
			if words := strings.Fields(line); hyphen && len(words) > 0 && strings.ContainsFunc(words[len(words)-1], func(r rune) bool { return r < 'а' && r != '(' }) {
				t.Errorf("%.0f: %q is divided", room, words[len(words)-1])
			}
		}
	}
}

// In ruling, letter and minutes no space is more than three times as wide as it
// is in ordinary text.
func TestSpacesStayEven(t *testing.T) {
	for _, p := range []document.Paper{stored(t, "ruling"), letter(), longSitting(t).Paper()} {
		c, pages := pagesOf(t, p)
		for i, page := range pages {
			for _, s := range page {
				for _, l := range s.texts {
					if space := c.setter.width(" ", textStyle); l.extra > 2*space+slack {
						t.Errorf("page %d: spaces %.1f times as wide: %v", i+1, 1+l.extra/space, l.spans)
					}
				}
			}
		}
	}
}
