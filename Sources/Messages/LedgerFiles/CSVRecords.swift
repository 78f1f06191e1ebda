import Reminders
import WorkLists

/// The records of a CSV file (RFC 4180), each with the line it begins on.
///
/// A reader of its own, over bytes: SwiftCSV's goes by Characters, so that a quote followed by a combining mark
/// closes no cell; it gives no lines; and it stops at the first fault, where a clerk wants all of them. It serves the
/// tests as a second reader of what is written here.
struct CSVRecords {
    struct Record: Equatable {
        /// From 1.
        var line: Int
        var cells: [String]
    }

    private(set) var records: [Record] = []
    /// Lines where a quote was not closed before the file ended.
    private(set) var unclosed: [Int] = []

    /// The first line, the others, and what is wrong with the file: its encoding, a quote left open, a line with more
    /// cells than the first, which is not among the others. No first line: nothing can be read.
    static func read(
        _ bytes: [UInt8], file: String, language: Language = .en
    ) -> (header: Record?, records: [Record], problems: [Problem]) {
        let isChinese = language == .zh
        guard let text = TextEncoding.decode(bytes) else {
            let problem =
                isChinese
                ? Problem(file: file, "文件既不是 UTF-8 也不是 GB18030 编码", hint: "另存为 CSV 或 CSV UTF-8")
                : Problem(
                    file: file, "the file is neither UTF-8 nor GB18030",
                    hint: "save it as CSV (UTF-8) or as CSV on a Chinese system")
            return (nil, [], [problem])
        }
        let table = CSVRecords(text)
        var problems = table.unclosed.map { line in
            Problem(file: file, line: line, isChinese ? "引号没有配对" : "a quote is not closed before the file ends")
        }
        guard let header = table.records.first else {
            problems.append(
                isChinese
                    ? Problem(file: file, "文件是空的", hint: "第一行应为各栏名称")
                    : Problem(file: file, "the file is empty", hint: "it begins with the column titles"))
            return (nil, [], problems)
        }
        // Fewer is what some programs make of empty cells at the end; more means that the columns are shifted.
        let records = table.records.dropFirst().filter { record in
            if record.cells.count <= header.cells.count { return true }
            problems.append(
                isChinese
                    ? Problem(
                        file: file, line: record.line,
                        "这一行有\(record.cells.count)栏,比第一行的\(header.cells.count)栏多", hint: "含逗号的单元格要加引号")
                    : Problem(
                        file: file, line: record.line,
                        "the line has \(record.cells.count) cells where the first has \(header.cells.count)",
                        hint: "put a cell with a comma in quotes"))
            return false
        }
        return (header, Array(records), problems)
    }

    init(_ text: String) {
        let bytes = Array(text.utf8)
        let separator = Self.separator(bytes)
        var line = 1
        var start = 1
        var cells: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var wasQuoted = false
        var quoteLine = 1
        func endCell() {
            cells.append(String(decoding: cell, as: UTF8.self))
            cell = []
            wasQuoted = false
        }
        func endRecord(_ records: inout [Record]) {
            // Spreadsheets leave lines of nothing but separators behind.
            endCell()
            if cells.contains(where: { !$0.isEmpty }) { records.append(Record(line: start, cells: cells)) }
            cells = []
            start = line
        }
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            let isCRLF = byte == 0x0D && index < bytes.count && bytes[index] == 0x0A
            if byte == 0x0A || (byte == 0x0D && !isCRLF) { line += 1 }
            if isQuoted {
                if byte != UInt8(ascii: "\"") {
                    cell.append(byte)
                } else if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
                    cell.append(byte)
                    index += 1
                } else {
                    isQuoted = false
                }
            } else if byte == UInt8(ascii: "\""), cell.isEmpty, !wasQuoted {
                (isQuoted, wasQuoted, quoteLine) = (true, true, line)
            } else if byte == separator {
                endCell()
            } else if byte == 0x0A || (byte == 0x0D && !isCRLF) {
                endRecord(&records)
            } else if !isCRLF {
                cell.append(byte)
            }
        }
        if isQuoted { unclosed.append(quoteLine) }
        if !cell.isEmpty || !cells.isEmpty { endRecord(&records) }
    }

    /// The one of comma, semicolon and tab that the first line has most of: Excel's choice follows the system's.
    private static func separator(_ bytes: [UInt8]) -> UInt8 {
        let head = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
        let candidates: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
        let counts = candidates.map { mark in head.count { $0 == mark } }
        let best = counts.max() ?? 0
        return zip(candidates, counts).first { $0.1 == best }?.0 ?? UInt8(ascii: ",")
    }
}
