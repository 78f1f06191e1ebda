import CivilTime
package import WorkLists

/// Reads a contact list (通讯录) as an office keeps it: the columns in any order, by Chinese or English titles, others
/// passed over; UTF-8 or GB18030; a unit's cell that is empty, as under a merged one, is that of the line above.
package enum ContactCSV {
    /// The list, and every line that cannot be understood: with an error among these nothing of it may be taken.
    package static func read(_ bytes: [UInt8], file: String) -> (ContactTable, [Problem]) {
        let (header, records, problems) = CSVRecords.read(bytes, file: file)
        guard let header else { return (ContactTable(columns: [], rows: []), problems) }
        var reading = Reading(places: places(header), file: file, problems: problems)
        for column in [ContactTable.Column.unit, .name] where reading.places[column] == nil {
            reading.problems.append(
                Problem(
                    file: file, line: header.line, "column `\(column.titles[0])` is missing",
                    hint: "the first line has the titles: 单位, 姓名, 角色, 手机, 邮箱, 起, 止"))
        }
        let isReadable = reading.places[.unit] != nil && reading.places[.name] != nil
        let rows = isReadable ? records.compactMap { reading.row($0) } : []
        if rows.isEmpty, !reading.problems.hasErrors {
            reading.problems.append(Problem(file: file, "nobody stands in the list", hint: "each person has a line"))
        }
        return (ContactTable(columns: Set(reading.places.keys), rows: rows), reading.problems)
    }

    private static func places(_ header: CSVRecords.Record) -> [ContactTable.Column: Int] {
        let titles = header.cells.map { CSVText.trimmed($0).lowercased() }
        var places: [ContactTable.Column: Int] = [:]
        for column in ContactTable.Column.allCases {
            // The first title of a column that the file has: 角色 goes before 职务, which may be a rank.
            for title in column.titles where places[column] == nil {
                places[column] = titles.firstIndex(of: title)
            }
        }
        return places
    }
}

extension ContactTable.Column {
    /// In lower case, the one to look for first in front.
    fileprivate var titles: [String] {
        switch self {
        case .unit: ["单位", "单位名称", "责任单位", "部门", "unit"]
        case .unitID: ["单位代码", "单位代号", "代码", "代号", "unit id", "unit_id", "id"]
        case .name: ["姓名", "联系人", "name"]
        case .role: ["角色", "role", "类别", "职务/角色", "职务"]
        case .mobile: ["手机", "手机号", "手机号码", "联系电话", "电话", "mobile", "phone"]
        case .mail: ["邮箱", "电子邮箱", "邮件", "mail", "email", "e-mail"]
        case .from: ["起", "起始", "任职起", "起始日期", "from"]
        case .until: ["止", "截止", "任职止", "截止日期", "until", "to"]
        }
    }
}

private struct Reading {
    let places: [ContactTable.Column: Int]
    let file: String
    var problems: [Problem]
    private var unitAbove = ""

    init(places: [ContactTable.Column: Int], file: String, problems: [Problem]) {
        self.places = places
        self.file = file
        self.problems = problems
    }

    mutating func row(_ record: CSVRecords.Record) -> ContactTable.Row? {
        func cell(_ column: ContactTable.Column) -> String? {
            guard let place = places[column], place < record.cells.count else { return nil }
            let value = CSVText.value(record.cells[place])
            return value.isEmpty ? nil : value
        }
        let before = problems.count
        let unit = cell(.unit) ?? unitAbove
        unitAbove = unit
        if unit.isEmpty { report(record, "the line has no unit", hint: "write its name into 单位") }
        let name = cell(.name)
        if name == nil { report(record, "the line has no name", hint: "write it into 姓名") }
        let role = cell(.role).map { self.role($0, record) } ?? .liaison
        let mail = cell(.mail)
        if let mail, let fault = WorkLists.MailAddress.problem(mail) {
            report(record, "the address '\(CleanText.line(mail))' \(fault)", hint: "write it as name@example.org")
        }
        let mobile = cell(.mobile)
        if let mobile, !TelephoneNumber.isOne(mobile) {
            report(
                record, "'\(CleanText.line(mobile))' is not a telephone number",
                hint: "5 to 20 digits; where the program made 1.38E+10 of it, format the column as text")
        }
        let from = cell(.from).flatMap { date($0, record) }
        let until = cell(.until).flatMap { date($0, record) }
        if let from, let until, until < from {
            report(record, "its last day \(until) is before its first \(from)", hint: "both are days of service")
        }
        guard problems.count == before, let name else { return nil }
        return ContactTable.Row(
            line: record.line, unit: unit, unitID: cell(.unitID), name: name, role: role, mobile: mobile, mail: mail,
            from: from, until: until)
    }

    private mutating func role(_ text: String, _ record: CSVRecords.Record) -> Contact.Role {
        switch text.lowercased() {
        case "联络员", "liaison": return .liaison
        case "副联络员", "deputy": return .deputy
        case "分管领导", "领导", "leader": return .leader
        default:
            report(
                record, "'\(CleanText.line(text))' is no role", hint: "write 联络员, 副联络员 or 分管领导, or leave it empty")
            return .liaison
        }
    }

    private mutating func date(_ text: String, _ record: CSVRecords.Record) -> CivilDate? {
        if let date = FilledDate.read(text, near: nil) { return date }
        report(record, "'\(CleanText.line(text))' is no date", hint: "write it as 2017-06-30 or 2017/6/30")
        return nil
    }

    private mutating func report(_ record: CSVRecords.Record, _ message: String, hint: String) {
        problems.append(Problem(file: file, line: record.line, message, hint: hint))
    }
}
