import CivilTime
import Reminders
import WorkLists

extension MemoryLedger.Storage {
    func snapshot() -> LedgerSnapshot {
        let kept = deliveries.values.sorted { $0.delivery.id < $1.delivery.id }
        let inherited = inheritedDeferrals(kept)
        let open = kept.filter(\.state.isOpen).map { kept in
            let deferrals = kept.deferrals
            return LedgerSnapshot.OpenDelivery(
                delivery: kept.delivery, state: kept.state == .begun ? .unknown : kept.state,
                attempts: kept.attempts.count, unknowns: kept.unknowns, deferrals: deferrals.count,
                deferredSince: (deferrals + [kept.retriedAfter == nil ? inherited[kept.delivery.id] : nil])
                    .compactMap { $0 }.min(),
                mayHaveArrived: kept.mayHaveArrived, next: kept.next)
        }
        var slots: [SlotKey: SlotFate.Kind?] = [:]
        for item in open.flatMap(\.delivery.items) { slots.updateValue(nil, forKey: item.slot) }
        for (key, kind) in fateKinds { slots.updateValue(kind, forKey: key) }
        let steps = fates.filter { $0.kind == .sent && $0.slot.stage.isStep }
        let asked = Dictionary(steps.map { ($0.slot, $0.at) }) { first, _ in first }
        return LedgerSnapshot(
            tag: tag, lastDelivery: kept.last?.delivery.id ?? DeliveryID(rawValue: 0),
            lastEntryAt: entries.last?.time, lists: lists, seen: seen, acts: acts, slots: slots, asked: asked,
            open: open, recent: recent(kept), givenUp: givenUp(kept), lastTold: lastTold(kept),
            reports: Dictionary(reports.map { ($0.obligation, $0.body.sha256) }) { _, newer in newer },
            readers: readers(kept), channels: channels(kept))
    }

    /// For each delivery that took the place of others: when the first of these was put off.
    private func inheritedDeferrals(_ kept: [Kept]) -> [DeliveryID: Moment] {
        var inherited: [DeliveryID: Moment] = [:]
        for old in kept where old.state == .superseded {
            guard let new = old.replacedBy, new > old.delivery.id else { continue }
            let before = old.retriedAfter == nil ? inherited[old.delivery.id] : nil
            let moments = old.deferrals + [before, inherited[new]]
            inherited[new] = moments.compactMap { $0 }.min()
        }
        return inherited
    }

