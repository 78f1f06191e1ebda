import Testing

@testable import Couriers

@Suite("The dialogue's course")
struct SMTPDialogueTests {
    private func dialogue(
        startTLS: Bool = false, login: Bool = false, smtpUTF8: Bool = false,
        facts: SMTPConnectionFacts = SMTPConnectionFacts()
    ) -> SMTPDialogue {
        SMTPDialogue(demands: SMTPDemands(startTLS: startTLS, login: login, smtpUTF8: smtpUTF8), facts: facts)
    }

    /// `S:` is the server's line, `C:` ours.
    private func play(_ lines: [String], on dialogue: inout SMTPDialogue) {
        for line in lines {
            let text = Array((line.dropFirst(2) + "\r\n").utf8)
            if line.hasPrefix("S:") { dialogue.received(text) } else { dialogue.sent(text) }
        }
    }

    @Test("the reply is the last command's, not QUIT's and not an older one")
    func replies() {
        var one = dialogue()
        play(
            ["S:220 hi", "C:EHLO a", "S:250-b", "S:250 SIZE", "C:MAIL FROM:<a@b>", "S:250 ok", "C:RCPT TO:<c@d>"],
            on: &one)
        #expect(one.phase == .recipient)
        #expect(one.reply == nil)
        play(["S:550-5.1.1 no such", "S:550 5.1.1 user", "C:QUIT", "S:221 bye"], on: &one)
        #expect(one.reply?.code == 550)
        #expect(one.reply?.text == "550 5.1.1 no such 5.1.1 user")
        #expect(one.phase == .recipient)
    }

    @Test("a login that is not offered is objected to before MAIL, after STARTTLS only")
    func loginNotOffered() {
        var one = dialogue(startTLS: true, login: true)
        play(["S:220 hi", "C:EHLO a", "S:250-b", "S:250 STARTTLS"], on: &one)
        #expect(one.objection == nil)
        play(["C:STARTTLS", "S:220 go", "C:EHLO a", "S:250-b", "S:250 SIZE"], on: &one)
        #expect(one.objection == .authNotOffered)
    }

    @Test("offers made before STARTTLS count for nothing after it")
    func strippedOffers() {
        var one = dialogue(startTLS: true, login: true)
        play(["S:220 hi", "C:EHLO a", "S:250-AUTH PLAIN", "S:250 STARTTLS"], on: &one)
        play(["C:STARTTLS", "S:220 go", "C:EHLO a", "S:250 b"], on: &one)
        #expect(one.objection == .authNotOffered)
    }

    @Test("MAIL without a login that was demanded is objected to, whatever was offered")
    func mailWithoutLogin() {
        var one = dialogue(login: true)
        play(["S:220 hi", "C:EHLO a", "S:250-b", "S:250 AUTH PLAIN", "C:MAIL FROM:<a@b>"], on: &one)
        #expect(one.objection == .authNotOffered)
    }

    @Test("what is sent during a login is not read as a command")
    func credentialsAreNotCommands() {
        var one = dialogue(login: true)
        play(["S:220 hi", "C:EHLO a", "S:250-b", "S:250 AUTH PLAIN", "C:AUTH PLAIN", "S:334 ", "C:QUIT"], on: &one)
        #expect(!one.isQuitting)
        #expect(one.phase == .login)
        play(["S:235 welcome"], on: &one)
        #expect(one.facts.authenticated)
        #expect(one.objection == nil)
    }

    @Test("a greeting ends what was known of the connection before it")
    func freshConnection() {
        let known = SMTPConnectionFacts(
            capabilities: ["AUTH PLAIN"], authenticated: true, encrypted: true, tlsVersion: "TLSv1.3")
        var one = dialogue(login: true, facts: known)
        play(["C:MAIL FROM:<a@b>"], on: &one)
        #expect(one.objection == nil)
        var two = dialogue(login: true, facts: known)
        play(["S:220 hi", "C:EHLO a", "S:250 b"], on: &two)
        #expect(!two.facts.authenticated)
        #expect(two.facts.tlsVersion == nil)
        #expect(two.objection == .authNotOffered)
    }

    @Test("the TLS version is read from the transport's note")
    func tls() {
        var one = dialogue()
        one.noted(Array("SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384\n".utf8))
        #expect(one.facts.tlsVersion == "TLSv1.3")
        one.noted(Array("something else".utf8))
        #expect(one.facts.tlsVersion == "TLSv1.3")
    }

