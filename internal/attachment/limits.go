package attachment

import "redress/internal/regulation"

// Field is the form field that files come in. Refusals point at it.
const Field = "files"

// Limits are how much may be attached to one complaint. They are shown before
// a person chooses files.
type Limits struct {
	FileBytes  int64 // of one file
	Files      int
	TotalBytes int64 // of all files together
	ZIP        bool  // archives are taken as well
}

// DefaultLimits hold where the commission set none. The total leaves room for
// every file to be as large as it may, so that people meet two limits, not three.
var DefaultLimits = Limits{FileBytes: 50 << 20, Files: 20, TotalBytes: 20 * 50 << 20}

// Kinds returns the closed list of what may be attached.
func (l Limits) Kinds() []Kind {
	list := append([]Kind(nil), kinds...)
	if l.ZIP {
		list = append(list, archive)
	}
	return list
}

// Together refuses files that are too many, or too large in total. Ask after
// every file received, with those before it, and stop at the first refusal.
func (l Limits) Together(all []Attachment) error {
	if len(all) > l.Files {
		return refuse("file_too_many", regulation.Values{"limit": l.Files})
	}
	var total int64
	for _, a := range all {
		total += a.Size
	}
	if total > l.TotalBytes {
		return refuse("files_too_large", regulation.Values{"limit_mb": l.TotalBytes >> 20})
	}
	return nil
}

// kindOf returns the kind the extension of a name promises.
func (l Limits) kindOf(name string) (Kind, bool) {
	for _, k := range l.Kinds() {
		if k.named(name) {
			return k, true
		}
	}
	return Kind{}, false
}

func refuse(key string, values regulation.Values) *regulation.Refusal {
	return &regulation.Refusal{Key: key, Values: values, Field: Field}
}
