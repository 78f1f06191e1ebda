import CivilTime
import Foundation
import Messages
import Reminders
import Settings
import TestSupport
import Testing
import WorkLists

@Suite("mail headers and structure")
struct HeaderTests {
    @Test("Python reads every header as it was meant")
    func headers() throws {
        let body = try Huzhou.composer().compose(try Scene.ahead.briefing(), for: Huzhou.mail())
        let mail = try ReadMail.read(body.bytes)
        #expect(mail.defects == [])
        #expect(mail.headers["Date"] == "Tue, 27 Jun 2017 09:00:00 +0800")
        #expect(mail.headers["Message-ID"] == "<42.k7q2@huzhou.example>")
        #expect(mail.addresses["From"] == [["市政府督查室", "ducha@huzhou.example"]])
        #expect(mail.addresses["To"] == [["市发改委 张三", "zhangsan@huzhou.example"]])
        #expect(mail.headers["Auto-Submitted"] == "auto-generated")
        #expect(mail.headers["X-Auto-Response-Suppress"] == "OOF, AutoReply")
        #expect(mail.headers["List-Id"] == "市政府重点工作 <huzhou-2017.deadlined.huzhou.example>")
        #expect(mail.headers["References"] == mail.headers["In-Reply-To"])
        #expect(mail.headers["In-Reply-To"] == "<thread.huzhou-2017.fgw.2017-06-30@huzhou.example>")
        #expect(mail.structure == ["multipart/alternative", "text/plain", "text/html"])
        #expect(mail.headers["Subject"] == "【市政府重点工作】市发改委:7项节点及自查报告6月30日(周五)到期,还有3个工作日")
    }

    @Test(
        "every kind of message asks for no automatic answer, and is text with HTML beside it", arguments: Scene.allCases
    )
    func everyKind(scene: Scene) throws {
        let briefing = try scene.briefing()
        let bytes = try Huzhou.composer().compose(briefing, for: Huzhou.mail()).bytes
        let mail = try ReadMail.read(bytes)
        #expect(mail.headers["Auto-Submitted"] == "auto-generated")
        #expect(mail.headers["X-Auto-Response-Suppress"] == "OOF, AutoReply")
        #expect(mail.headers["List-Id"]?.hasSuffix("<huzhou-2017.deadlined.huzhou.example>") == true)
        #expect(mail.headers["Message-ID"] == "<\(briefing.delivery.messageID)>")
        #expect(mail.headers["MIME-Version"] == "1.0")
        let said = try #require(mail.structure.firstIndex(of: "multipart/alternative"))
        #expect(mail.structure[said...].dropFirst().prefix(2) == ["text/plain", "text/html"])
        // A header that stands twice would be read by one program so and by another so.
        let head = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n\r\n")[0]
        let names = head.components(separatedBy: "\r\n").filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
        #expect(Set(names).count == names.count)
    }

    @Test("Date and Message-ID are those of the intent, whenever it is composed and goes out")
    func stable() throws {
        var briefing = try Scene.ahead.briefing()
        let first = try ReadMail.read(Huzhou.composer().compose(briefing, for: Huzhou.mail()).bytes).headers
        briefing.now = briefing.now.adding(hours: 30)
        briefing.today = briefing.today.adding(days: 1)
        let later = try ReadMail.read(Huzhou.composer().compose(briefing, for: Huzhou.mail()).bytes).headers
        for name in ["Date", "Message-ID", "In-Reply-To", "References", "List-Id"] {
            #expect(first[name] == later[name])
        }
    }

    @Test("the notices of one deadline thread together, whatever the stage")
    func threads() throws {
        let roots = try [Scene.ahead, .late, .due, .overdue, .statement].map { scene in
            try ReadMail.read(
                Huzhou.composer().compose(try scene.briefing(), for: Huzhou.mail()).bytes
            ).headers["In-Reply-To"]
        }
        #expect(Set(roots) == ["<thread.huzhou-2017.fgw.2017-06-30@huzhou.example>"])
    }

