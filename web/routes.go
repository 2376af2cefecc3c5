package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"redress/internal/identity"
)

// anyone marks a page that needs no right at all.
const anyone identity.Act = ""

// route is one address and who may use it.
type route struct {
	method, path string
	act          identity.Act // what using it means; the table in identity says who may
	handle       echo.HandlerFunc
	bulk         bool // reads its own body, piece by piece: uploads
}

// routes is every address there is.
func (s *Server) routes() []route {
	const get, post = http.MethodGet, http.MethodPost
	return []route{
		{get, "/", anyone, s.start, false},
		{get, "/help", anyone, s.help, false},
		{get, "/privacy", anyone, s.privacy, false},
		{get, "/accessibility", anyone, s.accessibility, false},
		{post, "/lang", anyone, s.chooseLang, false},
		{post, "/view", anyone, s.chooseLook, false},

		{get, "/file", identity.FileComplaint, s.beginFile, false},
		{get, "/file/:question", identity.FileComplaint, s.showQuestion, false},
		{post, "/file/:question", identity.FileComplaint, s.answerQuestion, false},
		{post, "/file/files", identity.FileComplaint, s.uploadFiles, true},
		{post, "/file/files/:id/delete", identity.FileComplaint, s.detachFile, false},
		{post, "/file/check", identity.FileComplaint, s.fileComplaint, false},
		{post, "/file/restart", identity.FileComplaint, s.restartFile, false},
		{get, "/file/receipt", identity.FileComplaint, s.showReceipt, false},
		{post, "/file/receipt", identity.FileComplaint, s.keepCode, false},
		{get, "/track", identity.TrackComplaint, s.showTrack, false},
		{post, "/track", identity.TrackComplaint, s.track, false},
		{get, "/track/complaint", identity.TrackComplaint, s.showTracked, false},
		{get, "/track/complaint/ruling.pdf", identity.TrackComplaint, s.trackedRulingPDF, false},
		{get, "/track/complaint/ruling.docx", identity.TrackComplaint, s.trackedRulingDOCX, false},
		{get, "/track/letters/:file", identity.TrackComplaint, s.trackedLetter, false},
		{get, "/track/files/:id", identity.TrackComplaint, s.trackedFile, false},
		{get, "/track/retract", identity.TrackComplaint, s.showRetract, false},
		{post, "/track/retract", identity.TrackComplaint, s.retract, false},
		{post, "/track/leave", identity.TrackComplaint, s.leaveTrack, false},

		{get, "/decisions", anyone, s.showDecisions, false},
		{get, "/decisions.atom", anyone, s.decisionsAtom, false},
		{get, "/decisions.csv", anyone, s.decisionsCSV, false},
		{get, "/decisions.json", anyone, s.decisionsJSON, false},
		{get, "/verify", anyone, s.showVerify, false},
		{get, "/verify/:code", anyone, s.showVerify, false},
		{post, "/verify", anyone, s.verify, true},
		{get, "/decisions/:commission/:number", anyone, s.showDecision, false},
		{get, "/decisions/:commission/:number/text.pdf", anyone, s.decisionPDF, false},

		{get, "/sittings", anyone, s.showAnnounced, false},
		{get, "/sittings/watch/:commission/:n", anyone, s.watch, false},
		{get, "/sittings/watch/:commission/:n/events", anyone, s.watchEvents, false},

		{get, "/settings", identity.Administer, s.settings, false},
		{get, "/settings/commissions/new", identity.Administer, s.newCommission, false},
		{post, "/settings/commissions/new", identity.Administer, s.addCommission, false},
		{get, "/settings/commissions/:id", identity.Administer, s.showCommission, false},
		{post, "/settings/commissions/:id/members", identity.Administer, s.appoint, false},
		{post, "/settings/commissions/:id/members/:person/release", identity.Administer, s.release, false},
		{post, "/settings/commissions/:id/members/:person/invite", identity.Administer, s.reinvite, false},
		{post, "/settings/commissions/:id/acting", identity.Administer, s.layDuties, false},
		{post, "/settings/commissions/:id/acting/end", identity.Administer, s.endDuties, false},
		{get, "/settings/commissions/:id/members/:person", identity.Administer, s.showMember, false},
		{post, "/settings/commissions/:id/members/:person/numbers", identity.Administer, s.noteNumbers, false},
		{post, "/settings/commissions/:id/members/:person/transfer", identity.Administer, s.transfer, false},
		{get, "/settings/commissions/:id/number", identity.Administer, s.showNumber, false},
		{post, "/settings/commissions/:id/number", identity.Administer, s.establish, false},
		{get, "/settings/commissions/:id/formation", identity.Administer, s.showFormation, false},
		{post, "/settings/commissions/:id/dissolve", identity.Administer, s.dissolve, false},
		{post, "/settings/commissions/:id/form", identity.Administer, s.form, false},
		{get, "/settings/commissions/:id/regulation", identity.Administer, s.showRegulation, false},
		{post, "/settings/commissions/:id/regulation", identity.Administer, s.previewRegulation, false},
		{post, "/settings/commissions/:id/regulation/adopt", identity.Administer, s.adoptRegulation, false},
		{get, "/settings/campaigns/new", identity.Administer, s.newCampaign, false},
		{post, "/settings/campaigns/new", identity.Administer, s.addCampaign, false},
		{get, "/settings/campaigns/:id", identity.Administer, s.showCampaign, false},
		{post, "/settings/campaigns/:id", identity.Administer, s.changeCampaign, false},
		{post, "/settings/campaigns/:id/results", identity.Administer, s.fixResults, false},
		{get, "/settings/campaigns/:id/links", identity.Administer, s.showOverrides, false},
		{post, "/settings/campaigns/:id/links", identity.Administer, s.override, false},
		{post, "/settings/campaigns/:id/links/end", identity.Administer, s.endOverrides, false},
		{get, "/settings/calendar", identity.Administer, s.showCalendar, false},
		{post, "/settings/calendar", identity.Administer, s.loadCalendar, false},
		{get, "/settings/trust", identity.Administer, s.showTrust, false},
		{post, "/settings/trust", identity.Administer, s.takeInTrust, true},
		{get, "/settings/trust/:authority", identity.Administer, s.showAuthority, false},
		{post, "/settings/trust/:authority/retire", identity.Administer, s.retireAuthority, false},

		{get, "/sign-in", identity.SignIn, s.showSignIn, false},
		{post, "/sign-in", identity.SignIn, s.signIn, false},
		{post, "/sign-out", anyone, s.signOut, false},
		{get, "/invitation/:token", identity.SignIn, s.showInvitation, false},
		{post, "/invitation/:token", identity.SignIn, s.takeUp, false},

		{get, "/desk", identity.SeeDesk, s.showDesk, false},
		{post, "/desk/calls/:id", identity.SeeDesk, s.putAwayCall, false},
		{get, "/intake", identity.RegisterPaper, s.showIntake, false},
		{get, "/register/new", identity.RegisterPaper, s.newPaper, false},
		{post, "/register/new", identity.RegisterPaper, s.receivePaper, true},
		{get, "/complaints/:no/receipt", identity.RegisterPaper, s.showVisitorReceipt, false},
		{post, "/complaints/:no/receipt", identity.RegisterPaper, s.handOverCode, false},
		{get, "/complaints", identity.ReadComplaint, s.showComplaints, false},
		{get, "/complaints/:no", identity.ReadComplaint, s.showComplaint, false},
		{get, "/complaints/:no/register", identity.RegisterPaper, s.showRegister, false},
		{post, "/complaints/:no/register", identity.RegisterPaper, s.register, false},
		{post, "/complaints/:no/assign", identity.AssignRapporteur, s.assignRapporteur, false},
		{post, "/complaints/:no/appeal", identity.RegisterPaper, s.linkAppeal, false},
		{post, "/complaints/:no/link", identity.RegisterPaper, s.linkComplaint, false},
		{get, "/complaints/:no/documents", identity.ReadComplaint, s.showDocuments, false},
		{get, "/complaints/:no/files/:id", identity.ReadComplaint, s.download, false},
		{get, "/complaints/:no/deadlines", identity.ReadComplaint, s.showDeadlines, false},
		{get, "/complaints/:no/deadlines.json", identity.ReadComplaint, s.showDeadlinesJSON, false},
		{get, "/complaints/:no/term", identity.MoveTerm, s.showTerm, false},
		{post, "/complaints/:no/extend", identity.MoveTerm, s.extendTerm, false},
		{post, "/complaints/:no/suspend", identity.MoveTerm, s.suspendComplaint, false},
		{post, "/complaints/:no/resume", identity.MoveTerm, s.resumeComplaint, false},
		{get, "/complaints/:no/letter", identity.ReadLetter, s.showLetter, false},
		{post, "/complaints/:no/letter", identity.ReadLetter, s.sendLetter, false},
		{post, "/complaints/:no/reroute", identity.Reroute, s.reroute, false},
		{post, "/complaints/:no/shelve", identity.SignLetter, s.shelve, false},
		{post, "/complaints/:no/nobody-accused", identity.TellAccused, s.nobodyToTell, false},
		{get, "/complaints/:no/inquiries", identity.ReadComplaint, s.showInquiries, false},
		{get, "/complaints/:no/inquiries/new", identity.PrepareInquiry, s.newInquiry, false},
		{post, "/complaints/:no/inquiries/new", identity.PrepareInquiry, s.prepareInquiry, false},
		{get, "/complaints/:no/inquiries/:inquiry", identity.ReadComplaint, s.showInquiry, false},
		{post, "/complaints/:no/inquiries/:inquiry/sign", identity.SignInquiry, s.signInquiry, false},
		{post, "/complaints/:no/inquiries/:inquiry/set-aside", identity.PrepareInquiry, s.setInquiryAside, false},
		{post, "/complaints/:no/inquiries/:inquiry/reached", identity.PrepareInquiry, s.reachInquiry, false},
		{post, "/complaints/:no/inquiries/:inquiry/answer", identity.PrepareInquiry, s.hearInquiry, true},
		{post, "/complaints/:no/inquiries/:inquiry/silence", identity.PrepareInquiry, s.hearNothing, false},
		{get, "/complaints/:no/inquiries/:inquiry/files/:id", identity.ReadComplaint, s.answerFile, false},
		{get, "/complaints/:no/explanation", identity.PrepareInquiry, s.newExplanation, false},
		{post, "/complaints/:no/explanation", identity.PrepareInquiry, s.enterExplanation, true},
		{get, "/complaints/:no/sitting", identity.ReadComplaint, s.showSittingOf, false},
		{get, "/complaints/:no/letters", identity.ReadComplaint, s.showLetters, false},
		{post, "/complaints/:no/letters", identity.DeliverPaper, s.addressPaper, false},
		{get, "/complaints/:no/letters/:letter/files/:id", identity.ReadComplaint, s.slipFile, false},
		{get, "/complaints/:no/history", identity.ReadComplaint, s.showHistory, false},

		{get, "/reports/half-year", identity.SeeReports, s.showHalfYear, false},
		{get, "/reports/half-year.csv", identity.SeeReports, s.halfYearCSV, false},
		{get, "/reports/members", identity.SeeReports, s.showMembersReport, false},
		{get, "/reports/members.csv", identity.SeeReports, s.membersCSV, false},
		{get, "/control", identity.SeeRemand, s.listControl, false},
		{get, "/control/:remand", identity.SeeRemand, s.showRemand, false},
		{post, "/control/:remand/report", identity.ReportRemand, s.reportRemand, true},
		{post, "/control/:remand/check", identity.CheckRemand, s.checkRemand, false},
		{post, "/control/:remand/take-over", identity.TakeOver, s.takeOver, false},
		{get, "/control/:remand/files/:id", identity.SeeRemand, s.remandFile, false},
		{get, "/groups", identity.FormGroup, s.showGroups, false},
		{post, "/groups", identity.FormGroup, s.formGroup, false},
		{post, "/groups/end", identity.FormGroup, s.endGroup, false},
		{post, "/complaints/:no/group", identity.AssignRapporteur, s.giveToGroup, false},
		{get, "/complaints/:no/admission", identity.ReadComplaint, s.showAdmission, false},
		{post, "/complaints/:no/admission", identity.AdmitRole, s.admit, false},
		{post, "/complaints/:no/admission/ask", identity.AskAdmission, s.askAdmission, false},
		{post, "/complaints/:no/close", identity.CloseRetracted, s.closeRetracted, false},
		{post, "/complaints/:no/files/:id/withhold", identity.WithholdFile, s.withholdFile, false},
		{post, "/complaints/:no/files/:id/open", identity.WithholdFile, s.openFile, false},
		{get, "/complaints/:no/regime", identity.ChangeRegime, s.showRegime, false},
		{post, "/complaints/:no/regime", identity.ChangeRegime, s.previewRegime, false},
		{post, "/complaints/:no/regime/change", identity.ChangeRegime, s.changeRegime, false},

		{get, "/archive", identity.SeeArchive, s.showArchive, false},
		{get, "/complaints/:no/keep", identity.SeeArchive, s.showKeep, false},
		{post, "/complaints/:no/hold", identity.HoldPapers, s.holdPapers, false},
		{post, "/complaints/:no/release", identity.HoldPapers, s.releasePapers, false},

		{get, "/complaints/:no/publication", identity.PublishRuling, s.showPublication, false},
		{post, "/complaints/:no/publication", identity.PublishRuling, s.publish, false},
		{post, "/complaints/:no/publication/add", identity.PublishRuling, s.addRemoval, false},
		{post, "/complaints/:no/publication/keep", identity.PublishRuling, s.keepPhrase, false},
		{post, "/complaints/:no/publication/restore", identity.PublishRuling, s.restoreRemoval, false},
		{post, "/complaints/:no/publication/withdraw", identity.PublishRuling, s.withdrawPublication, false},

		{get, "/complaints/:no/draft", identity.ReadComplaint, s.draft, false},
		{post, "/complaints/:no/draft", identity.DraftRuling, s.saveDraft, false},
		{post, "/complaints/:no/draft/complete", identity.DraftRuling, s.completeDraft, false},
		{post, "/complaints/:no/draft/reopen", identity.DraftRuling, s.reopenDraft, false},
		{get, "/complaints/:no/draft/compare", identity.ReadComplaint, s.compareDrafts, false},
		{get, "/complaints/:no/draft/text.docx", identity.ReadComplaint, s.draftFile, false},
		{post, "/complaints/:no/draft/docx", identity.DraftRuling, s.bringDraftBack, true},
		{post, "/complaints/:no/draft/returned", identity.DraftRuling, s.takeDraftBack, false},
		{get, "/complaints/:no/draft/:version", identity.ReadComplaint, s.draftVersion, false},
		{post, "/complaints/:no/draft/comments", identity.DiscussDraft, s.commentDraft, false},
		{post, "/complaints/:no/draft/comments/:comment/answer", identity.DiscussDraft, s.answerComment, false},
		{post, "/complaints/:no/draft/comments/:comment/resolve", identity.DiscussDraft, s.resolveComment, false},
		{post, "/complaints/:no/draft/comments/:comment/reopen", identity.DiscussDraft, s.reopenComment, false},

		{get, "/sittings/manage", identity.ReadSitting, s.listSittings, false},
		{get, "/sittings/new", identity.ConveneSitting, s.newSitting, false},
		{post, "/sittings/new", identity.ConveneSitting, s.conveneSitting, false},
		{get, "/sittings/:n", identity.ReadSitting, s.agenda, false},
		{get, "/sittings/:n/change", identity.ConveneSitting, s.showChange, false},
		{post, "/sittings/:n/move", identity.ConveneSitting, s.moveSitting, false},
		{post, "/sittings/:n/cancel", identity.ConveneSitting, s.cancelSitting, false},
		{post, "/sittings/:n/video", identity.ConveneSitting, s.decideVideo, false},
		{get, "/sittings/:n/events", identity.ReadSitting, s.sittingEvents, false},
		{get, "/sittings/:n/hall", identity.ReadSitting, s.hall, false},
		{post, "/sittings/:n/items", identity.PrepareSitting, s.scheduleComplaint, false},
		{post, "/sittings/:n/items/:item/remove", identity.PrepareSitting, s.removeItem, false},
		{get, "/sittings/:n/question", identity.ReadSitting, s.newQuestion, false},
		{post, "/sittings/:n/questions", identity.PrepareSitting, s.proposeQuestion, false},
		{post, "/sittings/:n/demands", identity.DemandVote, s.demandVote, false},
		{post, "/sittings/:n/demands/higher", identity.EnterDemand, s.enterDemand, false},
		{post, "/sittings/:n/items/:item/withdraw", identity.DemandVote, s.withdrawDemand, false},
		{post, "/sittings/:n/items/:item/move", identity.PrepareSitting, s.moveItem, false},
		{post, "/sittings/:n/items/:item/plan", identity.PrepareSitting, s.planItem, false},
		{get, "/sittings/:n/items/:item/invitations", identity.ReadSitting, s.showInvitations, false},
		{post, "/sittings/:n/items/:item/invite", identity.PrepareSitting, s.inviteParty, false},
		{post, "/sittings/:n/items/:item/invitations/:invitation", identity.PrepareSitting, s.settleInvitation, false},
		{post, "/sittings/:n/items/:item/invitations/:invitation/strike", identity.PrepareSitting, s.strikeInvitation, false},
		{get, "/sittings/:n/attendance", identity.ReadSitting, s.attendance, false},
		{post, "/sittings/:n/attendance", identity.ConductSitting, s.recordAttendance, false},
		{post, "/sittings/:n/answer", identity.TellAbsence, s.answerSitting, false},
		{get, "/sittings/:n/notices", identity.ReadSitting, s.notices, false},
		{post, "/sittings/:n/notices", identity.PrepareSitting, s.enterNotice, false},
		{post, "/sittings/:n/notices/send", identity.PrepareSitting, s.sendNotices, false},
		{post, "/sittings/:n/notices/summon", identity.PrepareSitting, s.summonMembers, false},
		{post, "/sittings/:n/attendees", identity.ConductSitting, s.admitAttendee, false},
		{post, "/sittings/:n/attendees/:attendee/strike", identity.ConductSitting, s.strikeAttendee, false},
		{get, "/sittings/:n/conduct", identity.ReadSitting, s.conduct, false},
		{post, "/sittings/:n/open", identity.ConductSitting, s.openSitting, false},
		{post, "/sittings/:n/items/:item/report", identity.ConductSitting, s.reportItem, false},
		{post, "/sittings/:n/items/:item/vote", identity.ConductSitting, s.openVote, false},
		{post, "/sittings/:n/items/:item/part", identity.ConductSitting, s.openPart, false},
		{post, "/sittings/:n/items/:item/postpone", identity.ConductSitting, s.openPostponement, false},
		{post, "/sittings/:n/items/:item/return", identity.ConductSitting, s.openReturn, false},
		{post, "/sittings/:n/items/:item/secrecy", identity.ConductSitting, s.openSecrecy, false},
		{post, "/sittings/:n/items/:item/counting", identity.ConductSitting, s.openCounting, false},
		{post, "/sittings/:n/items/:item/ballot", identity.ConductSitting, s.enterProtocol, false},
		{get, "/sittings/:n/items/:item/amendments", identity.ReadSitting, s.showAmendments, false},
		{post, "/sittings/:n/items/:item/amendments", identity.ProposeAmendment, s.proposeAmendment, false},
		{post, "/sittings/:n/items/:item/amendments/:amendment/withdraw", identity.ProposeAmendment, s.withdrawAmendment, false},
		{post, "/sittings/:n/items/:item/amend", identity.ConductSitting, s.openAmendment, false},
		{post, "/sittings/:n/items/:item/votes", identity.ConductSitting, s.castVotes, false},
		{post, "/sittings/:n/items/:item/conclude", identity.ConductSitting, s.concludeVote, false},
		{get, "/sittings/:n/vote", identity.ReadSitting, s.showVote, false},
		{post, "/sittings/:n/items/:item/cast", identity.CastVote, s.castVote, false},
		{post, "/sittings/:n/items/:item/hands", identity.ConductSitting, s.countHands, false},
		{post, "/sittings/:n/items/:item/break", identity.ConductSitting, s.breakOff, false},
		{post, "/sittings/:n/left", identity.ConductSitting, s.memberLeft, false},
		{post, "/sittings/:n/items/:item/floor", identity.Speak, s.askFloor, false},
		{post, "/sittings/:n/items/:item/floor/enter", identity.ConductSitting, s.enterSpeaker, false},
		{post, "/sittings/:n/items/:item/floor/:speech/take-back", identity.Speak, s.takeBackFloor, false},
		{post, "/sittings/:n/items/:item/floor/:speech/give", identity.ConductSitting, s.giveFloor, false},
		{post, "/sittings/:n/items/:item/floor/:speech/pause", identity.ConductSitting, s.pauseSpeech, false},
		{post, "/sittings/:n/items/:item/floor/:speech/resume", identity.ConductSitting, s.resumeSpeech, false},
		{post, "/sittings/:n/items/:item/floor/:speech/end", identity.ConductSitting, s.endSpeech, false},
		{post, "/sittings/:n/items/:item/floor/:speech/withdraw", identity.ConductSitting, s.withdrawFloor, false},
		{post, "/sittings/:n/items/:item/floor/:speech/more", identity.ConductSitting, s.addMinutes, false},
		{post, "/sittings/:n/items/:item/suggestions", identity.Speak, s.suggest, false},
		{post, "/sittings/:n/items/:item/suggestions/enter", identity.ConductSitting, s.enterSuggestion, false},
		{post, "/sittings/:n/items/:item/suggestions/:speech/withdraw", identity.Speak, s.withdrawSuggestion, false},
		{post, "/sittings/:n/elections", identity.PrepareSitting, s.proposeElection, false},
		{post, "/sittings/:n/releases", identity.PrepareSitting, s.proposeRelease, false},
		{post, "/sittings/:n/items/:item/nominations", identity.Nominate, s.nominate, false},
		{post, "/sittings/:n/items/:item/nominations/:person/decline", identity.Nominate, s.decline, false},
		{post, "/sittings/:n/break", identity.ConductSitting, s.announceBreak, false},
		{post, "/sittings/:n/break/end", identity.ConductSitting, s.endBreak, false},
		{post, "/sittings/:n/adjourn", identity.ConductSitting, s.adjourn, false},
		{post, "/sittings/:n/continue", identity.ConductSitting, s.continueSitting, false},
		{post, "/sittings/:n/presiding", identity.ConductSitting, s.takeChair, false},
		{post, "/sittings/:n/presiding/gone", identity.ConductSitting, s.presidingGone, false},
		{post, "/sittings/:n/secretary", identity.ConductSitting, s.keepMinutes, false},
		{post, "/sittings/:n/close", identity.ConductSitting, s.closeSitting, false},
		{get, "/sittings/:n/minutes", identity.ReadSitting, s.minutes, false},
		{post, "/sittings/:n/minutes", identity.WriteMinutes, s.saveMinutes, false},
		{post, "/sittings/:n/minutes/print", identity.WriteMinutes, s.printMinutes, false},
		{post, "/sittings/:n/minutes/withdraw", identity.WriteMinutes, s.withdrawPaper, false},
		{get, "/sittings/:n/minutes/supplements", identity.ReadSitting, s.showSupplements, false},
		{post, "/sittings/:n/minutes/supplements", identity.WriteMinutes, s.addSupplement, false},

		{get, "/calendar", identity.FollowSittings, s.showFeed, false},
		{post, "/calendar/on", identity.FollowSittings, s.openFeed, false},
		{post, "/calendar/off", identity.FollowSittings, s.closeFeed, false},
		{get, "/calendar/:token", anyone, s.feed, false},

		{get, "/names", identity.ReadLetter, s.listNames, false},
		{post, "/names", identity.ReadLetter, s.correctName, false},
		{get, "/names/look", identity.ReadLetter, s.listNames, false}, // where the language was changed on it
		{post, "/names/look", identity.ReadLetter, s.lookName, false},

		{get, "/wording", identity.EditWording, s.listWordings, false},
		{get, "/wording/:kind", identity.EditWording, s.showWording, false},
		{post, "/wording/:kind", identity.EditWording, s.keepWording, false},
		{get, "/wording/:kind/look", identity.EditWording, s.showWording, false}, // where the language was changed on it
		{post, "/wording/:kind/look", identity.EditWording, s.lookWording, false},
		{post, "/wording/:kind/built-in", identity.EditWording, s.restoreWording, false},

		{get, "/petitions", identity.ReadSitting, s.listPetitions, false},
		{get, "/petitions/new", identity.DemandSitting, s.newPetition, false},
		{post, "/petitions/new", identity.DemandSitting, s.beginPetition, false},
		{get, "/petitions/:petition", identity.ReadSitting, s.showPetition, false},
		{post, "/petitions/:petition/sign", identity.DemandSitting, s.signPetition, false},
		{post, "/petitions/:petition/unsign", identity.DemandSitting, s.unsignPetition, false},

		{get, "/dissents", identity.ReadSitting, s.listDissents, false},
		{get, "/sittings/:n/items/:item/dissent", identity.ReadSitting, s.showDissent, false},
		{post, "/sittings/:n/items/:item/dissent", identity.GiveDissent, s.handInDissent, false},
		{post, "/sittings/:n/items/:item/dissent/withdraw", identity.GiveDissent, s.takeBackDissent, false},
		{post, "/sittings/:n/items/:item/dissent/told", identity.TellDissent, s.tellDissent, false},

		{get, "/sign", identity.SignPaper, s.signQueue, false},
		{get, "/sign/:paper", identity.SignPaper, s.showPaper, false},
		{post, "/sign/:paper", identity.SignPaper, s.signPaper, false},
		{get, "/sign/key", identity.SignPaper, s.showKey, false},
		{post, "/sign/key", identity.SignPaper, s.addKey, true},
		{post, "/sign/key/remove", identity.SignPaper, s.removeKey, false},
		{post, "/sign/:paper/key", identity.SignPaper, s.signByKey, false},
		{post, "/sign/:paper/file", identity.SignPaper, s.signByFile, true},
		{post, "/sign/:paper/take-back", identity.SignPaper, s.takeSignatureBack, false},
		{post, "/sign/:paper/send", identity.SignPaper, s.sendNow, false},
		{get, "/papers/:file", identity.ReadComplaint, s.paper, false},
		{get, "/sittings/:n/items/:item/extracts", identity.ReadSitting, s.showExtracts, false},
		{post, "/sittings/:n/items/:item/extracts", identity.TakeExtract, s.takeExtract, false},
		{get, "/sittings/:n/papers", identity.ReadSitting, s.showSheets, false},
		{post, "/sittings/:n/papers", identity.PrintSheet, s.printOfSitting, false},
		{post, "/complaints/:no/papers", identity.PrintSheet, s.printOfComplaint, false},
		{get, "/sheets/:sheet", identity.ReadSitting, s.sheet, false},
		{get, "/deliver", identity.DeliverPaper, s.deliver, false},
		{get, "/deliver/:letter", identity.DeliverPaper, s.showDelivery, false},
		{post, "/deliver/:letter", identity.DeliverPaper, s.handOver, true},
		{post, "/deliver/:letter/served", identity.DeliverPaper, s.serveLetter, true},
		{post, "/deliver/:letter/back", identity.DeliverPaper, s.returnLetter, false},
		{post, "/deliver/:letter/redirect", identity.DeliverPaper, s.redirectLetter, false},
		{get, "/received", identity.ReceivePaper, s.listReceived, false},
		{get, "/received/:letter", identity.ReceivePaper, s.showReceived, false},
		{post, "/received/:letter", identity.ReceivePaper, s.receiveLetter, false},
		{get, "/received/:letter/:file", identity.ReceivePaper, s.receivedFile, false},
	}
}

// formBytes is the most a form without files may weigh: the three parts of a draft
// at their full length, percent-encoded, fit in.
const formBytes = 2 << 20

// mount puts the routes into service, each behind its guard. What can be read can
// also be asked for with HEAD.
func (s *Server) mount(routes []route) {
	for _, r := range routes {
		guarded := s.allow(r)
		s.echo.Add(r.method, r.path, guarded)
		if r.method == http.MethodGet {
			s.echo.HEAD(r.path, guarded)
			s.serves[r.path] = true
		}
	}
}

// allow lets through whom the table lets do the act. It is a courtesy: the act
// itself refuses the wrong office again. Who has not signed in is asked to.
func (s *Server) allow(r route) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.recognise(c); err != nil {
			return err
		}
		v := visitOf(c.Request().Context())
		switch {
		case r.act == anyone || v.actor.May(r.act):
		case !v.signedIn():
			return s.askToSignIn(c, r)
		default:
			return v.actor.Must(r.act, "")
		}
		if !r.bulk {
			c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, formBytes)
		}
		return r.handle(c)
	}
}
