import CivilTime
import Reminders
import Settings
import WorkLists

/// A briefing on its way to becoming a message: what holds for its mail, its JSON and a robot's text alike.
struct Draft {
    let briefing: Briefing
    let wording: Wording
    /// How much of the list's text the channel may carry.
    let content: Disclosure
    let isRehearsal: Bool
    /// Of all sections, in their order.
    let items: [Briefing.Item]
    /// The lists' short names: 市政府重点工作.
    let brand: String
    /// What, how many and when, without brand and unit.
    let headline: String
    /// Without the part's mark, which a robot's shortened title keeps.
    let unmarkedSubject: String

    init(_ briefing: Briefing, wording: Wording, content: Disclosure, isRehearsal: Bool) {
        self.briefing = briefing
        self.wording = wording
        self.content = content
        self.isRehearsal = isRehearsal
        items = briefing.sections.flatMap(\.items)
        brand = Self.brand(briefing, wording)
        headline = Self.headline(briefing, items, wording)
        let says = wording.subject(
            brand: brand, who: wording.shortNames(Self.who(briefing)), isLate: items.contains(where: \.isLate),
            says: headline)
        let subject = CleanText.line(says)
        unmarkedSubject = isRehearsal ? wording.rehearsal(subject) : subject
    }

    private static func brand(_ briefing: Briefing, _ wording: Wording) -> String {
        var names: [String] = []
        for basis in briefing.basis where !names.contains(basis.shortName) { names.append(basis.shortName) }
        return names.isEmpty ? briefing.office.name : wording.names(names)
    }

    private static func headline(_ briefing: Briefing, _ items: [Briefing.Item], _ wording: Wording) -> String {
        let today = briefing.today
        return switch briefing.delivery.kind {
        case .reminder: wording.headline(items, today: today)
        case .digest: briefing.standing.map { wording.digest($0, today: today) } ?? ""
        case .officeList:
            briefing.officeWork.map { wording.officeList($0, count: items.count, today: today) } ?? ""
        case .trouble: wording.trouble(briefing)
        }
    }

    /// Whom the subject names: the units; of a digest the one whose own share it is.
    private static func who(_ briefing: Briefing) -> [String] {
        switch briefing.delivery.kind {
        case .reminder: briefing.sections.map(\.unitName)
        case .digest:
            briefing.delivery.recipient.units.map { id in
                briefing.standing?.units.first { $0.unit == id }?.name ?? id.rawValue
            }
        case .trouble, .officeList: []
        }
    }

    /// A single unit by its former name too, which otherwise stands over its items.
    private var addressed: [String] {
        guard briefing.sections.count == 1 else { return briefing.sections.map(\.unitName) }
        return briefing.sections.map(wording.unit)
    }

    var today: CivilDate { briefing.today }
    var isLate: Bool { items.contains(where: \.isLate) }

    /// The headline inside the message: with what is asked said in full where nothing else is.
    private var bodyHeadline: String {
        if items.contains(where: \.stage.isEscalation) { return wording.escalated(today: today) }
        return asksOnly ? wording.noFeedback(today: today) : headline
    }

    /// Whether every item's deadline has passed: then one sentence over all says so.
    var asksOnly: Bool {
        briefing.delivery.kind == .reminder && !items.isEmpty && items.allSatisfy(\.isAskedAfter)
    }

    var subject: String { unmarkedSubject + partMark }

    /// `(2/3)`; empty where the message is whole.
    var partMark: String { briefing.delivery.part.map { wording.part($0.number, of: $0.of) } ?? "" }

    var templateName: String { briefing.delivery.kind.rawValue }

    private var domain: String {
        let id = briefing.delivery.messageID
        return id.utf8.lastIndex(of: UInt8(ascii: "@")).map { String(id[id.index(after: $0)...]) } ?? id
    }

    /// One thread a unit and deadline, one for what is handed out: under a message that never was, so that it does
    /// not matter which of its mails arrived. A message about several hangs under the most pressing.
    var threadRoot: String? {
        guard briefing.delivery.kind == .reminder, let section = briefing.sections.first, let first = items.first else {
            return nil
        }
        let reminding = section.items.filter { $0.stage != .assigned }
        let topic = reminding.map(\.obligation.deadline).min().map(\.description) ?? "assigned"
        let left = [first.obligation.id.list, section.unit.rawValue, topic].map { MailAddress.atom($0) }
        return "thread.\(left.joined(separator: "."))@\(domain)"
    }

    var listID: (name: String, id: String)? {
        guard let list = briefing.basis.first?.list else { return nil }
        // A label holds no `=`: what is no letter or digit becomes a hyphen. The id is for filters, not for keys.
        let label = MailAddress.atom(list).map { $0 == "=" || $0 == "_" ? "-" : $0 }
        return (brand, "\(String(label)).deadlined.\(domain)")
    }

    func facts() throws(CompositionError) -> Facts {
        switch briefing.delivery.kind {
        case .reminder: return reminderFacts()
        case .trouble: return troubleFacts()
        case .officeList: return officeListFacts()
        case .digest:
            guard let standing = briefing.standing else { throw CompositionError(.standing, "digest") }
            return digestFacts(standing)
        }
    }

