import Glibc

/// Why a verb could not do what it was asked: printed as `error: …` and `hint: …`, never as a trace.
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

    init(_ message: String, hint: String? = nil, status: Status = .refused) {
        self.message = message
        self.hint = hint
        self.status = status
    }

    var description: String {
        let hint = hint.map { "\nhint: \(PlainLine.of($0))" } ?? ""
        return "error: \(PlainLine.of(message))\(hint)"
    }

    /// What `errno` says, as the end of a sentence.
    static func reason(_ code: Int32) -> String {
        let text = String(cString: strerror(code))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
