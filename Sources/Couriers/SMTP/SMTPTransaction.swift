import CLibcurl

/// One mail's own commands over a connection that libcurl opened, from MAIL FROM to the reply to the final dot.
///
/// libcurl waits for each reply before the next command. Where the server offers PIPELINING (RFC 2920) MAIL, RCPT and
/// DATA go out together here: a mail takes two turns on the network where it took four. The body waits for DATA's 354
/// in any case.
struct SMTPTransaction {
    let body: [UInt8]
    let sender: String
    let recipient: String
    let timeouts: SMTPTimeouts
    let exchange: SMTPExchange
    let wire: SMTPWire

    private static let lineEnd = "\r\n"

    /// Sends the mail; `exchange` then knows how far it came and what was answered last.
    func run() throws(CurlFault) {
        let facts = exchange.dialogue.facts
        var mail = "MAIL FROM:<\(sender)>"
        if facts.offers("SIZE") { mail += " SIZE=\(body.count)" }
        if exchange.dialogue.demands.smtpUTF8 { mail += " SMTPUTF8" }
        let commands = [mail, "RCPT TO:<\(recipient)>", "DATA"].map { Array(($0 + Self.lineEnd).utf8) }
        let isPipelined = facts.offers("PIPELINING")
        for (number, command) in commands.enumerated() {
            exchange.saying(command)
            try goOn()
            if !isPipelined {
                try say([command])
            } else if number == 0 {
                try say(commands)
            }
            let code = try reply(within: timeouts.reply)
            let isTaken = number == 2 ? code == 354 : code / 100 == 2
            if !isTaken {
                leave(unanswered: isPipelined ? 2 - number : 0)
                throw CurlFault(code: CURLE_SEND_ERROR)
            }
        }
        exchange.bodyBegins()
        try wire.send(Envelope.stuffed(body), stall: timeouts.stall)
        exchange.note(bodyOf: body.count)
        // libcurl's own reading of the final reply; the table of verdicts takes any 2yz.
        if try reply(within: timeouts.final) != 250 { throw CurlFault(code: CURLE_WEIRD_SERVER_REPLY) }
    }

    private func say(_ commands: [[UInt8]]) throws(CurlFault) {
        for command in commands { exchange.note(said: command) }
        try wire.send(commands.count == 1 ? commands[0] : Array(commands.joined()), stall: timeouts.reply)
    }

    /// The code of the reply to what was said last.
    private func reply(within seconds: Int) throws(CurlFault) -> Int {
        let limit = SMTPWire.instant(in: seconds)
        while true {
            exchange.heard(try wire.line(until: limit))
            // An answer that has come counts, also where we are told to stop.
            if let code = exchange.dialogue.replyCode, exchange.dialogue.objection == nil { return code }
            try goOn()
        }
    }

    private func goOn() throws(CurlFault) {
        guard exchange.mayGoOn else { throw CurlFault(code: CURLE_ABORTED_BY_CALLBACK) }
    }

    /// After a refusal: what went out with the refused command is answered too. A server that asks for the body even
    /// so (RFC 2920 3.1) does not get one, and no dot that it could take for an empty mail: it is left there.
    private func leave(unanswered: Int) {
        let limit = SMTPWire.instant(in: timeouts.quit)
        for _ in 0..<unanswered {
            var line: ArraySlice<UInt8> = []
            repeat {
                guard let next = try? wire.line(until: limit) else { return }
                line = next
                exchange.note(overheard: line)
            } while line.dropFirst(3).first == UInt8(ascii: "-")
            if line.starts(with: Array("354".utf8)) { return }
        }
        try? say([Array("QUIT\r\n".utf8)])
    }
}
