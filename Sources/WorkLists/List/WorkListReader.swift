import CivilTime

/// Reads a work list from the YAML that `WorkListWriter` made and a person corrected.
package enum WorkListReader {
    /// The list as far as it could be read, and every problem found. It is fit for use only if no problem is an error;
    /// nil where nothing could be read at all.
    package static func read(_ text: String, file: String) -> (WorkList?, [Problem]) {
        let (root, syntax) = YAMLTree.read(text, file: file)
        var reader = WorkListFile(file: file)
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
}

private struct WorkListFile {
    var fields: RecordReader
    private var year = 0
    private var issuedOn: CivilDate?
    /// Where each id stands first.
    private var ids: [String: Int] = [:]

    init(file: String) { fields = RecordReader(file: file) }

    mutating func read(_ root: YAMLTree) -> WorkList? {
        let keys = [
            "id", "title", "document_number", "issuer", "issued_on", "year", "zone", "public", "short_name",
            "addressees", "annex_title", "table_header", "preamble", "source_line", "duties", "works", "review",
            "unread",
        ]
        guard let record = fields.record(root, called: "the list", keys: keys) else { return nil }
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

    private mutating func unique(_ id: String, _ kind: String, at place: YAMLTree) {
        if let line = ids[kind + id] {
            fields.report(
                at: place, "duplicate \(kind) '\(RecordReader.shown(id))': it stands on line \(line) too",
                hint: "each \(kind) has a name of its own")
        } else {
            ids[kind + id] = place.line
        }
    }

    /// An id of a duty, measure or milestone; reported if missing, odd or used before.
    private mutating func id(_ kind: String, in record: inout Record) -> String? {
        guard fields.required("id", in: record) != nil, let id = fields.line("id", in: record) else { return nil }
        record.name = "\(kind) \(RecordReader.shown(id))"
        let place = record.place(of: "id")
        let isGood =
            id.unicodeScalars.count <= 40
            && id.unicodeScalars.allSatisfy {
                $0 == "." || $0 == "-" || $0 == "_" || $0.properties.isAlphabetic || $0.digit != nil
                    || $0.numeral != nil
            }
        if !isGood {
            fields.report(
                at: place, "\(record.name): the id has other characters than letters, digits, '.', '-' and '_'")
        }
        unique(id, kind, at: place)
        return id
    }

    // MARK: works

    private mutating func work(_ node: YAMLTree) -> KeyWork? {
        let keys = ["number", "title", "text", "source_line", "measures"]
        guard var record = fields.record(node, called: "work", keys: keys) else { return nil }
        var number: Int?
        if fields.required("number", in: record) != nil { number = fields.whole("number", in: record, 0...9999) }
        if let number {
            record.name = "work \(number)"
            unique(String(number), "work", at: record.place(of: "number"))
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
        let id = id("measure", in: &record)
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

    private mutating func milestone(_ node: YAMLTree) -> Milestone? {
        let keys = [
            "id", "deadline", "deadline_phrase", "kind", "rrule", "condition", "requirement", "source_line",
        ]
        guard var record = fields.record(node, called: "milestone", keys: keys) else { return nil }
        let id = id("milestone", in: &record)
        let requirement = fields.required("requirement", in: record)
        let time = time(in: record, mustHaveKind: true)
        return Milestone(
            id: id ?? "", deadlinePhrase: fields.line("deadline_phrase", in: record), deadline: time.deadline,
            kind: time.kind, rrule: time.rrule, condition: fields.line("condition", in: record),
            requirement: requirement ?? "", sourceLine: sourceLine(in: record), line: record.line)
    }

    // MARK: deadlines

    /// Deadline, rule and kind, which must agree. A missing kind is `date` with a deadline and `recurring` with a rule.
    private mutating func time(
        in record: Record, mustHaveKind: Bool
    ) -> (deadline: CivilDate?, kind: DeadlineKind, rrule: String?) {
        let deadline = fields.date("deadline", in: record)
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
        return (deadline, kind, rrule)
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

    private mutating func duty(_ node: YAMLTree) -> Duty? {
        let keys = [
            "id", "section", "who", "what", "what_assembled", "deadline", "deadline_phrase", "kind", "rrule", "period",
            "recipient", "purpose", "max_characters", "max_characters_strictness", "contents", "contents_open_ended",
            "basis", "standard", "evidence", "source_line",
        ]
        guard var record = fields.record(node, called: "duty", keys: keys) else { return nil }
        let id = id("duty", in: &record)
        let what = fields.required("what", in: record)
        let who = fields.texts("who", in: record)
        if who.isEmpty {
            fields.report(at: record.place(of: "who"), "\(record.name): nobody is named in 'who'", hint: "who: [各责任单位]")
        }
        let time = time(in: record, mustHaveKind: false)
        let section = fields.line("section", in: record) ?? id.map { String($0.prefix { $0 != "-" }) } ?? ""
        return Duty(
            id: id ?? "", section: section, who: who, what: what ?? "",
            whatIsAssembled: fields.flag("what_assembled", in: record) ?? false,
            deadlinePhrase: fields.line("deadline_phrase", in: record), deadline: time.deadline, kind: time.kind,
            rrule: time.rrule, period: fields.line("period", in: record),
            recipient: fields.line("recipient", in: record), purpose: fields.line("purpose", in: record),
            maxCharacters: fields.whole("max_characters", in: record, 1...1_000_000),
            maxCharactersStrictness: fields.line("max_characters_strictness", in: record),
            contents: fields.texts("contents", in: record),
            contentsAreOpenEnded: fields.flag("contents_open_ended", in: record) ?? false,
            basis: fields.texts("basis", in: record), standard: fields.line("standard", in: record),
            evidence: fields.texts("evidence", in: record), sourceLine: sourceLine(in: record), line: record.line)
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
