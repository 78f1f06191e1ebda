import CivilTime
import Messages
import Reminders
import Settings
import TestSupport
import Testing
import WorkLists

@Suite("drafted circulars")
struct CircularTests {
    @Test("a circular is a document in either language", arguments: Language.allCases)
    func page(language: Language) throws {
        let html = CircularDraft(try CircularScene.circular(language)).html
        try expectGolden(
            String(decoding: html, as: UTF8.self),
            "Tests/MessagesTests/Golden/Evidence/circular.\(language.rawValue).html")
    }

    @Test("only what was recorded as late is called late, and what is settled is counted, not named")
    func late() throws {
        let circular = try CircularScene.circular()
        let draft = CircularDraft(circular)
        #expect(draft.sections.map(\.heading) == ["认定逾期的事项(1项)", "截至7月14日尚未收到办结反馈的事项(2项)", "已反馈、待核实的事项(1项)"])
        let others = draft.sections.dropFirst().flatMap(\.units).flatMap(\.items) + draft.closing
        #expect(!others.contains { $0.contains("逾期") })
        #expect(draft.rows.count == 4)
        #expect(!draft.rows.contains { $0[2].hasSuffix("7.1.1") })
        var unmarked = circular
        for index in unmarked.items.indices { unmarked.items[index].past.isLate = false }
        let text = String(decoding: CircularDraft(unmarked).html, as: UTF8.self)
        #expect(!text.contains("逾期"), "nothing is called late that nobody recorded as late")
    }

    @Test("it is marked as a draft and names when each unit was told, and over what")
    func draft() throws {
        let draft = CircularDraft(try CircularScene.circular())
        #expect(draft.mark == "草稿")
        #expect(draft.markNote.contains("不得外发"))
        let items = draft.sections.flatMap(\.units).flatMap(\.items)
        #expect(items.contains { $0.hasSuffix("已过10个工作日;最近提醒2017-07-05 09:00,经mail发至zhangsan@huzhou.example") })
        #expect(items.contains { $0.hasSuffix("没有送达服务器的提醒记录") })
    }

    @Test("where all is settled it says so and names nobody")
    func settled() throws {
        let draft = CircularDraft(try CircularScene.circular(isSettled: true))
        #expect(draft.sections == [])
        #expect(draft.rows == [])
        #expect(draft.opening.first?.hasSuffix("没有需要通报的事项。") == true)
    }

    @Test("its table is one that a spreadsheet computes nothing with")
    func csv() throws {
        var circular = try CircularScene.circular()
        circular.items[0].past.line.requirement = "=cmd|' /C calc'!A0"
        let text = String(decoding: CircularDraft(circular).csv, as: UTF8.self)
        #expect(text.hasPrefix("\u{FEFF}\"序号\",\"责任单位\",\"编号\""))
        #expect(text.contains("\"'=cmd|' /C calc'!A0\""))
        #expect(text.split(separator: "\r\n").count == 5)
    }
}
