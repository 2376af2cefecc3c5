package publication

import "redress/internal/document"

// Shown returns a short text for everybody's eyes, as it stands on the wall of the hall,
// without what it may say of people. Nobody approves it, so that rather too much
// is left out than too little.
func Shown(text string, k Known) (string, error) {
	p := document.Paper{Title: text}
	found, err := Propose(p, k)
	if err != nil {
		return "", err
	}
	p, _, err = Redact(p, found, k.Official)
	return p.Title, err
}
