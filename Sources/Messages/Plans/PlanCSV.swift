import CivilTime
package import Reminders
import WorkLists

/// The plan's rows as a spreadsheet, as ``CSVText`` writes it: one line a reminder and recipient. Numbers stand with
/// their list, `huzhou-2017:3.1.2`, which no program takes for a date.
package enum PlanCSV {
    package static func write(_ rows: [PlanRow], of inputs: PlanInputs, language: Language = .zh) -> [UInt8] {
        let wording = Wording(language: language)
        let requirements = Dictionary(
            ObligationList.make(from: inputs).map { ($0.id, $0.requirement) }, uniquingKeysWith: { first, _ in first })
        var result = CSVText.byteOrderMark
        result += CSVText.record(Column.allCases.map { .text($0.title(language)) })
        for row in rows {
            let id = ObligationID(list: row.list, milestone: row.milestone, unit: row.unit)
            result += CSVText.record(Column.allCases.map { cell($0, row, requirements[id] ?? "", wording) })
        }
        return result
    }

    /// The columns in the order they are written.
    enum Column: CaseIterable {
        case at, unitID, unit, number, requirement, stage, deadline, movedFrom, provisional, channel, to, rule, line
        case sourceLine

        func title(_ language: Language) -> String {
            switch (self, language) {
            case (.at, .zh): "提醒时间"
            case (.unitID, .zh): "单位代码"
            case (.unit, .zh): "责任单位"
            case (.number, .zh): "编号"
            case (.requirement, .zh): "进度节点"
            case (.stage, .zh): "阶段"
            case (.deadline, .zh): "到期日"
            case (.movedFrom, .zh): "原定日期"
            case (.provisional, .zh): "暂定"
            case (.channel, .zh): "通道"
            case (.to, .zh): "收件人"
            case (.rule, .zh): "规则出处"
            case (.line, .zh): "清单行号"
            case (.sourceLine, .zh): "原文行号"
            case (.at, .en): "reminder"
            case (.unitID, .en): "unit id"
            case (.unit, .en): "unit"
            case (.number, .en): "number"
            case (.requirement, .en): "requirement"
            case (.stage, .en): "stage"
            case (.deadline, .en): "deadline"
            case (.movedFrom, .en): "moved from"
            case (.provisional, .en): "provisional"
            case (.channel, .en): "channel"
            case (.to, .en): "recipient"
            case (.rule, .en): "rule"
            case (.line, .en): "line of the list"
            case (.sourceLine, .en): "line of the notice"
            }
        }
    }

    private static func cell(
        _ column: Column, _ row: PlanRow, _ requirement: String, _ wording: Wording
    ) -> CSVText.Cell {
        switch column {
        case .at: .text("\(row.at.prefix(10)) \(row.at.dropFirst(11).prefix(5))")
        case .unitID: .text(row.unit.rawValue)
        case .unit: .text(row.unitName)
        case .number: .text("\(row.list):\(row.milestone)")
        case .requirement: .text(requirement)
        case .stage: .text(Stage(row.stage).map(wording.stage) ?? row.stage)
        case .deadline: .text(row.deadline.description)
        case .movedFrom: row.movedFrom.map { .text($0.description) } ?? .empty
        case .provisional: row.isProvisional ? .text(wording.yes) : .empty
        case .channel: row.channel.isEmpty ? .empty : .text(row.channel)
        case .to: row.to.isEmpty ? .empty : .text(row.to)
        case .rule: .text(row.rule)
        case .line: row.line > 0 ? .number(Int64(row.line)) : .empty
        case .sourceLine: row.sourceLine.map { .number(Int64($0)) } ?? .empty
        }
    }
}
