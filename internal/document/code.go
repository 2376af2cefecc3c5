package document

// CodeWords says in words what the QR code on the paper is for. They stand in for the
// picture where it is not seen; a paper without a code gives an empty string.
func (p Paper) CodeWords() string {
	if p.Code == "" {
		return ""
	}
	return "QR-код для проверки документа: " + Printable(p.Code)
}
