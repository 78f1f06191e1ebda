import CivilTime
import Foundation
import Reminders
import Settings
import WorkLists

/// The body that a webhook gets (Standard Webhooks 1.0.0): `{"data":{…},"timestamp":"…","type":"reminder.due"}`,
/// snake_case, keys sorted, below 20 000 bytes.
///
/// A reminder or a report of trouble that is longer goes out in parts (``Composer/parts(of:for:)``), each with all of
/// its items' texts; `data.part` and `data.parts` number them, and all that counts counts the part's own items.
///
/// What cannot be cut (a digest, one item that is too long, a statement that names more than its own items) is thinned
/// out in whole steps, the same for all items of a message, and `data.content` says which was taken: first the measures'
/// texts go (`full`), then the requirements (`titles`), then the items (`count`, with how many and when a section and
/// deadline). `data.total_items` always counts all. An item is never cut in two.
struct WebhookEvent {
    /// The standard asks for less than 20 kB.
    static let limit = 20_000

    private let draft: Draft

    init(_ draft: Draft) { self.draft = draft }

    func bytes() throws(CompositionError) -> [UInt8] {
        var bytes: [UInt8] = []
        for level in Level.allCases where level >= Level(draft.content) {
            bytes = try encode(level)
            if bytes.count < Self.limit { return bytes }
        }
        return bytes
    }

    /// All of it as it is; nil where that is too long.
    func whole() throws(CompositionError) -> [UInt8]? {
        let bytes = try encode(Level(draft.content))
        return bytes.count < Self.limit ? bytes : nil
    }

    private enum Level: Int, CaseIterable, Comparable {
        case full, withoutMeasures, titles, count, bare

        init(_ content: Disclosure) {
            switch content {
            case .full: self = .full
            case .titles: self = .titles
            case .count: self = .count
            }
        }

        static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

        var name: String {
            switch self {
            case .full, .withoutMeasures: "full"
            case .titles: "titles"
            case .count, .bare: "count"
            }
        }
    }

    /// `reminder.due` and the like: of several stages the most pressing.
    private var type: String {
        switch draft.briefing.delivery.kind {
        case .digest: return "digest"
        case .trouble: return "trouble"
        case .officeList:
            switch draft.briefing.officeWork?.list.kind {
            case .toTick, nil: return "office.to_tick"
            case .held: return "office.held"
            case .toEscalate: return "office.to_escalate"
            }
        case .reminder:
            let stages = draft.items.map(\.stage)
            if stages.contains(where: \.isEscalation) { return "reminder.escalated" }
            if stages.contains(where: { if case .overdue = $0 { true } else { false } }) { return "reminder.overdue" }
            if stages.contains(.due) { return "reminder.due" }
            if stages.contains(where: { if case .ahead = $0 { true } else { false } }) { return "reminder.ahead" }
            if stages.contains(where: \.isAfterDeadline) { return "reminder.statement" }
            if draft.items.contains(where: \.isAskedAfter) { return "reminder.overdue" }
            if stages.contains(where: { if case .afterSilence = $0 { true } else { false } }) {
                return "reminder.ahead"
            }
            return draft.items.contains(where: Draft.isMoved) ? "reminder.moved" : "reminder.assigned"
        }
    }

    private func encode(_ level: Level) throws(CompositionError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let event = WebhookPayload(
            type: type, timestamp: draft.briefing.zone.iso8601(draft.briefing.delivery.createdAt), data: data(level))
        do {
            return Array(try encoder.encode(event))
        } catch {
            throw CompositionError(.encoding, "JSON")
        }
    }

