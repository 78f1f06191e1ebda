import CivilTime
import Reminders
import Settings
import WorkLists

extension Draft {
    /// At most this many changes are listed; the rest is counted.
    private static let shownChanges = 30

    /// Whether the digest has this part.
    func shows(_ section: DigestSection) -> Bool { (briefing.digest ?? DigestForm()).sections.contains(section) }

    /// What `digest` templates are rendered with.
    ///
    /// - Parameter isPage: it is to be printed or filed by itself, and is no message.
    func digestFacts(_ standing: Standing, isPage: Bool = false) -> Facts {
        var facts = commonFacts
        // Names of units, of key works and of people are nothing for a channel that only counts.
        let isNamed = content != .count
        facts["is_page"] = isPage
        facts["shows_deadlines"] = shows(.deadlines)
        facts["deadlines"] = shows(.deadlines) ? Self.inOrder(standing.deadlines).map(deadlineFacts) : []
        facts["rate"] = Fact.optional(rate(standing))
        let works = isNamed && shows(.works) ? standing.works : []
        facts["works"] = works.map(workFacts)
        facts["has_works"] = !works.isEmpty
        let units = isNamed && (shows(.units) || shows(.rate)) ? standing.unitsWorstFirst : []
        facts["units"] = units.map(unitFacts)
        facts["has_units"] = !units.isEmpty
        facts["has_rates"] = shows(.rate)
        let changes = isNamed && shows(.changes) ? standing.changes : []
        facts["changes"] = changes.suffix(Self.shownChanges).reversed().map(changeFacts)
        facts["has_changes"] = !changes.isEmpty
        let more = changes.count - Self.shownChanges
        facts["more_changes"] = Fact.optional(more > 0 ? "\(more)" : nil)
        let undelivered = isNamed && shows(.undelivered) ? standing.undelivered : []
        facts["undelivered"] = undelivered.map(undeliveredFacts)
        facts["has_undelivered"] = !undelivered.isEmpty
        facts["has_attention"] = !isPage
        facts["attention"] = attention(standing, hasTable: isNamed).map { ["attention_text": $0] as Facts }
        facts.merge(dateFacts(standing)) { first, _ in first }
        facts["waiting"] = Fact.optional(standing.waiting > 0 && !isPage ? "\(standing.waiting)" : nil)
        facts["next"] = Fact.optional(
            isPage ? nil : standing.next.map { wording.time(briefing.zone.civil($0), from: today) })
        facts["has_ledger"] = hasLedger
        facts["ledger_name"] = ledgerName
        return facts
    }

    /// What is past its deadline, and what comes.
    private func dateFacts(_ standing: Standing) -> Facts {
        let overdue = overdue(standing)
        let coming = coming(standing)
        return [
            "overdue_items": overdue.shown.map { line -> Facts in
                [
                    "overdue_what": line.what, "overdue_due": line.due, "overdue_age": line.age,
                    "overdue_units": line.units,
                ]
            },
            "has_overdue": !overdue.shown.isEmpty,
            "more_overdue": Fact.optional(overdue.more > 0 ? "\(overdue.more)" : nil),
            "coming": coming.map { line -> Facts in
                [
                    "coming_when": line.when, "coming_left": Fact.optional(line.left), "coming_count": line.count,
                    "coming_units": line.units,
                ]
            },
            "has_coming": !coming.isEmpty,
        ]
    }

    /// 按时办结率 of all that is told here; nil where it is not asked for, or nothing was due.
    func rate(_ standing: Standing) -> String? {
        guard shows(.rate) else { return nil }
        let all = standing.units.map(\.punctuality)
        return wording.rate(.init(onTime: all.reduce(0) { $0 + $1.onTime }, of: all.reduce(0) { $0 + $1.of }))
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
        facts["shares"] = Fact.optional(wording.shares(line))
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
        facts["unit_rate"] = Fact.optional(shows(.rate) ? wording.rate(line.punctuality) : nil)
        return facts
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
        if shows(.undelivered), !standing.undelivered.isEmpty {
            sentences.append(wording.undelivered(standing.undelivered.count, hasTable: hasTable))
        }
        if shows(.contacts), !standing.withoutContact.isEmpty {
            sentences.append(wording.withoutContact(standing.withoutContact.map { name(of: $0, in: standing) }))
        }
        if !standing.notAccepted.isEmpty {
            sentences.append(
                wording.notAccepted(
                    standing.notAccepted.map { id in briefing.basis.first { $0.list == id }?.title ?? id },
                    ids: standing.notAccepted))
        }
        if shows(.calendars), !standing.missingCalendars.isEmpty {
            sentences.append(wording.missingCalendars(standing.missingCalendars))
        }
        let silent = standing.units.filter { $0.wasAssigned && !$0.hasAcknowledged }.map(\.name)
        if shows(.units), !silent.isEmpty { sentences.append(wording.notAcknowledged(silent)) }
        return sentences
    }

    private func name(of unit: UnitID, in standing: Standing) -> String {
        standing.units.first { $0.unit == unit }?.name ?? unit.rawValue
    }
}
