package certificate

// Effort bounds what one report may cost: so many signatures of authorities are checked
// for it, however its certificates and lists are tangled. Nil sets no bound.
type Effort struct{ left int }

// NewEffort allows so many checks.
func NewEffort(checks int) *Effort { return &Effort{left: checks} }

// spend takes one check, if any is left.
func (e *Effort) spend() bool {
	if e == nil {
		return true
	}
	e.left--
	return e.left >= 0
}
