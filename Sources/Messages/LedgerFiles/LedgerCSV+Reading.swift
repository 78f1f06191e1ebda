package import CivilTime
package import Reminders
import Settings
package import WorkLists

/// A line of the ledger that somebody filled in.
package struct TickedRow: Sendable, Equatable {
    package enum Mark: String, Sendable, Equatable {
        case done, reported
    }

    /// From 1, in the file.
    package var line: Int
    package var obligation: ObligationID
    package var mark: Mark
    /// The date of the fact; nil: it was only marked.
    package var on: CivilDate?
    package var document: String?

    package init(line: Int, obligation: ObligationID, mark: Mark, on: CivilDate?, document: String?) {
        self.line = line
        self.obligation = obligation
        self.mark = mark
        self.on = on
        self.document = document
    }
}

extension LedgerCSV {
    /// Reads a ledger back: the lines that were filled in, and every line that cannot be understood.
    ///
    /// A date alone means done. Lines with nothing filled in are passed over. The caller takes all or nothing: with a
    /// problem in the list it records no act.
    package static func read(
        _ bytes: [UInt8], file: String = "ledger.csv"
    ) -> (rows: [TickedRow], problems: [Problem]) {
        var (header, records, problems) = CSVRecords.read(bytes, file: file)
        guard let header else { return ([], problems) }
        let places = columns(header)
        let missing = [Column.number, .unitID, .doneOn, .document, .mark].filter { places[$0] == nil }
        guard missing.isEmpty else {
            problems += missing.map { column in
                Problem(
                    file: file, line: header.line, "column `\(column.title(.zh))` is missing",
                    hint: "keep the first line as it was sent")
            }
            return ([], problems)
        }
        var rows: [TickedRow] = []
        var seen: [ObligationID: Int] = [:]
        for record in records {
            switch row(record, places) {
            case .success(nil): continue
            case .success(let row?):
                if let first = seen[row.obligation] {
                    problems.append(
                        Problem(
                            file: file, line: record.line,
                            "`\(row.obligation)` is filled in twice, first in line \(first)"))
                } else {
                    seen[row.obligation] = record.line
                    rows.append(row)
                }
            case .failure(let fault):
                problems.append(Problem(file: file, line: record.line, fault.message, hint: fault.hint))
            }
        }
        return (rows, problems)
    }

    private struct Fault: Error {
        let message: String
        let hint: String?
    }

    private static func columns(_ header: CSVRecords.Record) -> [Column: Int] {
        var places: [Column: Int] = [:]
        for (index, cell) in header.cells.enumerated() {
            let title = CSVText.trimmed(cell).lowercased()
            for column in Column.allCases where places[column] == nil {
                if column.title(.zh) == title || column.title(.en) == title { places[column] = index }
            }
        }
        return places
    }

    private static func row(_ record: CSVRecords.Record, _ places: [Column: Int]) -> Result<TickedRow?, Fault> {
        func cell(_ column: Column) -> String {
            guard let index = places[column], index < record.cells.count else { return "" }
            return CSVText.value(record.cells[index])
        }
        let (date, document, mark) = (cell(.doneOn), cell(.document), cell(.mark))
        guard !(date.isEmpty && document.isEmpty && mark.isEmpty) else { return .success(nil) }
        guard let obligation = ObligationID("\(cell(.number))/\(cell(.unitID))") else {
            return .failure(
                Fault(message: "`\(cell(.number))` is no number of an item", hint: "keep it as sent: huzhou-2017:3.1.2")
            )
        }
        var on: CivilDate?
        if !date.isEmpty {
            let deadline = FilledDate.read(cell(.deadline), near: nil)
            on = FilledDate.read(date, near: deadline)
            guard on != nil else {
                return .failure(
                    Fault(message: "`\(date)` is no date", hint: "write it as 2017-06-30, 2017/6/30 or 6月30日"))
            }
        }
        switch meaning(of: mark) {
        case .none where on == nil && mark.isEmpty:
            return .failure(
                Fault(
                    message: "a document number is filled in, but neither date nor state",
                    hint: "fill in 办结日期, or write 办结 or 待核 into 状态"))
        case .none where !mark.isEmpty:
            return .failure(Fault(message: "`\(mark)` is no state", hint: "write 办结 or 待核, or leave it empty"))
        case let known:
            return .success(
                TickedRow(
                    line: record.line, obligation: obligation, mark: known ?? .done, on: on,
                    document: document.isEmpty ? nil : document))
        }
    }

    private static func meaning(of mark: String) -> TickedRow.Mark? {
        switch mark.lowercased() {
        case "办结", "已办结", "完成", "已完成", "核销", "已核销", "是", "√", "✓", "✔", "y", "yes", "x", "done": .done
        case "待核", "反馈待核", "已反馈", "反馈", "reported": .reported
        default: nil
        }
    }
}
