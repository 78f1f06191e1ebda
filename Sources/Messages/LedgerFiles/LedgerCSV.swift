package import CivilTime
package import Reminders
import WorkLists

/// The ledger as a spreadsheet (台账): one line an obligation, with three columns left to fill, which
/// ``read(_:file:)`` takes back after Excel or WPS saved it.
///
/// As ``CSVText`` writes it. Decisions:
/// - **Ids as text.** Excel makes 2 January 2003 of `3.1.2` and 3.1 of `3.10`. The number column therefore holds the
///   full name, `huzhou-2017:3.1.2`, which no program takes for anything but text.
/// - **What stands and what is to fill are apart.** State, date and document as recorded are columns of their own;
///   the columns to fill are always empty. A file sent back a week late cannot settle again what was reopened since.
package enum LedgerCSV {
    package static func write(
        _ lines: [Standing.Line], language: Language = .zh, zone: Zone? = nil
    ) -> [UInt8] {
        let wording = Wording(language: language)
        var result = CSVText.byteOrderMark
        result += CSVText.record(Column.allCases.map { .text($0.title(language)) })
        for line in lines { result += CSVText.record(cells(line, wording, zone).map { .text($0) }) }
        return result
    }

    /// The columns in the order they are written; read in any order, by title.
    enum Column: CaseIterable {
        case number, unitID, unit, work, requirement, deadline, colour, state, recordedOn, recordedDocument, lastTold
        /// To fill.
        case doneOn, document, mark

        func title(_ language: Language) -> String {
            switch (self, language) {
            case (.number, .zh): "编号"
            case (.unitID, .zh): "单位代码"
            case (.unit, .zh): "责任单位"
            case (.work, .zh): "重点工作"
            case (.requirement, .zh): "进度节点"
            case (.deadline, .zh): "到期日"
            case (.colour, .zh): "颜色"
            case (.state, .zh): "当前状态"
            case (.recordedOn, .zh): "已登记日期"
            case (.recordedDocument, .zh): "已登记文号"
            case (.lastTold, .zh): "最近提醒"
            case (.doneOn, .zh): "办结日期"
            case (.document, .zh): "文号"
            case (.mark, .zh): "状态"
            case (.number, .en): "number"
            case (.unitID, .en): "unit id"
            case (.unit, .en): "unit"
            case (.work, .en): "key work"
            case (.requirement, .en): "requirement"
            case (.deadline, .en): "deadline"
            case (.colour, .en): "colour"
            case (.state, .en): "present state"
            case (.recordedOn, .en): "recorded date"
            case (.recordedDocument, .en): "recorded document"
            case (.lastTold, .en): "last reminder"
            case (.doneOn, .en): "done on"
            case (.document, .en): "document"
            case (.mark, .en): "state"
            }
        }
    }

    private static func cells(_ line: Standing.Line, _ wording: Wording, _ zone: Zone?) -> [String] {
        Column.allCases.map { column in
            switch column {
            case .number: "\(line.list):\(line.milestone)"
            case .unitID: line.unit.rawValue
            case .unit: line.unitName
            case .work: line.work
            case .requirement: line.requirement
            case .deadline: line.deadline.description
            case .colour: wording.colour(line.colour) ?? ""
            case .state: wording.state(line.state)
            case .recordedOn: line.on?.description ?? ""
            case .recordedDocument: line.document ?? ""
            case .lastTold: line.lastTold.map { told($0, zone) } ?? ""
            case .doneOn, .document, .mark: ""
            }
        }
    }

    private static func told(_ moment: Moment, _ zone: Zone?) -> String {
        guard let zone else { return moment.iso8601 }
        let civil = zone.civil(moment)
        return "\(civil.date) \(civil.time.description.prefix(5))"
    }
}
