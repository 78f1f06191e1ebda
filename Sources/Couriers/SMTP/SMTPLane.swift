import CLibcurl
import Dispatch
import Reminders
import Settings

/// One connection to a channel's server: a serial queue, an easy handle, one mail at a time.
///
/// libcurl blocks the thread while it waits for SMTP's last replies, also under multi; here it is the lane's own
/// thread, and a hung server holds up one lane. Guard of everything mutable: `queue`.
final class SMTPLane: @unchecked Sendable {
    private let route: SMTPRoute
    private let timeouts: SMTPTimeouts
    private let stop: StopFlag
    private let queue: DispatchQueue

    /// Nil before the first mail and after any end that left the connection in doubt.
    private var handle: EasyHandle?
    private var facts = SMTPConnectionFacts()
    /// Whether libcurl holds a connection that a mail ended well on.
    private var keepsConnection = false
    /// Counts mails, so that an idle check can tell whether one came since.
    private var mails = 0
    private var idleCheckIsSet = false

    init(route: SMTPRoute, timeouts: SMTPTimeouts, stop: StopFlag, number: Int) {
        self.route = route
        self.timeouts = timeouts
        self.stop = stop
        queue = DispatchQueue(label: "deadlined.smtp.\(route.channel).\(number)")
    }

    /// Sends the mail when those before it are done; `ended` is called on the lane's queue.
    func carry(_ parcel: Parcel, ended: @escaping @Sendable (TransferEnd) -> Void) {
        queue.async { ended(self.send(parcel)) }
    }

    /// Drops the connection; returns when the mail under way has ended.
    func close() async {
        await withCheckedContinuation { continuation in
            queue.async {
                self.dropConnection(politely: true)
                continuation.resume()
            }
        }
    }

    // MARK: on the queue

    private func send(_ parcel: Parcel) -> TransferEnd {
        mails += 1
        let first = attempt(parcel)
        var end = first.end
        // A kept connection that fails before the body says nothing but that it was stale: RFC 5321 3.8 lets a
        // server leave at any time. A fresh one tells the truth.
        if first.wasKept, !first.bodyBegan, end.verdict == .channelDown || end.reply == nil, !stop.isRaised {
            dropConnection(politely: false)
            end = attempt(parcel).end
        }
        scheduleIdleCheck()
        return end
    }

    private struct Attempt {
        var end: TransferEnd
        var wasKept = false
        var bodyBegan = false
    }

    private func attempt(_ parcel: Parcel) -> Attempt {
        guard !stop.isRaised else { return Attempt(end: TransferEnd(.channelDown, reason: "closed")) }
        do {
            let demands = SMTPDemands(
                startTLS: route.settings.security == .starttls, login: route.settings.login != nil,
                smtpUTF8: Envelope.needsSMTPUTF8(parcel))
            // A kept connection whose EHLO lacks what this mail needs is asked again from the start.
            if keepsConnection, demands.smtpUTF8, !facts.offers("SMTPUTF8") { dropConnection(politely: true) }
            let handle = try handle ?? makeHandle()
            self.handle = handle
            let exchange = SMTPExchange(
                dialogue: SMTPDialogue(demands: demands, facts: facts), body: parcel.bytes, timeouts: timeouts,
                stop: stop, handle: handle)
            try handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, timeouts.reply)
            try handle.set(CURLOPT_MAIL_FROM, parcel.envelopeSender)
            try handle.set(CURLOPT_MAIL_RCPT, list: [parcel.to])
            try handle.setLarge(CURLOPT_INFILESIZE_LARGE, Int64(Envelope.wireSize(parcel.bytes)))
            try exchange.attach()
            let code = withExtendedLifetime(exchange) { curl_easy_perform(handle.raw) }
            try exchange.detach()
            return conclude(exchange.dialogue, code: code, handle: handle)
        } catch {
            dropConnection(politely: false)
            return Attempt(end: TransferEnd(.channelDown, reason: TransportFault.setup.rawValue))
        }
    }

    private func conclude(_ dialogue: SMTPDialogue, code: CURLcode, handle: EasyHandle) -> Attempt {
        let wasKept = keepsConnection && handle.number(CURLINFO_NUM_CONNECTS) == 0
        let reply = dialogue.reply
        var (verdict, reason) = SMTPVerdicts.verdict(curl: code, reply: reply?.code, phase: dialogue.phase)
        if code != CURLE_OK, let objection = dialogue.objection {
            reason = objection.rawValue
            // No login is the channel's fault; an address the server cannot take is the delivery's.
            verdict = objection == .authNotOffered ? .channelDown : .refused
        } else if stop.isRaised, code == CURLE_ABORTED_BY_CALLBACK || code == CURLE_WRITE_ERROR {
            reason = "closed"
            verdict = dialogue.phase == .body ? .unknown : .channelDown
        }
        let end = TransferEnd(
            verdict, reason: reason, code: reply?.code, reply: reply?.text, peer: handle.peer,
            tls: dialogue.facts.tlsVersion)
        facts = dialogue.facts
        keepsConnection = SMTPVerdicts.keepsConnection(curl: code, reply: reply?.code, phase: dialogue.phase)
        if !keepsConnection { dropConnection(politely: false) }
        return Attempt(end: end, wasKept: wasKept, bodyBegan: dialogue.phase == .body)
    }

    private func makeHandle() throws(CurlFault) -> EasyHandle {
        facts = SMTPConnectionFacts()
        keepsConnection = false
        let handle = try EasyHandle()
        try route.configure(handle, timeouts: timeouts)
        return handle
    }

    private func dropConnection(politely: Bool) {
        handle?.shutConnection(politely: politely)
        handle = nil
        keepsConnection = false
        facts = SMTPConnectionFacts()
    }

    /// An unused connection is given back with a QUIT before the server ends it with a 421.
    private func scheduleIdleCheck() {
        // One timer a lane, not one a mail.
        guard keepsConnection, !idleCheckIsSet else { return }
        idleCheckIsSet = true
        let seen = mails
        queue.asyncAfter(deadline: .now() + .seconds(timeouts.idle)) { [weak self] in
            guard let self else { return }
            self.idleCheckIsSet = false
            if self.mails == seen {
                self.dropConnection(politely: true)
            } else {
                self.scheduleIdleCheck()
            }
        }
    }
}
