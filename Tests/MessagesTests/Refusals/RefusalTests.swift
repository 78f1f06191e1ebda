import CivilTime
import Reminders
import TestSupport
import Testing
import WorkLists

@testable import Messages

@Suite("what the daemon refuses, in the office's words")
struct RefusalTests {
    @Test("every refusal says what and why, and what to do where something can be done", arguments: Language.allCases)
    func everyRefusal(language: Language) throws {
        let words = RefusalWords(language: language, unitNames: Self.names)
        let texts =
            try Self.acts().map { words.text($0) } + Self.requests.map { words.text($0) }
            + Self.digests.map { words.text($0) } + Self.faults.map { $0.text(language) }
        let page = texts.map { text in
            text.message + "\n" + (text.hint.map { "    \($0)\n" } ?? "")
        }.joined()
        try expectGolden(page, "Tests/MessagesTests/Golden/refusals.\(language.rawValue).txt")
        #expect(Set(texts.map(\.message)).count >= texts.count - 2, "each has words of its own")
        for text in texts { #expect(!text.message.hasSuffix(".") && !text.message.hasSuffix("。")) }
    }

    @Test("Chinese words no refusal in English, and English none in Chinese")
    func oneLanguage() throws {
        let english = RefusalWords(language: .en, unitNames: Self.names)
        let chinese = RefusalWords(language: .zh, unitNames: Self.names)
        for refusal in try Self.acts() {
            // The English hint quotes the notice's own words; unit names and duties are the list's.
            let message = english.text(refusal).message.replacing("三-2", with: "").replacing("市发改为", with: "")
            let isPlain = message.unicodeScalars.allSatisfy { $0.isASCII }
            #expect(isPlain, "\(message)")
            let text = chinese.text(refusal).message
            let isChinese = text.unicodeScalars.contains { !$0.isASCII }
            #expect(isChinese, "\(text)")
        }
    }

    @Test("up to eight units are named, of more the first three and how many")
    func manyUnits() throws {
        let units = (1...34).map { UnitID(rawValue: "u\($0)") }
        let names = Dictionary(uniqueKeysWithValues: units.map { ($0, "单位\($0.rawValue.dropFirst())") })
        func hint(_ count: Int, _ language: Language) throws -> String {
            let refusal = ActRefusal.unitMissing(milestone: "三-2", responsible: Array(units.prefix(count)))
            return try #require(RefusalWords(language: language, unitNames: names).text(refusal).hint)
        }
        #expect(try hint(34, .zh) == "用 --unit 写明单位(单位1、单位2、单位3等34个单位),或用 --all-units 登记全部单位")
        #expect(try hint(34, .en) == "name one with --unit (u1, u2, u3 and 31 more) or say --all-units")
        #expect(try hint(8, .zh).contains("单位8)"))
        #expect(try hint(8, .en).contains("u7, u8)"))
    }

    @Test("every alarm of `status` has its words", arguments: Language.allCases)
    func alarms(language: Language) throws {
        let alarms: [StandingAlarm] = [
            .configurationRefused, .held(channel: "mail", reason: "auth"),
            .silent(channel: "mail", since: "2017-06-28 09:00", reason: "auth", waiting: 38),
            .clockInDoubt(isAhead: true, shown: "2019-01-01 08:00", believed: "2017-06-28 09:00"),
            .clockInDoubt(isAhead: false, shown: "1970-01-01 08:00", believed: "2017-06-28 09:00"),
            .ledgerFault("disk-full"), .missingCalendars([2018, 2019]), .withoutContact(["市铁路办", "市经信委"]),
        ]
        let page = alarms.map { $0.text(language) + "\n" }.joined()
        try expectGolden(page, "Tests/MessagesTests/Golden/alarms.\(language.rawValue).txt")
    }

    // MARK: - All there are

    private static let names: [UnitID: String] = ["fgw": "市发改委", "jxw": "市经信委"]

    /// One of each, and of those that say two things both. A case that is added is added here: the switch says so.
    private static func acts() throws -> [ActRefusal] {
        let (june, july) = (try day("2017-06-30"), try day("2017-07-31"))
        let all: [ActRefusal] = [
            .unknownList("huzhou-2018"), .notAccepted("huzhou-2017"), .notAccepted(""), .alreadyAccepted("huzhou-2017"),
            .alreadyClosed("huzhou-2017"), .unknownMilestone("5.2.9", likely: "5.2.1"),
            .unknownMilestone("99", likely: nil), .ambiguousMilestone("3.1.2", lists: ["deqing-2017", "huzhou-2017"]),
            .unknownUnit("市发改为", likely: "市发改委"), .unknownUnit("x", likely: nil), .unknownUnit("", likely: nil),
            .inFuture(july), .notResponsible("jxw", milestone: "5.2.1", responsible: ["fgw"]),
            .notToBeRetried(DeliveryID(rawValue: 7), .accepted), .notAcceptedYet(DeliveryID(rawValue: 7), .givenUp),
            .channelGone("fax"), .clockInDoubt, .noReport("三-2"), .noReport(nil), .dateMissing(.silenced),
            .dateMissing(.extended), .notLater(june, present: june, today: june),
            .notLater(june, present: june, today: july), .silenceOver(june), .notYetDue(milestone: "5.2.1", june),
            .settled(milestone: "5.2.1", "fgw", .done), .settled(milestone: "5.2.1", "fgw", .withdrawn),
            .notRequested(milestone: "5.2.1", "fgw"), .nothingToRelease(milestone: "5.2.1", "fgw"),
            .nothingToUndo(milestone: "5.2.1"), .unitMissing(milestone: "三-2", responsible: ["fgw", "jxw"]),
        ]
        for refusal in all {
            switch refusal {
            case .unknownList, .notAccepted, .alreadyAccepted, .alreadyClosed, .unknownMilestone, .ambiguousMilestone,
                .unknownUnit, .inFuture, .notResponsible, .notToBeRetried, .notAcceptedYet, .channelGone, .clockInDoubt,
                .noReport, .dateMissing, .notLater, .silenceOver, .notYetDue, .settled, .notRequested,
                .nothingToRelease, .nothingToUndo, .unitMissing:
                continue
            }
        }
        return all
    }

    private static let requests: [RequestRefusal] = [
        .nobodyGetsDigest, .unknownDelivery(DeliveryID(rawValue: 7)), .namesNoDelivery("x@y"), .noDate("明天"),
        .officeWithoutMailbox, .takesNoAddress(channel: "wecom"), .notOnDiskYet("disk-full"), .notOnDisk("io"),
        .notReadable("busy"),
    ]

    private static let digests = [
        UnknownDigest(name: "weakly", known: ["weekly", "monthly"]),
        UnknownDigest(name: "x", known: ["weekly", "monthly"]),
        UnknownDigest(name: "x", known: []),
    ]

    private static let faults: [ReportFault] = [
        .tooLarge(kilobytes: 256), .noText, .idMissing, .idUnknown("三-2"), .givenTwice(first: "a.txt"),
        .otherUnit(named: "市经信委", unit: "市发改委"), .partMissing("5.2"),
        .tooLong(part: "5.2", characters: 512, limit: 500), .strangePart("9.9", unit: "市发改委", parts: ["5.2", "5.3"]),
        .partTwice("5.2", firstLine: 12), .fieldTwice("工作进度", part: "5.2"), .fieldMissing(.problems, part: "5.2"),
        .fieldEmpty(.progress, part: "5.2"), .fieldEmpty(.suggestions, part: "5.2"), .noProgress("无", part: "5.2"),
    ]

    private static func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso: text)) }
}
