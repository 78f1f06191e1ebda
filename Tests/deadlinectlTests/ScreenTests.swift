import Control
import Reminders
import Testing
import WorkLists

@testable import deadlinectl

@Suite("one screen")
struct ScreenTests {
    private func lines(_ name: String, _ count: Int) -> String {
        (1...count).map { "\(name)\($0)\n" }.joined()
    }

    @Test("what fits is shown as it is, without a word about more")
    func whole() {
        let parts: [Screen.Part] = [
            .init(text: lines("a", 3), rank: 0), .init(text: "", rank: 1), .init(text: lines("b", 2), rank: 2),
        ]
        #expect(Screen(height: 24).text(parts, more: "more") == "a1\na2\na3\n\nb1\nb2\n")
    }

    @Test("what matters most keeps its room; the rest is cut, or left out where too little would be left")
    func cut() {
        let parts: [Screen.Part] = [
            .init(text: lines("a", 4), rank: 0), .init(text: lines("b", 20), rank: 2),
            .init(text: lines("c", 20), rank: 1, limit: 5), .init(text: lines("d", 20), rank: 3),
        ]
        let text = Screen(height: 18).text(parts, more: "more")
        #expect(text == "a1\na2\na3\na4\n\nb1\nb2\nb3\nb4\n  … 16\n\nc1\nc2\nc3\nc4\n  … 16\nmore\n")
    }

    @Test("the status of a year with 38 units keeps to 24 lines of 80 columns", arguments: [24, 40])
    func status(height: Int) throws {
        var answer = try Samples.status()
        answer.standing.units = (1...38).map { number in
            .init(
                unit: UnitID("u\(number)"), name: "市单位\(number)", shares: .init(), overdue: number % 3,
                hasAcknowledged: false,
                wasAssigned: true)
        }
        let text = StatusReport(answer, width: 80, height: height).text
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= height)
        #expect(text.hasPrefix("6月底节点45项:办结38 待核3 未反馈4"))
        #expect(text.hasSuffix("全部内容:deadlinectl status --all\n"))
    }
}
