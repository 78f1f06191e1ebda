import CivilTime
import Reminders
import Settings
import WorkLists

extension Draft {
    /// At most this many changes are listed; the rest is counted.
    private static let shownChanges = 30

    /// What `digest` templates are rendered with.
    func digestFacts(_ standing: Standing) -> Facts {
        var facts = commonFacts
        let isCount = content == .count
        facts["deadlines"] = Self.inOrder(standing.deadlines).map(deadlineFacts)
        facts["works"] = isCount ? [Facts]() : standing.works.map(workFacts)
        facts["has_works"] = !isCount && !standing.works.isEmpty
        facts["units"] = isCount ? [Facts]() : Self.worstFirst(standing.units).map(unitFacts)
        facts["has_units"] = !isCount && !standing.units.isEmpty
        facts["changes"] = isCount ? [Facts]() : standing.changes.suffix(Self.shownChanges).reversed().map(changeFacts)
        facts["has_changes"] = !isCount && !standing.changes.isEmpty
        let more = standing.changes.count - Self.shownChanges
        facts["more_changes"] = Fact.optional(more > 0 ? "\(more)" : nil)
        facts["attention"] = attention(standing, hasTable: !isCount).map { ["attention_text": $0] as Facts }
        facts["undelivered"] = isCount ? [Facts]() : standing.undelivered.map(undeliveredFacts)
        facts["has_undelivered"] = !isCount && !standing.undelivered.isEmpty
        let coming = coming(standing)
        facts["coming"] = coming.map { line -> Facts in
            [
                "coming_when": line.when, "coming_left": Fact.optional(line.left), "coming_count": line.count,
                "coming_units": line.units,
            ]
        }
        facts["has_coming"] = !coming.isEmpty
        facts["waiting"] = Fact.optional(standing.waiting > 0 ? "\(standing.waiting)" : nil)
        facts["next"] = Fact.optional(
            standing.next.map { wording.time(briefing.zone.civil($0), from: today) })
        facts["has_ledger"] = hasLedger
        facts["ledger_name"] = ledgerName
        return facts
    }

    private func countFacts(_ counts: Standing.Counts) -> Facts {
        [
            "total": "\(counts.total)", "done": "\(counts.done)", "reported": "\(counts.reported)",
            "open": "\(counts.open)", "other": Fact.optional(wording.otherCounts(counts)),
        ]
    }

    static func inOrder(_ deadlines: [Standing.ByDeadline]) -> [Standing.ByDeadline] {
        deadlines.sorted { ($0.deadline, $0.list) < ($1.deadline, $1.list) }
    }

    /// The list's name where deadlines of several lists stand together.
    func listName(of line: Standing.ByDeadline) -> String? {
        guard Set(briefing.standing?.deadlines.map(\.list) ?? []).count > 1 else { return nil }
        return briefing.basis.first { $0.list == line.list }?.shortName ?? line.list
    }

    private func deadlineFacts(_ line: Standing.ByDeadline) -> Facts {
        var facts = countFacts(line.milestones)
        facts["deadline"] = wording.dayAndWeekday(line.deadline, from: today)
        facts["list"] = Fact.optional(listName(of: line))
        facts["sentence"] = wording.standing(line, today: today)
        facts["tint"] = line.colour.tint
        facts["colour"] = Fact.optional(wording.colour(line.colour))
        return facts
    }

    private func workFacts(_ line: Standing.ByWork) -> Facts {
        var facts = countFacts(line.milestones)
        facts["work"] = wording.work(line.number, line.title)
        return facts
    }

    private func unitFacts(_ line: Standing.ByUnit) -> Facts {
        var facts = countFacts(line.shares)
        facts["unit"] = line.name
        facts["overdue"] = "\(line.overdue)"
        facts["is_overdue"] = line.overdue > 0
        facts["acknowledged"] = wording.acknowledgement(line)
        return facts
    }

    /// Who has most past its deadline, then most without feedback; the rest in the order they came in.
    private static func worstFirst(_ units: [Standing.ByUnit]) -> [Standing.ByUnit] {
        units.enumerated().sorted { a, b in
            (b.element.overdue, b.element.shares.open, a.offset) < (a.element.overdue, a.element.shares.open, b.offset)
        }.map(\.element)
    }

    private func changeFacts(_ change: Standing.Change) -> Facts {
        let parts = [change.unitName, change.milestone, wording.act(change.kind)].compactMap { $0 }
        return [
            "change_at": wording.time(briefing.zone.civil(change.at), from: today),
            "change_what": parts.joined(separator: " "),
        ]
    }

    /// What somebody has to do something about, each in a sentence.
    ///
    /// - Parameter hasTable: whether what could not be delivered is listed below.
    func attention(_ standing: Standing, hasTable: Bool) -> [String] {
        var sentences: [String] = []
        for (channel, silence) in standing.silentChannels.sorted(by: { $0.key < $1.key }) {
            let since = wording.time(briefing.zone.civil(silence.since), from: today)
            sentences.append(
                wording.silentChannel(channel, since: since, reason: silence.reason, waiting: silence.waiting))
        }
        for (channel, reason) in standing.heldChannels.sorted(by: { $0.key < $1.key })
        where standing.silentChannels[channel] == nil {
            sentences.append(wording.heldChannel(channel, reason: reason))
        }
        if !standing.undelivered.isEmpty {
            sentences.append(wording.undelivered(standing.undelivered.count, hasTable: hasTable))
        }
        if !standing.withoutContact.isEmpty {
            sentences.append(wording.withoutContact(standing.withoutContact.map { name(of: $0, in: standing) }))
        }
        if !standing.notAccepted.isEmpty {
            sentences.append(
                wording.notAccepted(
                    standing.notAccepted.map { id in briefing.basis.first { $0.list == id }?.title ?? id },
                    ids: standing.notAccepted))
        }
        if !standing.missingCalendars.isEmpty { sentences.append(wording.missingCalendars(standing.missingCalendars)) }
        let silent = standing.units.filter { $0.wasAssigned && !$0.hasAcknowledged }.map(\.name)
        if !silent.isEmpty { sentences.append(wording.notAcknowledged(silent)) }
        return sentences
    }

    private func name(of unit: UnitID, in standing: Standing) -> String {
        standing.units.first { $0.unit == unit }?.name ?? unit.rawValue
    }

    /// What falls due on one day of those to come.
    struct Coming {
        var when: String
        /// `12天后`.
        var left: String?
        var count: String
        var units: String
    }

    /// What falls due in the next 30 days and is not settled, by deadline.
    func coming(_ standing: Standing) -> [Coming] {
        let last = today.adding(days: 30)
        let lines = standing.lines.filter {
            $0.deadline >= today && $0.deadline <= last && ($0.state == .open || $0.state == .reported)
        }
        return Dictionary(grouping: lines, by: \.deadline).sorted { $0.key < $1.key }.map { deadline, lines in
            var units: [String] = []
            for line in lines where !units.contains(line.unitName) { units.append(line.unitName) }
            let milestones = Set(lines.map { "\($0.list):\($0.milestone)" }).count
            return Coming(
                when: wording.dayAndWeekday(deadline, from: today),
                left: wording.daysLeft(today.days(until: deadline)), count: wording.items(milestones),
                units: wording.unitCount(units, namesAll: units.count <= 6 && content == .full))
        }
    }
}
