import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("The engine's actions, whole")
struct EngineActionTests {
    private let accepted = moment("2017-06-27 10:00")
    private let nine = moment("2017-06-28 09:00")
    private let obligation = ObligationID(list: "demo", milestone: "1.1", unit: "a")

    private func slot(_ stage: Stage) -> SlotKey {
        SlotKey(obligation: obligation, deadline: date("2017-06-30"), stage: stage)
    }

    private func token(_ number: Int) -> RecordToken { RecordToken(number: number) }

    /// An engine with the list accepted, all of it on disk.
    private func ready() throws -> ReminderEngine {
        var engine = ReminderEngine(
            inputs: Files.inputs([Files.june]), ledger: LedgerSnapshot(tag: "t"), now: accepted)
        #expect(engine.start(now: accepted) == [])
        let request = ActRequest(kind: .accepted, list: "demo", actor: .init(uid: 7, name: "clerk"), key: "k")
        let actions = try engine.act([request], now: accepted).actions
        let act = Act(
            kind: .accepted, list: "demo", actor: .init(uid: 7, name: "clerk"), at: accepted, key: "k|accepted|demo||")
        func late(_ stage: Stage, _ time: String) -> LedgerRecord {
            .fate(
                SlotFate(
                    slot: slot(stage), moment: moment(time), kind: .skipped,
                    reason: "its moment was past when it was first planned", at: accepted))
        }
        #expect(
            actions == [
                .record(
                    token(1),
                    [
                        .act(act), .settledUntil(list: "demo", accepted),
                        .seen(obligation, deadline: date("2017-06-30"), fingerprint: fingerprint, at: accepted),
                    ]),
                .record(
                    token(2),
                    [
                        late(.ahead(.days(30)), "2017-05-31 09:00"), late(.ahead(.workdays(10)), "2017-06-16 09:00"),
                        late(.ahead(.workdays(3)), "2017-06-27 09:00"),
                    ]),
                .arm(nine),
            ])
        #expect(engine.recorded([token(1)], now: accepted) == [])
        #expect(engine.recorded([token(2)], now: accepted) == [])
        return engine
    }

    private var fingerprint: String {
        ObligationList.make(from: Files.inputs([Files.june])).first?.fingerprint ?? ""
    }

    private var delivery: Delivery {
        Delivery(
            id: DeliveryID(rawValue: 1), kind: .reminder, channel: "mail",
            recipient: Recipient(address: "a@x", name: "a 1", units: ["a"]), messageID: "t-1@x", createdAt: nine,
            dueAt: nine, notBefore: nine, items: [.init(slot: slot(.assigned), moment: nine, isLate: false)])
    }

    @Test("intent, begun, transfer, outcome: each is on disk before the next step")
    func order() throws {
        var engine = try ready()
        let id = DeliveryID(rawValue: 1)
        #expect(
            engine.timerFired(now: nine) == [
                .record(token(3), [.intent(delivery), .settledUntil(list: "demo", nine)]),
                .arm(moment("2017-06-30 09:00")),
            ])
        #expect(engine.isBusy)
        #expect(
            engine.recorded([token(3)], now: nine) == [.recordAttempts(token(4), [.begun(id, attempt: 1, at: nine)])])
        #expect(
            engine.recorded([token(4)], now: nine.adding(seconds: 1)) == [.transfer(id, attempt: 1, channel: "mail")])
        let end = TransferEnd(.accepted, reason: "accepted", code: 250, reply: "ok")
        let then = nine.adding(seconds: 2)
        #expect(
            engine.ended(id, attempt: 1, end, now: then, jitter: 0.5) == [
                .recordAttempts(
                    token(5),
                    [
                        .ended(id, attempt: 1, end, state: .accepted, next: nil, at: then),
                        .fate(
                            SlotFate(
                                slot: slot(.assigned), moment: nine, kind: .sent, reason: "accepted by a server",
                                delivery: id, at: then)),
                    ])
            ])
        #expect(engine.recorded([token(5)], now: then) == [])
        #expect(!engine.isBusy)
        #expect(engine.delivery(id) == nil)
    }

    @Test("put off: the outcome is on disk, then the timer stands on the next attempt")
    func deferred() throws {
        var engine = try ready()
        let id = DeliveryID(rawValue: 1)
        _ = engine.timerFired(now: nine)
        _ = engine.recorded([token(3)], now: nine)
        _ = engine.recorded([token(4)], now: nine)
        let end = TransferEnd(.deferred, reason: "greylisted", code: 451)
        let again = nine.adding(seconds: 300)
        #expect(
            engine.ended(id, attempt: 1, end, now: nine, jitter: 0) == [
                .recordAttempts(token(5), [.ended(id, attempt: 1, end, state: .waiting, next: again, at: nine)])
            ])
        #expect(engine.recorded([token(5)], now: nine) == [.arm(again)])
        #expect(
            engine.timerFired(now: again) == [
                .recordAttempts(token(6), [.begun(id, attempt: 2, at: again)]), .arm(moment("2017-06-30 09:00")),
            ])
    }

    @Test("a timer that fires early is armed again, and nothing else happens")
    func early() throws {
        var engine = try ready()
        #expect(engine.timerFired(now: nine.adding(seconds: -1)) == [.arm(nine)])
    }

    @Test("a batch that was answered already, or never asked for, changes nothing")
    func unknownToken() throws {
        var engine = try ready()
        #expect(engine.recorded([token(1)], now: accepted) == [])
        #expect(engine.recorded([token(99)], now: accepted) == [])
    }

    @Test("what was begun and never ended goes out again at the start, as interrupted, under the same id")
    func interrupted() throws {
        let snapshot = LedgerSnapshot(
            tag: "t", lastDelivery: DeliveryID(rawValue: 1), lastEntryAt: nine,
            lists: ["demo": .init(hash: "1", settledUntil: nine)],
            seen: [obligation: .init(deadline: date("2017-06-30"), fingerprint: fingerprint, at: accepted)],
            acts: [
                Act(
                    kind: .accepted, list: "demo", actor: .init(uid: 7, name: "clerk"), at: accepted,
                    key: "k|accepted|demo||")
            ],
            slots: [
                slot(.assigned): nil, slot(.ahead(.days(30))): .skipped, slot(.ahead(.workdays(10))): .skipped,
                slot(.ahead(.workdays(3))): .skipped,
            ],
            open: [
                .init(delivery: delivery, state: .unknown, attempts: 1, unknowns: 0, mayHaveArrived: true, next: nil)
            ])
        let later = nine.adding(seconds: 60)
        var engine = ReminderEngine(inputs: Files.inputs([Files.june]), ledger: snapshot, now: later)
        #expect(
            engine.start(now: later) == [
                .recordAttempts(
                    token(1),
                    [.ended(delivery.id, attempt: 1, .interrupted, state: .unknown, next: nine, at: later)]),
                .recordAttempts(token(2), [.begun(delivery.id, attempt: 2, at: later)]),
                .arm(moment("2017-06-30 09:00")),
            ])
    }

    @Test("new files with another zone of the office count from then on")
    func zoneOfOffice() throws {
        var inputs = Files.inputs([Files.june])
        inputs.office.zone = "Asia/Shanghai"
        var engine = ReminderEngine(inputs: inputs, ledger: LedgerSnapshot(tag: "t"), now: accepted)
        _ = engine.start(now: accepted)
        #expect(engine.zoneOfOffice.identifier == "Asia/Shanghai")
        inputs.office.zone = "Europe/Berlin"
        _ = engine.configured(inputs, now: accepted)
        #expect(engine.zoneOfOffice.identifier == "Europe/Berlin")
    }
}
