package signature

import (
	"reflect"
	"slices"
	"strconv"
)

// maxChanged is how many objects a later state of a PDF may have rewritten.
const maxChanged = 256

// changedIn says what of a signed state a later state of the file shows otherwise.
// Allowed are further signatures that draw nothing on a page, and proofs kept with
// them (DSS): a signature with a picture could cover the words that were signed.
func (f *pdfFile) changedIn(later *pdfFile) *Fault {
	root, isRef := f.trailer["Root"].(pdfRef)
	if !isRef || later.trailer["Root"] != root {
		return changed("Root")
	}
	missing, unread := f.missing()
	if unread != nil {
		return unread
	}
	for n := range missing {
		if p, now := later.places[n]; now && !p.free {
			return changed(strconv.Itoa(n))
		}
	}
	rewritten := 0
	for n, was := range f.places {
		if was.free || later.places[n] == was {
			continue
		}
		if rewritten++; rewritten > maxChanged || later.places[n].free {
			return changed(strconv.Itoa(n))
		}
		before, after := f.object(n, 0), later.object(n, 0)
		if !f.allows(later, n == root.number, before, after) {
			return changed(strconv.Itoa(n))
		}
	}
	return nil
}

// missing are the objects that a state names and does not have: whoever supplies them
// later changes what was signed without rewriting any of it.
func (f *pdfFile) missing() (map[int]bool, *Fault) {
	all := map[int]bool{}
	for n, p := range f.places {
		if p.free {
			continue
		}
		object := f.object(n, 0)
		if object == nil || f.parsed > 4*MaxPDF {
			return nil, changed(strconv.Itoa(n))
		}
		f.named(object, all)
	}
	return all, nil
}

// named adds the objects named in v that are not there.
func (f *pdfFile) named(v any, missing map[int]bool) {
	switch one := v.(type) {
	case pdfRef:
		if p, there := f.places[one.number]; !there || p.free {
			missing[one.number] = true
		}
	case pdfArray:
		for _, part := range one {
			f.named(part, missing)
		}
	case pdfDict:
		for _, part := range one {
			f.named(part, missing)
		}
	case pdfStream:
		f.named(one.dict, missing)
	}
}

func changed(object string) *Fault { return fault("pdf_changed", "object", object) }

// allows says whether one object may stand otherwise in a later state.
func (f *pdfFile) allows(later *pdfFile, isRoot bool, before, after any) bool {
	if sameObject(before, after) {
		return true
	}
	if was, is := before.(pdfStream); is {
		now, still := after.(pdfStream)
		return still && was.dict["Type"] == pdfName("Metadata") && now.dict["Type"] == pdfName("Metadata")
	}
	if was, is := before.(pdfArray); is {
		now, still := after.(pdfArray)
		return still && later.onlySigned(was, now)
	}
	was, is1 := before.(pdfDict)
	now, is2 := after.(pdfDict)
	if !is1 || !is2 {
		return false
	}
	for _, key := range keysOf(was, now) {
		if !sameObject(was[key], now[key]) && !f.allowsKey(later, isRoot, key, was, now) {
			return false
		}
	}
	return true
}

// allowsKey says whether one entry of a dictionary may stand otherwise.
func (f *pdfFile) allowsKey(later *pdfFile, isRoot bool, key pdfName, was, now pdfDict) bool {
	isForm := was["Fields"] != nil
	switch key {
	case "DSS", "Extensions":
		return isRoot
	case "AcroForm":
		if !isRoot {
			return false
		}
		form, isDict := was[key].(pdfDict)
		if !isDict && was[key] != nil {
			return false
		}
		if form == nil {
			form = pdfDict{"Fields": pdfArray{}}
		}
		return f.allows(later, false, form, later.resolve(now[key], 0))
	case "Fields", "Annots":
		if key == "Fields" && !isForm || key == "Annots" && was["Type"] != pdfName("Page") {
			return false
		}
		return later.onlySigned(f.arrayOf(was[key]), later.arrayOf(now[key]))
	case "SigFlags":
		return isForm
	case "Tabs":
		return was["Type"] == pdfName("Page") && was[key] == nil
	case "DR", "DA":
		return isForm && was[key] == nil
	case "V", "AP":
		return was["FT"] == pdfName("Sig") && was[key] == nil && later.invisible(now)
	case "ModDate", "Producer":
		return was["Type"] == nil
	}
	return false
}

func keysOf(a, b pdfDict) []pdfName {
	var keys []pdfName
	for key := range a {
		keys = append(keys, key)
	}
	for key := range b {
		if _, both := a[key]; !both {
			keys = append(keys, key)
		}
	}
	return keys
}

// onlySigned says whether a list has only grown, and by signature fields that draw
// nothing.
func (f *pdfFile) onlySigned(was, now pdfArray) bool {
	if len(now) < len(was) || len(now) > len(was)+maxSignatures || !sameObject(was, now[:len(was)]) {
		return false
	}
	return !slices.ContainsFunc(now[len(was):], func(added any) bool {
		field := f.dictOf(added)
		return field["FT"] != pdfName("Sig") || !f.invisible(field)
	})
}

// invisible says whether a field has no extent on its page.
func (f *pdfFile) invisible(field pdfDict) bool {
	if field["Kids"] != nil {
		return false
	}
	if field["Rect"] == nil {
		return true
	}
	rect := f.arrayOf(field["Rect"])
	var at [4]pdfWord
	for i := range rect[:min(len(rect), len(at))] {
		at[i], _ = rect[i].(pdfWord)
	}
	return len(rect) == len(at) && at[0] != "" && at[1] != "" && (at[0] == at[2] || at[1] == at[3])
}

// sameObject compares two objects by what they say, not by where they stand.
func sameObject(a, b any) bool { return reflect.DeepEqual(withoutPlaces(a), withoutPlaces(b)) }

func withoutPlaces(v any) any {
	switch one := v.(type) {
	case pdfString:
		return pdfString{value: one.value}
	case pdfArray:
		out := make(pdfArray, len(one))
		for i := range one {
			out[i] = withoutPlaces(one[i])
		}
		return out
	case pdfDict:
		out := pdfDict{}
		for key, value := range one {
			out[key] = withoutPlaces(value)
		}
		return out
	case pdfStream:
		return pdfStream{dict: withoutPlaces(one.dict).(pdfDict), data: one.data}
	}
	return v
}
