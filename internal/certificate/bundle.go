package certificate

import (
	"bytes"
	"encoding/pem"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// maxBundle is the most certificates read from one file.
const maxBundle = 1000

// ParseBundle reads the certificates of a file as authorities hand them out: one in DER,
// several in PEM, or a bundle without a signature (.p7b; RFC 5652, 5.1), in either.
func ParseBundle(raw []byte) ([]*Certificate, error) {
	if !bytes.Contains(raw, []byte("-----BEGIN")) {
		if one, err := Parse(raw); err == nil {
			return []*Certificate{one}, nil
		}
		return readBundle(raw)
	}
	var all []*Certificate
	for block, rest := pem.Decode(raw); block != nil; block, rest = pem.Decode(rest) {
		var some []*Certificate
		var err error
		switch block.Type {
		case "CERTIFICATE":
			var one *Certificate
			one, err = Parse(block.Bytes)
			some = []*Certificate{one}
		case "PKCS7", "CMS":
			some, err = readBundle(block.Bytes)
		}
		if err == nil && len(all)+len(some) > maxBundle {
			err = fmt.Errorf("more than %d certificates", maxBundle)
		}
		if err != nil {
			return nil, fmt.Errorf("certificate %d: %w", len(all)+1, err)
		}
		all = append(all, some...)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("there is no certificate in it")
	}
	return all, nil
}

// readBundle reads the certificates of a SignedData in DER.
func readBundle(raw []byte) ([]*Certificate, error) {
	input := cryptobyte.String(raw)
	var info, outer, body, set cryptobyte.String
	var id Identifier
	if !input.ReadASN1(&info, asn1.SEQUENCE) || !input.Empty() || !id.read(&info) || id != "1.2.840.113549.1.7.2" ||
		!info.ReadASN1(&outer, explicit0) || !outer.ReadASN1(&body, asn1.SEQUENCE) || !body.SkipASN1(asn1.INTEGER) ||
		!body.SkipASN1(asn1.SET) || !body.SkipASN1(asn1.SEQUENCE) || !body.ReadASN1(&set, explicit0) {
		return nil, fmt.Errorf("reading a bundle of certificates: %w", errShape)
	}
	var all []*Certificate
	for !set.Empty() {
		var one cryptobyte.String
		if !set.ReadASN1Element(&one, asn1.SEQUENCE) || len(all) == maxBundle {
			return nil, fmt.Errorf("reading a bundle of certificates: %w", errShape)
		}
		read, err := Parse(one)
		if err != nil {
			return nil, err
		}
		all = append(all, read)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("there is no certificate in it")
	}
	return all, nil
}
