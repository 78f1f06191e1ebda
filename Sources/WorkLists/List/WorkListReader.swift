import CivilTime

/// Reads a work list from the YAML that `WorkListWriter` made and a person corrected, or from JSON: what `WorkListJSON`
/// made, or the YAML's fields as they are.
package enum WorkListReader {
    /// The list as far as it could be read, and every problem found. It is fit for use only if no problem is an error;
    /// nil where nothing could be read at all.
    ///
    /// - Parameter file: its name; one that ends in `.json` is read as JSON.
    package static func read(_ text: String, file: String) -> (WorkList?, [Problem]) {
        let (root, syntax) = tree(text, file: file)
        var reader = WorkListFile(file: file, isJSON: isJSON(file))
        reader.fields.add(syntax)
        guard let root else {
            if !syntax.hasErrors {
                reader.fields.add([
                    Problem(file: file, "the file is empty", hint: "deadlinectl import makes a list from a notice")
                ])
            }
            return (nil, reader.fields.problems.inOrder())
        }
        let list = reader.read(root)
        return (list, reader.fields.problems.inOrder())
    }

    /// Where the list's id stands, line and column from 1; the file's beginning if it cannot be found.
    package static func placeOfID(in text: String, file: String) -> (line: Int, column: Int) {
        guard let root = tree(text, file: file).0, root.isMapping,
            let id = root.entries.first(where: { $0.key.text == "id" })?.key
        else { return (1, 1) }
        return (id.line, id.column)
    }

    private static func isJSON(_ file: String) -> Bool { file.hasSuffix(".json") }

    private static func tree(_ text: String, file: String) -> (YAMLTree?, [Problem]) {
        isJSON(file) ? YAMLTree.read(json: text, file: file) : YAMLTree.read(text, file: file)
    }
}

private struct WorkListFile {
    var fields: RecordReader
    /// JSON has some fields more: what `WorkListJSON` adds for its readers, and the constraints of a duty.
    private let isJSON: Bool
    private var year = 0
    private var issuedOn: CivilDate?
    /// Where each id stands first.
    private var ids: [Name: Int] = [:]

    /// What must not stand twice: the id of a duty, a measure or a milestone, the number of a work.
    private struct Name: Hashable {
        enum Kind: String {
            case duty, work, measure, milestone
        }

        let kind: Kind
        let id: String
    }

    init(file: String, isJSON: Bool) {
        fields = RecordReader(file: file)
        self.isJSON = isJSON
    }

    mutating func read(_ root: YAMLTree) -> WorkList? {
        let keys = [
            "id", "title", "document_number", "issuer", "issued_on", "year", "zone", "public", "content",
            "short_name", "addressees", "annex_title", "table_header", "preamble", "source_line", "duties", "works",
            "review",
            "unread",
        ]
        guard let record = fields.record(root, called: "the list", keys: keys) else { return nil }
        // A milestone and what is in it are about ten nodes.
        ids.reserveCapacity(root.nodeCount / 10)
        let id = fields.required("id", in: record, hint: "what the list is called for good: id: huzhou-2017")
        if let id { checkListID(id, at: record.place(of: "id")) }
        let title = fields.required("title", in: record)
        if fields.required("year", in: record, hint: "the year of deadlines without one: year: 2017") != nil {
            year = fields.whole("year", in: record, 1900...2200) ?? 0
        }
        var list = WorkList(id: id ?? "", title: title ?? "", year: year)
        list.documentNumber = fields.line("document_number", in: record)
        list.issuer = fields.line("issuer", in: record)
        list.issuedOn = fields.date("issued_on", in: record)
        issuedOn = list.issuedOn
        list.zone = zone(in: record)
        list.isPublic = fields.flag("public", in: record) ?? true
        list.content = fields.choice("content", in: record) ?? .full
        list.shortName = fields.line("short_name", in: record)
        list.addressees = fields.texts("addressees", in: record)
        list.annexTitle = fields.line("annex_title", in: record)
        list.tableHeader = fields.texts("table_header", in: record)
        list.preamble = fields.text("preamble", in: record)
        list.sourceLine = sourceLine(in: record)
        list.duties = fields.list("duties", in: record).compactMap { duty($0) }
        list.works = fields.list("works", in: record).compactMap { work($0) }
        list.review = fields.list("review", in: record).compactMap { remark($0, of: "review") }
        list.unread = fields.list("unread", in: record).compactMap { remark($0, of: "unread") }
        if list.works.isEmpty, list.duties.isEmpty {
            fields.report(.warning, at: record.place(of: "works"), "the list has neither works nor duties")
        }
        return list
    }

