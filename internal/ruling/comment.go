package ruling

import (
	"context"
	"slices"
	"strings"
	"time"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// MaxComment is the most letters a comment may hold, mostComments how many things may
// be said of the drafts on one complaint.
const (
	MaxComment   = 4_000
	mostComments = 1_000
)

// Saying is what somebody did about a comment.
type Saying string

// What is said of a draft. Nothing said is ever changed or taken back: whoever put it
// wrong says it anew.
const (
	Remark  Saying = "comment" // замечание: begins a thread
	Answer  Saying = "answer"
	Resolve Saying = "resolve"
	Reopen  Saying = "reopen"
)

// Comment is one thing said of a draft among the members. None of it goes to the
// complainant, to the commission complained about, to the public or into a paper.
type Comment struct {
	Number    int // within the complaint, from 1
	Saying    Saying
	Thread    int // number of the comment it belongs to; a remark bears its own
	Version   int // of the draft that was read
	Section   Section
	Paragraph int
	Quote     string // the paragraph as it stood; of a remark alone
	Author    identity.ID
	At        time.Time
	Text      string // none where a thread is resolved or reopened
}

// Digest is the SHA-256 of what was said, by whom and of what, in hexadecimal, for the docket.
func (c Comment) Digest() string {
	return digest([]any{c.Author, c.Saying, c.Thread, c.Version, c.Section, c.Paragraph, c.Quote, c.Text})
}

// Thread is a remark with everything said about it since.
type Thread struct {
	Remark  Comment
	Replies []Comment // answers, and who resolved or reopened it, in their order
}

// Resolved reports whether the remark is settled as things stand.
func (t Thread) Resolved() bool {
	for _, c := range slices.Backward(t.Replies) {
		if c.Saying != Answer {
			return c.Saying == Resolve
		}
	}
	return false
}

// Threads puts what was said of the drafts on a complaint into threads, the first first.
func Threads(comments []Comment) []Thread {
	var threads []Thread
	at := map[int]int{}
	for _, c := range comments {
		if c.Saying == Remark {
			at[c.Number] = len(threads)
			threads = append(threads, Thread{Remark: c})
		} else if i, ok := at[c.Thread]; ok {
			threads[i].Replies = append(threads[i].Replies, c)
		}
	}
	return threads
}

// On returns the paragraph of a version that the thread is about: in its own version the
// one it was made on, in another the one of the same section that says the same, the
// nearest if several do. False if that text is no longer there.
func (t Thread) On(version int, paragraphs []Paragraph) (Paragraph, bool) {
	if version == t.Remark.Version {
		return At(paragraphs, t.Remark.Section, t.Remark.Paragraph)
	}
	var found Paragraph
	away := func(p Paragraph) int { return max(p.Number-t.Remark.Paragraph, t.Remark.Paragraph-p.Number) }
	for _, p := range paragraphs {
		if p.Section == t.Remark.Section && p.Text == t.Remark.Quote && (found.Number == 0 || away(p) < away(found)) {
			found = p
		}
	}
	return found, found.Number != 0
}

// Discussed is what something is said of.
type Discussed struct {
	Complaint complaint.Complaint
	Draft     Draft // the version that was read
	About     Subject
	Comments  []Comment // of all versions, in their order
	Moment    commission.Moment
}

// CommentStore keeps what the members say of drafts.
type CommentStore interface {
	// DiscussDraft locks the complaint, reads the version of its draft (the latest for
	// zero) and adds what is said; ErrNotFound if there is no such version.
	DiscussDraft(ctx context.Context, own commission.ID, ref complaint.Ref, version int,
		say func(Discussed) (complaint.Complaint, Comment, docket.Line, error)) error
}

// Comment makes a remark on a paragraph of a version of the draft.
func (s *Service) Comment(ctx context.Context, by identity.Actor, ref complaint.Ref, version int, section Section, paragraph int, text string) error {
	return s.store.DiscussDraft(ctx, by.Commission, ref, version, func(in Discussed) (complaint.Complaint, Comment, docket.Line, error) {
		if _, _, err := in.Complaint.Discuss(by, nil, in.Moment); err != nil {
			return in.Complaint, Comment{}, docket.Line{}, err
		}
		read, ok := At(in.Draft.Paragraphs(in.About, in.Moment.Composition.Commission.Profile), section, paragraph)
		if !ok {
			return in.Complaint, Comment{}, docket.Line{}, ErrNotFound
		}
		said := Comment{Saying: Remark, Version: in.Draft.Version, Section: section, Paragraph: paragraph, Quote: read.Text, Text: text}
		said.Thread = in.next()
		return in.say(by, said)
	})
}

// Reply answers a comment, resolves it or opens it anew.
func (s *Service) Reply(ctx context.Context, by identity.Actor, ref complaint.Ref, thread int, saying Saying, text string) error {
	return s.store.DiscussDraft(ctx, by.Commission, ref, 0, func(in Discussed) (complaint.Complaint, Comment, docket.Line, error) {
		threads := Threads(in.Comments)
		i := slices.IndexFunc(threads, func(t Thread) bool { return t.Remark.Number == thread })
		if i < 0 || saying != Answer && saying != Resolve && saying != Reopen {
			return in.Complaint, Comment{}, docket.Line{}, ErrNotFound
		}
		if err := threads[i].may(by, in.Complaint, saying); err != nil {
			return in.Complaint, Comment{}, docket.Line{}, err
		}
		if saying != Answer {
			text = ""
		}
		return in.say(by, Comment{Saying: saying, Thread: thread, Version: in.Draft.Version, Text: text})
	})
}

// may refuses to resolve what is resolved and to open what is open. The rapporteur and
// the chair settle a remark; whoever made it may open it anew.
func (t Thread) may(by identity.Actor, c complaint.Complaint, saying Saying) error {
	switch {
	case saying == Resolve && t.Resolved(), saying == Reopen && !t.Resolved():
		return regulation.Refuse(regulation.Reasoned, "comment_settled_already", nil)
	case saying == Answer, Settles(by, c), saying == Reopen && by.ID == t.Remark.Author:
		return nil
	}
	return regulation.Refuse(regulation.Reasoned, "comment_not_yours_to_settle", nil)
}

// Settles reports whether the actor resolves comments on drafts of the complaint: the
// rapporteur, who writes them, and the chair.
func Settles(by identity.Actor, c complaint.Complaint) bool {
	return by.ID == c.Rapporteur || by.Office == identity.Chair || by.ActsAsChair
}

func (in Discussed) next() int { return len(in.Comments) + 1 }

// say adds one thing to what was said.
func (in Discussed) say(by identity.Actor, said Comment) (complaint.Complaint, Comment, docket.Line, error) {
	fail := func(err error) (complaint.Complaint, Comment, docket.Line, error) {
		return in.Complaint, Comment{}, docket.Line{}, err
	}
	said.Number, said.Author, said.At = in.next(), by.ID, in.Moment.At
	said.Text = strings.TrimSpace(strings.ReplaceAll(said.Text, "\r\n", "\n"))
	moved, line, err := in.Complaint.Discuss(by, docket.Facts{"comment": said.Number, "saying": string(said.Saying), "thread": said.Thread,
		"draft": said.Version, "text": said.Digest()}, in.Moment)
	if err != nil {
		return fail(err)
	}
	switch worded := said.Saying == Remark || said.Saying == Answer; {
	case said.Number > mostComments:
		return fail(regulation.Refuse(regulation.Reasoned, "comments_too_many", regulation.Values{"Limit": mostComments}))
	case worded && said.Text == "":
		return fail(regulation.Missing(regulation.Reasoned, "comment", "comment_missing"))
	}
	if err := regulation.Legible(regulation.Reasoned, "comment", said.Text, MaxComment); err != nil {
		return fail(err)
	}
	return moved, said, line, nil
}
