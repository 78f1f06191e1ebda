package import CivilTime
package import WorkLists

extension ReminderEngine {
    /// How things stand at `now`.
    ///
    /// - Parameters:
    ///   - since: changes recorded after this moment are listed; nil: none.
    ///   - units: only these units' shares; empty: all.
    package func standing(now: Moment, since: Moment?, units: Set<UnitID> = []) -> Standing {
        let today = zoneOfOffice.civil(now).date
        let mine = tracks.filter { units.isEmpty || units.contains($0.id.unit) }
            .filter { lists[$0.id.list]?.acceptedAt != nil }
        var standing = Standing(at: now, today: today)
        standing.deadlines = byDeadline(mine, today)
        standing.works = byWork(mine)
        standing.units = byUnit(mine, today)
        standing.lines = mine.map { line($0, today, now: now) }
        standing.changes = changes(since: since, units: units)
        standing.undelivered = givenUpDeliveries(now: now) + heldDeliveries()
        let channels = Dictionary(mine.map { ($0.id.unit, $0.policy.channels.value) }) { first, _ in first }
        standing.withoutContact = Set(mine.map(\.id.unit)).sorted().filter { unit in
            recipients(of: unit, channels: channels[unit] ?? [], now: now).isEmpty
        }
        standing.missingCalendars = missingCalendars(mine, today)
        standing.notAccepted = inputs.lists.map(\.id).filter { lists[$0]?.acceptedAt == nil }
        for lane in outbox.laneOrder {
            standing.heldChannels[outbox[lane: lane].channel] = outbox[lane: lane].health.fault
            standing.silentChannels[outbox[lane: lane].channel] = silence(of: lane)
        }
        standing.waiting = outbox.waitingCount
        var copy = self
        standing.next = rests ? nil : copy.upcoming
        return standing
    }

    private func byDeadline(_ mine: [Track], _ today: CivilDate) -> [Standing.ByDeadline] {
        struct Key: Hashable, Comparable {
            let deadline: CivilDate
            let list: String
            static func < (a: Key, b: Key) -> Bool { (a.deadline, a.list) < (b.deadline, b.list) }
        }
        let groups = Dictionary(grouping: mine) { Key(deadline: $0.obligation.deadline, list: $0.id.list) }
        return groups.keys.sorted().map { key in
            let tracks = groups[key] ?? []
            let shares = count(tracks.map(\.state))
            let colours = Set(tracks.map { colour(of: $0, today) })
            let worst = [Colour.red, .yellow, .blue, .none, .grey].first { colours.contains($0) } ?? .green
            return Standing.ByDeadline(
                list: key.list, deadline: key.deadline, milestones: countMilestones(tracks.filter { $0.isMilestone }),
                duties: countMilestones(tracks.filter { !$0.isMilestone }), shares: shares, colour: worst)
        }
    }

    private func byWork(_ mine: [Track]) -> [Standing.ByWork] {
        var works: [Standing.ByWork] = []
        for list in inputs.lists {
            for work in list.works {
                let tracks = mine.filter { $0.id.list == list.id && $0.obligation.work?.number == work.number }
                guard !tracks.isEmpty else { continue }
                works.append(
                    Standing.ByWork(
                        list: list.id, number: work.number, title: work.title, milestones: countMilestones(tracks)))
            }
        }
        return works
    }

    private func byUnit(_ mine: [Track], _ today: CivilDate) -> [Standing.ByUnit] {
        let groups = Dictionary(grouping: mine) { $0.id.unit }
        return groups.keys.sorted().map { unit in
            let tracks = groups[unit] ?? []
            return Standing.ByUnit(
                unit: unit, name: inputs.directory.unit(unit)?.name ?? unit.rawValue,
                shares: count(tracks.map(\.state)), overdue: tracks.count { colour(of: $0, today) == .red },
                punctuality: punctuality(tracks, today),
                hasAcknowledged: tracks.allSatisfy { $0.isAcknowledged || lists[$0.id.list]?.isOpen != true },
                wasAssigned: tracks.contains { track in
                    track.series.contains { $0.key.stage.isAnnouncement && decided[$0.key] == .some(.some(.sent)) }
                })
        }
    }

    func line(_ track: Track, _ today: CivilDate, now: Moment) -> Standing.Line {
        Standing.Line(
            list: track.id.list, milestone: track.id.milestone, unit: track.id.unit,
            unitName: inputs.directory.unit(track.id.unit)?.name ?? track.id.unit.rawValue,
            work: track.obligation.work?.title ?? "", requirement: track.obligation.requirement,
            deadline: track.obligation.deadline, state: track.state, colour: colour(of: track, today), on: track.on,
            document: track.document, isReport: track.obligation.kind == .report, lastTold: track.lastTold?.at,
            remarks: track.remarks(on: today, at: now),
            workdaysPast: colour(of: track, today) == .red
                ? inputs.workdays.count(after: track.obligation.deadline, through: today) : 0)
    }

