/// The table of the notice, as plain text gives it: a line a cell or several cells to a line.
///
/// ```
/// 4 继续全面…。 1.深入开展…。      number, key work and first measure share a line
///
/// 责任单位:市建设局                 a line of the measure's own
/// 6月底前…。9月底前…。              the schedule, right after it
/// 2.按照…                           the next measure
/// ```
/// A row that a page break repeats goes on where it stopped.
struct NoticeTable {
    private let lines: [NoticeLine]
    private let calendar: NoticeCalendar
    private var works: [Row] = []
    private var current: Int?
    private var place = Place.outside
    private var lastLine = 0

    private struct Row {
        var number: Int
        var text: Scalars
        var line: Int
        var measures: [Entry] = []
    }

    private struct Entry {
        var number: Int?
        var text: String
        var line: Int
        var units: Scalars?
        var unitsLine: Int?
        var schedule = ""
        var scheduleLine: Int?
    }

    /// What the line before was.
    private enum Place { case outside, number(Int), row, measure, units, schedule }

    /// - Parameter lines: those after the table's header.
    init(_ lines: [NoticeLine], calendar: NoticeCalendar) {
        self.lines = lines
        self.calendar = calendar
    }

    mutating func read(into reading: inout NoticeReading) {
        for index in lines.indices where !lines[index].isBlank {
            read(index, into: &reading)
            lastLine = lines[index].number
        }
        if case .number = place, let line = lines.last(where: { !$0.isBlank }) {
            reading.leave(line, why: "只有序号,没有内容")
        }
        reading.list.works = works.map { work(of: $0, into: &reading) }
    }

    private mutating func read(_ index: Int, into reading: inout NoticeReading) {
        let line = lines[index]
        if case .number(let number) = place {
            return readRow(number, line.text, index, into: &reading)
        }
        if let units = Self.units(line.text) {
            readUnits(units, line, into: &reading)
        } else if let (number, text) = Self.row(line.text) {
            if text.isEmpty {
                place = .number(number)
                reading.use(line, for: "works.\(number).number")
            } else {
                readRow(number, text, index, into: &reading)
            }
        } else if let (number, text) = Self.measure(line.text), current != nil {
            append(Entry(number: number, text: text.text, line: line.number), line, into: &reading)
        } else if NoticeReader.header(line.text) != nil {
            reading.use(line, for: "table_header")
        } else {
            readPlain(index, into: &reading)
        }
    }

    // MARK: rows

    private mutating func readRow(_ number: Int, _ text: Scalars, _ index: Int, into reading: inout NoticeReading) {
        let line = lines[index]
        let known = works.lastIndex { $0.number == number }
        if let known, text.starts(with: works[known].text), !works[known].text.isEmpty {
            // The page broke here and the row's first cells were printed again.
            current = known
            reading.use(line, for: "works.\(number).text")
            let rest = text[(text.startIndex + works[known].text.count)...].trimmed
            place = .row
            guard !rest.isEmpty else { return }
            let (numbered, body) = Self.measure(rest) ?? (nil, rest)
            return append(Entry(number: numbered, text: body.text, line: line.number), line, into: &reading)
        }
        let (cell, entry) = cut(row: text, index, into: &reading)
        if let known {
            reading.leave(line, text: cell, why: "序号\(number)重复而内容不同")
            current = known
        } else {
            if number != (works.last?.number ?? 0) + 1 { reading.doubt(line: line.number, cell.text, "序号不连续") }
            works.append(Row(number: number, text: cell, line: line.number))
            current = works.count - 1
            reading.use(line, for: "works.\(number).text")
        }
        place = .row
        if let entry { append(entry, line, into: &reading) }
    }

