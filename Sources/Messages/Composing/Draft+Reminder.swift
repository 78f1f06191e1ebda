import CivilTime
import Reminders
import Settings
import WorkLists

extension Draft {
    /// What `reminder` templates are rendered with.
    func reminderFacts() -> Facts {
        var facts = commonFacts
        let example = items.first { $0.obligation.kind != .report } ?? items.first
        facts["late"] = isLate
        facts["asks_acknowledgement"] = items.contains { $0.stage == .assigned }
        // A report is answered by its file.
        facts["asks_answer"] = items.contains { $0.stage != .assigned && form(of: $0) == nil }
        facts["reports"] = reportFacts
        facts["has_calendar"] = !calendarItems.isEmpty
        facts["example_number"] = Fact.optional(content == .count ? nil : example?.obligation.id.milestone)
        facts["example_date"] = today.description
        facts["also_told"] = Fact.optional(wording.names(briefing.alsoTold))
        facts["sections"] = sectionFacts(namesOne: false)
        return facts
    }

    /// What `trouble` templates are rendered with.
    func troubleFacts() -> Facts {
        var facts = commonFacts
        facts["sections"] = sectionFacts(namesOne: true)
        facts["has_sections"] = !briefing.sections.isEmpty
        facts["has_departures"] = !briefing.departures.isEmpty
        facts["departures"] = departures.map { ["departure_text": $0] as Facts }
        facts["undelivered"] = (briefing.standing?.undelivered ?? []).map(undeliveredFacts)
        facts["silent_channels"] = (briefing.standing?.silentChannels ?? [:]).sorted { $0.key < $1.key }.map {
            channel, silence -> Facts in
            [
                "channel": channel, "reason": silence.reason,
                "since": wording.time(briefing.zone.civil(silence.since), from: today),
                "waiting": wording.messages(silence.waiting),
            ]
        }
        return facts
    }

    /// What `office-list` templates are rendered with.
    func officeListFacts() -> Facts {
        var facts = commonFacts
        facts["guidance"] = guidance(hasFile: hasLedger).map { paragraph -> Facts in ["guidance_text": paragraph] }
        facts["sections"] = sectionFacts(namesOne: true)
        return facts
    }

    /// What to do with an office list.
    func guidance(hasFile: Bool) -> [String] {
        guard let work = briefing.officeWork else { return [] }
        return wording.guidance(work, hasFile: hasFile, today: today)
    }

    /// Each unit that will have nobody to write to, in a sentence; people's names are nothing for a channel that counts.
    var departures: [String] {
        briefing.departures.map { departure in
            var departure = departure
            if content == .count { departure.names = [] }
            return wording.departure(departure, today: today)
        }
    }

    func undeliveredFacts(_ line: Standing.Undelivered) -> Facts {
        [
            "undelivered_id": "\(line.delivery)", "undelivered_to": line.to, "undelivered_channel": line.channel,
            "undelivered_state": wording.deliveryState(line.state), "undelivered_reason": line.reason,
        ]
    }

    /// - Parameter namesOne: whether a single unit is named over its items, as the office wants it.
    private func sectionFacts(namesOne: Bool) -> [Facts] {
        briefing.sections.map { section in
            let isNamed = namesOne || briefing.sections.count > 1
            return [
                "section_name": Fact.optional(isNamed ? wording.unit(section) : nil),
                "groups": Self.groups(section.items).map(groupFacts),
            ]
        }
    }

    /// Items that share a deadline, a kind and a way of being asked, in the order they came in.
    static func groups(_ items: [Briefing.Item]) -> [[Briefing.Item]] {
        var groups: [[Briefing.Item]] = []
        for item in items {
            if let last = groups.last?.last, isAlike(last, item) {
                groups[groups.count - 1].append(item)
            } else {
                groups.append([item])
            }
        }
        return groups
    }

    private static func isAlike(_ a: Briefing.Item, _ b: Briefing.Item) -> Bool {
        a.obligation.deadline == b.obligation.deadline && kind(a) == kind(b)
            && a.isAskedAfter == b.isAskedAfter && isMoved(a) == isMoved(b)
            && a.movedFrom == b.movedFrom
    }

    static func isMoved(_ item: Briefing.Item) -> Bool {
        if case .moved = item.stage { true } else { false }
    }

    private static func kind(_ item: Briefing.Item) -> Int {
        switch item.obligation.kind {
        case .report: 0
        case .duty: 1
        case .milestone, .occurrence: 2
        }
    }

    /// What stands over a group's items.
    struct GroupHead {
        /// `节点8项`.
        var what: String
        /// `6月30日(周五)到期`.
        var when: String
        /// `还有3个工作日`.
        var left: String?
        /// That the deadline was moved, that it is an off day, or that feedback is asked for; without a full stop.
        var note: String?
    }

    /// The head of ``groups(_:)``' group that `first` begins.
    func head(of items: [Briefing.Item], first: Briefing.Item) -> GroupHead {
        // What is past and handed to somebody new is asked after like what the others were asked for.
        let isPast = first.isAskedAfter || (first.stage == .assigned && first.daysLeft < 0)
        let asks = isPast && briefing.delivery.kind == .reminder
        let moved = Self.isMoved(first) ? wording.moved(from: first.movedFrom, today: today) : nil
        let notes = [moved, wording.offDay(first, today: today)].compactMap { $0 }
        return GroupHead(
            what: wording.groupName(Tally(items)), when: wording.due(first, today: today),
            left: wording.left(first, today: today),
            note: asks
                ? (asksOnly ? nil : wording.noFeedback(today: today))
                : notes.isEmpty ? nil : notes.joined(separator: wording.language == .zh ? ";" : "; "))
    }

    private func groupFacts(_ items: [Briefing.Item]) -> Facts {
        guard let first = items.first else { return [:] }
        let head = head(of: items, first: first)
        return [
            "what": head.what,
            "when": head.when,
            "left": Fact.optional(head.left),
            "note": Fact.optional(head.note),
            "group_tint": first.colour.tint,
            "items": content == .count ? [Facts]() : items.map(itemFacts),
        ]
    }

    private func itemFacts(_ item: Briefing.Item) -> Facts {
        let obligation = item.obligation
        let isFull = content == .full
        // Full texts of measures in what is handed out only: later mails are read in ten seconds.
        let isHandedOut = isFull && item.stage == .assigned && briefing.delivery.kind == .reminder
        // What is named without its text still needs a name.
        let title = obligation.work.map { wording.work($0.number, $0.title) }
        return [
            // What the unit answers with: occurrences of a recurring milestone carry their date.
            "number": obligation.id.milestone,
            "requirement": Fact.optional(isFull ? obligation.requirement : nil),
            "condition": Fact.optional(isFull ? obligation.condition : nil),
            "work": Fact.optional(title ?? (isFull ? nil : wording.groupName(Tally([item])))),
            "measure": Fact.optional(
                isHandedOut && obligation.measure != obligation.requirement ? obligation.measure : nil),
            "phrase": Fact.optional(isHandedOut ? obligation.phrase : nil),
            "shared": Fact.optional(isFull ? wording.sharers(item.sharedWith) : nil),
            "state": Fact.optional(wording.standing(of: item, today: today)),
            "tint": item.colour.tint,
            "colour": Fact.optional(wording.colour(item.colour)),
            "measures": measureFacts(item),
        ]
    }
}
