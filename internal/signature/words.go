package signature

import "strings"

// sentences say in plain words what a check found, by the key that the catalogues
// use as well; {name} stands for a value.
var sentences = map[string]string{
	"algorithm_mismatch":  "The digest, the algorithm and the key of the signature do not belong together.",
	"algorithm_unknown":   "The signature uses an algorithm that is not known here ({algorithm}).",
	"attributes_wrong":    "The signature does not say what was signed, or says it twice.",
	"certificate_absent":  "The certificate of the signer (number {serial}) is not in the signature and was not given apart.",
	"certificate_swapped": "The certificate inside is not the one that signed: the signature names another.",
	"chain_tangled":       "The certificates inside do not lead to a trusted authority in a reasonable number of steps.",
	"content_changed":     "The paper is not the one that was signed: it was changed after signing, or the signature belongs to another paper.",
	"content_inside":      "The signature carries a paper of its own inside, where a signature apart from the paper was expected.",
	"content_missing":     "The signature is apart from its paper, and the paper was not given.",
	"digest_weak":         "The signature rests on {digest}, which no longer protects against forgery.",
	"empty":               "There is nothing in the file.",
	"expired":             "The certificate of {owner} ran out on {until}; the paper is held against {at}.",
	"extension_unknown":   "A certificate demands something that cannot be checked here (extension {extension}).",
	"issuer_false":        "The certificate says that {issuer} issued it, and the trusted authority of that name did not.",
	"issuer_unknown":      "The certificate was issued by {issuer}, which is not among the trusted authorities.",
	"key_size":            "The key is of a size that is not accepted ({key}).",
	"key_unknown":         "The key of the certificate is of a kind that is not known here.",
	"malformed":           "The file is damaged or is no signature: it cannot be read to its end.",
	"no_signer":           "There is no signature in the file, only certificates.",
	"not_authority":       "{issuer} issued the certificate without being an authority.",
	"not_bound":           "The signature does not name its certificate (it is not CAdES-BES).",
	"not_signature":       "The file is no electronic signature.",
	"not_yet_valid":       "The certificate of {owner} is in force from {from} only; the paper is held against {at}.",
	"path_too_long":       "{issuer} may not stand so far above the signer's certificate.",
	"pdf_added":           "After this signature nothing was added but further signatures or proofs.",
	"pdf_changed":         "The paper was changed after this signature (object {object} of the PDF).",
	"pdf_encrypted":       "The PDF is locked with a password and cannot be checked.",
	"pdf_heavy":           "The signatures of the PDF cover more than {limit} together: that much is not checked.",
	"pdf_kind":            "The PDF holds a signature of a kind that is not accepted ({kind}).",
	"pdf_range":           "The signature of the PDF does not cover the whole file: parts of it could be exchanged.",
	"pdf_signers":         "A signature of a PDF has to be one person's, and this one holds several.",
	"pdf_too_large":       "The PDF is larger than {limit}.",
	"pdf_unreadable":      "The PDF is damaged, or something was put after its end: it cannot be checked.",
	"pdf_unsigned":        "There is no signature in the PDF.",
	"purpose_wrong":       "The certificate of {owner} is not meant for this.",
	"revocation_unknown":  "Whether the certificate was taken back is not known: no list or answer of the authority speaks for that time.",
	"revoked":             "The certificate of {owner} was taken back on {when}.",
	"signature_wrong":     "The signature value does not fit the certificate: it is damaged, forged or made with another key.",
	"signed_twice":        "{owner} signed more than once: that is one person's signature.",
	"timestamp_absent":    "There is no time stamp: the certificate is held against the time of receipt.",
	"timestamp_future":    "The time stamp is later than the receipt.",
	"timestamp_other":     "The time stamp belongs to something else; the time of receipt counts.",
	"timestamp_useless":   "The time stamp proves nothing, and the time of receipt counts. {why}",
	"too_large":           "The file is larger than {limit}: no signature is.",
}

// promises say what held.
var promises = map[string]string{
	CheckForm:        "The signature can be read.",
	CheckPaper:       "Nothing was changed in the PDF after this signature.",
	CheckCertificate: "The certificate of the signer is at hand.",
	CheckAlgorithm:   "The signature is made in an accepted way.",
	CheckContent:     "The paper is the one that was signed.",
	CheckSignature:   "The signature was made with the key of the certificate.",
	CheckBinding:     "The signature names this certificate itself.",
	CheckTime:        "A time stamp proves when the signature was there.",
	CheckChain:       "The certificate comes from a trusted authority and was in force.",
	CheckRevocation:  "The certificate was not taken back.",
}

// Words says in English what the check found.
func (c Check) Words() string {
	if c.Why == "" {
		return promises[c.Name]
	}
	sentence := strings.ReplaceAll(sentences[c.Why], "{why}", sentences[c.Values["why"]])
	for name, value := range c.Values {
		sentence = strings.ReplaceAll(sentence, "{"+name+"}", value)
	}
	return sentence
}
