import CLibcurl

/// One easy handle with its callbacks, and what is known of the connection that libcurl keeps in it.
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
    private(set) var facts = SMTPConnectionFacts()
    /// Whether a mail ended well on the connection, and the next may go over it.
    var isKept = false
    private var lastSender: String?

    init(route: SMTPRoute, timeouts: SMTPTimeouts, sessions: TLSSessions, stop: StopFlag) throws(CurlFault) {
        self.timeouts = timeouts
        handle = try EasyHandle()
        try route.configure(handle, timeouts: timeouts)
        try handle.share(sessions)
        exchange = SMTPExchange(timeouts: timeouts, redaction: route.redaction, stop: stop, handle: handle)
        try exchange.attach()
    }

    deinit {
        // libcurl says QUIT when the handle ends, and tells the callbacks.
        try? exchange.detach()
    }

    /// Sends one mail; blocks until it has ended.
    func transfer(
        _ bytes: [UInt8], from sender: String, to recipient: String, demands: SMTPDemands, notes: Transcript?
    ) throws(CurlFault) -> Ending {
        exchange.begin(SMTPDialogue(demands: demands, facts: facts), body: bytes, notes: notes)
        // Both were changed on the way to the last mail's end.
        try handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, timeouts.reply)
        try handle.set(CURLOPT_LOW_SPEED_TIME, timeouts.stall)
        if sender != lastSender {
            try handle.set(CURLOPT_MAIL_FROM, sender)
            lastSender = sender
        }
        try handle.set(CURLOPT_MAIL_RCPT, list: [recipient])
        try handle.setLarge(CURLOPT_INFILESIZE_LARGE, Int64(Envelope.wireSize(bytes)))
        let code = curl_easy_perform(handle.raw)
        let dialogue = exchange.end()
        facts = dialogue.facts
        let wasKept = isKept && handle.number(CURLINFO_NUM_CONNECTS) == 0
        return Ending(curl: code, dialogue: dialogue, wasKept: wasKept, peer: handle.peer)
    }

    /// Cuts the connection before the handle ends; see `EasyHandle.shutConnection`.
    func shut(politely: Bool) {
        handle.shutConnection(politely: politely)
    }
}
