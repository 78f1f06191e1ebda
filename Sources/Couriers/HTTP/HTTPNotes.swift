/// Takes one POST down as far as a transcript may show it: no query, no signature, no message's text.
///
/// Belongs to its exchange, so to the engine's queue.
struct HTTPNotes {
    /// Headers of ours that give something away, in lower case.
    private static let secretHeaders: Set<String> = ["webhook-signature", "authorization", "cookie"]
    /// Of an answer's body so much is looked at: `ReplyText.longest` characters and some to clean away.
    private static let keptBytes = 4096

    let transcript: Transcript
    /// What stands in place of the request's path and query.
    let shownTarget: String
    let redaction: Redaction
    /// What was sent of a request's head so far; it is shown whole.
    private var head: [UInt8] = []
    private var bodyBytes = 0
    private var isConnectionNoted = false

    init(transcript: Transcript, shownTarget: String, redaction: Redaction) {
        self.transcript = transcript
        self.shownTarget = shownTarget
        self.redaction = redaction
    }

    // MARK: the connection

    mutating func connected(to peer: String?, isKept: Bool) {
        guard !isConnectionNoted else { return }
        isConnectionNoted = true
        transcript.note(.note, "\(isKept ? "on the connection kept to" : "connected to") \(peer ?? "the server")")
    }

    func agreedOnTLS(_ agreement: String) {
        transcript.note(.note, agreement)
    }

    // MARK: what we said

    mutating func sent(head bytes: some Sequence<UInt8>) {
        head += bytes
        guard head.suffix(4).elementsEqual("\r\n\r\n".utf8) else { return }
        let lines = head.split(whereSeparator: { $0 == 0x0D || $0 == 0x0A })
        for (number, line) in lines.enumerated() {
            transcript.note(.us, number == 0 ? requestLine(line) : header(line))
        }
        head = []
        bodyBytes = 0
        // Another request of the same transfer goes over another connection.
        isConnectionNoted = false
    }

    mutating func sent(body count: Int, of all: Int) {
        bodyBytes += count
        if bodyBytes >= all { transcript.note(.us, "(\(bodyBytes) bytes)") }
    }

    private func requestLine(_ line: ArraySlice<UInt8>) -> String {
        let words = line.split(separator: 0x20)
        guard words.count == 3 else { return "[masked]" }
        return "\(ReplyText.clean(words[0])) \(shownTarget) \(ReplyText.clean(words[2]))"
    }

    private func header(_ line: ArraySlice<UInt8>) -> String {
        let name = String(decoding: line.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
        if Self.secretHeaders.contains(name.lowercased()) { return "\(name): [masked]" }
        return ReplyText.clean(redaction.clean(line))
    }

    // MARK: what they said

    func received(line: some Sequence<UInt8>) {
        let text = ReplyText.clean(redaction.clean(line))
        if !text.isEmpty { transcript.note(.them, text) }
    }

    func received(body: [UInt8]) {
        let text = ReplyText.clean(redaction.clean(body.prefix(Self.keptBytes)))
        if !text.isEmpty { transcript.note(.them, text) }
    }
}
