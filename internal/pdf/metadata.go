package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"redress/internal/document"
)

// title names the paper in lists and window titles. Every paper has one, or nobody
// could tell its window from another (ISO 14289-1, 7.1).
func title(p document.Paper) string {
	names := append([]string{p.Title, strings.TrimSpace(p.ActName + " " + p.NumberSign()), p.Subject}, p.Issuer...)
	for _, name := range names {
		if name = shortened(name); name != "" {
			return name
		}
	}
	return "Redress"
}

// author is the commission, in one line.
func author(p document.Paper) string { return shortened(strings.Join(p.Issuer, " ")) }

// information writes the dictionary in which older programs look for what the
// metadata say.
func information(f *objects, p document.Paper) ref {
	entries := "/Title " + textString(title(p)) + "/Producer " + textString(producer)
	if name := author(p); name != "" {
		entries += "/Author " + textString(name)
	}
	return f.add("<<%s%s>>", entries, dates(p.Made))
}

const producer = "Redress"

// dates returns when the paper was made and last changed, which is the same.
func dates(made time.Time) string {
	if made.IsZero() {
		return ""
	}
	zone := "Z"
	if _, offset := made.Zone(); offset != 0 {
		zone = strings.Replace(made.Format("-07:00"), ":", "'", 1) + "'"
	}
	at := "(D:" + made.Format("20060102150405") + zone + ")"
	return "/CreationDate " + at + "/ModDate " + at
}

// metadata writes what the paper is in XMP (ISO 16684-1) and which standards the
// file keeps. It says the same as the information dictionary, to the letter.
func metadata(f *objects, p document.Paper, s standard) ref {
	var out bytes.Buffer
	out.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + "\n")
	part := func(name, space, content string) {
		fmt.Fprintf(&out, "<rdf:Description rdf:about=\"\" xmlns:%s=\"%s\">%s</rdf:Description>\n", name, space, content)
	}
	part("pdfaid", "http://www.aiim.org/pdfa/ns/id/", fmt.Sprintf("<pdfaid:part>%d</pdfaid:part><pdfaid:conformance>%s</pdfaid:conformance>", s.part, s.conformance))
	if s.spoken {
		part("pdfuaid", spokenSpace, "<pdfuaid:part>1</pdfuaid:part>")
	}
	about := `<dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + escaped(title(p)) + "</rdf:li></rdf:Alt></dc:title>" +
		"<dc:language><rdf:Bag><rdf:li>" + escaped(p.Language()) + "</rdf:li></rdf:Bag></dc:language>"
	if name := author(p); name != "" {
		about += "<dc:creator><rdf:Seq><rdf:li>" + escaped(name) + "</rdf:li></rdf:Seq></dc:creator>"
	}
	part("dc", "http://purl.org/dc/elements/1.1/", about)
	part("pdf", "http://ns.adobe.com/pdf/1.3/", "<pdf:Producer>"+producer+"</pdf:Producer>")
	if !p.Made.IsZero() {
		at := p.Made.Format("2006-01-02T15:04:05Z07:00")
		part("xmp", "http://ns.adobe.com/xap/1.0/", "<xmp:CreateDate>"+at+"</xmp:CreateDate><xmp:ModifyDate>"+at+"</xmp:ModifyDate>")
	}
	if s.spoken {
		out.WriteString(spokenSchema)
	}
	out.WriteString("</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return f.plain("/Type/Metadata/Subtype/XML", out.Bytes())
}

func escaped(s string) string {
	var out bytes.Buffer
	_ = xml.EscapeText(&out, []byte(s)) // a buffer takes everything
	return out.String()
}

const spokenSpace = "http://www.aiim.org/pdfua/ns/id/"

// spokenSchema describes the mark of ISO 14289, which ISO 19005 does not know of and
// therefore wants described (ISO 19005-2, 6.6.2.3).
const spokenSchema = `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"` +
	` xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">` +
	`<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>` +
	`<pdfaSchema:namespaceURI>` + spokenSpace + `</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>` +
	`<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>` +
	`<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>` +
	`<pdfaProperty:description>The part of ISO 14289 the file keeps</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>` +
	"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>\n"
