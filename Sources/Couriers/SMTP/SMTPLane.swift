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
    private let proof: ServerProof
    private let queue: DispatchQueue

    /// Nil before the first mail and after any end that left the connection in doubt.
    private var connection: SMTPConnection?
    /// Made with the first connection.
    private var sessions: TLSSessions?
    /// Counts mails, so that an idle check can tell whether one came since.
    private var mails = 0
    private var idleCheckIsSet = false

    init(route: SMTPRoute, timeouts: SMTPTimeouts, stop: StopFlag, proof: ServerProof, number: Int) {
        self.route = route
        self.timeouts = timeouts
        self.stop = stop
        self.proof = proof
        queue = DispatchQueue(label: "deadlined.smtp.\(route.channel).\(number)")
    }

    /// Sends the mail when those before it are done; `ended` is called on the lane's queue.
    func carry(_ parcel: Parcel, notes: Transcript?, ended: @escaping @Sendable (TransferEnd) -> Void) {
        queue.async { ended(self.send(parcel, notes)) }
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

    private func send(_ parcel: Parcel, _ notes: Transcript?) -> TransferEnd {
        mails += 1
        let first = attempt(parcel, notes)
        var end = first.end
        // A kept connection that fails before the body says nothing but that it was stale: RFC 5321 3.8 lets a
        // server leave at any time. A fresh one tells the truth.
        if first.wasKept, !first.bodyBegan, end.verdict == .channelDown || end.reply == nil, !stop.isRaised {
            dropConnection(politely: false)
            notes?.note(.note, "the kept connection failed (\(end.reason)): again over a fresh one")
            end = attempt(parcel, notes).end
        }
        notes?.note(end)
        scheduleIdleCheck()
        return end
    }

    private struct Attempt {
        var end: TransferEnd
        var wasKept = false
        var bodyBegan = false
    }

    private func attempt(_ parcel: Parcel, _ notes: Transcript?) -> Attempt {
        guard !stop.isRaised else { return Attempt(end: TransferEnd(.channelDown, reason: "closed")) }
        do {
            let sender = route.settings.bounces.sender(messageID: parcel.messageID)
            let demands = SMTPDemands(
                startTLS: route.settings.security == .starttls, login: route.settings.login != nil,
                smtpUTF8: Envelope.needsSMTPUTF8(parcel, sender: sender))
            // A kept connection whose EHLO lacks what this mail needs is asked again from the start.
            if demands.smtpUTF8, connection?.facts.offers("SMTPUTF8") == false { dropConnection(politely: true) }
            let connection: SMTPConnection
            if let kept = self.connection {
                connection = kept
            } else {
                connection = try makeConnection()
                self.connection = connection
            }
            let ending = connection.transfer(
                parcel.bytes, from: sender, to: parcel.to, demands: demands, notes: notes)
            return conclude(ending, connection, sender: sender)
        } catch {
            dropConnection(politely: false)
            return Attempt(end: TransferEnd(.channelDown, reason: TransportFault.setup.rawValue))
        }
    }

    private func conclude(_ ending: SMTPConnection.Ending, _ connection: SMTPConnection, sender: String) -> Attempt {
        let dialogue = ending.dialogue
        if dialogue.phase >= .data { proof.give() }
        let isOurs = !Envelope.isASCII(sender)
        var outcome = SMTPOutcome(curl: ending.curl, reply: dialogue.reply, phase: dialogue.phase)
        if !proof.isGiven { outcome.circumstances.insert(.unproven) }
        if dialogue.demands.smtpUTF8, !isOurs { outcome.circumstances.insert(.international) }
        var (verdict, reason) = SMTPVerdicts.verdict(outcome)
        if ending.curl != CURLE_OK, let objection = dialogue.objection {
            reason = objection.rawValue
            switch objection {
            case .authNotOffered: verdict = .channelDown
            // An address the server cannot take is the delivery's, unless it is our own.
            case .utf8NotOffered: verdict = isOurs ? .channelDown : .refused
            case .endlessReply: break
            }
        } else if stop.isRaised, ending.curl == CURLE_ABORTED_BY_CALLBACK || ending.curl == CURLE_WRITE_ERROR {
            reason = "closed"
            verdict = dialogue.phase == .body ? .unknown : .channelDown
        }
        let end = TransferEnd(
            verdict, reason: reason, code: outcome.reply?.code, reply: outcome.reply?.text, peer: ending.peer,
            tls: dialogue.facts.tlsVersion)
        connection.isKept = SMTPVerdicts.keepsConnection(outcome)
        if !connection.isKept { dropConnection(politely: false) }
        return Attempt(end: end, wasKept: ending.wasKept, bodyBegan: dialogue.phase == .body)
    }

    private func makeConnection() throws(CurlFault) -> SMTPConnection {
        let sessions: TLSSessions
        if let made = self.sessions {
            sessions = made
        } else {
            sessions = try TLSSessions()
            self.sessions = sessions
        }
        return try SMTPConnection(route: route, timeouts: timeouts, sessions: sessions, stop: stop)
    }

    private func dropConnection(politely: Bool) {
        connection?.shut(politely: politely)
        connection = nil
    }

    /// An unused connection is given back with a QUIT before the server ends it with a 421.
    private func scheduleIdleCheck() {
        // One timer a lane, not one a mail.
        guard connection?.isKept == true, !idleCheckIsSet else { return }
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
