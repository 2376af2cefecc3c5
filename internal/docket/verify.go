package docket

// FaultKind says what is wrong with a chain.
type FaultKind string

// What a walk can find.
const (
	Changed   FaultKind = "changed"   // an entry's fields do not give its hash
	Missing   FaultKind = "missing"   // numbers are skipped, or the end of the chain is cut off
	Reordered FaultKind = "reordered" // a number stands where another belongs
	Unlinked  FaultKind = "unlinked"  // an entry does not follow from the one before it
	Unknown   FaultKind = "unknown"   // entries of a chain whose subject does not exist
	Mismatch  FaultKind = "mismatch"  // the record and the row it speaks of differ
)

// Fault is one place where a chain is not what it was.
type Fault struct {
	Chain Chain
	Seq   int64 // the entry at fault, or the first one missing
	Kind  FaultKind
	Note  string // what differs, in English, for whoever investigates
}

// Walk checks one chain as its entries come in the order they were written, and
// Close compares its end with the head kept elsewhere. The zero Walk with a Chain
// is ready to use.
type Walk struct {
	Chain  Chain
	Faults []Fault
	head   Head
}

// Next takes the next entry of the chain.
func (w *Walk) Next(e Entry) {
	switch want := w.head.Seq + 1; {
	case e.Seq > want:
		w.fault(want, Missing, "entries before the next one are gone")
	case e.Seq < want:
		w.fault(e.Seq, Reordered, "the number stands after a higher one")
	case e.Prev != w.head.Hash:
		w.fault(e.Seq, Unlinked, "it does not carry the hash of the entry before it")
	}
	if e.Hash != e.Sum() {
		w.fault(e.Seq, Changed, "its fields do not give its hash")
	}
	w.head = e.Head()
}

// Close compares the end of the chain with the head its subject remembers and
// returns all faults found.
func (w *Walk) Close(remembered Head) []Fault {
	switch {
	case w.head.Seq < remembered.Seq:
		w.fault(w.head.Seq+1, Missing, "the end of the chain is cut off")
	case w.head.Seq > remembered.Seq:
		w.fault(remembered.Seq+1, Unknown, "entries after the end its subject remembers")
	case w.head.Hash != remembered.Hash:
		w.fault(w.head.Seq, Changed, "its end is not the end its subject remembers")
	}
	return w.Faults
}

func (w *Walk) fault(seq int64, kind FaultKind, note string) {
	w.Faults = append(w.Faults, Fault{Chain: w.Chain, Seq: seq, Kind: kind, Note: note})
}
