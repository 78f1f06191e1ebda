import Foundation
import TestSupport
import Testing
import WorkLists

@Suite("The shipped Huzhou list")
struct ShippedListTests {
    static let file = "Config/worklists/huzhou-2017.yaml"

    @Test("the notice beside it is the one the transcription was made from")
    func notice() throws {
        #expect(try Repository.text("Config/worklists/huzhou-2017.notice.txt") == Huzhou.notice())
    }

    @Test("it is what reader and writer make of the notice, to the byte")
    func made() throws {
        try expectGolden(WorkListWriter.text(NoticeReader.read(try Huzhou.notice(), id: "huzhou-2017")), Self.file)
    }

    @Test("read back it is the list that was read from the notice, without a problem")
    func readBack() throws {
        let (list, problems) = WorkListReader.read(try Repository.text(Self.file), file: Self.file)
        #expect(problems == [])
        #expect(list?.withoutLines == NoticeReader.read(try Huzhou.notice(), id: "huzhou-2017"))
    }

    @Test("every doubtful reading is marked where it stands, beside being listed at the end")
    func marks() throws {
        let text = try Repository.text(Self.file)
        let list = NoticeReader.read(try Huzhou.notice(), id: "huzhou-2017")
        let marks = text.components(separatedBy: "\n").filter { $0.contains("# 请核对:") }
        #expect(Set(list.review.map(\.why)) == Set(marks.map { String($0.drop { $0 != ":" }.dropFirst()) }))
        #expect(marks.count >= list.review.count)
    }

    @Test("each item knows its line in the file")
    func lines() throws {
        let text = try Repository.text(Self.file)
        let list = try #require(WorkListReader.read(text, file: Self.file).0)
        let lines = text.components(separatedBy: "\n")
        for (work, measure, milestone) in list.allMilestones {
            #expect(lines[work.line - 1] == "  - number: \(work.number)")
            #expect(
                lines[measure.line - 1] == "      - id: \"\(measure.id)\""
                    || lines[measure.line - 1] == "      - id: \(measure.id)")
            #expect(
                lines[milestone.line - 1].hasSuffix("- id: \(milestone.id)")
                    || lines[milestone.line - 1].hasSuffix("- id: \"\(milestone.id)\""))
        }
        for duty in list.duties { #expect(lines[duty.line - 1] == "  - id: \(duty.id)") }
    }

    @Test("its JSON has the fields of the transcription, with the same values")
    func json() throws {
        let list = NoticeReader.read(try Huzhou.notice(), id: "huzhou-2017")
        let data = Data(WorkListJSON.text(list).utf8)
        let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        let golden = try #require(
            JSONSerialization.jsonObject(
                with: Data(
                    contentsOf: URL(fileURLWithPath: Repository.file("Tests/WorkListsTests/Fixtures/golden.json"))))
                as? [String: Any])
        compare(object, golden, at: "")
        #expect((object["unread"] as? [Any])?.count == 6)
        #expect((object["review"] as? [[String: Any]])?.allSatisfy { Set($0.keys) == ["line", "text", "why"] } == true)
        let works = try #require(object["works"] as? [[String: Any]])
        #expect(works.allSatisfy { $0["source_line"] is Int })
    }

    /// What the transcriber says about the transcription, and not the notice.
    private static let notOfTheNotice: Set<String> = [
        "notes", "raw", "page_break_repeat_before_measure", "requirement_from", "alternative_occurrences",
        "recurring_in_text", "time_words_not_milestones", "boilerplate_not_content",
    ]

    private func compare(_ ours: Any?, _ golden: Any, at path: String) {
        switch golden {
        case let golden as [String: Any]:
            let ours = ours as? [String: Any]
            for (key, value) in golden where !Self.notOfTheNotice.contains(key) {
                compare(ours?[key], value, at: path + "." + key)
            }
        case let golden as [Any]:
            let ours = ours as? [Any] ?? []
            #expect(ours.count == golden.count, "\(path)")
            for (index, (ours, golden)) in zip(ours, golden).enumerated() {
                compare(ours, golden, at: path + "[\(index)]")
            }
        case let golden as String: #expect((ours as? String).map(bare) == bare(golden), "\(path)")
        case is NSNull: #expect(ours == nil || ours is NSNull, "\(path)")
        case let golden as NSNumber: #expect(ours as? NSNumber == golden, "\(path)")
        default: Issue.record("unexpected \(path)")
        }
    }
}
