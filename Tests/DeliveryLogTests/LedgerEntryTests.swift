import CivilTime
import Foundation
import Reminders
import TestSupport
import Testing
import WorkLists

@testable import DeliveryLog

/// The bytes of entries are for ever: a hash may be laid over them.
@Suite("entries")
struct LedgerEntryTests {
    struct Golden: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let record: LedgerRecord
        let canonical: String
    }

    static func goldens() throws -> [Golden] {
        let deadline = try #require(CivilDate(iso: "2017-06-30"))
        let obligation = ObligationID(list: "huzhou-2017", milestone: "3.1.2", unit: "jxw")
        let delivery = try Sample.delivery(7, items: [Sample.slot(), Sample.slot("三-2", stage: "statement-2017-08")])
        let part = try Sample.delivery(
            7, items: [], part: .init(number: 2, of: 3, first: DeliveryID(rawValue: 6)))
        let bare = Act(
            kind: .accepted, list: "huzhou-2017",
            actor: .init(uid: 0, name: "\"root\" \\ \u{8}\t\n\u{c}\r\u{1}\u{1f}/"),
            at: Sample.moment(0), key: "k")
        let end = TransferEnd(
            .deferred, reason: "greylisted", code: 451, reply: "451 请稍后", peer: "127.0.0.1:25", tls: "TLSv1.3",
            retryAfter: 60)
        let id = DeliveryID(rawValue: 7)
        return [
            Golden(
                testDescription: "adopted", record: .adopted(list: "huzhou-2017", hash: "9f", at: Sample.moment(0)),
                canonical: #"{"at":1498093200,"hash":"9f","list":"huzhou-2017","type":"adopted"}"#),
            Golden(
                testDescription: "seen",
                record: .seen(obligation, deadline: deadline, fingerprint: "cbf2", at: Sample.moment(1)),
                canonical:
                    #"{"at":1498093201,"deadline":"2017-06-30","fingerprint":"cbf2","obligation":"huzhou-2017:3.1.2/jxw","type":"seen"}"#
            ),
            Golden(
                testDescription: "gone", record: .gone(obligation, at: Sample.moment(1)),
                canonical: #"{"at":1498093201,"obligation":"huzhou-2017:3.1.2/jxw","type":"gone"}"#),
            Golden(
                testDescription: "intent", record: .intent(delivery),
                canonical: #"{"address":"jxw@huzhou.example","#
                    + #""body_sha256":"20b8ba8545847758ecd238ac3903cd39ab96d4e5b4571fa5fe3179ce400d68ab","#
                    + #""channel":"mail","created_at":1498093200,"delivery":7,"due_at":1498093200,"items":["#
                    + #"{"late":false,"moment":1498093200,"slot":"huzhou-2017:3.1.2/jxw|2017-06-30|3wd"},"#
                    + #"{"late":false,"moment":1498093200,"slot":"huzhou-2017:三-2/jxw|2017-06-30|statement-2017-08"}],"#
                    + #""kind":"reminder","media":"message/rfc822","message_id":"7.abcdefgh@huzhou.example","#
                    + #""name":"市经信委 王二","not_before":1498093260,"type":"intent","units":["jxw"]}"#),
            Golden(
                testDescription: "intent, a part", record: .intent(part),
                canonical: #"{"address":"jxw@huzhou.example","#
                    + #""body_sha256":"20b8ba8545847758ecd238ac3903cd39ab96d4e5b4571fa5fe3179ce400d68ab","#
                    + #""channel":"mail","created_at":1498093200,"delivery":7,"due_at":1498093200,"items":[],"#
                    + #""kind":"reminder","media":"message/rfc822","message_id":"7.abcdefgh@huzhou.example","#
                    + #""name":"市经信委 王二","not_before":1498093260,"part":{"first":6,"number":2,"of":3},"#
                    + #""type":"intent","units":["jxw"]}"#),
            Golden(
                testDescription: "act about a delivery", record: Sample.bounced(7, reason: "550 查无此人"),
                canonical: #"{"act":"bounced","actor":"zhang","at":1498094200,"delivery":7,"key":"b","list":"","#
                    + #""reason":"550 查无此人","type":"act","uid":1000}"#),
            Golden(
                testDescription: "begun", record: Sample.begun(7, 2),
                canonical: #"{"at":1498093300,"attempt":2,"delivery":7,"type":"begun"}"#),
            Golden(
                testDescription: "ended, all that can be said",
                record: Sample.ended(7, 2, end, state: .waiting, next: 400),
                canonical: #"{"at":1498093301,"attempt":2,"code":451,"delivery":7,"next":1498093600,"#
                    + #""peer":"127.0.0.1:25","reason":"greylisted","reply":"451 请稍后","retry_after":60,"#
                    + #""state":"waiting","tls":"TLSv1.3","type":"ended","verdict":"deferred"}"#),
            Golden(
                testDescription: "ended, no more than must be",
                record: Sample.ended(7, 1, .interrupted, state: .unknown),
                canonical: #"{"at":1498093301,"attempt":1,"delivery":7,"reason":"interrupted","#
                    + #""state":"unknown","type":"ended","verdict":"unknown"}"#),
            Golden(
                testDescription: "dropped",
                record: .dropped(
                    id, state: .givenUp, reason: "five days", by: DeliveryID(rawValue: 9), at: Sample.moment(2)),
                canonical: #"{"at":1498093202,"by":9,"delivery":7,"reason":"five days","#
                    + #""state":"given-up","type":"dropped"}"#),
            Golden(
                testDescription: "fate", record: Sample.fate(try Sample.slot()),
                canonical: #"{"at":1498093400,"delivery":1,"fate":"sent","moment":1498093200,"#
                    + #""reason":"accepted for the unit","slot":"huzhou-2017:3.1.2/jxw|2017-06-30|3wd","type":"fate"}"#),
            Golden(
                testDescription: "act, all that can be said", record: .act(Sample.act("k")),
                canonical: #"{"act":"done","actor":"zhang","at":1498093500,"document":"湖经信〔2017〕9号","key":"k","#
                    + #""list":"huzhou-2017","milestone":"3.1.2","on":"2017-06-21","on_behalf_of":"李科长","#
                    + #""reason":"来电","type":"act","uid":1000,"unit":"jxw"}"#),
            Golden(
                testDescription: "act, with every escape", record: .act(bare),
                canonical: #"{"act":"accepted","actor":"\"root\" \\ \b\t\n\f\r\u0001\u001f/","at":1498093200,"#
                    + #""key":"k","list":"huzhou-2017","type":"act","uid":0}"#),
            Golden(
                testDescription: "filed", record: .filed(Sample.report("abc")),
                canonical: #"{"at":1498093500,"body_sha256":"abc","key":"report|abc","#
                    + #""obligation":"huzhou-2017:三-2/jxw","type":"filed"}"#),
            Golden(
                testDescription: "settled until", record: .settledUntil(list: "huzhou-2017", Sample.moment(-1)),
                canonical: #"{"list":"huzhou-2017","type":"settled_until","until":1498093199}"#),
        ]
    }

    @Test("the canonical bytes of each record are as they always were")
    func golden() throws {
        for golden in try Self.goldens() {
            let entry = try Self.entry(of: golden.record)
            #expect(String(decoding: entry.canonical, as: UTF8.self) == golden.canonical, "\(golden.testDescription)")
        }
    }

    @Test(
        "fates of one decision make one entry, each other a record of its own", .temporaryFolder,
        arguments: LedgerKind.allCases)
    func fates(kind: LedgerKind) throws {
        let bench = try LedgerBench(kind)
        let slots = try ["1.1", "1.2", "1.3", "1.4", "1.5"].map { try Sample.slot($0) }
        let other = SlotFate(
            slot: slots[4], moment: Sample.moment(0), kind: .failed, reason: "no server took it", at: Sample.moment(200)
        )
        #expect(try bench.write(Sample.fate(slots[1])) == [true])
        #expect(
            try bench.write(
                Sample.fate(slots[0]), Sample.fate(slots[1]), Sample.fate(slots[2]), .fate(other), Sample.begun(1, 1),
                Sample.fate(slots[3])) == [true, false, true, true, false, true])
        let entries = try bench.entries()
        #expect(entries.map(\.kind) == [.fate, .fates, .fate, .fate])
        #expect(entries.map(\.sequence) == [1, 2, 3, 4])
        #expect(entries[1].time == Sample.moment(200))
        #expect(
            String(decoding: entries[1].canonical, as: UTF8.self) == #"{"at":1498093400,"delivery":1,"fate":"sent","#
                + #""reason":"accepted for the unit","slots":["#
                + #"{"moment":1498093200,"slot":"huzhou-2017:1.1/jxw|2017-06-30|3wd"},"#
                + #"{"moment":1498093200,"slot":"huzhou-2017:1.3/jxw|2017-06-30|3wd"}],"type":"fates"}"#)
        let order = [1, 0, 2, 4, 3].map { slots[$0] }
        #expect(try bench.ledger.fates(list: "huzhou-2017", limit: 9).map(\.slot) == order)
        #expect(try bench.ledger.fates(list: "huzhou", limit: 9).isEmpty)
    }

    @Test("canonical bytes are what Foundation writes with sorted keys")
    func oracle() throws {
        for golden in try Self.goldens() where !golden.testDescription.contains("escape") {
            let bytes = Data(try Self.entry(of: golden.record).canonical)
            let object = try JSONSerialization.jsonObject(with: bytes)
            let written = try JSONSerialization.data(
                withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
            #expect(written == bytes, "\(golden.testDescription)")
        }
    }

    @Test("canonical escapes read back as what was written")
    func escapes() throws {
        let all = String(String.UnicodeScalarView((0...0x7f).compactMap(Unicode.Scalar.init))) + "é\u{301}𝄞"
        let bytes = CanonicalJSON.object { $0.member("all", all) }
        let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: String])
        #expect(object == ["all": all])
    }

    @Test("the hash of a body is its SHA-256")
    func hash() {
        // FIPS 180-2, appendix B.1.
        #expect(
            MessageBody(media: .json, subject: "", bytes: Array("abc".utf8)).sha256
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    private static func entry(of record: LedgerRecord) throws -> LedgerEntry {
        var bodyHash: (sha256: String, media: String)?
        if case .intent(let delivery) = record {
            let body = Sample.body(delivery.id)
            bodyHash = (body.sha256, body.media.rawValue)
        }
        return LedgerEntry(record, sequence: 1, newest: nil, bodyHash: bodyHash)
    }
}