    private func givenUp(_ kept: [Kept]) -> [LedgerSnapshot.GivenUp] {
        guard let newest = entries.last?.time else { return [] }
        let since = newest.adding(seconds: -LedgerSnapshot.givenUpSeconds)
        return kept.filter { $0.state == .givenUp || $0.bouncedAt != nil }.map { kept in
            let last = kept.attempts.last
            return .init(
                id: kept.delivery.id, channel: kept.delivery.channel, address: kept.delivery.recipient.address,
                reason: kept.bounce ?? kept.reason ?? last?.reason ?? "",
                at: kept.bouncedAt ?? last?.endedAt ?? last?.begunAt ?? kept.delivery.createdAt,
                isBounced: kept.bouncedAt != nil)
        }.filter { $0.at >= since }.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    private func lastTold(_ kept: [Kept]) -> [ObligationID: LedgerSnapshot.Telling] {
        var lastTold: [ObligationID: LedgerSnapshot.Telling] = [:]
        for kept in kept where kept.delivery.kind == .reminder {
            guard let at = kept.acceptedAt else { continue }
            for item in kept.delivery.items {
                let telling = LedgerSnapshot.Telling(at: at, deadline: item.slot.deadline)
                lastTold[item.slot.obligation] = lastTold[item.slot.obligation]?.or(telling) ?? telling
            }
        }
        return lastTold
    }

    private func readers(_ kept: [Kept]) -> [LedgerSnapshot.Share: Set<String>] {
        var readers: [LedgerSnapshot.Share: Set<String>] = [:]
        for kept in kept where kept.delivery.kind == .reminder && (kept.acceptedAt != nil || kept.state == .givenUp) {
            for obligation in kept.delivery.items.map(\.slot.obligation) {
                readers[.init(list: obligation.list, unit: obligation.unit), default: []]
                    .insert(kept.delivery.recipient.address)
            }
        }
        return readers
    }

    private func recent(_ kept: [Kept]) -> [LedgerSnapshot.RecentDelivery] {
        guard let newest = entries.last?.time else { return [] }
        let since = newest.adding(seconds: -LedgerSnapshot.recentSeconds)
        var newestDigests: [[String]: DeliveryID] = [:]
        for kept in kept {
            guard let digest = kept.delivery.digest else { continue }
            let name = String(digest.prefix { $0 != "@" })
            newestDigests[[name, kept.delivery.channel, kept.delivery.recipient.address]] = kept.delivery.id
        }
        let digests = Set(newestDigests.values)
        return kept.filter { kept in
            let isLive = kept.state.isOpen || kept.state == .accepted
            let isNew = kept.delivery.createdAt >= since || kept.acceptedAt.map { $0 >= since } ?? false
            return isLive && isNew || digests.contains(kept.delivery.id)
        }.map { kept in
            .init(
                id: kept.delivery.id, message: kept.delivery.message, kind: kept.delivery.kind,
                channel: kept.delivery.channel, address: kept.delivery.recipient.address, digest: kept.delivery.digest,
                createdAt: kept.delivery.createdAt, acceptedAt: kept.acceptedAt)
        }
    }

    func rows(_ query: LogQuery) -> [LogRow] {
        let found = deliveries.values.filter { query.matches($0) }.sorted { $0.delivery.id > $1.delivery.id }
        let follows = query.after != nil && query.before == nil
        let page = follows ? found.suffix(query.pageLimit) : found.prefix(query.pageLimit)
        return page.map(\.row)
    }
}

extension MemoryLedger.Storage.Kept {
    /// When the other side put it off since it was last retried, each time.
    fileprivate var deferrals: [Moment?] {
        attempts.dropFirst(retriedAfter ?? 0).filter { $0.verdict == "deferred" }.map(\.endedAt)
    }

    /// Whether any attempt was left without an answer, or has no end.
    var mayHaveArrived: Bool { attempts.contains { $0.verdict == nil || $0.verdict == "unknown" } }

    var asKept: KeptDelivery {
        KeptDelivery(
            delivery: delivery, state: shownState, attempts: attempts.count, mayHaveArrived: mayHaveArrived,
            bouncedAt: bouncedAt)
    }

    var row: LogRow {
        LogRow(
            id: delivery.id.rawValue, kind: delivery.kind.rawValue,
            unit: delivery.coveredUnits.map(\.rawValue).joined(separator: ","), channel: delivery.channel,
            to: delivery.recipient.address, subject: body.subject, dueAt: delivery.dueAt,
            createdAt: delivery.createdAt, state: shownState.rawValue, attempts: attempts.count, lastCode: lastCode,
            lastReply: lastReply, acceptedAt: acceptedAt, messageID: delivery.messageID,
            slots: delivery.items.map(\.slot.description), part: delivery.part?.number, parts: delivery.part?.of,
            bouncedAt: bouncedAt, bounce: bounce)
    }

    var history: DeliveryHistory {
        DeliveryHistory(
            row: row, attempts: attempts, bodyHash: bodyHash, media: body.media.rawValue, reason: reason,
            toName: delivery.recipient.name)
    }
}

extension LogQuery {
    /// Rows of one page: `limit`, from 0 to 1000.
    var pageLimit: Int { min(max(limit, 0), 1000) }

    fileprivate func matches(_ kept: MemoryLedger.Storage.Kept) -> Bool {
        let delivery = kept.delivery
        if let from, delivery.dueAt < from { return false }
        if let until, delivery.dueAt >= until { return false }
        if let unit, !delivery.coveredUnits.contains(unit) { return false }
        if let channel, delivery.channel != channel { return false }
        if let state, kept.shownState.rawValue != state { return false }
        if let before, delivery.id.rawValue >= before { return false }
        if let after, delivery.id.rawValue <= after { return false }
        if let milestone = milestone.map(MilestoneFilter.init),
            !delivery.items.contains(where: { milestone.matches($0.slot.obligation) })
        {
            return false
        }
        return true
    }
}