    private mutating func checkListID(_ id: String, at place: YAMLTree) {
        let isGood =
            id.utf8.count <= 60
            && id.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "-_.".utf8.contains(byte)
            }
        guard !isGood else { return }
        fields.report(
            at: place,
            "the list's id '\(RecordReader.shown(id))' has other characters than letters, digits, '.', '-' and '_'",
            hint: "it stands before each milestone's name, huzhou-2017:3.1.2")
    }

    private mutating func zone(in record: Record) -> String {
        guard let zone = fields.line("zone", in: record) else { return "Asia/Shanghai" }
        if Zone(identifier: zone) == nil {
            fields.report(
                at: record.place(of: "zone"), "zone: '\(RecordReader.shown(zone))' does not exist",
                hint: "name one of the IANA database: Asia/Shanghai, Europe/Berlin, UTC")
        }
        return zone
    }

    private mutating func sourceLine(in record: Record) -> Int? {
        fields.whole("source_line", in: record, 1...10_000_000)
    }

    private mutating func unique(_ id: String, _ kind: Name.Kind, at place: YAMLTree) {
        let name = Name(kind: kind, id: id)
        guard let first = ids.updateValue(place.line, forKey: name) else { return }
        ids[name] = first
        fields.report(
            at: place, "duplicate \(kind.rawValue) '\(RecordReader.shown(id))': it stands on line \(first) too",
            hint: "each \(kind.rawValue) has a name of its own")
    }

    /// An id of a duty, measure or milestone; reported if missing, odd or used before.
    private mutating func id(_ kind: Name.Kind, in record: inout Record) -> String? {
        guard let id = fields.requiredLine("id", in: record) else { return nil }
        record.name = kind.rawValue + " " + RecordReader.shown(id)
        let place = record.place(of: "id")
        let isGood =
            id.utf8.count <= 40 && id.utf8.allSatisfy(Self.isPlainIDByte)
            || id.unicodeScalars.count <= 40
                && id.unicodeScalars.allSatisfy {
                    $0.digit != nil || $0 == "." || $0 == "-" || $0 == "_" || $0.properties.isAlphabetic
                        || $0.numeral != nil
                }
        if !isGood {
            fields.report(
                at: place, "\(record.name): the id has other characters than letters, digits, '.', '-' and '_'")
        }
        unique(id, kind, at: place)
        return id
    }

    private static func isPlainIDByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
    }

    // MARK: works

    private mutating func work(_ node: YAMLTree) -> KeyWork? {
        let keys = ["number", "title", "text", "source_line", "measures"]
        guard var record = fields.record(node, called: "work", keys: keys) else { return nil }
        var number: Int?
        if fields.required("number", in: record) != nil { number = fields.whole("number", in: record, 0...9999) }
        if let number {
            record.name = "work \(number)"
            unique(String(number), .work, at: record.place(of: "number"))
        }
        let title = fields.required("title", in: record)
        let text = fields.text("text", in: record)
        let measures = fields.list("measures", in: record).compactMap { measure($0) }
        return KeyWork(
            number: number ?? 0, title: title ?? "", text: text ?? title ?? "", sourceLine: sourceLine(in: record),
            measures: measures, line: record.line)
    }

    private mutating func measure(_ node: YAMLTree) -> Measure? {
        let keys = [
            "id", "number", "text", "responsible_units", "units_raw", "schedule_raw", "source_line", "milestones",
        ]
        guard var record = fields.record(node, called: "measure", keys: keys) else { return nil }
        let id = id(.measure, in: &record)
        let text = fields.required("text", in: record)
        let units = fields.texts("responsible_units", in: record)
        var seen: Set<String> = []
        for unit in units where !seen.insert(unit).inserted {
            fields.report(
                at: record.place(of: "responsible_units"),
                "\(record.name): '\(RecordReader.shown(unit))' stands there twice")
        }
        if units.isEmpty {
            fields.report(
                at: record.place(of: "responsible_units"), "\(record.name): nobody is responsible",
                hint: "responsible_units: [市财政局]")
        }
        let milestones = fields.list("milestones", in: record).compactMap { milestone($0) }
        return Measure(
            id: id ?? "", number: fields.whole("number", in: record, 0...9999), text: text ?? "",
            responsibleUnits: units, unitsRaw: fields.text("units_raw", in: record) ?? units.joined(separator: "、"),
            scheduleRaw: fields.text("schedule_raw", in: record) ?? "", sourceLine: sourceLine(in: record),
            milestones: milestones, line: record.line)
    }

    private static let milestoneKeys = [
        "id", "deadline", "deadline_time", "deadline_phrase", "kind", "rrule", "condition", "requirement",
        "source_line",
    ]
    private static let milestoneKeysOfJSON = milestoneKeys + ["occurrences"]

    private mutating func milestone(_ node: YAMLTree) -> Milestone? {
        let keys = isJSON ? Self.milestoneKeysOfJSON : Self.milestoneKeys
        guard var record = fields.record(node, called: "milestone", keys: keys) else { return nil }
        let id = id(.milestone, in: &record)
        let requirement = fields.required("requirement", in: record)
        let time = time(in: record, mustHaveKind: true)
        let milestone = Milestone(
            id: id ?? "", deadlinePhrase: fields.line("deadline_phrase", in: record), deadline: time.deadline,
            deadlineTime: time.ofDay, kind: time.kind, rrule: time.rrule,
            condition: fields.line("condition", in: record),
            requirement: requirement ?? "", sourceLine: sourceLine(in: record), line: record.line)
        if record["occurrences"] != nil,
            fields.texts("occurrences", in: record) != milestone.occurrences().map(\.description)
        {
            fields.report(
                at: record.place(of: "occurrences"), "\(record.name): 'occurrences' are not the days it falls due",
                hint: "take 'occurrences' out: the rrule gives the days")
        }
        return milestone
    }

    // MARK: deadlines

    /// Deadline, rule and kind, which must agree. A missing kind is `date` with a deadline and `recurring` with a rule.
    private mutating func time(
        in record: Record, mustHaveKind: Bool
    ) -> (deadline: CivilDate?, ofDay: TimeOfDay?, kind: DeadlineKind, rrule: String?) {
        let deadline = fields.date("deadline", in: record)
        let ofDay = fields.time("deadline_time", in: record)
        let rrule = fields.text("rrule", in: record)
        let said: DeadlineKind? = fields.choice("kind", in: record)
        let kind = said ?? (rrule != nil ? .recurring : record.has("deadline") || mustHaveKind ? .date : .none)
        let place = record.place(of: "deadline")
        switch kind {
        case .date, .yearlong:
            if record["deadline"] == nil, said != nil || !record.has("kind") {
                fields.report(
                    at: place, "\(record.name): 'deadline' \(record.has("deadline") ? "has no value" : "is missing")",
                    hint: "deadline: 2017-06-30, or kind: none for an item without a date")
            }
            if rrule != nil {
                fields.report(
                    at: record.place(of: "rrule"), "\(record.name): an rrule does not go with kind: \(kind.rawValue)",
                    hint: "kind: recurring")
            }
        case .recurring, .none:
            if record["deadline"] != nil {
                fields.report(
                    at: place, "\(record.name): a deadline does not go with kind: \(kind.rawValue)",
                    hint: kind == .recurring ? "the rrule gives the days" : "kind: date")
            }
            if kind == .none, rrule != nil {
                fields.report(
                    at: record.place(of: "rrule"), "\(record.name): an rrule does not go with kind: none",
                    hint: "kind: recurring")
            }
        }
        if let rrule { check(rrule: rrule, in: record) }
        if let deadline, year > 0, !(year...(year + 1)).contains(deadline.year) {
            fields.report(
                .warning, at: place, "\(record.name): the deadline \(deadline) is not in the list's year \(year)",
                hint: "nothing else is wrong with it")
        }
        if let deadline, let issuedOn, deadline < issuedOn {
            fields.report(
                .warning, at: place,
                "\(record.name): the deadline \(deadline) had passed when the list was issued, on \(issuedOn)",
                hint: "nobody is reminded of it: correct the date, or 'issued_on'")
        }
        if ofDay != nil, kind == .none || kind == .yearlong {
            fields.report(
                at: record.place(of: "deadline_time"),
                "\(record.name): a time of day does not go with kind: \(kind.rawValue)", hint: "kind: date")
        }
        return (deadline, ofDay, kind, rrule)
    }

    private mutating func check(rrule: String, in record: Record) {
        let place = record.place(of: "rrule")
        do {
            let recurrence = try Recurrence(icalendar: rrule)
            if recurrence.occurrences(through: .last, limit: 1).isEmpty {
                fields.report(at: place, "\(record.name): the rrule never comes to a day")
            }
            if recurrence.occurrences(through: .last, limit: 401).count > 400 {
                fields.report(
                    at: place, "\(record.name): the rrule has more than 400 days",
                    hint: "end it with UNTIL=\(max(year, 1900))1231")
            }
        } catch {
            fields.report(
                at: place, "\(record.name): rrule: \(error.part) \(error.reason)",
                hint: error.hint
                    ?? "two lines: DTSTART;VALUE=DATE:20170731 and RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20171231")
        }
    }

    // MARK: duties and remarks

    private static let limits = ["contents", "contents_open_ended", "basis", "standard", "purpose"]

    private mutating func duty(_ node: YAMLTree) -> Duty? {
        let keys = [
            "id", "section", "who", "what", "what_assembled", "deadline", "deadline_time", "deadline_phrase", "kind",
            "rrule", "period", "recipient", "purpose", "max_characters", "max_characters_strictness", "contents",
            "contents_open_ended",
            "basis", "standard", "evidence", "source_line",
        ]
        let added = isJSON ? ["report", "constraints"] : []
        guard var record = fields.record(node, called: "duty", keys: keys + added) else { return nil }
        let id = id(.duty, in: &record)
        let what = fields.required("what", in: record)
        let who = fields.texts("who", in: record)
        if who.isEmpty {
            fields.report(at: record.place(of: "who"), "\(record.name): nobody is named in 'who'", hint: "who: [各责任单位]")
        }
        let time = time(in: record, mustHaveKind: false)
        let section = fields.line("section", in: record) ?? id.map { String($0.prefix { $0 != "-" }) } ?? ""
        var duty = Duty(
            id: id ?? "", section: section, who: who, what: what ?? "",
            whatIsAssembled: fields.flag("what_assembled", in: record) ?? false,
            deadlinePhrase: fields.line("deadline_phrase", in: record), deadline: time.deadline,
            deadlineTime: time.ofDay, kind: time.kind, rrule: time.rrule, period: fields.line("period", in: record),
            recipient: fields.line("recipient", in: record), evidence: fields.texts("evidence", in: record),
            sourceLine: sourceLine(in: record), line: record.line)
        let constraints = constraints(in: record)
        let limit = constraints == nil ? "max_characters" : "max_chars_per_work"
        let strictness = constraints == nil ? "max_characters_strictness" : "max_chars_strictness"
        let limits = constraints ?? record
        duty.purpose = fields.line("purpose", in: limits)
        duty.maxCharacters = fields.whole(limit, in: limits, 1...1_000_000)
        duty.maxCharactersStrictness = fields.line(strictness, in: limits)
        duty.contents = fields.texts("contents", in: limits)
        duty.contentsAreOpenEnded = fields.flag("contents_open_ended", in: limits) ?? false
        duty.basis = fields.texts("basis", in: limits)
        duty.standard = fields.line("standard", in: limits)
        if let said = fields.flag("report", in: record), said != duty.isReport {
            fields.report(
                at: record.place(of: "report"),
                "\(record.name): 'report' is \(said), but by its other fields it is \(said ? "none" : "one")",
                hint: "take 'report' out: it follows from deadline, recipient, purpose and what")
        }
        return duty
    }

    /// What limits a duty, where it stands apart as `WorkListJSON` writes it; nil if it stands with the other fields.
    private mutating func constraints(in record: Record) -> Record? {
        guard let node = record["constraints"] else { return nil }
        for key in Self.limits + ["max_characters", "max_characters_strictness"] where record.has(key) {
            fields.report(
                at: record.place(of: key), "\(record.name): '\(key)' stands beside 'constraints'",
                hint: "write it inside them, or take them out")
        }
        let keys = Self.limits + ["max_chars_per_work", "max_chars_strictness"]
        return fields.record(node, called: "\(record.name): constraints", keys: keys)
    }

    private mutating func remark(_ node: YAMLTree, of kind: String) -> Remark? {
        guard let record = fields.record(node, called: "an entry of \(kind)", keys: ["line", "text", "why"]) else {
            return nil
        }
        return Remark(
            line: fields.whole("line", in: record, 0...10_000_000) ?? 0, text: fields.text("text", in: record) ?? "",
            why: fields.text("why", in: record) ?? "")
    }
}
