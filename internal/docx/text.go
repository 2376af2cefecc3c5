package docx

import (
	"encoding/xml"
	"strings"

	"redress/internal/document"
)

// text collects the text of the main part while its elements go by.
type text struct {
	lists   *lists
	parts   map[string]*strings.Builder // by name
	open    map[string]string           // names of bookmarks that have begun, by their numbers
	within  string                      // the part that is being read
	skipped int                         // how deep inside what is no text
	spoken  bool                        // inside an element of letters
	setting bool                        // inside the properties of a paragraph
	joined  bool                        // the end of the paragraph was deleted: the next one goes on
	list    listed                      // of the paragraph
	begun   bool                        // letters of the paragraph have come
	written int                         // bytes of all parts
}

// unspoken are elements whose text nobody reads: what was deleted or moved away, pictures,
// settings, and the second copy of what older programs are given.
var unspoken = map[string]bool{"del": true, "moveFrom": true, "rPr": true, "sectPr": true, "tblPr": true, "trPr": true, "tcPr": true, "sdtPr": true,
	"drawing": true, "pict": true, "object": true, "Fallback": true, "rt": true}

// special are elements that stand for a letter.
var special = map[string]string{"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}

func (x *text) token(token xml.Token) error {
	switch e := token.(type) {
	case xml.StartElement:
		switch {
		case x.skipped > 0:
			x.skipped++
		case x.setting:
			x.set(e)
		case unspoken[e.Name.Local]:
			x.skipped = 1
		default:
			return x.start(e)
		}
	case xml.EndElement:
		switch {
		case x.skipped > 0:
			x.skipped--
		default:
			x.end(e.Name.Local)
		}
	case xml.CharData:
		if x.spoken && x.skipped == 0 {
			x.say(string(e))
		}
	}
	if x.written > mostText {
		return tooLarge()
	}
	return nil
}

func (x *text) start(e xml.StartElement) error {
	switch name := e.Name.Local; name {
	case "p":
		x.list, x.begun = listed{}, false
	case "pPr":
		x.setting = true
	case "t":
		x.spoken = true
	case "bookmarkStart":
		return x.bookmark(valueOf(e, "id"), valueOf(e, "name"))
	case "bookmarkEnd":
		if name, ok := x.open[valueOf(e, "id")]; ok {
			delete(x.open, valueOf(e, "id"))
			x.within = name
		}
	case "footnoteReference", "endnoteReference":
		if x.within != "" {
			return refuse("docx_notes")
		}
	default:
		if letter, ok := special[name]; ok {
			x.say(letter)
		}
	}
	return nil
}

// bookmark begins the heading of one of our parts: the text above it has ended.
func (x *text) bookmark(id, name string) error {
	name, ours := strings.CutPrefix(name, markPrefix)
	if !ours {
		return nil
	}
	if x.parts[name] != nil { // it is there twice
		return refuse("docx_unreadable")
	}
	x.parts[name] = &strings.Builder{}
	x.open[id], x.within = name, ""
	return nil
}

// set notes what the properties of a paragraph say of its text.
func (x *text) set(e xml.StartElement) {
	switch e.Name.Local {
	case "ilvl":
		x.list.level = valueOf(e, "val")
	case "numId":
		x.list.list = valueOf(e, "val")
	case "del", "moveFrom": // the mark of its end was deleted
		x.joined = true
	case "pPrChange", "rPrChange", "sectPr": // as it was before
		x.skipped = 1
	}
}

func (x *text) end(name string) {
	switch name {
	case "t":
		x.spoken = false
	case "pPr":
		x.setting = false
	case "p":
		if !x.begun { // an empty item of a list is counted too
			x.lists.number(x.list)
		}
		if !x.joined {
			x.write("\n")
		}
		x.joined = false
	}
}

// say adds letters to the part that is being read, the number of the paragraph first.
func (x *text) say(letters string) {
	if !x.begun {
		x.begun = true
		x.write(x.lists.number(x.list))
	}
	x.write(letters)
}

func (x *text) write(letters string) {
	if part := x.parts[x.within]; part != nil {
		part.WriteString(letters)
		x.written += len(letters)
	}
}

// read returns the parts: their lines that say anything.
func (x *text) read() (map[string]string, error) {
	if len(x.parts) == 0 {
		return nil, refuse("docx_not_ours")
	}
	parts := make(map[string]string, len(x.parts))
	for name, said := range x.parts {
		var lines []string
		for line := range strings.SplitSeq(document.Printable(said.String()), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
		parts[name] = strings.Join(lines, "\n")
	}
	return parts, nil
}
