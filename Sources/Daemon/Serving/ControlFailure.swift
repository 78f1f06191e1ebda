import Control
import DeliveryLog
import Foundation
import HTTPTypes
import Hummingbird
import Reminders
import WorkLists

/// An answer that says what went wrong and what to do.
struct ControlFailure: HTTPResponseError {
    var status: HTTPResponse.Status
    var answer: ErrorAnswer

    init(_ status: HTTPResponse.Status, _ error: String, hint: String? = nil) {
        self.status = status
        answer = ErrorAnswer(error: error, hint: hint)
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        let body = try JSONEncoder().encode(answer)
        return Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension ControlFailure {
    init(_ refusal: ActRefusal) {
        switch refusal {
        case .unknownList(let list):
            self.init(.notFound, "no list is called \(list)", hint: "`deadlinectl status` names the lists")
        case .notAccepted(let list):
            self.init(.conflict, "list \(list) is not accepted", hint: "deadlinectl list accept \(list)")
        case .alreadyAccepted(let list):
            self.init(.conflict, "list \(list) is accepted already")
        case .alreadyClosed(let list):
            self.init(.conflict, "list \(list) is closed already")
        case .unknownMilestone(let text, let likely):
            self.init(
                .notFound, "no open list has a milestone \(text)", hint: likely.map { "did you mean \($0)?" })
        case .ambiguousMilestone(let text, let lists):
            self.init(
                .conflict, "\(text) is in more than one open list: \(lists.joined(separator: ", "))",
                hint: "name it as \(lists.first ?? ""):\(text)")
        case .unknownUnit(let text, let likely):
            self.init(
                .notFound, text.isEmpty ? "a unit must be named" : "no unit is called \(text)",
                hint: likely.map { "did you mean \($0)?" } ?? "use --unit with the unit's id or name")
        case .inFuture(let date):
            self.init(.badRequest, "\(date) is still to come", hint: "--on is the day it was done, not a plan")
        case .notResponsible(let unit, let milestone, let responsible):
            self.init(
                .conflict, "\(unit) has no share in \(milestone)",
                hint: "responsible: \(responsible.map(\.rawValue).joined(separator: ", "))")
        case .notToBeRetried(let id, let state):
            self.init(
                .conflict, "delivery \(id) is \(state.rawValue): there is nothing to try again",
                hint: "`deadlinectl log --state given-up` lists what can be")
        case .notAcceptedYet(let id, let state):
            self.init(.conflict, "delivery \(id) is \(state.rawValue): no server took it, so it cannot have come back")
        case .channelGone(let name):
            self.init(.notFound, "no channel is called \(name)", hint: "deadlined.yaml names them under `channels:`")
        case .clockInDoubt:
            self.init(
                .conflict, "the machine's clock is in doubt: nothing can be dated by it",
                hint: "`deadlinectl status` says why; set the clock, or say `deadlinectl resume` if it is right")
        case .noReport(let duty):
            self.init(
                duty == nil ? .notFound : .conflict,
                duty.map { "\($0) asks for no report" } ?? "no accepted list has a duty that asks for a report",
                hint: "such a duty is sent to somebody by a day: 报市政府督查室")
        case .dateMissing(let kind):
            self.init(
                .badRequest, kind == .silenced ? "a silence needs its last day" : "an extension needs the new deadline",
                hint: "say it with --until")
        case .notLater(let date, let present, let today):
            self.init(
                .conflict,
                date < today ? "\(date) is past" : "\(date) is no later than the present deadline, \(present)",
                hint: "an earlier deadline is an edit of the list, which `deadlinectl reload` takes up")
        case .silenceOver(let date):
            self.init(.badRequest, "\(date) is past", hint: "--until is the silence's last day, today at the earliest")
        case .notYetDue(let milestone, let deadline):
            self.init(.conflict, "\(milestone) is due \(deadline), which is not past", hint: "only then can it be late")
        case .settled(let milestone, let unit, let state):
            self.init(
                .conflict, "\(milestone) of \(unit) is \(state.rawValue)",
                hint: "to take it up again: deadlinectl reopen \(milestone) --unit \(unit)")
        case .notRequested(let milestone, let unit):
            self.init(.conflict, "no extension of \(milestone) was asked for by \(unit)")
        case .nothingToRelease(let milestone, let unit):
            self.init(
                .conflict, "no step of the escalation of \(milestone) for \(unit) is to come",
                hint: "`deadlinectl history \(milestone)` shows what became of them")
        case .nothingToUndo(let milestone):
            self.init(
                .conflict, "nothing that was recorded of \(milestone) alone is left to undo",
                hint: "`deadlinectl history \(milestone)` shows what was")
        case .unitMissing(let milestone, let responsible):
            self.init(
                .badRequest, "\(milestone) is shared by \(responsible.count) units",
                hint: "name one with --unit (\(responsible.map(\.rawValue).joined(separator: ", "))) or say --all-units"
            )
        }
    }

    init(_ failure: LedgerFailure) {
        switch failure {
        case .retryable(let name):
            self.init(
                .serviceUnavailable, "not on disk yet: \(name)",
                hint: "it is kept only while the daemon runs, and written as soon as the ledger can be: "
                    + "look at the disk before you stop it")
        case .fatal(let name):
            self.init(
                .serviceUnavailable, "not on disk: \(name)",
                hint: "the daemon ends: look at the disk, start it, and ask again")
        }
    }
}
