import CivilTime
import WorkLists

extension ReminderEngine {
    /// A slot that will be said.
    struct Said {
        let track: Int
        let slot: Slot
        let isLate: Bool

        var item: Delivery.Item { Delivery.Item(slot: slot.key, moment: slot.moment, isLate: isLate) }
    }

    /// Decides slots whose moment has come: said, superseded or skipped. Of a long burst only as much at a time as is
    /// composed, written and sent soon: the first message leaves before the last one is decided on, and what others do
    /// meanwhile does not wait. A watermark moves with the last of what came due with it, so that a crash leaves the
    /// rest owed.
    ///
    /// - Parameter all: whatever is due, at once.
    mutating func fireSlots(now: Moment, all: Bool = false) -> [EngineAction] {
        // What is not decided is owed: the next process says it.
        guard all || !rests else { return [] }
        var actions: [EngineAction] = []
        while all || (actions.isEmpty && outbox.intending < burstPace.ahead) {
            gather(now)
            let groups = nextGroups(all: all, now: now)
            if groups.isEmpty { break }
            actions += fire(groups, now: now)
        }
        return actions
    }

    private mutating func nextGroups(all: Bool, now: Moment) -> [Burst.Group] {
        let waits = burst.waits(burstPace, at: now)
        let fed =
            all || !waits ? [] : Set(outbox.laneOrder.filter { outbox.isFed($0, with: burstPace.ahead, now: now) })
        return burst.take(all ? .max : burstPace.step) { fed.contains($0) }
    }

    /// Takes what is due from the agenda, and groups it anew with what of the burst is not decided: who is told of both
    /// is told once.
    private mutating func gather(_ now: Moment) {
        // What a person's act brought up again is owed since it came due first.
        let new = agenda.takeDue(at: now).filter { !burst.holds($0) }
        guard !new.isEmpty else { return }
        let due = burst.isEmpty ? new : (burst.pending + new).sorted()
        burst.add(new, of: tracks.count, lists: Set(new.map { tracks[$0].id.list }), at: now)
        var circles = Circles()
        var numbers: [Address: Int] = [:]
        var members: [(first: Address, lane: Int, tracks: [Int])] = []
        var orphans: [Int] = []
        /// An address of each unit, by its number; a unit's obligations have few choices of channels.
        var homes: [UnitID: [(channels: [String], audiences: [Audience], number: Int?)]] = [:]
        for track in due {
            let (unit, channels) = (tracks[track].id.unit, tracks[track].policy.channels.value)
            let audiences = audiences(of: track, now: now)
            var home = homes[unit]?.first { $0.channels == channels && $0.audiences == audiences }
            if home == nil {
                var known: Int?
                for (address, _) in audiences.flatMap({
                    recipients(of: unit, channels: channels, $0, now: now)
                }) {
                    let number = numbers[address] ?? circles.add()
                    if number == members.count {
                        numbers[address] = number
                        members.append((address, outbox.laneNumber(of: address.channel), []))
                    }
                    if let known { circles.join(number, known) }
                    known = number
                }
                home = (channels, audiences, known)
                homes[unit, default: []].append((channels, audiences, known))
            }
            if let number = home?.number { members[number].tracks.append(track) } else { orphans.append(track) }
        }
        // The most pressing go first: the last of a long burst is composed long after the first has left.
        let groups = circles.groups().map { circle in
            let tracks = circle.flatMap { members[$0].tracks }
            return (
                first: circle.map { members[$0].first }.min(), lanes: Set(circle.map { members[$0].lane }).sorted(),
                urgency: tracks.map { urgency(of: $0, now: now) }.min() ?? 3, tracks: tracks
            )
        }.sorted { a, b in
            guard a.urgency == b.urgency, let left = a.first, let right = b.first else { return a.urgency < b.urgency }
            return left < right
        }
        let strays = orphans.isEmpty ? [] : [(lanes: [Int](), urgency: 3, tracks: orphans)]
        burst.regroup(groups.map { (lanes: $0.lanes, urgency: $0.urgency, tracks: $0.tracks) } + strays)
    }