    @Test("no line is longer than 78 octets, all end in CRLF, and nothing is beyond ASCII", arguments: Scene.allCases)
    func lines(scene: Scene) throws {
        for language in Language.allCases {
            let bytes = try Huzhou.composer(language).compose(try scene.briefing(), for: Huzhou.mail()).bytes
            #expect(bytes.allSatisfy { $0 < 0x7F && ($0 >= 0x20 || $0 == 0x0D || $0 == 0x0A) })
            for (index, byte) in bytes.enumerated() {
                if byte == 0x0A { #expect(index > 0 && bytes[index - 1] == 0x0D) }
                if byte == 0x0D { #expect(index + 1 < bytes.count && bytes[index + 1] == 0x0A) }
            }
            let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
            #expect(lines.allSatisfy { $0.utf8.count <= 78 })
            for word in lines.flatMap({ $0.split(separator: " ") }) where word.hasPrefix("=?") {
                #expect(word.utf8.count <= 75)
                let payload = word.dropFirst("=?utf-8?B?".count).dropLast(2)
                let data = try #require(Data(base64Encoded: String(payload)))
                #expect(String(validating: data, as: UTF8.self) != nil)
            }
        }
    }

    @Test("the same briefing gives the same bytes", arguments: Scene.allCases)
    func determinism(scene: Scene) throws {
        for channel in [Huzhou.mail(), Huzhou.webhook()] {
            let first = try Huzhou.composer().compose(try scene.briefing(), for: channel)
            let second = try Huzhou.composer().compose(try scene.briefing(), for: channel)
            #expect(first == second)
        }
    }

    @Test("two messages never share a boundary")
    func boundaries() throws {
        var other = try Scene.assigned.briefing()
        other.delivery = try redirected(other.delivery, messageID: "43.k7q2@huzhou.example")
        let first = try Huzhou.composer().compose(try Scene.assigned.briefing(), for: Huzhou.mail())
        let second = try Huzhou.composer().compose(other, for: Huzhou.mail())
        func boundaries(_ body: MessageBody) -> Set<Substring> {
            Set(String(decoding: body.bytes, as: UTF8.self).split(separator: "\r\n").filter { $0.hasPrefix("--=_") })
        }
        #expect(boundaries(first).count == 4)
        #expect(boundaries(first).isDisjoint(with: boundaries(second)))
    }

    @Test(
        "an address that could be another SMTP command is refused",
        arguments: [
            "a@b.example\r\nRCPT TO:<c@d.example>", "a b@c.example", "a@", "@b.example", "a@b@c.example",
            "a\0@b.example",
            "<a@b.example>", "a..b@c.example", "a@b..example", "", "\"a\"@b.example", "a@[192.0.2.1]", "a@-b.example",
            "a@b-.example", "a@b_c.example", "张\u{3000}三@b.example", "张三＠b.example", "张三@b。example",
            "张\u{202E}三@b.example",
            "张\u{200B}三@b.example", "张\u{85}三@b.example", "张\u{2028}三@b.example", "张\u{E000}@b.example",
            "张三@湖\r\n州.example", "张三@", "张三@湖州..example", "张三@-湖州.example",
            "张三@" + String(repeating: "湖", count: 22) + ".example", String(repeating: "张", count: 22) + "@b.example",
        ])
    func badAddress(address: String) throws {
        let briefing = try Huzhou.briefing([], on: "2017-06-27", address: address)
        let error = #expect(throws: CompositionError.self) {
            try Huzhou.composer().compose(briefing, for: Huzhou.mail())
        }
        #expect(error?.code == .address)
        if !address.isEmpty { #expect(error?.description.contains(address) == false) }
    }

    @Test("a Message-ID that is none is refused", arguments: ["x", "a b@c", "a@b@c", "<a@b>", "a@b\r\nX: y"])
    func badMessageID(id: String) throws {
        var briefing = try Scene.ahead.briefing()
        briefing.delivery = try redirected(briefing.delivery, messageID: id)
        let composer = try Huzhou.composer()
        let error = #expect(throws: CompositionError.self) { try composer.compose(briefing, for: Huzhou.mail()) }
        #expect(error?.code == .messageID)
    }

    @Test("a rehearsal is marked in the subject and in both parts")
    func rehearsal() throws {
        let body = try Huzhou.composer(isRehearsal: true).compose(try Scene.due.briefing(), for: Huzhou.mail())
        let mail = try ReadMail.read(body.bytes)
        #expect(mail.headers["Subject"]?.hasPrefix("[演练] 【市政府重点工作】") == true)
        #expect(try mail.part("text/plain").text.hasPrefix("[演练,无需办理]"))
        #expect(try mail.part("text/html").text.contains("演练,无需办理"))
    }

    @Test("the Date follows the zone's offset at that moment")
    func dates() throws {
        var briefing = try Scene.ahead.briefing()
        let expected = [
            "America/New_York": "Mon, 26 Jun 2017 21:00:00 -0400", "Asia/Kolkata": "Tue, 27 Jun 2017 06:30:00 +0530",
            "UTC": "Tue, 27 Jun 2017 01:00:00 +0000",
        ]
        for (name, date) in expected {
            briefing.zone = try #require(Zone(identifier: name))
            let mail = try ReadMail.read(Huzhou.composer().compose(briefing, for: Huzhou.mail()).bytes)
            #expect(mail.headers["Date"] == date)
        }
    }

    private func redirected(_ old: Delivery, messageID: String) throws -> Delivery {
        Delivery(
            id: old.id, kind: old.kind, channel: old.channel, recipient: old.recipient, messageID: messageID,
            createdAt: old.createdAt, dueAt: old.dueAt, notBefore: old.notBefore, items: old.items)
    }
}

@Suite("encodings")
struct EncodingTests {
    static let texts = [
        "", "a", "plain", "=", "= =\r\n", "trailing \r\nblank", "end ", ".dot\r\nFrom here", "\r\n\r\n",
        String(repeating: "x", count: 75), String(repeating: "x", count: 76), String(repeating: "x", count: 77),
        String(repeating: "é", count: 40), String(repeating: "x", count: 75) + " ", "重点工作" + "\r\n" + "湖州🏛️",
        String(repeating: "ab=", count: 60), String(repeating: " ", count: 200),
    ]

    @Test("Python reads back what both encodings wrote", arguments: texts)
    func roundTrip(text: String) throws {
        for encoding in [TransferEncoding.quotedPrintable, .base64] {
            var encoded: [UInt8] = []
            encoding.encode(Array(text.utf8), to: &encoded)
            for line in String(decoding: encoded, as: UTF8.self).components(separatedBy: "\r\n") {
                #expect(line.utf8.count <= 76)
            }
            let module = encoding == .base64 ? "base64.decodebytes" : "quopri.decodestring"
            let script = "import sys,base64,quopri; sys.stdout.buffer.write(\(module)(sys.stdin.buffer.read()))"
            // The last line's own end belongs to the part, not to the text.
            var read = try Python.run(script, input: encoded)
            if encoding == .quotedPrintable, !text.isEmpty, !text.hasSuffix("\r\n") { read.removeLast(2) }
            #expect(read == Array(text.utf8))
        }
    }

    @Test(
        "a display name is carried whole, in words of at most 75 octets that split no character",
        arguments: [
            "张三", "Zhang San", "Zhang, \"San\" \\ Jr. <x@y.example>", "=?utf-8?B?eA==?=", "a@b.example, c@d.example",
            String(repeating: "湖州市发展和改革委员会", count: 20), String(repeating: "x", count: 200),
            "👩‍👩‍👧‍👦" + String(repeating: "🏛️", count: 30), "a\r\nBcc: evil@example.org", "nul\0l", "(comment)",
        ])
    func displayName(name: String) throws {
        let bytes = HeaderText.named("To", displayName: name, angle: "a@b.example")
        let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n").dropLast()
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix(" ") })
        for word in lines.flatMap({ $0.split(separator: " ") }) where word.hasPrefix("=?") {
            #expect(word.utf8.count <= 75)
            let data = try #require(Data(base64Encoded: String(word.dropFirst("=?utf-8?B?".count).dropLast(2))))
            #expect(String(validating: data, as: UTF8.self) != nil)
        }
        let script = """
            import sys, email
            from email import header, utils
            m = email.message_from_bytes(sys.stdin.buffer.read())
            assert len(m.items()) == 1 and len(utils.getaddresses([m['To']])) == 1, m.items()
            name, address = utils.parseaddr(m['To'])
            assert address == 'a@b.example', address
            # The newer parser puts blanks between encoded words, against RFC 2047, 6.2.
            sys.stdout.buffer.write(str(header.make_header(header.decode_header(name))).encode())
            """
        let read = try Python.run(script, input: bytes + [0x0D, 0x0A])
        #expect(String(decoding: read, as: UTF8.self) == CleanText.line(name))
    }

    @Test(
        "a header carries any text in lines that may be sent",
        arguments: [
            "plain", "", " leading", "double  space", "=?utf-8?B?eA==?=", "looks =? like it", "甲",
            String(repeating: "湖州", count: 60), String(repeating: "word ", count: 40) + "end",
            String(repeating: "x", count: 300), "emoji 🏛️ and e\u{301}", "a\r\nBcc: evil@example.org", "nul\0l",
            "\u{202E}abc",
        ])
    func header(text: String) throws {
        let bytes = HeaderText.unstructured("Subject", text)
        let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n").dropLast()
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix(" ") })
        let script = """
            import sys,email; from email import policy
            m = email.message_from_bytes(sys.stdin.buffer.read(), policy=policy.default)
            assert len(m.items()) == 1, m.items()
            sys.stdout.buffer.write(str(m['Subject']).encode())
            """
        let read = try Python.run(script, input: bytes + [0x0D, 0x0A])
        #expect(String(decoding: read, as: UTF8.self) == CleanText.line(text))
    }
}
