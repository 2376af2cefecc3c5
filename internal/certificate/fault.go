package certificate

import (
	"fmt"
	"slices"
	"strings"
)

// Values fill the gaps of a sentence.
type Values map[string]string

// Fault is why something is not accepted: the stable key of a sentence in the
// catalogues (`signature.<key>`) with its values.
type Fault struct {
	Key    string
	Values Values
}

// Error names the fault for a log; people are shown the sentence.
func (f *Fault) Error() string {
	var said []string
	for name, value := range f.Values {
		said = append(said, fmt.Sprintf("%s %q", name, value))
	}
	slices.Sort(said)
	return strings.Join(append([]string{f.Key}, said...), ", ")
}

func fault(key string, pairs ...string) *Fault {
	f := &Fault{Key: key, Values: Values{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Values[pairs[i]] = pairs[i+1]
	}
	return f
}
