package sitting

// Way is how somebody is told of a sitting, or invited to it.
type Way string

// The ways. A member who convenes the sitting, or answers here whether he comes, knows of
// it by his desk. Noted is how the parties were invited before each had a record of their
// own, in the words of whoever wrote it down.
const (
	ByEmail  Way = "email" // the program sends it
	ByPost   Way = "post"  // somebody posted it
	ByPhone  Way = "phone" // somebody rang
	OnPaper  Way = "paper"
	InPerson Way = "in_person" // somebody handed it over
	OnDesk   Way = "desk"
	AtHand   Way = "at_sitting" // announced at the sitting itself, when it was adjourned
	OnPage   Way = "tracking"   // the complainant reads it on the page of the complaint
	Noted    Way = "noted"
)
