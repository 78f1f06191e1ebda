import CivilTime

/// Reads a published notice's text into a work list, without file or clock.
///
/// What it knows is the way Chinese offices write such notices, not one notice: a head with title, number, addressees
/// and numbered sections, a signature with a date, and a table of key works, measures, units and schedules that a web
/// page or a converter flattened into lines. Commas, colons and brackets of either width count. What no field takes is
/// in `unread`; what could be read otherwise is in `review`.
package enum NoticeReader {
    /// - Parameters:
    ///   - year: the year of deadlines without one. Default: the titles' 2017年度, else the issue date's, else the
    ///     document number's.
    ///   - id: what the list is to be called. Default: `list-2017`.
    package static func read(_ text: String, year: Int? = nil, id: String? = nil) -> WorkList {
        reading(of: text, year: year, id: id).list
    }

    /// As `read`, with the field that took each line.
    package static func reading(of text: String, year: Int? = nil, id: String? = nil) -> NoticeReading {
        let lines = NoticeLine.lines(of: text)
        var reading = NoticeReading(list: WorkList(id: "", title: "", year: 0))
        let tableAt = tableStart(in: lines)
        var head = NoticeHead(Array(lines[..<(tableAt?.head ?? lines.count)]))
        head.readFrame(into: &reading)
        let found = year ?? Self.year(of: reading.list)
        let calendar = NoticeCalendar(year: found, issuedOn: reading.list.issuedOn)
        head.readBody(calendar: calendar, into: &reading)
        if let tableAt {
            if tableAt.head < tableAt.rows {
                reading.use(lines[tableAt.head], for: "table_header")
                reading.list.tableHeader = header(lines[tableAt.head].text) ?? []
            } else {
                reading.doubt(line: lines[tableAt.rows].number, "", "没有找到表头")
            }
            var table = NoticeTable(Array(lines[tableAt.rows...]), calendar: calendar)
            table.read(into: &reading)
        }
        finish(&reading, lines: lines, year: found, id: id)
        return reading
    }

    private static func finish(_ reading: inout NoticeReading, lines: [NoticeLine], year: Int?, id: String?) {
        // The last word on "nothing is dropped": whatever no reader claimed is listed.
        for line in lines where !line.isBlank && reading.coverage[line.number] == nil { reading.leave(line) }
        if year == nil { reading.doubt(line: 0, "", "没有看出清单的年度") }
        reading.list.year = year ?? 0
        reading.list.id = id ?? (year.map { "list-\($0)" } ?? "list")
        reading.list.shortName = reading.list.annexTitle.flatMap(shortName)
        // By line; readings of one line stay in the order they were made.
        reading.list.unread = stableByLine(reading.list.unread)
        reading.list.review = stableByLine(reading.list.review)
    }

    private static func stableByLine(_ remarks: [Remark]) -> [Remark] {
        remarks.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
    }

    // MARK: where the table is

    private static let columns = [
        "序号", "重点工作", "工作举措", "主要举措", "工作内容", "工作任务", "重点任务", "目标任务", "进度安排", "时间进度", "完成时限", "时间节点", "工作要求", "责任单位",
        "牵头单位",
        "配合单位", "责任部门", "备注",
    ]

    /// The column titles, if the line is a table's header: at least two of the usual, and little else.
    static func header(_ text: Scalars) -> [String]? {
        guard text.count <= 80 else { return nil }
        let titles = text.split(whereSeparator: { $0.isBlank || $0 == "|" || $0 == "│" })
        guard titles.count > 1,
            titles.filter({ title in columns.contains { title.elementsEqual($0.unicodeScalars) } }).count > 1
        else { return nil }
        return titles.map(\.text)
    }

    /// The header's line and the first line of rows. Without a header: the first row that units follow somewhere.
    private static func tableStart(in lines: [NoticeLine]) -> (head: Int, rows: Int)? {
        if let header = lines.firstIndex(where: { header($0.text) != nil }) { return (header, header + 1) }
        guard let units = lines.firstIndex(where: { NoticeTable.units($0.text) != nil }),
            let row = lines[..<units].firstIndex(where: { NoticeTable.row($0.text) != nil })
        else { return nil }
        return (row, row)
    }

    // MARK: year and short name

    private static func year(of list: WorkList) -> Int? {
        for title in [list.annexTitle, list.title] {
            if let title, let year = year(in: Scalars(title)) { return year }
        }
        if let issued = list.issuedOn { return issued.year }
        return list.documentNumber.flatMap { number in
            let digits = Scalars(number).drop { $0.digit == nil }.prefix { $0.digit != nil }
            return Int(digits.text)
        }
    }

    /// 2017年度…, 2017年…
    private static func year(in title: Scalars) -> Int? {
        for index in title.indices where title[index].digit != nil {
            if index > title.startIndex, title[index - 1].digit != nil { continue }
            var scanner = GlyphScanner(title)
            scanner.index = index
            if let year = scanner.number(), (1949...2200).contains(year), scanner.take("年") { return year }
        }
        return nil
    }

    /// 2017年度湖州市政府重点工作清单 → 市政府重点工作: without year, place and 清单.
    static func shortName(of title: String) -> String? {
        var name = Scalars(title)
        if let year = name.place(of: "年度") {
            name = name[(year + 2)...]
        } else if let year = name.place(of: "年"), name[..<year].allSatisfy({ $0.digit != nil }) {
            name = name[(year + 1)...]
        }
        if let body = name.place(of: "政府"), body > name.startIndex, "省市县区镇".unicodeScalars.contains(name[body - 1]) {
            name = name[(body - 1)...]
        }
        for ending in ["清单", "任务分解表", "一览表"] where name.ends(with: ending) {
            name = name.dropLast(ending.unicodeScalars.count)
        }
        return name.trimmed.isEmpty ? nil : name.trimmed.text
    }
}
