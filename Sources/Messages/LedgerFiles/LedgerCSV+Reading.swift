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
    ///
    /// - Parameter language: that of the problems.
    package static func read(
        _ bytes: [UInt8], file: String = "ledger.csv", language: Language = .en
    ) -> (rows: [TickedRow], problems: [Problem]) {
        let words = Words(language: language)
        var (header, records, problems) = CSVRecords.read(bytes, file: file, language: language)
        guard let header else { return ([], problems) }
        let places = columns(header)
        let missing = [Column.number, .unitID, .doneOn, .document, .mark].filter { places[$0] == nil }
        guard missing.isEmpty else {
            problems += missing.map { column in
                let fault = words.missing(column.title(.zh))
                return Problem(file: file, line: header.line, fault.message, hint: fault.hint)
            }
            return ([], problems)
        }
        var rows: [TickedRow] = []
        var seen: [ObligationID: Int] = [:]
        for record in records {
            switch row(record, places, words) {
            case .success(nil): continue
            case .success(let row?):
                if let first = seen[row.obligation] {
                    problems.append(
                        Problem(file: file, line: record.line, words.twice(row.obligation, first: first)))
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

    /// The language of a file that this program wrote, by its first line's titles.
    package static func language(of bytes: [UInt8]) -> Language {
        guard let text = TextEncoding.decode(bytes), let header = CSVRecords(text).records.first else { return .en }
        let titles = Set(header.cells.map { CSVText.trimmed($0) })
        return Column.allCases.contains { titles.contains($0.title(.zh)) } ? .zh : .en
    }

    private struct Fault: Error {
        let message: String
        let hint: String?
    }

    /// What may be wrong with a line.
    private struct Words {
        let language: Language

        private func fault(_ zh: String, _ en: String, hint: (zh: String, en: String)) -> Fault {
            language == .zh ? Fault(message: zh, hint: hint.zh) : Fault(message: en, hint: hint.en)
        }

        func missing(_ title: String) -> Fault {
            fault(
                "缺少“\(title)”一栏", "column `\(title)` is missing",
                hint: ("第一行请保持原样", "keep the first line as it was sent"))
        }

        func twice(_ obligation: ObligationID, first: Int) -> String {
            language == .zh
                ? "“\(obligation)”填了两次,第\(first)行已填" : "`\(obligation)` is filled in twice, first in line \(first)"
        }

        func noNumber(_ text: String) -> Fault {
            fault(
                "“\(text)”不是事项编号", "`\(text)` is no number of an item",
                hint: ("请保持原样:huzhou-2017:3.1.2", "keep it as sent: huzhou-2017:3.1.2"))
        }

        func noDate(_ text: String) -> Fault {
            fault(
                "“\(text)”不是日期", "`\(text)` is no date",
                hint: ("写成 2017-06-30、2017/6/30 或 6月30日", "write it as 2017-06-30, 2017/6/30 or 6月30日"))
        }

        var documentAlone: Fault {
            fault(
                "只填了文号,没有日期和状态", "a document number is filled in, but neither date nor state",
                hint: ("填写办结日期,或在“状态”中写办结或待核", "fill in 办结日期, or write 办结 or 待核 into 状态"))
        }

        func noState(_ text: String) -> Fault {
            fault(
                "“\(text)”不是状态", "`\(text)` is no state",
                hint: ("写办结或待核,或者留空", "write 办结 or 待核, or leave it empty"))
        }
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

    private static func row(
        _ record: CSVRecords.Record, _ places: [Column: Int], _ words: Words
    ) -> Result<TickedRow?, Fault> {
        func cell(_ column: Column) -> String {
            guard let index = places[column], index < record.cells.count else { return "" }
            return CSVText.value(record.cells[index])
        }
        let (date, document, mark) = (cell(.doneOn), cell(.document), cell(.mark))
        guard !(date.isEmpty && document.isEmpty && mark.isEmpty) else { return .success(nil) }
        guard let obligation = ObligationID("\(cell(.number))/\(cell(.unitID))") else {
            return .failure(words.noNumber(cell(.number)))
        }
        var on: CivilDate?
        if !date.isEmpty {
            let deadline = FilledDate.read(cell(.deadline), near: nil)
            on = FilledDate.read(date, near: deadline)
            guard on != nil else {
                return .failure(words.noDate(date))
            }
        }
        switch meaning(of: mark) {
        case .none where on == nil && mark.isEmpty:
            return .failure(words.documentAlone)
        case .none where !mark.isEmpty:
            return .failure(words.noState(mark))
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