    /// Parts the key work from a measure on the same line.
    private func cut(
        row text: Scalars, _ index: Int, into reading: inout NoticeReading
    ) -> (cell: Scalars, entry: Entry?) {
        let line = lines[index].number
        if let at = Self.firstMeasure(in: text), let (number, body) = Self.measure(text[at...]) {
            return (text[..<at].trimmed, Entry(number: number, text: body.text, line: line))
        }
        guard nextIsUnits(after: index) else { return (text.trimmed, nil) }
        // The measure has no number, but its units follow: it begins after the blank that follows a full stop.
        let blanks = text.indices.filter { text[$0].isBlank }
        guard let blank = blanks.first(where: { text[$0 - 1].isStop }) ?? blanks.first else {
            reading.doubt(line: line, text.text, "重点工作与工作举措没有分开,两处都用了这段文字")
            return (text.trimmed, Entry(number: nil, text: text.trimmed.text, line: line))
        }
        let measure = text[blank...].trimmed
        reading.doubt(line: line, measure.text, "这项举措没有编号,按空格与重点工作分开")
        return (text[..<blank].trimmed, Entry(number: nil, text: measure.text, line: line))
    }

    private func nextIsUnits(after index: Int) -> Bool {
        lines[(index + 1)...].first { !$0.isBlank }.map { Self.units($0.text) != nil } ?? false
    }

    // MARK: measures, units, schedules

    private mutating func append(_ entry: Entry, _ line: NoticeLine, into reading: inout NoticeReading) {
        guard let current else { return reading.leave(line, why: "前面没有重点工作") }
        let expected = works[current].measures.count + 1
        if let number = entry.number, number != expected {
            reading.doubt(line: line.number, entry.text, "举措编号是\(number),按顺序应为\(expected)")
        }
        works[current].measures.append(entry)
        reading.use(line, for: "works.\(works[current].number).measures.\(expected).text")
        place = .measure
    }

    private mutating func readUnits(_ units: Scalars, _ line: NoticeLine, into reading: inout NoticeReading) {
        guard let current, let last = works[current].measures.indices.last else {
            return reading.leave(line, why: "前面没有工作举措")
        }
        if let before = works[current].measures[last].units {
            // 牵头单位, then 配合单位, or a measure whose text was lost.
            guard works[current].measures[last].schedule.isEmpty else {
                return reading.leave(line, why: "前面没有工作举措")
            }
            works[current].measures[last].units = Scalars(Array(before) + Array("、".unicodeScalars) + Array(units))
            reading.doubt(line: line.number, line.text.text, "同一举措有两行单位,已合并")
        } else {
            works[current].measures[last].units = units
            works[current].measures[last].unitsLine = line.number
        }
        reading.use(line, for: "works.\(works[current].number).measures.\(last + 1).responsible_units")
        place = .units
    }

    private mutating func readPlain(_ index: Int, into reading: inout NoticeReading) {
        let line = lines[index]
        guard let current else { return reading.leave(line) }
        let number = works[current].number
        let last = works[current].measures.indices.last
        let isAdjacent = line.number == lastLine + 1
        switch place {
        case .units where !line.isPageExtra:
            guard let last else { break }
            works[current].measures[last].schedule = line.text.text
            works[current].measures[last].scheduleLine = line.number
            reading.use(line, for: "works.\(number).measures.\(last + 1).schedule_raw")
            place = .schedule
            return
        case .schedule:
            guard let last, isAdjacent, Self.isUnfinished(works[current].measures[last].schedule) else { break }
            works[current].measures[last].schedule += line.text.text
            reading.use(line, for: "works.\(number).measures.\(last + 1).schedule_raw")
            return reading.doubt(line: line.number, line.text.text, "接在上一行的进度安排之后")
        case .measure:
            guard let last, isAdjacent, Self.isUnfinished(works[current].measures[last].text) else { break }
            works[current].measures[last].text += line.text.text
            reading.use(line, for: "works.\(number).measures.\(last + 1).text")
            return reading.doubt(line: line.number, line.text.text, "接在上一行的工作举措之后")
        case .row where works[current].measures.isEmpty && isAdjacent && Self.isUnfinished(works[current].text.text):
            works[current].text = Scalars(Array(works[current].text) + Array(line.text))
            reading.use(line, for: "works.\(number).text")
            return reading.doubt(line: line.number, line.text.text, "接在上一行的重点工作之后")
        default: break
        }
        if nextIsUnits(after: index) {
            append(Entry(number: nil, text: line.text.text, line: line.number), line, into: &reading)
            return reading.doubt(line: line.number, line.text.text, "这项举措没有编号")
        }
        reading.leave(line)
    }

    private static func isUnfinished(_ text: String) -> Bool {
        text.unicodeScalars.last.map { !$0.isStop && !$0.isSemicolon } ?? true
    }