    /// Who may be told of what is due of it.
    private func audiences(of track: Int, now: Moment) -> [Audience] {
        var audiences = Self.unitAlone
        // Its form says whether it is due: a slot is made only for the few that are.
        for form in tracks[track].forms where form.stage.isEscalation && form.moment <= now {
            let audience = audience(of: form.stage, in: tracks[track].policy)
            if !audiences.contains(audience) { audiences.append(audience) }
        }
        return audiences
    }

    /// One for the hundred thousand of which nothing is escalated.
    private static let unitAlone: [Audience] = [.unit]

    /// Of the slots whose moment has come; once the series is over it is a statement's.
    private func urgency(of track: Int, now: Moment) -> Int {
        let series = tracks[track].series
        let due = series.prefix { $0.moment <= now }
        if due.count == series.count, let last = due.last, decided[last.key] != nil { return 1 }
        return due.lazy.map(\.key.stage.urgency).min() ?? 3
    }

    private mutating func fire(_ groups: [Burst.Group], now: Moment) -> [EngineAction] {
        var records: [LedgerRecord] = []
        var said: [Delivery.Item] = []
        var companions: [SlotKey: [LedgerRecord]] = [:]
        for group in groups {
            for track in group.tracks {
                var fates: [LedgerRecord] = []
                let own = decide(track, now: now, &fates).map(\.item)
                if let first = own.first, !fates.isEmpty { companions[first.slot] = fates } else { records += fates }
                said += own
            }
        }
        let held = tellOfHeld(now: now)
        let later = burst.later
        for watermark in burst.decided(groups, now: now) {
            for list in watermark.lists.sorted() { records += settle(until: watermark.at, list: list) }
        }
        let intents = intend(said, later: laterSlots(said, known: later, now: now), companions: companions, now: now)
        for group in groups { for track in group.tracks { aim(track) } }
        return held + record(intents, closing: records)
    }

    /// For what is late, the first slot that each address is still to be told of today: found once a burst.
    private mutating func laterSlots(
        _ said: [Delivery.Item], known: [Address: Moment]?, now: Moment
    ) -> [Address: Moment] {
        guard said.contains(where: \.isLate) else { return [:] }
        let later = known ?? laterToday(now)
        if !burst.isEmpty { burst.later = later }
        return later
    }

    /// What of one obligation is said at `now`, and the fates of what is not.
    private mutating func decide(_ track: Int, now: Moment, _ records: inout [LedgerRecord]) -> [Said] {
        var winner: Slot?
        var announced: Slot?
        var escalated: [Slot] = []
        for slot in dueSlots(of: track, now: now) {
            if let reason = reasonToSkip(slot, of: track) ?? reasonNotToSayLate(slot, of: track, now: now) {
                records.append(fate(slot, .skipped, reason, now: now))
            } else if let other = taker(of: slot) {
                let reason =
                    switch other {
                    case .assigned: "the handing-out follows and says it"
                    case .moved: "the notice of the new deadline says it"
                    default: "a slot nearer to the deadline stands on the same day"
                    }
                records.append(fate(slot, .superseded, reason, now: now))
            } else if slot.isLeftOut {
                records.append(fate(slot, .skipped, "its day is an off day, and the policy leaves it out", now: now))
            } else if slot.key.stage.isAnnouncement {
                announced = slot
            } else if slot.key.stage.isEscalation {
                escalated.append(slot)
            } else {
                if let older = winner {
                    records.append(
                        fate(older, .superseded, "a later slot of the obligation took its place", now: now))
                }
                winner = slot
            }
        }
        var said = announced.map { [Said(track: track, slot: $0, isLate: isLate($0, now))] } ?? []
        if let slot = winner, isToBeHeld(slot, of: track) {
            // No fate: it is owed, and comes once anything is recorded for its deadline.
            if held.insert(listDay(of: track)).inserted { newlyHeld.append(listDay(of: track)) }
        } else if let slot = winner {
            let late = isLate(slot, now)
            if late, let next = nextMoment(of: track, after: now), now.seconds(until: next) < Self.lateYields {
                records.append(
                    fate(slot, .superseded, "late, and the next slot is less than four hours away", now: now))
            } else {
                said.append(Said(track: track, slot: slot, isLate: late))
            }
        }
        said += escalated.map { Said(track: track, slot: $0, isLate: isLate($0, now)) }
        for one in said { decided[one.slot.key] = .some(nil) }
        return said
    }