    private func data(_ level: Level) -> WebhookPayload.Data {
        let briefing = draft.briefing
        let delivery = briefing.delivery
        let standing = briefing.standing
        return WebhookPayload.Data(
            delivery: delivery.id.rawValue, messageId: delivery.messageID, recipient: clean(delivery.recipient.name),
            unit: delivery.recipient.units.map { clean($0.rawValue) }, subject: draft.subject,
            language: draft.wording.language.rawValue,
            rehearsal: draft.isRehearsal, late: draft.isLate, content: level.name, today: briefing.today.description,
            totalItems: draft.items.count, part: delivery.part?.number, parts: delivery.part?.of,
            lists: briefing.basis.map {
                .init(
                    id: clean($0.list), title: clean($0.title), documentNumber: $0.documentNumber.map(clean),
                    issuer: $0.issuer.map(clean))
            },
            office: .init(name: clean(briefing.office.name), phone: briefing.office.phone.map(clean)),
            sections: level == .bare ? [] : briefing.sections.map { section($0, level) },
            deadlines: standing.map { $0.deadlines.map(deadline) },
            units: level >= .count ? nil : standing.map { $0.units.map(unit) },
            undelivered: standing.map { $0.undelivered.count },
            heldChannels: standing.map { $0.heldChannels.mapValues(clean) },
            departures: briefing.departures.isEmpty ? nil : briefing.departures.map { departure($0, level) })
    }

    private func departure(_ departure: Briefing.Departure, _ level: Level) -> WebhookPayload.Departure {
        .init(
            unitName: clean(departure.unitName), until: departure.day.description,
            names: level >= .count ? nil : departure.names.map(clean))
    }

    private func section(_ section: Briefing.Section, _ level: Level) -> WebhookPayload.Section {
        .init(
            unit: clean(section.unit.rawValue), unitName: clean(section.unitName),
            groups: Draft.groups(section.items).compactMap { items in
                items.first.map {
                    .init(
                        what: draft.wording.groupName(Tally(items)), deadline: $0.obligation.deadline.description,
                        count: items.count)
                }
            },
            items: level >= .count ? nil : section.items.map { item($0, level) })
    }

    private func item(_ item: Briefing.Item, _ level: Level) -> WebhookPayload.Item {
        let obligation = item.obligation
        let hasText = level < .titles
        return .init(
            list: clean(obligation.id.list), milestone: clean(obligation.id.milestone),
            number: clean(obligation.number),
            kind: obligation.kind.rawValue, stage: item.stage.description, state: item.state.rawValue,
            colour: item.colour.rawValue, deadline: obligation.deadline.description,
            deadlineTime: obligation.time?.description, movedFrom: item.movedFrom?.description,
            settleBy: item.settleBy?.description, daysLeft: item.daysLeft, workdaysLeft: item.workdaysLeft,
            late: item.isLate, requirement: hasText ? clean(obligation.requirement) : nil,
            condition: hasText ? obligation.condition.map(clean) : nil,
            workNumber: obligation.work?.number, workTitle: (obligation.work?.title).map(clean),
            measure: level == .full && item.stage == .assigned && !obligation.measure.isEmpty
                ? clean(obligation.measure) : nil,
            phrase: level == .full && item.stage == .assigned ? obligation.phrase.map(clean) : nil,
            sharedWith: hasText ? item.sharedWith.map(clean) : nil)
    }

    private func deadline(_ line: Standing.ByDeadline) -> WebhookPayload.Deadline {
        .init(
            list: clean(line.list), deadline: line.deadline.description, colour: line.colour.rawValue,
            counts: counts(line.milestones), shares: counts(line.shares))
    }

    private func unit(_ line: Standing.ByUnit) -> WebhookPayload.UnitLine {
        .init(
            unit: clean(line.unit.rawValue), name: clean(line.name), overdue: line.overdue,
            hasAcknowledged: line.hasAcknowledged, counts: counts(line.shares), onTimeCount: line.punctuality.onTime,
            dueCount: line.punctuality.of)
    }

    private func counts(_ counts: Standing.Counts) -> WebhookPayload.Counts {
        .init(
            total: counts.total, done: counts.done, reported: counts.reported, open: counts.open,
            closed: counts.closed, unconfirmed: counts.unconfirmed, withdrawn: counts.withdrawn)
    }

    private func clean(_ text: String) -> String { CleanText.line(text) }
}
