package document

import (
	"strings"
	"unicode"
)

// Plain returns the whole text of the paper in reading order, a line for each
// line of the head, paragraph, row and signature, cells parted by a tab. A drawn
// paper holds exactly these words. Page numbers, repeated heads of tables and
// the footer belong to the page and are left out.
func (p Paper) Plain() string {
	var lines []string
	add := func(s ...string) {
		for _, l := range s {
			if strings.TrimSpace(l) != "" {
				lines = append(lines, l)
			}
		}
	}
	for _, l := range p.Issuer {
		add(plain(l))
	}
	add(plain(p.Address), plain(p.ActName), joined(p.Date, p.NumberSign()), plain(p.Place), plain(p.Subject))
	for _, b := range p.Body {
		add(b.lines()...)
	}
	for _, s := range p.Signatures {
		add(joined(s.Office, s.Name))
	}
	for _, m := range p.Marks {
		for _, l := range m.Lines() {
			add(plain(l))
		}
	}
	if c := p.Copy; c != nil {
		add(plain(c.Word), joined(c.Office, c.Name), plain(c.Date), plain(c.Kept))
	}
	return strings.Join(lines, "\n") + "\n"
}

// Printable returns what of s may stand on a paper. Control characters and the
// marks that turn the direction of writing are dropped, for they change what a
// reader sees without being seen; line ends become a line feed, tabs a space.
func Printable(s string) string {
	if strings.ContainsRune(s, '\r') {
		s = strings.ReplaceAll(s, "\r\n", "\n")
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '\n', '\r', '\u0085', '\u2028', '\u2029':
			return '\n'
		case '\t':
			return ' '
		case '\u00ad', '\u200b', '\u200d', '\u2060': // breaks, joiners
			return r
		case '\ufffe', '\uffff':
			return -1
		}
		if unicode.In(r, unicode.Cc, unicode.Cf) {
			return -1
		}
		return r
	}, s)
}

// plain leaves out what only says where a line may break.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\u00ad' || r == '\u200b' {
			return -1
		}
		return r
	}, Printable(s))
}

// joined puts what stands at the two ends of one line together.
func joined(left, right string) string {
	return strings.Trim(plain(left)+"\t"+plain(right), "\t")
}

func text(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return plain(b.String())
}

func (p Paragraph) lines() []string { return []string{text(p.Runs)} }
func (h Heading) lines() []string   { return []string{plain(h.Text)} }
func (n Numbered) lines() []string  { return []string{plain(n.Number) + " " + text(n.Runs)} }
func (q Quote) lines() []string     { return []string{text(q.Runs)} }

func (t Table) lines() []string {
	var lines []string
	row := make([]string, len(t.Columns))
	if t.Headed() {
		for i, c := range t.Columns {
			row[i] = plain(c.Head)
		}
		lines = append(lines, strings.Join(row, "\t"))
	}
	for _, cells := range t.Rows {
		for i := range row {
			row[i] = ""
			if i < len(cells) {
				row[i] = text(cells[i])
			}
		}
		lines = append(lines, strings.Join(row, "\t"))
	}
	return lines
}
