import CivilTime
import Couriers
import Daemon
import Reminders
import Synchronization
import TestSupport
import Testing

@Suite("the screen of a rehearsal")
struct RehearsalScreenTests {
    @Test("a rehearsal that really sends never says that nothing leaves the machine")
    func reallySending() throws {
        let shown = Mutex("")
        let zone = try #require(Zone(identifier: "Asia/Shanghai"))
        let screen = RehearsalScreen(zone: zone) { line in shown.withLock { $0 += line + "\n" } }
        screen.begin(lists: [], obligations: 2, units: 2, maildirs: ["state/copies"], sending: ["mail", "hook"])
        let text = shown.withLock { $0 }
        #expect(text.contains("MESSAGES REALLY LEAVE THIS MACHINE, over: mail, hook\n"))
        #expect(text.contains("  state/copies/new\n"))
        #expect(!text.contains("Nothing leaves"))
    }

    @Test("it ends once, a month after the lists' year")
    func end() throws {
        let ends = Mutex(0)
        let zone = try #require(Zone(identifier: "Asia/Shanghai"))
        let screen = RehearsalScreen(zone: zone, end: { ends.withLock { $0 += 1 } }) { _ in }
        screen.begin(lists: try SmallOffice.inputs(units: 1).lists, obligations: 1, units: 1, maildirs: [])
        let delivery = Delivery(
            id: DeliveryID(rawValue: 1), kind: .digest, channel: "mail",
            recipient: Recipient(address: "a@x.example", name: "a", units: []), messageID: "1@x.example",
            createdAt: SmallOffice.start, dueAt: SmallOffice.start, notBefore: SmallOffice.start, items: [],
            digest: "w@")
        let january = try #require(CivilDate(iso: "2018-01-31"))
        for (day, count) in [(january, 0), (january.adding(days: 1), 1), (january.adding(days: 2), 1)] {
            screen.note(
                .ended(
                    delivery, subject: "", attempt: 1, TransferEnd(.accepted, reason: "accepted"),
                    .accepted, at: zone.moment(day, .hour(9))))
            #expect(ends.withLock { $0 } == count)
        }
    }

    @Test("it shows the list, each message as it goes out, and at the end what was sent")
    func story() async throws {
        let office = try SmallOffice(
            units: 2, leap: 0,
            answer: { parcel in
                parcel.to == "u2@x.example"
                    ? TransferEnd(.refused, reason: "rcpt-refused", code: 550, reply: "550 5.1.1 nobody here")
                    : TransferEnd(.accepted, reason: "accepted", code: 250, reply: "250 2.0.0 taken")
            })
        await office.scheduler.start()
        try await office.accept()
        try await until("two months are over") { office.clock.now() > SmallOffice.start.adding(seconds: 62 * 86400) }
        await office.scheduler.stop(within: 60)

        let shown = Mutex("")
        let zone = try #require(Zone(identifier: "Asia/Shanghai"))
        let screen = RehearsalScreen(zone: zone) { line in shown.withLock { $0 += line + "\n" } }
        let inputs = try SmallOffice.inputs(units: 2)
        screen.begin(lists: inputs.lists, obligations: 2, units: 2, maildirs: ["state/rehearsal/mail"])
        // What was told until the end of May: where the clock stood at the end is chance.
        let end = SmallOffice.start.adding(seconds: 62 * 86400)
        for event in office.events {
            switch event {
            case .ended(_, _, _, _, _, let at) where at > end: continue
            case .fate(let fate) where fate.at > end: continue
            default: screen.note(event)
            }
        }
        try expectGolden(
            shown.withLock { $0 } + screen.summary() + "\n", "Tests/DaemonTests/Golden/screen.txt")
    }
}
