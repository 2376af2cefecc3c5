// Package docket is the record nobody can quietly change: every legal act on a
// complaint or at a sitting is one entry of a chain, and each entry carries the
// hash of the one before.
//
// A chain is appended in the transaction of the act, under the lock the act holds
// anyway, so no act lacks an entry and acts on different complaints never wait for
// each other. Entries hold numbers, dates, states and digests; what identifies a
// person goes in as a salted commitment (Commit), so that data can one day be
// lawfully destroyed while the chain still verifies.
package docket

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"redress/internal/identity"
	"redress/internal/regulation"
)

// Chain names the subject of one chain, "complaint:42".
type Chain string

// ComplaintChain names the chain of one complaint.
func ComplaintChain(id int64) Chain { return Chain(fmt.Sprintf("complaint:%d", id)) }

// SittingChain names the chain of one sitting.
func SittingChain(id int64) Chain { return Chain(fmt.Sprintf("sitting:%d", id)) }

// PetitionChain names the chain of one petition for a sitting.
func PetitionChain(id int64) Chain { return Chain(fmt.Sprintf("petition:%d", id)) }

// AdministrationChain is the chain of what administrators do.
const AdministrationChain Chain = "administration"

// Facts is what an entry says besides who, when and under which rule. Values are
// strings, numbers, booleans and digests in hexadecimal; never a person's data.
type Facts map[string]any

// Line is an act that is about to be written down: what a domain act returns
// beside the changed value. The store adds chain, number and instant.
type Line struct {
	Act    string
	By     identity.Actor
	Clause regulation.Clause
	Facts  Facts
}

// Hash is the SHA-256 that ties an entry to the one before it.
type Hash [32]byte

// String returns the hash in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Entry is one record of a chain, as it is kept.
type Entry struct {
	Chain   Chain
	Seq     int64     // 1, 2, 3 … without gaps within the chain
	At      time.Time // UTC, whole microseconds
	Actor   identity.ID
	Office  identity.Office
	Act     string
	Clause  regulation.Clause
	Payload []byte // the facts as JSON, byte for byte as hashed
	Prev    Hash   // zero for the first entry
	Hash    Hash
}

// Head is the last entry's number and hash; the zero Head is an empty chain.
type Head struct {
	Seq  int64
	Hash Hash
}

// Append returns the entry that follows head and says what the line says.
func Append(chain Chain, head Head, line Line, at time.Time) (Entry, error) {
	facts := line.Facts
	if facts == nil {
		facts = Facts{}
	}
	payload, err := json.Marshal(facts) // sorts keys, so equal facts have equal bytes
	if err != nil {
		return Entry{}, fmt.Errorf("writing facts of %s into the docket: %w", line.Act, err)
	}
	e := Entry{
		Chain: chain, Seq: head.Seq + 1, At: at.UTC().Truncate(time.Microsecond),
		Actor: line.By.ID, Office: line.By.Office, Act: line.Act, Clause: line.Clause,
		Payload: payload, Prev: head.Hash,
	}
	e.Hash = e.Sum()
	return e, nil
}

// Head returns the head of the chain after this entry.
func (e Entry) Head() Head { return Head{Seq: e.Seq, Hash: e.Hash} }

// Sum computes what Hash must be. Every field is preceded by its length, so that
// no two different entries have the same bytes.
func (e Entry) Sum() Hash {
	h := sha256.New()
	var number [8]byte
	field := func(b []byte) {
		binary.BigEndian.PutUint64(number[:], uint64(len(b)))
		h.Write(number[:])
		h.Write(b)
	}
	integer := func(n int64) {
		var b [8]byte
		binary.BigEndian.PutUint64(b[:], uint64(n)) // #nosec G115 -- the bits are what is hashed
		field(b[:])
	}
	field([]byte("redress/docket/1"))
	field(e.Prev[:])
	field([]byte(e.Chain))
	integer(e.Seq)
	integer(e.At.UTC().UnixMicro())
	integer(int64(e.Actor))
	field([]byte(e.Office))
	field([]byte(e.Act))
	field([]byte(e.Clause))
	field(e.Payload)
	return Hash(h.Sum(nil))
}

// Commit returns the commitment to personal data that an entry may carry: it
// proves the data later to whoever holds data and salt, and says nothing without.
func Commit(salt []byte, data []byte) string {
	h := sha256.New()
	var number [8]byte
	binary.BigEndian.PutUint64(number[:], uint64(len(salt)))
	h.Write(number[:])
	h.Write(salt)
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}
