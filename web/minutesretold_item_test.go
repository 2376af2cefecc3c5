package web

import (
	"fmt"
	"maps"
	"slices"

	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// settled gives the item its fate; amendments that were not voted on lapse.
func (i *retoldItem) settled(state string) {
	i.state = state
	for _, a := range i.amendments {
		if a.state == "proposed" {
			a.state = "lapsed"
		}
	}
}

// takeDebate takes what was said, proposed, written and asked for on an item.
func (i *retoldItem) takeDebate(e docket.Entry, f saying) bool {
	speech := func() *retoldSpeech { return i.speeches[f.number("speech")-1] }
	granted := func(p *retoldSpeech) {
		p.grants = append(p.grants, fmt.Sprintf("%d min %d-%d-%d", f.number("minutes"), f.number("for"), f.number("against"), f.number("abstained")))
	}
	switch e.Act {
	case "floor_asked":
		p := &retoldSpeech{member: f.number("member"), attendee: f.number("attendee"), who: f.text("who"), kind: f.text("kind"), state: "asked"}
		if f["for"] != nil {
			granted(p)
		}
		i.speeches = append(i.speeches, p)
	case "floor_given":
		speech().state = "speaking"
	case "speech_paused", "speech_resumed":
	case "speech_ended":
		speech().state = "spoken"
	case "floor_withdrawn":
		speech().state, speech().reason = "silenced", f.text("reason")
	case "floor_request_taken_back":
		speech().state = "taken_back"
	case "speech_extended":
		granted(speech())
	case "speech_summary":
		speech().summary = f.text("text")
	case "suggestion":
		i.suggestions = append(i.suggestions, &retoldSuggestion{member: f.number("member"), attendee: f.number("attendee"), who: f.text("who"), text: f.text("text")})
	case "suggestion_withdrawn":
		i.suggestions[f.number("suggestion")-1].withdrawn = stampOf(e.At)
	case "minutes_text":
		i.heard, i.spoke, i.interest = f.text("heard"), f.text("spoke"), f.text("interest")
	case "invitation":
		i.invitations = append(i.invitations, f)
	case "invitation_settled":
		n := slices.IndexFunc(i.invitations, func(in saying) bool {
			return in.text("whom") == f.text("whom") && in.text("way") == f.text("way") && in.text("sent") == f.text("sent") && in.text("state") == string(sitting.OnItsWay)
		})
		i.invitations[n] = f
	case "dissent":
		i.dissents = append(i.dissents, retoldDissent{e.Actor, f.text("text"), stampOf(e.At)})
	case "dissent_withdrawn":
		i.dissents = slices.DeleteFunc(i.dissents, func(d retoldDissent) bool { return d.member == e.Actor })
	case "amendment_proposed":
		i.amendments = append(i.amendments, &retoldAmendment{author: e.Actor, text: f.text("text"), state: "proposed"})
	case "amendment_withdrawn":
		i.amendments[f.number("amendment")-1].state = "withdrawn"
	default:
		return false
	}
	return true
}

// takeVote takes a vote: what was put to it when it was opened, how it ended when it was
// closed. What was recorded in between the closing says once more.
func (i *retoldItem) takeVote(e docket.Entry, f saying) bool {
	switch e.Act {
	case "vote_opened", "ballot_protocol":
		i.open, i.state = f, "voting"
	case "votes_cast", "vote_given", "hands_counted":
	case "vote_broken":
		i.state = "pending"
		i.voted(f, "broken off: "+f.text("reason"))
	case "vote_closed":
		i.voted(f, fmt.Sprintf("%s of %s, %d needed, casting %v, %d of %d present: %d-%d-%d-%d", f.text("fate"), f.text("basis"), f.number("needed"), f.is("casting"), f.number("present"),
			f.number("established"), f.number("for"), f.number("against"), f.number("abstained"), f.number("not_voting")))
		i.state = "pending"
		i.sums = append(i.sums, fmt.Sprintf("За %d, против %d, воздержались %d", f.number("for"), f.number("against"), f.number("abstained")))
		i.decided(f)
	default:
		return false
	}
	return true
}

// decided gives the item the fate that follows from a vote.
func (i *retoldItem) decided(f saying) {
	carried := f.text("fate") == "adopted"
	word := map[bool]string{true: "adopted", false: "rejected"}
	switch motion := f.text("motion"); {
	case motion == "", motion == "agenda" && carried:
		i.settled(word[carried])
	case motion == "part":
		if i.parts = append(i.parts, carried); len(i.parts) < f.number("parts") {
			return
		}
		all, none := !slices.Contains(i.parts, false), !slices.Contains(i.parts, true)
		if all || none {
			i.settled(word[all])
		} else {
			i.settled("returned")
		}
	case motion == "amend":
		i.amendments[f.number("amendment")-1].state = map[bool]string{true: "accepted", false: "declined"}[carried]
		for _, n := range f.numbers("lapsed") {
			i.amendments[n-1].state = "lapsed"
		}
	case motion == "ballot" && carried:
		i.settled(word[f.text("ballot_fate") == "adopted"])
		i.ballot = fmt.Sprintf("secret ballot: %s of %s, %d needed", f.text("ballot_fate"), f.text("ballot_basis"), f.number("ballot_needed"))
	case motion == "postpone" && carried:
		i.settled("postponed")
		if days := f.texts("missed"); days != nil {
			i.missed = days[0]
		}
	case motion == "return" && carried:
		i.settled("returned")
	}
	if i.state == "adopted" {
		i.adopted = f.text("text")
		if whole := f.text("whole"); whole != "" {
			i.adopted = whole
		}
	}
}

// voted writes a vote down as the minutes state it.
func (i *retoldItem) voted(f saying, end string) {
	motion, counting, of := f.text("motion"), "", f.number("parts")+f.number("questions")
	if motion == "" {
		motion = "draft"
	}
	if members := f.numbers("counting"); members != nil {
		counting = fmt.Sprintf("%v under %d, %d ballots, abstaining %v, %q", members, f.number("counting_chair"), f.number("ballots"), f.is("ballot_abstain"), f.text("ballot_text"))
	}
	to, reason := []int64{}, ""
	if motion == "return" {
		to, reason = i.open.numbers("members"), i.open.text("reason")
	}
	i.votes = append(i.votes, fmt.Sprintf("vote on %s %s, text %s, clauses %v of %d, to %v, %q, amendment %d, counting %s, ballot %v: votes %v, hands %v, %s", motion, f.text("question"), f.text("text"),
		f.numbers("clauses"), of, to, reason, f.number("amendment"), counting, f.table("ballot"), f.table("votes"), f.table("hands"), end))
}

// statements are what the minutes must state, in the order of stated.
func (r *retold) statements() statements {
	all := statements{}
	all.add("opened %s, closed %s, %d seats, place %s, video %v, urgent %v %s", stampOf(r.opened), stampOf(r.closed), r.seats, r.place, r.video, r.urgent, r.urgentReason)
	for n, duties := range [][]retoldDuty{r.presided, r.kept} {
		for _, d := range duties {
			all.add("%s %d %s, ground %s, since %s", []string{"presides", "keeps"}[n], d.who, d.title, d.ground, d.since)
		}
	}
	for _, b := range r.breaks {
		all.add("break %s to %s, ended %s, place %s, reason %s", b.from, b.expected, b.until, b.place, b.reason)
		all = append(all, b.took...)
	}
	for _, id := range slices.Sorted(maps.Keys(r.members)) {
		m := r.members[id]
		all.add("member %d is %s, %s since %s, told %s", id, m.mode, m.reason, m.since, m.told)
		for _, move := range m.moves {
			all.add("member %d became %s", id, move)
		}
	}
	for _, a := range r.attendees {
		all.add("attends %s since %s", a.who, a.at)
	}
	late, missed := r.shortfall()
	all.add("told late %v, not told %v", late, missed)
	all = append(all, r.agenda.votes...)
	for n, i := range r.items {
		text := i.text
		all.add("item %d %s, title %s, text %s, brought by %d, demanded by %d %s: %s, missed %s", n+1, i.ref, i.title, text, i.rapporteur, i.demander, i.who, i.state, i.missed)
		all = append(all, i.statements()...)
		if i.state == "adopted" && i.ref != "" {
			all.add("ruling %s: %s", r.rulings[i.ref], i.adopted)
		}
	}
	return all
}

func (i *retoldItem) statements() statements {
	all := statements{}
	all.add("heard %s, spoke %s, interest %s", i.heard, i.spoke, i.interest)
	for _, in := range i.invitations {
		all.add("invited %s by %s: %s, sent %s, name %s, note %s, on %s", in.text("whom"), in.text("way"), in.text("state"), in.text("sent"), in.text("who"), in.text("note"), in.text("on"))
	}
	for n, p := range i.speeches {
		all.add("speech %d of %d %d %s, %s: %s, summary %s, abuse %s, grants %v", n+1, p.member, p.attendee, p.who, p.kind, p.state, p.summary, p.reason, p.grants)
	}
	for n, g := range i.suggestions {
		all.add("proposal %d of %d %d %s: %s, withdrawn %s", n+1, g.member, g.attendee, g.who, g.text, g.withdrawn)
	}
	for n, a := range i.amendments {
		all.add("amendment %d of %d: %s is %s", n+1, a.author, a.text, a.state)
	}
	all = append(all, i.votes...)
	if i.ballot != "" {
		all = append(all, i.ballot)
	}
	for _, d := range i.dissents {
		all.add("dissent of %d: %s at %s", d.member, d.text, d.at)
	}
	return all
}

// sums are the counts of the votes in the order of the minutes.
func (r *retold) sums() []string {
	all := slices.Clone(r.agenda.sums)
	for _, i := range r.items {
		all = append(all, i.sums...)
	}
	return all
}

// held are the members who were given the floor.
func (r *retold) held() (members []identity.ID) {
	for _, i := range r.items {
		for _, p := range i.speeches {
			if p.member != 0 && (p.state == "spoken" || p.state == "silenced") {
				members = append(members, identity.ID(p.member))
			}
		}
	}
	return members
}