    private func punctuality(_ tracks: [Track], _ today: CivilDate) -> Standing.Punctuality {
        var found = Standing.Punctuality()
        for track in tracks
        where track.state != .withdrawn && (track.state == .done || track.obligation.deadline < today) {
            found.of += 1
            if track.state == .done, track.on.map({ $0 <= track.obligation.deadline }) ?? false { found.onTime += 1 }
        }
        return found
    }

    private func changes(since: Moment?, units: Set<UnitID>) -> [Standing.Change] {
        guard let since else { return [] }
        return acts.filter { act in
            act.at > since && act.kind.isAboutObligations
                && (units.isEmpty || act.unit.map { units.contains($0) } ?? true)
        }.map { act in
            Standing.Change(
                at: act.at, kind: act.kind.rawValue, list: act.list, milestone: act.milestone,
                unitName: act.unit.map { inputs.directory.unit($0)?.name ?? $0.rawValue })
        }
    }

    /// What was given up long ago is left to the log.
    mutating func forgetOldFailures(now: Moment) {
        guard let first = failures.first, isOld(first, now) else { return }
        failures = recentFailures(now: now)
    }

    private func isOld(_ failure: LedgerSnapshot.GivenUp, _ now: Moment) -> Bool {
        failure.at.seconds(until: now) > LedgerSnapshot.givenUpSeconds
    }

    /// What was given up lately: older failures are the log's, not a matter for today.
    func recentFailures(now: Moment) -> [LedgerSnapshot.GivenUp] {
        failures.filter { !isOld($0, now) }
    }

    private func givenUpDeliveries(now: Moment) -> [Standing.Undelivered] {
        recentFailures(now: now).map { failure in
            Standing.Undelivered(
                delivery: failure.id.rawValue, channel: failure.channel, to: failure.address,
                state: failure.isBounced ? Act.Kind.bounced.rawValue : DeliveryState.givenUp.rawValue,
                reason: failure.reason)
        }
    }

    /// What waits because its channel is held.
    private func heldDeliveries() -> [Standing.Undelivered] {
        outbox.entries.keys.sorted().compactMap { id in
            guard let entry = outbox[id], let fault = outbox[lane: entry.lane].health.fault else { return nil }
            return Standing.Undelivered(
                delivery: id.rawValue, channel: entry.delivery.channel, to: entry.delivery.recipient.address,
                state: entry.phase == .waiting ? DeliveryState.waiting.rawValue : DeliveryState.begun.rawValue,
                reason: fault)
        }
    }

    /// Years without a file from the 1st of December before them, or from 60 days before a slot that hangs on them; what
    /// comes after a deadline in December hangs on the next year's.
    private func missingCalendars(_ mine: [Track], _ today: CivilDate) -> [Int] {
        let soon = today.adding(days: 60)
        var years: Set<Int> = []
        for track in mine where !track.isSettled {
            let deadline = track.obligation.deadline
            let asked = track.policy.overdue.value.map { $0.date(after: deadline, inputs.workdays) }
            let ahead = track.series.filter(\.isProvisional).map(\.day)
            var owed = [((asked.max() ?? deadline).year, asked.min())]
            if deadline >= today { owed.append((deadline.year, ahead.min())) }
            // Past the deadline, what is asked and stated this year waits for this year's file.
            if deadline < today { owed.append((today.year, today)) }
            for (year, first) in owed {
                let december = CivilDate(year: year - 1, month: 12, day: 1) ?? .first
                if today >= december || first.map({ $0 <= soon }) ?? false { years.insert(year) }
            }
        }
        return years.filter { !inputs.workdays.knows($0) }.sorted()
    }

    // MARK: - Counting

    private func count(_ states: [ObligationState]) -> Standing.Counts {
        var counts = Standing.Counts()
        counts.total = states.count
        for state in states {
            switch state {
            case .done: counts.done += 1
            case .reported: counts.reported += 1
            case .open: counts.open += 1
            case .closed: counts.closed += 1
            case .unconfirmed: counts.unconfirmed += 1
            case .withdrawn: counts.withdrawn += 1
            }
        }
        return counts
    }

    /// A milestone is done when all its units are, reported when all are at least that.
    private func countMilestones(_ tracks: [Track]) -> Standing.Counts {
        let milestones = Dictionary(grouping: tracks) { "\($0.id.list):\($0.id.milestone)" }
        return count(
            milestones.values.map { shares in
                // A share that was withdrawn is not waited for.
                let states = Set(shares.map(\.state)).subtracting([.withdrawn])
                if states.isEmpty { return .withdrawn }
                if states == [.done] { return .done }
                if states.isSubset(of: [.done, .reported]) { return .reported }
                if states.contains(.open) { return .open }
                return states.contains(.unconfirmed) ? .unconfirmed : .closed
            })
    }
}
