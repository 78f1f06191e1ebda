package import CivilTime
import Crypto
import Reminders
package import WorkLists

/// Reads all files of a configuration at once: what they say, and every problem of every file.
package enum ConfigurationReader {
    /// The configuration, nil if any problem is an error; and the problems, by file and line.
    ///
    /// - Parameter today: decides whether a calendar that is missing can be there already: a year's holidays are
    ///   published in the November before. Default: not known, every missing year that deadlines fall in is a warning.
    package static func read(
        _ files: ConfigurationFiles, today: CivilDate? = nil
    ) -> (Configuration?, [Problem]) {
        var reading = ConfigurationReading(today: today)
        let configuration = reading.read(files)
        let problems = reading.problems.inOrder()
        return (problems.hasErrors ? nil : configuration, problems)
    }
}

/// One reading: the files one by one, then what they must agree to.
struct ConfigurationReading {
    let today: CivilDate?
    var problems: [Problem] = []
    /// Whether every calendar file could be read: else a year that is missing may stand in one that could not.
    private var areCalendarsRead = true

    /// A list that was read, and its file.
    struct ReadList {
        var list: WorkList
        var file: String
        var hash: String
    }

    init(today: CivilDate?) { self.today = today }

    mutating func read(_ files: ConfigurationFiles) -> Configuration? {
        var reader = SettingsReader(file: files.settings.name)
        let draft = reader.read(files.settings.text)
        problems += reader.problems
        let (directory, ofDirectory) = DirectoryReader.read(files.units.text, file: files.units.name)
        problems += ofDirectory
        let (lists, areComplete) = lists(of: files, draft: draft)
        let workdays = workdays(of: files, draft: draft)

        checkChannels(draft)
        checkOffice(draft)
        checkDigests(draft)
        checkNames(draft, lists: lists, areComplete: areComplete, directory: directory)
        checkLeads(draft, lists: lists, workdays: workdays)
        checkContradictions(draft)
        if areCalendarsRead { checkYears(lists, workdays: workdays, region: region(draft)) }
        let policies = policies(of: draft)
        if let directory {
            checkDirectory(directory, file: files.units.name, lists: lists, policies: policies, draft: draft)
            checkEscalation(directory, file: files.units.name, lists: lists, policies: policies, draft: draft)
        }
        guard let directory, let office = draft.office else { return nil }
        let inputs = PlanInputs(
            lists: lists.map(\.list), directory: directory, workdays: workdays, policies: policies, hours: draft.hours,
            colours: draft.colours,
            office: Office(
                name: office.name, phone: office.phone, contacts: office.contacts, channels: officeChannels(draft),
                zone: office.zone),
            digests: draft.digests.map(\.digest),
            channels: Dictionary(draft.channels.settings.map { ($0.name, $0.traits) }, uniquingKeysWith: { a, _ in a }))
        return Configuration(
            inputs: inputs, channels: draft.channels.settings, control: draft.control, language: draft.language,
            listHashes: Dictionary(lists.map { ($0.list.id, $0.hash) }, uniquingKeysWith: { a, _ in a }),
            listFiles: Dictionary(lists.map { ($0.list.id, $0.file) }, uniquingKeysWith: { a, _ in a }),
            secretFiles: draft.channels.secretFiles)
    }

    func officeChannels(_ draft: SettingsDraft) -> [String] {
        draft.office?.channels?.map(\.value) ?? draft.all.channels?.value ?? Policy().channels.value
    }

    func region(_ draft: SettingsDraft) -> String { draft.calendar?.value ?? "cn" }

    private func policies(of draft: SettingsDraft) -> PolicyTable {
        var table = PolicyTable()
        table.all = draft.all
        for (name, policy) in draft.lists { table.lists[name.value] = policy }
        for (name, policy) in draft.works { table.works[name.value] = policy }
        for (name, policy) in draft.milestones { table.milestones[name.value] = policy }
        for (name, policy) in draft.units { table.units[UnitID(name.value)] = policy }
        return table
    }

    // MARK: lists

