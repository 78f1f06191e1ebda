import CLibcurl

/// One easy handle with its callbacks, and the connection that libcurl opens in it: name lookup, TLS, greeting, EHLO,
/// STARTTLS and login are libcurl's, the mails' own commands are `SMTPTransaction`'s.
///
/// Not Sendable: it belongs to its lane's queue.
final class SMTPConnection {
    /// How a transfer ended, with nothing read into it.
    struct Ending {
        var curl: CURLcode
        var dialogue: SMTPDialogue
        /// The mail went over a connection that had carried one before.
        var wasKept: Bool
        var peer: String?
    }

    private let handle: EasyHandle
    private let exchange: SMTPExchange
    private let timeouts: SMTPTimeouts
    private let stop: StopFlag
    private(set) var facts = SMTPConnectionFacts()
    /// Whether a mail ended well on the connection, and the next may go over it.
    var isKept = false
    /// Nil until libcurl has opened the connection.
    private var wire: SMTPWire?
    private var peer: String?

    init(route: SMTPRoute, timeouts: SMTPTimeouts, sessions: TLSSessions, stop: StopFlag) throws(CurlFault) {
        self.timeouts = timeouts
        self.stop = stop
        handle = try EasyHandle()
        try route.configure(handle, timeouts: timeouts)
        try handle.share(sessions)
        exchange = SMTPExchange(redaction: route.redaction, stop: stop, handle: handle)
        try exchange.attach()
    }

    deinit {
        try? exchange.detach()
    }

    /// Sends one mail; blocks until it has ended.
    func transfer(
        _ bytes: [UInt8], from sender: String, to recipient: String, demands: SMTPDemands, notes: Transcript?
    ) -> Ending {
        exchange.begin(SMTPDialogue(demands: demands, facts: facts), notes: notes)
        let wasKept = isKept
        var code = CURLE_OK
        do {
            let wire = try openWire()
            wire.begin(seconds: timeouts.total)
            try SMTPTransaction(
                body: bytes, sender: sender, recipient: recipient, timeouts: timeouts, exchange: exchange, wire: wire
            ).run()
        } catch {
            code = error.code
        }
        let dialogue = exchange.end()
        facts = dialogue.facts
        return Ending(curl: code, dialogue: dialogue, wasKept: wasKept, peer: peer ?? handle.peer)
    }

    /// Up to the login libcurl has the word; a connection that is kept must have been silent since.
    private func openWire() throws(CurlFault) -> SMTPWire {
        if let wire {
            exchange.noteConnection("on the connection kept to")
            guard wire.isQuiet else { throw CurlFault(code: CURLE_RECV_ERROR) }
            return wire
        }
        let code = curl_easy_perform(handle.raw)
        guard code == CURLE_OK else { throw CurlFault(code: code) }
        let wire = try SMTPWire(handle, stop: stop)
        self.wire = wire
        peer = handle.peer
        return wire
    }

    /// Cuts the connection before the handle ends, `politely` with a QUIT, whose reply decides nothing and is not
    /// waited for.
    func shut(politely: Bool) {
        if politely { try? wire?.send(Array("QUIT\r\n".utf8), stall: 0) }
        handle.shutConnection()
    }
}
