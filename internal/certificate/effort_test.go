package certificate

import "testing"

// TestEffort: what is left of the effort of a report is shared by all its chains and lists,
// and where none is left nothing holds.
func TestEffort(t *testing.T) {
	root := issue(t, authority("УЦ", 1), nil)
	leaf := issue(t, named("Иванов", 2), root).read(t)
	store := Store{Roots: []*Certificate{root.read(t)}, Effort: NewEffort(1)}
	if _, f := leaf.Chain(store, received, Signing); f != nil {
		t.Errorf("with one check left: %v", f)
	}
	if _, f := leaf.Chain(store, received, Signing); f == nil || f.Key != "chain_tangled" {
		t.Errorf("with none left: %v", f)
	}
	l, err := ParseList(mustRead(t, "rsa-ca.crl"))
	if err != nil {
		t.Fatal(err)
	}
	issuer, _ := ParseBundle(mustRead(t, "rsa-ca.pem"))
	chair, _ := ParseBundle(mustRead(t, "rsa-chair.pem"))
	evidence, chain := Evidence{Lists: []*List{l}, Effort: NewEffort(1)}, []*Certificate{chair[0], issuer[0]}
	if known, f := evidence.Standing(chain, received); !known || f != nil {
		t.Errorf("the list with one check left: %v, %v", known, f)
	}
	if known, f := evidence.Standing(chain, received); known || f == nil || f.Key != "chain_tangled" {
		t.Errorf("the list with none left: %v, %v", known, f)
	}
}
