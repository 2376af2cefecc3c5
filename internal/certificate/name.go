package certificate

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	goasn1 "encoding/asn1"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// Name is who a certificate speaks of. The Russian numbers are those of the order on
// qualified certificates (FSB order 795, section III).
type Name struct {
	CommonName      string `json:"common_name,omitempty"`
	Surname         string `json:"surname,omitempty"`
	Given           string `json:"given_name,omitempty"`
	Organisation    string `json:"organisation,omitempty"`
	Title           string `json:"position,omitempty"`
	SNILS           string `json:"snils,omitempty"`
	INN             string `json:"inn,omitempty"` // of the person
	OrganisationINN string `json:"organisation_inn,omitempty"`
	OGRN            string `json:"ogrn,omitempty"`
}

// Person is the name of the person, else whatever the certificate is called.
func (n Name) Person() string {
	switch {
	case n.Surname != "":
		return strings.TrimSpace(n.Surname + " " + n.Given)
	case n.CommonName != "":
		return n.CommonName
	}
	return n.Organisation
}

// String gives what is known of the person in one line.
func (n Name) String() string {
	parts := []string{n.Person()}
	for _, part := range []struct{ label, value string }{{"", n.Title}, {"", n.Organisation}, {"SNILS ", n.SNILS}, {"INN ", n.INN},
		{"INN of the organisation ", n.OrganisationINN}, {"OGRN ", n.OGRN}} {
		if part.value != "" && part.value != parts[0] {
			parts = append(parts, part.label+part.value)
		}
	}
	return strings.Join(parts, ", ")
}

// Identifier is an object identifier in dotted form.
type Identifier string

func (i *Identifier) read(from *cryptobyte.String) bool {
	var id goasn1.ObjectIdentifier
	if !from.ReadASN1ObjectIdentifier(&id) {
		return false
	}
	*i = Identifier(id.String())
	return true
}

// readName reads an X.500 name; what it does not know it passes over.
func readName(raw cryptobyte.String) (Name, bool) {
	var n Name
	var sets cryptobyte.String
	if !raw.ReadASN1(&sets, asn1.SEQUENCE) {
		return n, false
	}
	for !sets.Empty() {
		var set cryptobyte.String
		if !sets.ReadASN1(&set, asn1.SET) {
			return n, false
		}
		for !set.Empty() {
			var pair, value cryptobyte.String
			var id Identifier
			var tag asn1.Tag
			if !set.ReadASN1(&pair, asn1.SEQUENCE) || !id.read(&pair) || !pair.ReadAnyASN1(&value, &tag) {
				return n, false
			}
			n.take(string(id), text(value, tag))
		}
	}
	return n, true
}

func (n *Name) take(id, value string) {
	field := map[string]*string{
		"2.5.4.3": &n.CommonName, "2.5.4.4": &n.Surname, "2.5.4.42": &n.Given,
		"2.5.4.10": &n.Organisation, "2.5.4.12": &n.Title,
		"1.2.643.100.3": &n.SNILS, "1.2.643.3.131.1.1": &n.INN,
		"1.2.643.100.4": &n.OrganisationINN, "1.2.643.100.1": &n.OGRN,
	}[id]
	if own, padded := strings.CutPrefix(value, "00"); padded && id == "1.2.643.3.131.1.1" && len(value) == 12 {
		// Until 2021 the number of an organisation stood in the person's field, with zeros before it.
		field, value = &n.OrganisationINN, own
	}
	if field != nil && *field == "" {
		*field = value
	}
}

// text reads the string types of X.500 names; control characters are shown as such.
func text(raw []byte, tag asn1.Tag) string {
	s := string(raw)
	if tag == 30 { // BMPString
		units := make([]uint16, len(raw)/2)
		for i := range units {
			units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
		}
		s = string(utf16.Decode(units))
	}
	if tag == asn1.T61String {
		runes := make([]rune, len(raw))
		for i, b := range raw {
			runes[i] = rune(b)
		}
		s = string(runes)
	}
	if len(s) > 1024 {
		s = s[:1024]
	}
	s = strings.ToValidUTF8(s, string(utf8.RuneError))
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return utf8.RuneError // it would print otherwise than it reads
		}
		return r
	}, s)
}

func bitsWords(algorithm string, bits int) string { return fmt.Sprintf("%s %d", algorithm, bits) }
