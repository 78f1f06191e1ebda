import CivilTime
import Reminders
import Settings

extension RobotScript {
    /// How things stand: each deadline's figures, what needs attention, what comes.
    func digest(_ standing: Standing) -> [RobotMessage.Line] {
        let deadlines = draft.shows(.deadlines) ? Draft.inOrder(standing.deadlines) : []
        var lines = deadlines.map { line in
            let name = draft.listName(of: line).map { "\($0) " } ?? ""
            let colour = wording.colour(line.colour).map(wording.inBrackets) ?? ""
            return RobotMessage.Line(name + wording.standing(line, today: draft.today) + colour)
        }
        if standing.deadlines.isEmpty { lines.append(.init(wording.nothingUnderWay())) }
        if let rate = draft.rate(standing) { lines.append(.init(wording.rateLine(rate))) }
        let attention = draft.attention(standing, hasTable: false)
        if !attention.isEmpty {
            lines.append(.init(wording.needsAttention(), style: .head, startsBlock: true))
            lines += attention.map { .init("● \($0)") }
        }
        let overdue = draft.overdue(standing)
        if !overdue.shown.isEmpty {
            lines.append(.init(wording.overdueHead(), style: .head, startsBlock: true))
            lines += overdue.shown.map { .init(wording.overdue($0)) }
            if overdue.more > 0 { lines.append(.init(wording.leftOut(items: overdue.more))) }
        }
        let coming = draft.coming(standing)
        if !coming.isEmpty {
            lines.append(.init(wording.comingHead(), style: .head, startsBlock: true))
            lines += coming.map { .init(wording.coming($0)) }
        }
        if let next = standing.next {
            let time = wording.time(briefing.zone.civil(next), from: draft.today)
            lines.append(.init(wording.next(time), startsBlock: true))
        }
        return lines
    }
}
