import Control
import DeliveryLog
import Foundation
import HTTPTypes
import Hummingbird
import Messages
import Reminders

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
    init(_ status: HTTPResponse.Status, _ text: RefusalText, _ language: Language) {
        self.status = status
        answer = ErrorAnswer(error: text.message, hint: text.hint, language: language)
    }

    /// What a verb threw, as an answer: a refusal in the office's words. nil: nothing that a caller should be told.
    init?(_ error: any Error, in words: RefusalWords) {
        switch error {
        case let failure as ControlFailure: self = failure
        case let refusal as ActRefusal: self.init(refusal.status, words.text(refusal), words.language)
        case let refusal as RequestRefusal: self.init(refusal.status, words.text(refusal), words.language)
        case let unknown as UnknownDigest: self.init(.notFound, words.text(unknown), words.language)
        case let missing as DeliveryMissing: self.init(RequestRefusal.unknownDelivery(missing.id), in: words)
        case let refusal as TrialRefusal:
            switch refusal {
            case .noChannel(let name): self.init(ActRefusal.channelGone(name), in: words)
            case .nobody: self.init(RequestRefusal.officeWithoutMailbox, in: words)
            case .noMailbox(let name): self.init(RequestRefusal.takesNoAddress(channel: name), in: words)
            }
        case let failure as LedgerFailure:
            switch failure {
            case .retryable(let name): self.init(RequestRefusal.notOnDiskYet(name), in: words)
            case .fatal(let name): self.init(RequestRefusal.notOnDisk(name), in: words)
            }
        // A template's fault, in the words in which `check` tells the administrator of it.
        case let error as CompositionError:
            self.init(.badRequest, error.description.split(separator: "\n").first.map(String.init) ?? "")
        default: return nil
        }
    }
}

extension ActRefusal {
    var status: HTTPResponse.Status {
        switch self {
        case .unknownList, .unknownMilestone, .unknownUnit, .channelGone: .notFound
        case .noReport(let duty): duty == nil ? .notFound : .conflict
        case .inFuture, .dateMissing, .silenceOver, .unitMissing: .badRequest
        case .notAccepted, .alreadyAccepted, .alreadyClosed, .ambiguousMilestone, .notResponsible, .notToBeRetried,
            .notAcceptedYet, .clockInDoubt, .notLater, .notYetDue, .settled, .notRequested, .nothingToRelease,
            .nothingToUndo:
            .conflict
        }
    }
}

extension RequestRefusal {
    var status: HTTPResponse.Status {
        switch self {
        case .unknownDelivery, .namesNoDelivery: .notFound
        case .noDate, .takesNoAddress: .badRequest
        case .nobodyGetsDigest, .officeWithoutMailbox: .conflict
        case .notOnDiskYet, .notOnDisk, .notReadable: .serviceUnavailable
        }
    }
}
