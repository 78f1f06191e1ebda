import CLibcurl

/// What is said and heard on a connection, mail after mail: by libcurl's callbacks while it opens the connection, then
/// by the mail's own transaction. Lives as long as its handle, on the lane's queue.
final class SMTPExchange {
    private(set) var dialogue: SMTPDialogue
    private var notes: Transcript?
    private let redaction: Redaction
    private let stop: StopFlag
    private unowned let handle: EasyHandle

    init(redaction: Redaction, stop: StopFlag, handle: EasyHandle) {
        dialogue = SMTPDialogue(
            demands: SMTPDemands(startTLS: false, login: false, smtpUTF8: false), facts: SMTPConnectionFacts())
        self.redaction = redaction
        self.stop = stop
        self.handle = handle
    }

    private static func at(_ pointer: UnsafeMutableRawPointer?) -> SMTPExchange? {
        pointer.map { Unmanaged<SMTPExchange>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Callbacks that find their exchange through the pointer set by `attach`, and do nothing without one.
    static func installCallbacks(on handle: EasyHandle) throws(CurlFault) {
        try handle.onHeader { buffer, size, count, pointer in
            guard let exchange = SMTPExchange.at(pointer) else { return size * count }
            // Any other number than the one offered ends the transfer.
            return exchange.mayGoOn ? size * count : 0
        }
        // What little an SMTP transfer writes as a body is not printed.
        try handle.onBody { _, size, count, _ in size * count }
        try handle.onDebug { _, kind, bytes, count, pointer in
            guard let exchange = SMTPExchange.at(pointer), let bytes else { return 0 }
            exchange.saw(kind, UnsafeRawBufferPointer(start: bytes, count: count))
            return 0
        }
        try handle.onProgress { pointer, _, _, _, _ in
            SMTPExchange.at(pointer)?.stop.isRaised == true ? 1 : 0
        }
        try handle.set(CURLOPT_VERBOSE, true)
        try handle.set(CURLOPT_NOPROGRESS, false)
    }

    /// The callbacks come here until `detach`, which goes before this object.
    func attach() throws(CurlFault) {
        try Self.point(handle, at: Unmanaged.passUnretained(self).toOpaque())
    }

    func detach() throws(CurlFault) {
        try Self.point(handle, at: nil)
    }

    private static func point(_ handle: EasyHandle, at pointer: UnsafeMutableRawPointer?) throws(CurlFault) {
        for option in [CURLOPT_HEADERDATA, CURLOPT_DEBUGDATA, CURLOPT_XFERINFODATA] {
            try handle.set(option, pointer: pointer)
        }
    }

    /// A mail's turn begins.
    func begin(_ dialogue: SMTPDialogue, notes: Transcript?) {
        self.dialogue = dialogue
        self.notes = notes
    }

    /// Its turn is over.
    func end() -> SMTPDialogue {
        notes = nil
        return dialogue
    }

    /// Whether neither we nor the dialogue have a reason to stop.
    var mayGoOn: Bool { dialogue.objection == nil && !stop.isRaised }

    // MARK: from the transaction

    /// The command whose reply comes next.
    func saying(_ command: [UInt8]) { dialogue.sent(command) }

    /// The body's first byte goes out.
    func bodyBegins() { dialogue.bodyBegins() }

    func note(said command: [UInt8]) {
        if let notes { notes.note(.us, ReplyText.clean(command)) }
    }

    func note(bodyOf count: Int) { notes?.note(.us, "(\(count) bytes)") }

    /// A line that answers nothing any more.
    func note(overheard line: ArraySlice<UInt8>) {
        if let notes { notes.note(.them, ReplyText.clean(redaction.isNeeded ? redaction.clean(line) : Array(line))) }
    }

    // MARK: from the callbacks

    private func saw(_ kind: curl_infotype, _ bytes: UnsafeRawBufferPointer) {
        switch kind {
        case CURLINFO_HEADER_IN: heard(bytes)
        case CURLINFO_HEADER_OUT: said(bytes)
        case CURLINFO_TEXT:
            dialogue.noted(bytes)
            if let notes, let agreed = TLSNote.agreement(in: bytes) { notes.note(.note, agreed) }
        default: break
        }
    }

    /// A line of a reply.
    func heard(_ bytes: some RandomAccessCollection<UInt8>) {
        let isLogin = dialogue.phase == .login
        if dialogue.phase == .connecting { noteConnection("connected to") }
        // Refusals alone repeat what we said, and what follows a login is read once a connection.
        if redaction.isNeeded, isLogin || bytes.first.map({ $0 >= UInt8(ascii: "4") }) ?? false {
            let line = redaction.clean(bytes)
            dialogue.received(line)
            notes?.note(.them, Self.shown(reply: line, inLogin: isLogin))
        } else {
            dialogue.received(bytes)
            if let notes { notes.note(.them, ReplyText.clean(bytes)) }
        }
    }

    private func said(_ bytes: UnsafeRawBufferPointer) {
        if let notes { notes.note(.us, Self.shown(command: bytes, isAnswer: dialogue.answersLogin)) }
        dialogue.sent(bytes)
    }

    func noteConnection(_ how: String) {
        guard let notes else { return }
        notes.note(.note, "\(how) \(handle.peer ?? "the server")")
    }

    /// A login's challenge may hold what it asks for.
    private static func shown(reply line: [UInt8], inLogin: Bool) -> String {
        inLogin && line.starts(with: Array("334".utf8)) ? "334 [masked]" : ReplyText.clean(line)
    }

    /// Of AUTH the mechanism, of what answers a challenge nothing.
    private static func shown(command line: UnsafeRawBufferPointer, isAnswer: Bool) -> String {
        if isAnswer { return "[masked]" }
        guard SMTPVerb(of: line) == .auth else { return ReplyText.clean(line) }
        let words = line.split(maxSplits: 2) { $0 <= 0x20 }
        let start = words.prefix(2).map { ReplyText.clean($0) }.joined(separator: " ")
        return words.count > 2 ? start + " [masked]" : start
    }
}
