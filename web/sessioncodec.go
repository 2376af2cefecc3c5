package web

import (
	"encoding/json"
	"fmt"
	"time"
)

// sessionCodec writes sessions as JSON, which the store can read: it looks up whose a
// session is.
type sessionCodec struct{}

// session is what is kept of a sign-in.
type session struct {
	Until  int64             `json:"until"` // the end at the latest, in seconds since 1970
	Person int64             `json:"person,omitempty"`
	Texts  map[string]string `json:"texts,omitempty"`
}

// Encode writes a session: the person and texts. It refuses any other value.
func (sessionCodec) Encode(until time.Time, values map[string]any) ([]byte, error) {
	kept := session{Until: until.Unix(), Texts: map[string]string{}}
	for name, value := range values {
		switch value := value.(type) {
		case int64:
			if name != sessionPerson {
				return nil, fmt.Errorf("a session has no number %s", name)
			}
			kept.Person = value
		case string:
			kept.Texts[name] = value
		default:
			return nil, fmt.Errorf("a session holds texts, not %s of type %T", name, value)
		}
	}
	return json.Marshal(kept)
}

// Decode reads what Encode wrote.
func (sessionCodec) Decode(raw []byte) (time.Time, map[string]any, error) {
	var kept session
	if err := json.Unmarshal(raw, &kept); err != nil {
		return time.Time{}, nil, fmt.Errorf("reading a session: %w", err)
	}
	values := map[string]any{}
	if kept.Person != 0 {
		values[sessionPerson] = kept.Person
	}
	for name, value := range kept.Texts {
		values[name] = value
	}
	return time.Unix(kept.Until, 0), values, nil
}
