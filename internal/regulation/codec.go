package regulation

import (
	"encoding/json"
	"fmt"
)

// UnmarshalJSON reads a profile as it was stored. A version stored before the
// commission could set a value holds what was counted by then.
func (p *Profile) UnmarshalJSON(raw []byte) error {
	type stored Profile // without this method
	read := stored(silent())
	if err := json.Unmarshal(raw, &read); err != nil {
		return fmt.Errorf("reading a profile: %w", err)
	}
	*p = Profile(read)
	return nil
}

// silent is what holds where a stored version says nothing of a value that was added
// later: the windows and the term of publication are null there by themselves.
func silent() Profile {
	d := Izhmorsky()
	return Profile{CampaignChannels: d.CampaignChannels, OrdinaryChannels: d.OrdinaryChannels,
		ComplaintsKeptYears: d.ComplaintsKeptYears, PapersKeptYears: d.PapersKeptYears}
}