    // MARK: what a line is

    /// 责任单位:…, 牵头单位：…: what follows the colon.
    static func units(_ text: Scalars) -> Scalars? {
        var scanner = GlyphScanner(text)
        guard
            scanner.takeAny([
                "牵头责任单位", "主要责任单位", "责任单位", "牵头单位", "责任部门", "牵头部门", "配合单位", "协同责任单位", "其他责任单位", "实施单位", "承办单位",
            ]) != nil
        else { return nil }
        scanner.skipBlanks()
        guard scanner.takeIf(\.isColon) else { return nil }
        return scanner.rest.trimmed
    }

    /// `4 继续…`, `3`: a number of at most three digits, then a blank or nothing.
    static func row(_ text: Scalars) -> (number: Int, text: Scalars)? {
        var scanner = GlyphScanner(text)
        guard scanner.next?.digit != nil, let number = scanner.number(), (1...999).contains(number) else { return nil }
        if scanner.rest.isEmpty { return (number, scanner.rest) }
        guard scanner.takeIf(\.isBlank) else { return nil }
        let rest = scanner.rest.trimmed
        // 30 % and the like are no rows; a row is words.
        return rest.first.map { $0.properties.isAlphabetic || $0.closer != nil } ?? false ? (number, rest) : nil
    }

    /// `2.扩大…`: not 4.69, not 10.2.
    static func measure(_ text: Scalars) -> (number: Int?, text: Scalars)? {
        var scanner = GlyphScanner(text)
        guard scanner.next?.digit != nil, let number = scanner.number(), (1...99).contains(number),
            scanner.takeIf({ $0 == "." || $0 == "．" || $0 == "、" }), scanner.next?.digit == nil
        else { return nil }
        let rest = scanner.rest.trimmed
        return rest.isEmpty ? nil : (number, rest)
    }

    /// Where a numbered measure begins inside a row's line: after a blank or a full stop.
    private static func firstMeasure(in text: Scalars) -> Int? {
        var i = text.startIndex + 1
        while i < text.endIndex {
            if text[i].digit != nil, text[i - 1].isBlank || text[i - 1].isStop, measure(text[i...].prefix(5)) != nil {
                return i
            }
            i += 1
        }
        return nil
    }

    // MARK: to the list

    private func work(of row: Row, into reading: inout NoticeReading) -> KeyWork {
        let title = row.text.pieces(endingAt: \.isStop).first?.trimmed(of: \.isStop) ?? row.text
        let measures = row.measures.enumerated().map { index, entry in
            measure(of: entry, id: "\(row.number).\(index + 1)", into: &reading)
        }
        if measures.isEmpty { reading.doubt(line: row.line, row.text.text, "没有工作举措") }
        return KeyWork(
            number: row.number, title: title.text, text: row.text.text, sourceLine: row.line, measures: measures)
    }

    private func measure(of entry: Entry, id: String, into reading: inout NoticeReading) -> Measure {
        let units = UnitNames.split(entry.units ?? [])
        for doubt in units.doubts { reading.doubt(line: entry.unitsLine, entry.units?.text ?? "", doubt) }
        if units.names.isEmpty { reading.doubt(line: entry.line, entry.text, "没有责任单位") }
        let parts = ScheduleCell.parts(of: Scalars(entry.schedule), measure: entry.text, calendar: calendar)
        if parts.isEmpty { reading.doubt(line: entry.line, entry.text, "没有进度安排") }
        let milestones = parts.enumerated().map { index, part in
            for doubt in part.doubts { reading.doubt(line: entry.scheduleLine, doubt.text, doubt.why) }
            return Milestone(
                id: "\(id).\(index + 1)", deadlinePhrase: part.phrase, deadline: part.deadline,
                deadlineTime: part.time, kind: part.kind,
                rrule: part.rrule, condition: part.condition, requirement: part.requirement,
                sourceLine: entry.scheduleLine)
        }
        return Measure(
            id: id, number: entry.number, text: entry.text, responsibleUnits: units.names,
            unitsRaw: entry.units?.text ?? "", scheduleRaw: entry.schedule, sourceLine: entry.line,
            milestones: milestones)
    }
}