    @Test("a reply without end and without sense is bounded and survived")
    func endlessReply() {
        var one = dialogue()
        play(
            ["S:220 hi", "C:EHLO a"] + Array(repeating: "S:250-" + String(repeating: "x", count: 900), count: 500),
            on: &one)
        play(["S:", "S:25", "S:abc", "S:250 end"], on: &one)
        #expect(one.facts.capabilities.count <= 64)
        #expect(one.reply == nil)
        #expect(one.objection == .endlessReply)
    }

    @Test("a long reply below the bound counts, as much of it as a log holds")
    func longReply() {
        var one = dialogue()
        play(["S:220 hi", "C:EHLO a", "S:250 b", "C:MAIL FROM:<a@b>"], on: &one)
        play(Array(repeating: "S:550-5.1.8 " + String(repeating: "长", count: 100), count: 50), on: &one)
        #expect(one.reply == nil)
        play(["S:550 end"], on: &one)
        #expect(one.objection == nil)
        #expect(one.reply?.code == 550)
        #expect(one.reply?.status?.description == "5.1.8")
        #expect(one.reply?.text.count == ReplyText.longest)
    }
}

@Suite("What may go on the wire")
struct EnvelopeTests {
    @Test(
        "addresses with controls, white space, brackets or two @ are none",
        arguments: [
            "", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nRCPT TO:<x@y>", "a@b\n", "a@b\0", "<a@b>", "a@b>",
            "a\u{7f}@b", "a\u{85}@b", "a\u{2028}@b", "a\u{200b}@b", "\"a\"@b", "a,b@c", "a;b@c", "a\u{3000}@b",
            String(repeating: "a", count: 65) + "@b", "a@" + String(repeating: "b", count: 260),
        ])
    func refused(_ address: String) {
        #expect(!Envelope.accepts(address))
    }

    @Test(
        "plain and international addresses are accepted",
        arguments: ["liaison@huzhou.example", "a+b=c@d-e.f", "o'neil@b.c", "督查室@湖州.example"])
    func accepted(_ address: String) {
        #expect(Envelope.accepts(address))
    }

    @Test("line ends are CRLF throughout")
    func lineEnds() {
        func clean(_ text: String) -> Bool { Envelope.hasCleanLineEnds(Array(text.utf8)) }
        #expect(clean("a\r\nb\r\n"))
        #expect(clean("no end"))
        #expect(!clean("a\nb"))
        #expect(!clean("a\rb"))
        #expect(!clean("\n"))
        #expect(!clean("a\r"))
        #expect(!clean("a\r\r\n"))
        #expect(!clean("a\0b"))
    }

    @Test("on the wire a dot that begins a line is doubled, and a dot alone ends the body")
    func stuffing() {
        func stuffed(_ text: String) -> String { String(decoding: Envelope.stuffed(Array(text.utf8)), as: UTF8.self) }
        #expect(stuffed("a\r\nb.\r\n") == "a\r\nb.\r\n.\r\n")
        #expect(stuffed(".a\r\n..\r\n.\r\nb.\r\n") == "..a\r\n...\r\n..\r\nb.\r\n.\r\n")
        #expect(stuffed("a\r\n.") == "a\r\n..\r\n.\r\n")
        #expect(stuffed("") == "\r\n.\r\n")
    }

    @Test("a reply becomes one bounded line without controls")
    func replyText() {
        #expect(ReplyText.clean("250 ok\r\n") == "250 ok")
        #expect(ReplyText.clean("a\u{1b}[31m\u{202e}b\t c") == "a [31m b c")
        #expect(ReplyText.clean(String(repeating: "长", count: 1000)).count == 300)
        #expect(ReplyText.clean([0xFF, 0x61]) == "\u{fffd}a")
        #expect(ReplyText.clean(" a\r\n\tb ") == "a b")
        #expect(ReplyText.clean("250\u{7f}ok\u{0}") == "250 ok")
        #expect(ReplyText.clean(String(repeating: "ab ", count: 150)) == String(repeating: "ab ", count: 100))
        #expect(ReplyText.clean(String(repeating: "é ", count: 200)) == String(repeating: "é ", count: 150))
    }
}
