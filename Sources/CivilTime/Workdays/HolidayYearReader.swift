/// Goes through a calendar file and collects every problem in it, not only the first.
struct HolidayYearReader {
    let fileName: String
    private(set) var problems: [CalendarProblem] = []

    init(fileName: String) { self.fileName = fileName }

    mutating func read(_ text: String) -> HolidayYear? {
        let file: LocatedJSON
        do throws(JSONEvents.SyntaxError) {
            file = try LocatedJSON.read(text, as: "a calendar")
        } catch {
            report(error.message, at: error.place, hint: error.hint)
            return nil
        }
        guard case .object(let members) = file.value else {
            report("not a calendar: \(file.kind) stands where an object with year and days belongs", at: file.place)
            return nil
        }
        let year = year(of: members, at: file.place)
        let papers = papers(of: members)
        guard let list = member("days", of: members, in: "the calendar", at: file.place) else { return nil }
        guard case .array(let entries) = list.value else {
            report("'days' is \(list.kind), not a list", at: list.place)
            return nil
        }
        let days = entries.compactMap { day($0, year: year) }
        reportContradictions(days)
        guard let year else { return nil }
        return HolidayYear(year: year, papers: papers, days: days, fileName: fileName)
    }

    private mutating func year(of members: [LocatedJSON.Member], at place: LocatedJSON.Place) -> Int? {
        guard let found = member("year", of: members, in: "the calendar", at: place) else { return nil }
        guard case .number(let text) = found.value, let year = Int(text) else {
            report("'year' is \(found.kind), not a whole number", at: found.place, hint: "write it as 2017, unquoted")
            return nil
        }
        guard (1...9999).contains(year) else {
            report("year \(year) is outside 1 to 9999", at: found.place)
            return nil
        }
        let stem = fileName.split(separator: "/").last?.split(separator: ".").first ?? ""
        if stem.utf8.count == 4, let named = Int(stem), named != year {
            report(
                "year \(year) in a file named for \(named)", at: found.place,
                hint: "rename the file or correct the year")
        }
        return year
    }

    private mutating func papers(of members: [LocatedJSON.Member]) -> [String] {
        guard let found = members.first(where: { $0.key == "papers" })?.value else { return [] }
        guard case .array(let values) = found.value else {
            report("'papers' is \(found.kind), not a list of addresses", at: found.place)
            return []
        }
        return values.compactMap { value in
            if case .string(let address) = value.value { return address }
            report("\(value.kind) stands in 'papers', where addresses belong", at: value.place)
            return nil
        }
    }

    private mutating func day(_ entry: LocatedJSON, year: Int?) -> HolidayYear.Day? {
        guard case .object(let members) = entry.value else {
            report("\(entry.kind) stands in 'days', where a day belongs", at: entry.place)
            return nil
        }
        let date = date(of: members, at: entry.place, year: year)
        var name: String?
        if let found = member("name", of: members, in: "the day", at: entry.place) {
            if case .string(let text) = found.value {
                name = text
            } else {
                report("'name' is \(found.kind), not a text", at: found.place)
            }
        }
        var isOffDay: Bool?
        if let found = member("isOffDay", of: members, in: "the day", at: entry.place) {
            if case .bool(let value) = found.value {
                isOffDay = value
            } else {
                report(
                    "'isOffDay' is \(found.kind), not true or false", at: found.place,
                    hint: "true is a day off, false a working day; no quotes")
            }
        }
        guard let date, let name, let isOffDay else { return nil }
        return HolidayYear.Day(
            date: date, name: name, isOffDay: isOffDay, line: entry.place.line, column: entry.place.column)
    }

    private mutating func date(
        of members: [LocatedJSON.Member], at place: LocatedJSON.Place, year: Int?
    ) -> CivilDate? {
        guard let found = member("date", of: members, in: "the day", at: place) else { return nil }
        guard case .string(let text) = found.value else {
            report("'date' is \(found.kind), not a date", at: found.place, hint: "write it as \"2017-06-30\"")
            return nil
        }
        guard let date = CivilDate(iso: text) else {
            if Self.isDateShaped(text) {
                report("date \(text) does not exist", at: found.place)
            } else {
                report("'\(Self.shown(text))' is not a date", at: found.place, hint: "write it as \"2017-06-30\"")
            }
            return nil
        }
        guard let year else { return date }
        let (dateYear, month, _) = date.parts
        guard dateYear == year || (dateYear == year - 1 && month == 12) else {
            report(
                "date \(date) is not of the year \(year)", at: found.place,
                hint: "a calendar holds its own year and December of the year before")
            return nil
        }
        return date
    }

    private mutating func reportContradictions(_ days: [HolidayYear.Day]) {
        var claimed: [CivilDate: HolidayYear.Day] = [:]
        for day in days {
            guard let earlier = claimed.updateValue(day, forKey: day.date) else { continue }
            claimed[day.date] = earlier
            guard earlier.isOffDay != day.isOffDay else { continue }
            report(
                "\(day.date) (\(Self.shown(day.name))) is \(day.claim), but line \(earlier.line) says \(earlier.claim)",
                at: LocatedJSON.Place(line: day.line, column: day.column), hint: "keep the one the notice gives")
        }
    }

    /// A member by its name; one that is missing or stands twice is reported.
    private mutating func member(
        _ name: String, of members: [LocatedJSON.Member], in owner: String, at place: LocatedJSON.Place
    ) -> LocatedJSON? {
        let found = members.filter { $0.key == name }
        guard let first = found.first else {
            let plain = { (key: String) in key.lowercased().filter { $0.isLetter } }
            let near = members.first { plain($0.key) == plain(name) }
            report("\(owner) has no '\(name)'", at: near?.place ?? place, hint: near.map { "'\($0.key)' is near" })
            return nil
        }
        if found.count > 1 { report("\(owner) has '\(name)' twice", at: found[1].place) }
        return first.value
    }

    private mutating func report(_ message: String, at place: LocatedJSON.Place, hint: String? = nil) {
        problems.append(
            CalendarProblem(
                fileName: fileName, line: place.line, column: place.column, message: message, hint: hint))
    }

    /// Whether the text has a date's digits and dashes, so that the fault is in the calendar, not in the writing.
    private static func isDateShaped(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count == 10
            && bytes.enumerated().allSatisfy { index, byte in
                index == 4 || index == 7 ? byte == 0x2D : (0x30...0x39).contains(byte)
            }
    }

    /// Foreign text in a message: short, on one line.
    private static func shown(_ text: String) -> String {
        let plain = text.unicodeScalars.prefix(40).map { $0.properties.generalCategory == .control ? " " : $0 }
        return String(String.UnicodeScalarView(plain)) + (text.unicodeScalars.count > 40 ? "…" : "")
    }
}

extension HolidayYear.Day {
    /// What the entry says of its day, for messages.
    var claim: String { isOffDay ? "a day off" : "a working day" }
}