    /// The name beside the address: a contact's own says little among 38 liaisons (`市发改委 联络员`).
    var addressee: String {
        let recipient = briefing.delivery.recipient
        guard briefing.sections.count == 1, let unit = briefing.sections.first?.unitName,
            briefing.delivery.kind == .reminder,
            // Most names of contacts are shorter than the unit's: no search.
            recipient.name.utf8.count < unit.utf8.count || !recipient.name.contains(unit)
        else { return recipient.name }
        return "\(unit) \(recipient.name)"
    }

    /// The names that every template has.
    var commonFacts: Facts {
        [
            "subject": subject,
            "brand": brand,
            "headline": bodyHeadline,
            "today": wording.fullDay(today),
            "language_tag": wording.language.tag,
            "rehearsal": isRehearsal,
            "to_name": briefing.delivery.recipient.name,
            "to_units": briefing.delivery.kind == .reminder
                ? wording.names(addressed) : briefing.office.name,
            "office": briefing.office.name,
            "phone": Fact.optional(briefing.office.phone),
            "delivery": briefing.delivery.id.description,
            "bases": briefing.basis.map { basis -> Facts in
                ["basis_title": basis.title, "basis_number": Fact.optional(basis.documentNumber)]
            },
        ]
    }

    // MARK: - Files beside the text

    func attachments(organizer: Mailbox) -> [MIMEPart.Attachment] {
        switch briefing.delivery.kind {
        case .reminder: (calendar(organizer: organizer).map { [$0] } ?? []) + reportFiles
        case .digest: hasLedger ? [ledger] : []
        // What waits is no list to fill in.
        case .officeList: hasLedger && briefing.officeWork?.list.kind != .toEscalate ? [ledger] : []
        case .trouble: []
        }
    }

    /// Texts of the list leave by a full channel only, and in the office's digest only: a unit has nothing to do with
    /// the table.
    var hasLedger: Bool {
        content == .full && shows(.ledger) && briefing.delivery.recipient.units.isEmpty
            && !(briefing.standing?.lines.isEmpty ?? true)
    }

    var ledgerName: String {
        if let list = briefing.officeWork?.list {
            return wording.language == .zh ? "待核销清单-\(list.deadline).csv" : "to-tick-\(list.deadline).csv"
        }
        return switch wording.language {
        case .zh: "台账-\(today).csv"
        case .en: "ledger-\(today).csv"
        }
    }

    private var ledger: MIMEPart.Attachment {
        MIMEPart.Attachment(
            type: "text/csv", parameters: [("charset", "utf-8"), ("header", "present")], fileName: ledgerName,
            plainName: "ledger-\(today).csv",
            bytes: LedgerCSV.write(
                briefing.standing?.lines ?? [], language: wording.language, zone: briefing.zone))
    }

    /// What goes into a calendar: deadlines still to come, with the message that hands them out. A reminder of them
    /// later brings nothing that the calendar does not have; the notice of a new deadline does.
    var calendarItems: [Briefing.Item] {
        guard content != .count else { return [] }
        return items.filter { $0.stage.isAnnouncement && $0.daysLeft >= 0 && $0.state == .open }
    }

    /// An attachment, not an alternative of the text: Outlook makes a calendar item of a mail that has one and hides
    /// the table, and a PUBLISH of many days is no invitation to answer. As a file every program offers to open it,
    /// and the stable UIDs keep it from doubling what an earlier one brought.
    private func calendar(organizer: Mailbox) -> MIMEPart.Attachment? {
        guard !calendarItems.isEmpty else { return nil }
        let office = Mailbox(name: briefing.office.name, address: organizer.address)
        let file = CalendarFile(
            method: .publish, name: brand, language: wording.language, organizer: office,
            stamp: briefing.delivery.createdAt, events: calendarItems.map(event))
        let name = wording.language == .zh ? "到期日.ics" : "deadlines.ics"
        return MIMEPart.Attachment(
            type: "text/calendar", parameters: [("charset", "utf-8"), ("method", file.method.rawValue)],
            fileName: name, plainName: "deadlines.ics", bytes: file.bytes())
    }

    private func event(_ item: Briefing.Item) -> CalendarEvent {
        let obligation = item.obligation
        let title =
            content == .full ? obligation.requirement : obligation.work?.title ?? wording.groupName(Tally([item]))
        var lines: [String] = []
        if obligation.time != nil { lines.append(wording.due(item, today: obligation.deadline)) }
        if content == .full, let offDay = wording.offDay(item, today: obligation.deadline) { lines.append(offDay) }
        if let work = obligation.work { lines.append(wording.work(work.number, work.title)) }
        if content == .full, !item.sharedWith.isEmpty { lines.append(wording.sharers(item.sharedWith)) }
        for basis in briefing.basis where basis.list == obligation.id.list {
            lines.append(basis.title + (basis.documentNumber.map { " \($0)" } ?? ""))
        }
        if let phone = briefing.office.phone { lines.append(phone) }
        let category = briefing.basis.first { $0.list == obligation.id.list }?.shortName ?? brand
        return CalendarEvent(
            uid: CalendarEvent.uid(of: obligation.id, domain: domain), day: obligation.deadline,
            sequence: item.sequence, summary: "\(obligation.id.milestone) \(title)",
            text: lines.joined(separator: "\n"), categories: [category])
    }
}
