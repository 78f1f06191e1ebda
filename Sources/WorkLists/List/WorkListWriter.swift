import CivilTime

/// Writes a work list as YAML that a person can read and correct: each milestone with its date, the words that gave it
/// and the notice's line, `# 请核对` where the reading is in doubt, and what was left over at the end.
///
/// What it writes, `WorkListReader` reads back to the same list.
package enum WorkListWriter {
    package static func text(_ list: WorkList) -> String {
        var writer = WorkListText(list: list)
        return writer.text()
    }
}

private struct WorkListText {
    let list: WorkList
    private var out = ""
    private let remarks: [Int: [Remark]]

    init(list: WorkList) {
        self.list = list
        remarks = Dictionary(grouping: list.review, by: \.line)
    }

    mutating func text() -> String {
        writeHead()
        writeDuties()
        writeWorks()
        writeRemarks("review", list.review, "存疑之处:核对并改正上面的内容后,可删去对应条目")
        writeRemarks("unread", list.unread, "原文中没有归入任何一项的行:有用的请补到上面,其余可留可删")
        return out
    }

    // MARK: lines

    private mutating func line(_ depth: Int, _ text: String) {
        out += String(repeating: " ", count: depth) + text + "\n"
    }

    private mutating func put(_ depth: Int, _ key: String, _ value: String?) {
        guard let value else { return }
        if let lines = YAMLText.block(value) {
            line(depth, "\(key): |-")
            for text in lines { line(depth + 2, String(text)) }
        } else {
            line(depth, "\(key): \(YAMLText.value(value))")
        }
    }

    private mutating func put(_ depth: Int, _ key: String, _ value: Int?) {
        if let value { line(depth, "\(key): \(value)") }
    }

    private mutating func put(_ depth: Int, _ key: String, flow values: [String]) {
        if !values.isEmpty { line(depth, "\(key): \(YAMLText.flow(values))") }
    }

    private mutating func put(_ depth: Int, _ key: String, list values: [String]) {
        guard !values.isEmpty else { return }
        line(depth, "\(key):")
        for value in values { line(depth + 2, "- \(YAMLText.entry(value))") }
    }

    /// The doubts about something, as comments above it.
    private mutating func doubts(_ depth: Int, on source: Int?, _ isAbout: (Remark) -> Bool) {
        guard let source, let found = remarks[source] else { return }
        for remark in found where isAbout(remark) { line(depth, YAMLText.comment("请核对:\(remark.why)")) }
    }

    // MARK: head

    private mutating func writeHead() {
        let milestones = list.allMilestones.count
        line(
            0,
            YAMLText.comment(
                [list.documentNumber, list.annexTitle ?? list.title].compactMap { $0 }.joined(separator: " ")))
        line(
            0,
            "# 由 deadlinectl import 自通知原文读出:\(list.works.count) 项重点工作,\(list.works.flatMap(\.measures).count) 项举措,\(milestones) 个节点,\(list.duties.count) 项通知要求。"
        )
        line(0, "# 可直接修改:deadline 是到期日,deadline_phrase 是原文的期限用语,source_line 是原文行号。")
        line(0, "# 标有“请核对”的 \(list.review.count) 处存疑,末尾的 review 逐条列出;改完用 deadlinectl check 检查。")
        line(0, "")
        put(0, "id", list.id)
        put(0, "title", list.title)
        put(0, "document_number", list.documentNumber)
        put(0, "issuer", list.issuer)
        if let issued = list.issuedOn { line(0, "issued_on: \(issued)") }
        if list.year == 0 {
            line(0, "year:   # 请核对:没有看出清单的年度")
        } else {
            put(0, "year", list.year)
        }
        put(0, "zone", list.zone)
        line(0, "public: \(list.isPublic ? "yes" : "no")   # no:内容不发到群机器人")
        if list.content != .full { line(0, "content: \(list.content.rawValue)   # full、titles 或 count:消息里最多写多少") }
        if list.shortName != nil { line(0, "# 邮件主题【】中的简称") }
        put(0, "short_name", list.shortName)
        put(0, "addressees", flow: list.addressees)
        put(0, "annex_title", list.annexTitle)
        put(0, "table_header", flow: list.tableHeader)
        put(0, "preamble", list.preamble)
        put(0, "source_line", list.sourceLine)
    }

    // MARK: duties

    private mutating func writeDuties() {
        guard !list.duties.isEmpty else { return }
        line(0, "")
        line(0, "# 通知正文的要求")
        line(0, "duties:")
        for duty in list.duties { write(duty) }
    }