    /// The lists that could be read, and whether those are all.
    private mutating func lists(of files: ConfigurationFiles, draft: SettingsDraft) -> ([ReadList], Bool) {
        var areComplete = true
        let chosen = chosen(files.lists, draft: draft, areComplete: &areComplete)
        if chosen.isEmpty, draft.worklists?.isEmpty ?? true {
            problems.append(
                Problem(
                    .warning, file: "worklists", "there is no list, so that nobody is told of anything",
                    hint: "deadlinectl import NOTICE -o worklists/NAME.yaml"))
        }
        var lists: [ReadList] = []
        for file in chosen {
            let (list, found) = WorkListReader.read(file.text, file: file.name)
            problems += found
            guard let list else {
                areComplete = false
                continue
            }
            if let first = lists.first(where: { $0.list.id == list.id }) {
                let place = WorkListReader.placeOfID(in: file.text, file: file.name)
                problems.append(
                    Problem(
                        file: file.name, line: place.line, column: place.column,
                        "the list id '\(list.id)' is that of \(first.file) too",
                        hint: "each list has an id of its own; keep that of a list that was accepted"))
                continue
            }
            let digest = SHA256.hash(data: Array(file.text.utf8))
            let hash = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            lists.append(ReadList(list: list, file: file.name, hash: hash))
        }
        return (lists, areComplete)
    }

    /// The lists that `worklists` names, or all; `areComplete` becomes false if one that it names is not there.
    private mutating func chosen(
        _ files: [NamedText], draft: SettingsDraft, areComplete: inout Bool
    ) -> [NamedText] {
        guard let names = draft.worklists else { return files }
        var chosen: [NamedText] = []
        for name in names {
            let paths = [
                name.value, "worklists/\(name.value)", "worklists/\(name.value).yaml", "worklists/\(name.value).json",
            ]
            guard let file = paths.lazy.compactMap({ path in files.first { $0.name == path } }).first else {
                areComplete = false
                let known = files.map { String($0.name.split(separator: "/").last ?? "") }
                let likely = Spelling.nearest(to: name.value, in: known)
                report(
                    draft, at: name.place, "worklists: there is no file 'worklists/\(PlainText.shown(name.value))'",
                    hint: likely.map { "did you mean '\($0)'?" })
                continue
            }
            if !chosen.contains(file) { chosen.append(file) }
        }
        for file in files where !chosen.contains(file) {
            problems.append(Problem(.note, file: file.name, "not read: 'worklists' in \(draft.file) does not name it"))
        }
        return chosen
    }

    // MARK: calendars

    private mutating func workdays(of files: ConfigurationFiles, draft: SettingsDraft) -> Workdays {
        let folder = "calendars/\(region(draft))/"
        let ours = files.calendars.filter { $0.name.hasPrefix(folder) }
        if ours.isEmpty, let calendar = draft.calendar {
            areCalendarsRead = false
            let known = Set(
                files.calendars.compactMap { file -> String? in
                    let parts = file.name.split(separator: "/")
                    return parts.count > 2 ? String(parts[1]) : nil
                }
            ).sorted()
            report(
                draft, at: calendar.place, "calendar: there is no file in '\(folder)'",
                hint: known.isEmpty ? nil : "there is: \(known.joined(separator: ", "))")
        }
        var years: [HolidayYear] = []
        for file in ours {
            let (year, found) = HolidayYear.parse(file.text, fileName: file.name)
            problems += found.map(Self.problem)
            guard let year else {
                areCalendarsRead = false
                continue
            }
            if let first = years.first(where: { $0.year == year.year }) {
                problems.append(
                    Problem(
                        file: file.name, line: 1, column: 1, "the year \(year.year) is that of \(first.fileName) too",
                        hint: "keep one of the two files"))
            }
            years.append(year)
        }
        problems += Workdays.contradictions(in: years).map(Self.problem)
        return Workdays(years)
    }

    private static func problem(_ problem: CalendarProblem) -> Problem {
        Problem(
            file: problem.fileName, line: problem.line, column: problem.column, problem.message, hint: problem.hint)
    }

    mutating func report(
        _ draft: SettingsDraft, _ severity: Problem.Severity = .error, at place: Place, _ message: String,
        hint: String? = nil
    ) {
        problems.append(
            Problem(severity, file: draft.file, line: place.line, column: place.column, message, hint: hint))
    }
}