    /// The stage that takes the slot's place. What announces the obligation takes it only while it is still to be said:
    /// a deadline that was moved to and fro finds its announcement said long ago.
    func taker(of slot: Slot) -> Stage? {
        guard let other = slot.yieldsTo else { return nil }
        let key = SlotKey(obligation: slot.key.obligation, deadline: slot.key.deadline, stage: other)
        return other.isAnnouncement && hasFate(key) ? nil : other
    }

    /// Whether the slot will be said, by what is planned and decided now.
    func isSaid(_ slot: Slot) -> Bool { !slot.isLeftOut && taker(of: slot) == nil }

    /// Undecided slots up to `now`, by moment; monthly statements among them.
    private func dueSlots(of track: Int, now: Moment) -> [Slot] {
        let series = tracks[track].series
        // Before the deadline nothing waits for anything, and most of a long burst stands there.
        let isOnLadder = tracks[track].forms.contains { $0.stage.isStep && $0.moment <= now }
        var slots =
            isOnLadder
            ? ladder(of: track).filter { $0.moment <= now }
            : series.filter { $0.moment <= now && decided[$0.key] == nil }
        // What is held is over with the next that asks.
        if isOnLadder, slots.contains(where: { $0.key.isAfterDeadline && !$0.key.stage.isEscalation }) {
            let waiting = series.filter { slot in
                slot.key.stage == .overdue(1) && slot.moment <= now && decided[slot.key] == nil
                    && !slots.contains { $0.key == slot.key }
            }
            slots = waiting + slots
        }
        // As `nextSlot` has it: a slot to come may have its fate already, where a deadline was moved to and fro.
        let isOver = series.allSatisfy { slot in
            slot.key.stage.isEscalation || decided[slot.key] != nil || slots.contains { $0.key == slot.key }
        }
        guard isOver else { return slots }
        var last: Moment?
        while let slot = statement(of: track, after: last), slot.moment <= now {
            slots.append(slot)
            last = slot.moment
        }
        return slots
    }

    func reasonToSkip(_ slot: Slot, of track: Int) -> String? {
        if let planned = tracks[track].plannedAfter, slot.moment <= planned {
            return "its moment was past when it was first planned"
        }
        switch tracks[track].state {
        case .done: return "settled before its moment"
        case .closed: return "the list was closed"
        case .withdrawn: return "it was withdrawn"
        case .reported where slot.key.isAfterDeadline: return "reported, and the office has yet to check it"
        case .unconfirmed: return "its deadline was past when it came to the ledger"
        case .open, .reported: break
        }
        if tracks[track].silences.contains(where: { $0.covers(slot) }) { return "silenced" }
        guard slot.key.stage.isEscalation else { return nil }
        if !isUnitAsked(before: slot, of: track) { return "the unit itself was not told" }
        let isReleased =
            tracks[track].policy.release.value == .automatic || tracks[track].released.contains(slot.key.stage)
        return isReleased ? nil : "nobody released it"
    }

    /// What reminds of a deadline is of use only for so long.
    private func reasonNotToSayLate(_ slot: Slot, of track: Int, now: Moment) -> String? {
        let (stage, policy) = (slot.key.stage, tracks[track].policy)
        guard let limit = policy.late.value, !stage.isAnnouncement, !slot.key.isAfterDeadline, isLate(slot, now) else {
            return nil
        }
        let last = limit.date(after: slot.day, inputs.workdays)
        return zone(of: tracks[track].id.list).civil(now).date > last
            ? "missed, and by now too late to be of use" : nil
    }

    private func isLate(_ slot: Slot, _ now: Moment) -> Bool {
        slot.moment.seconds(until: now) > Self.lateAfter
    }

    private func nextMoment(of track: Int, after now: Moment) -> Moment? {
        tracks[track].series.first {
            $0.moment > now && isSaid($0) && decided[$0.key] == nil && !$0.key.stage.isEscalation
        }?.moment
    }
}
