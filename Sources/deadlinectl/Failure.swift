import Glibc
import Reminders

/// Why a verb could not do what it was asked: printed as `error: …` and `hint: …`, or as `错误:…` and `提示:…`, never as a
/// trace.
struct Failure: Error, CustomStringConvertible, Equatable {
    /// What the shell sees; `deadlinectl --help` lists them.
    enum Status: Int32 {
        /// The request was refused, or the files have errors.
        case refused = 1
        /// It worked, and a person must look at something.
        case attention = 3
        /// Nobody answers at the socket: `EX_UNAVAILABLE` of sysexits.h.
        case noDaemon = 69
    }

    /// Lower case, no final period.
    var message: String
    var hint: String?
    var status: Status
    /// That of the words.
    var language: Language

    init(_ message: String, hint: String? = nil, status: Status = .refused, language: Language = .en) {
        self.message = message
        self.hint = hint
        self.status = status
        self.language = language
    }

    var description: String {
        let (error, advice) = language == .zh ? ("错误:", "提示:") : ("error: ", "hint: ")
        let hint = hint.map { "\n\(advice)\(PlainLine.of($0))" } ?? ""
        return "\(error)\(PlainLine.of(message))\(hint)"
    }

    /// What `errno` says, as the end of a sentence.
    static func reason(_ code: Int32) -> String {
        let text = String(cString: strerror(code))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
