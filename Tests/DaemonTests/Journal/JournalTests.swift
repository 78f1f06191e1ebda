import CivilTime
import Couriers
import Daemon
import DeliveryLog
import Logging
import Reminders
import Synchronization
import TestSupport
import Testing

@Suite("the journal")
struct JournalTests {
    private func line(
        _ level: Logger.Level, _ message: Logger.Message, _ metadata: Logger.Metadata = [:], priorities: Bool = true
    ) -> String {
        JournalHandler(hasPriorities: priorities).line(
            of: LogEvent(
                level: level, message: message, metadata: metadata, source: nil, file: "", function: "", line: 0))
    }

    @Test("a line begins with its priority under systemd, and with nothing elsewhere")
    func priority() {
        #expect(line(.error, "message given up") == "<3>message given up")
        #expect(line(.warning, "message put off") == "<4>message put off")
        #expect(line(.notice, "ready") == "<5>ready")
        #expect(line(.info, "message accepted") == "<6>message accepted")
        #expect(line(.debug, "slot ended") == "<7>slot ended")
        #expect(line(.info, "message accepted", priorities: false) == "message accepted")
    }

    @Test("values follow by key, quoted where they need it")
    func values() {
        #expect(
            line(.info, "message accepted", ["code": "250", "attempt": "1", "channel": "mail"], priorities: false)
                == "message accepted attempt=1 channel=mail code=250")
        #expect(line(.info, "x", ["a": "two words"], priorities: false) == #"x a="two words""#)
        #expect(line(.info, "x", ["a": #"he said "no""#], priorities: false) == #"x a="he said \"no\"""#)
        #expect(line(.info, "x", ["a": ""], priorities: false) == #"x a="""#)
    }

    @Test(
        "no value makes a second line, or moves the cursor",
        arguments: ["a\nb", "a\r\nb", "a\u{1B}b", "a\u{1B}\u{301}b", "a\u{0}b", "a\u{85}b", "a\u{2028}b", "a\u{7F}b"])
    func oneLine(value: String) {
        let shown = line(.info, "x", ["a": "\(value)"])
        let forbidden = shown.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
        #expect(forbidden.isEmpty)
        #expect(shown.unicodeScalars.starts(with: "<6>x a=\"a ".unicodeScalars) && shown.hasSuffix("b\""))
    }

    @Test("a season with faults leaves no word of the list, no address, no reply and no name in the journal")
    func holdsNoTexts() async throws {
        let lines = Lines()
        let journal = EventJournal(logger: Logger(label: "test") { _ in lines.handler })
        let office = try SmallOffice(
            units: 4, leap: 0, mail: { $0 == 4 ? "no address" : "u\($0)@x.example" }, observe: journal.note
        ) { parcel in
            switch (parcel.to, parcel.attempt) {
            case ("u1@x.example", 1): TransferEnd(.deferred, reason: "rcpt-deferred", code: 451, reply: "geheim-451")
            case ("u2@x.example", 1): TransferEnd(.channelDown, reason: "auth", code: 535, reply: "geheim-535")
            case ("u3@x.example", _): TransferEnd(.refused, reason: "rcpt-refused", code: 550, reply: "geheim-550")
            default: TransferEnd(.accepted, reason: "accepted", code: 250, reply: "geheim-250")
            }
        }
        await office.scheduler.start()
        try await office.accept()
        try await until("May is over") { office.clock.now() > SmallOffice.start.adding(seconds: 65 * 86400) }
        office.ledger.fail(.retryable("disk-full"))
        try? await office.act(.done, "1.1.1", key: "done")
        office.ledger.fail(nil)
        try await until("the act is on disk") { office.acts.contains(.done) }
        await office.scheduler.stop(within: 60)
        journal.note(.refused(["units.yaml:3:1: error: no unit"]))

        let all = lines.all
        for said in [
            "message accepted", "message put off", "message given up", "message cannot be composed", "act recorded",
            "slot ended", "ledger cannot be written; nothing is sent until it can", "ledger is written again",
        ] {
            #expect(all.contains { $0.contains(said) }, "nothing was said of «\(said)»")
        }
        let forbidden = [
            SmallOffice.requirement, "举措", "重点工作清单", "联络员", "单位", "geheim", "@x.example", "no address", "到期", "clerk",
        ]
        for word in forbidden { #expect(!all.contains { $0.contains(word) }, "the journal holds «\(word)»") }
    }
}

/// A log handler that keeps every line, of all levels.
private final class Lines: Sendable {
    private let kept = Mutex<[String]>([])
    var all: [String] { kept.withLock { $0 } }

    struct Handler: LogHandler {
        let lines: Lines
        var logLevel = Logger.Level.trace
        var metadata = Logger.Metadata()

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let line = JournalHandler(hasPriorities: true).line(of: event)
            lines.kept.withLock { $0.append(line) }
        }
    }

    var handler: Handler { Handler(lines: self) }
}