    private mutating func write(_ duty: Duty) {
        doubts(2, on: duty.sourceLine) { $0.text == duty.what || $0.text == duty.deadlinePhrase }
        line(2, "- id: \(YAMLText.value(duty.id))")
        put(4, "section", duty.section == duty.id.prefix { $0 != "-" } ? nil : duty.section)
        put(4, "who", flow: duty.who)
        put(4, "what", duty.what)
        if duty.whatIsAssembled { line(4, "what_assembled: yes") }
        writeTime(
            4, duty.deadline, duty.deadlineTime, duty.kind, duty.rrule, duty.deadlinePhrase,
            normal: duty.deadline == nil ? .none : .date)
        put(4, "period", duty.period)
        put(4, "recipient", duty.recipient)
        put(4, "purpose", duty.purpose)
        put(4, "max_characters", duty.maxCharacters)
        put(4, "max_characters_strictness", duty.maxCharactersStrictness)
        put(4, "contents", flow: duty.contents)
        if duty.contentsAreOpenEnded { line(4, "contents_open_ended: yes") }
        put(4, "basis", flow: duty.basis)
        put(4, "standard", duty.standard)
        put(4, "evidence", list: duty.evidence)
        put(4, "source_line", duty.sourceLine)
    }

    /// The date with its weekday, the rule with its days; `kind` only where it is not the usual one.
    private mutating func writeTime(
        _ depth: Int, _ deadline: CivilDate?, _ time: TimeOfDay?, _ kind: DeadlineKind, _ rrule: String?,
        _ phrase: String?,
        normal: DeadlineKind
    ) {
        if let deadline {
            line(depth, "deadline: \(deadline)   # \(deadline.weekday.chinese)")
        } else if kind == .date || kind == .yearlong {
            line(depth, "deadline:   # 请核对:没有得出到期日")
        }
        if let time { line(depth, "deadline_time: \(time)") }
        put(depth, "deadline_phrase", phrase)
        if kind != normal { line(depth, "kind: \(kind.rawValue)") }
        if let rrule {
            if let rule = try? Recurrence(icalendar: rrule) {
                let days = rule.occurrences(through: .last, limit: 13).map(\.description)
                line(
                    depth,
                    YAMLText.comment("各次到期日:" + days.prefix(12).joined(separator: "、") + (days.count > 12 ? "…" : "")))
            }
            put(depth, "rrule", rrule)
        }
    }

    // MARK: works

    private mutating func writeWorks() {
        guard !list.works.isEmpty else { return }
        line(0, "")
        line(0, "# 清单")
        line(0, "works:")
        for work in list.works { write(work) }
    }

    private mutating func write(_ work: KeyWork) {
        line(2, "- number: \(work.number)")
        doubts(4, on: work.sourceLine) { $0.text == work.text }
        put(4, "title", work.title)
        put(4, "text", work.text)
        put(4, "source_line", work.sourceLine)
        guard !work.measures.isEmpty else { return }
        line(4, "measures:")
        for measure in work.measures { write(measure, work: work) }
    }

    private mutating func write(_ measure: Measure, work: KeyWork) {
        doubts(6, on: measure.sourceLine) { $0.text == measure.text && $0.text != work.text }
        line(6, "- id: \(YAMLText.value(measure.id))")
        put(8, "number", measure.number)
        put(8, "text", measure.text)
        // The line of the units is not kept: the doubts about it say its text.
        for remark in list.review where remark.text == measure.unitsRaw && !measure.unitsRaw.isEmpty {
            line(8, YAMLText.comment("请核对:\(remark.why)"))
        }
        put(8, "responsible_units", flow: measure.responsibleUnits)
        if measure.unitsRaw != measure.responsibleUnits.joined(separator: "、") { put(8, "units_raw", measure.unitsRaw) }
        if !measure.scheduleRaw.isEmpty { put(8, "schedule_raw", measure.scheduleRaw) }
        put(8, "source_line", measure.sourceLine)
        guard !measure.milestones.isEmpty else { return }
        line(8, "milestones:")
        for milestone in measure.milestones { write(milestone) }
    }

    private mutating func write(_ milestone: Milestone) {
        doubts(10, on: milestone.sourceLine) { remark in
            remark.text == milestone.deadlinePhrase || remark.text == milestone.condition
                || (remark.text.unicodeScalars.count > 8 && milestone.requirement.contains(remark.text))
        }
        line(10, "- id: \(YAMLText.value(milestone.id))")
        writeTime(
            12, milestone.deadline, milestone.deadlineTime, milestone.kind, milestone.rrule, milestone.deadlinePhrase,
            normal: .date)
        put(12, "condition", milestone.condition)
        put(12, "requirement", milestone.requirement)
        put(12, "source_line", milestone.sourceLine)
    }

    // MARK: remarks

    private mutating func writeRemarks(_ key: String, _ remarks: [Remark], _ comment: String) {
        guard !remarks.isEmpty else { return }
        line(0, "")
        line(0, YAMLText.comment(comment))
        line(0, "\(key):")
        for remark in remarks {
            line(2, "- line: \(remark.line)")
            if !remark.text.isEmpty { put(4, "text", remark.text) }
            put(4, "why", remark.why)
        }
    }
}
