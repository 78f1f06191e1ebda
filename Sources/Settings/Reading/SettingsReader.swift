import CivilTime
import Reminders
import WorkLists

/// Reads `deadlined.yaml` into a `SettingsDraft` and collects every problem on the way.
///
/// A value that is wrong is reported where it stands and left out; the reading goes on. What other files must agree to
/// (lists, milestones, units, secrets on disk) is not asked here.
struct SettingsReader {
    let file: String
    private(set) var problems: [Problem] = []

    init(file: String) { self.file = file }

    mutating func read(_ text: String) -> SettingsDraft {
        var draft = SettingsDraft(file: file)
        let (root, syntax) = YAMLTree.read(text, file: file)
        problems += syntax
        guard let root else {
            if !syntax.hasErrors {
                problems.append(
                    Problem(
                        file: file, "the file is empty", hint: "the deadlined.yaml that is shipped is the reference"))
            }
            return draft
        }
        let keys = [
            "language", "calendar", "worklists", "office", "channels", "reminders", "lists", "units", "milestones",
            "works", "colours", "digests", "control",
        ]
        guard let fields = fields(of: root, called: "the settings", keys: keys) else { return draft }
        draft.language = choice("language", in: fields) ?? .zh
        draft.calendar = calendar(in: fields)
        draft.worklists = worklists(in: fields)
        draft.channels = channels(in: fields)
        draft.office = office(in: fields)
        readPolicies(in: fields, into: &draft)
        draft.colours = colours(in: fields)
        draft.digests = digests(in: fields, hours: draft.hours)
        draft.control = control(in: fields)
        return draft
    }

    // MARK: reports

    mutating func report(
        _ severity: Problem.Severity = .error, at place: Place, _ message: String, hint: String? = nil
    ) {
        problems.append(
            Problem(severity, file: file, line: place.line, column: place.column, message, hint: hint))
    }

    // MARK: the parts without a file of their own

    private mutating func calendar(in fields: Fields) -> Located<String>? {
        guard let name = text("calendar", in: fields) else { return nil }
        guard !name.value.contains("/"), name.value != "..", name.value != "." else {
            report(
                at: name.place, "calendar: '\(PlainText.shown(name.value))' is not a folder's name",
                hint: "name one folder under calendars/: cn")
            return nil
        }
        return name
    }

    /// The names of the list files to read; nil: all.
    private mutating func worklists(in fields: Fields) -> [Located<String>]? {
        texts("worklists", in: fields)
    }

    private mutating func colours(in fields: Fields) -> ColourThresholds {
        var colours = ColourThresholds()
        guard let fields = self.fields("colours", in: fields, keys: ["blue", "yellow"]) else { return colours }
        if let blue = lead("blue", in: fields) { colours.blue = blue.value }
        if let yellow = lead("yellow", in: fields) { colours.yellow = yellow.value }
        return colours
    }

    static let weekdayNames = Weekday.allCases.map { String(describing: $0) }
    /// By its English name, long or short, in lower case, and by its Chinese one.
    static let weekdays: [String: Weekday] = {
        var weekdays: [String: Weekday] = [:]
        for day in Weekday.allCases {
            weekdays[String(describing: day)] = day
            weekdays[day.english.lowercased()] = day
            weekdays[day.chinese] = day
        }
        return weekdays
    }()

    private mutating func control(in fields: Fields) -> ControlSettings {
        var control = ControlSettings()
        guard let fields = self.fields("control", in: fields, keys: ["socket", "mode"]) else { return control }
        if let socket = absolutePath("socket", in: fields) {
            // sockaddr_un holds 108 bytes, the last of them a NUL (unix(7)).
            if socket.value.utf8.count > 107 {
                report(
                    at: socket.place, "socket: the path has \(socket.value.utf8.count) bytes, a socket's at most 107",
                    hint: "put it under /run")
            } else {
                control.socket = socket.value
            }
        }
        if let mode = text("mode", in: fields) {
            if let number = UInt16(mode.value, radix: 8), number <= 0o777, mode.value.utf8.count <= 4 {
                control.mode = number
                if number & 0o002 != 0 {
                    report(
                        .warning, at: mode.place, "mode: everybody on this machine may act through the socket",
                        hint: "0660 leaves it to the group")
                }
                if number & 0o600 != 0o600 {
                    report(
                        at: mode.place, "mode: with \(mode.value) the daemon's own user cannot use the socket",
                        hint: "write it as 0660")
                }
            } else {
                report(
                    at: mode.place, "mode: '\(PlainText.shown(mode.value))' is not a file mode",
                    hint: "four octal digits: 0660")
            }
        }
        return control
    }
}

/// What `deadlined.yaml` says, before the other files are asked.
struct SettingsDraft {
    let file: String
    var language = Language.zh
    var calendar: Located<String>?
    var worklists: [Located<String>]?
    var office: OfficeDraft?
    /// The channels that were understood, in the file's order.
    var channels = ChannelsDraft()
    var all = PolicyOverrides()
    var lists: [(name: Located<String>, policy: PolicyOverrides)] = []
    var works: [(name: Located<String>, policy: PolicyOverrides)] = []
    var milestones: [(name: Located<String>, policy: PolicyOverrides)] = []
    var units: [(name: Located<String>, policy: PolicyOverrides)] = []
    var hours = WorkingHours()
    /// Every lead that is written, and the list it is for (nil: all), for the checks against a list's life.
    var leads: [(lead: Located<Lead>, list: String?)] = []
    /// Every use of a channel by its name.
    var channelUses: [Located<String>] = []
    var colours = ColourThresholds()
    var digests: [DigestDraft] = []
    var control = ControlSettings()
}
