package import CivilTime
package import WorkLists

/// Why no digest was made: none is called so.
package struct UnknownDigest: Error, Sendable, Equatable {
    package let name: String
    /// Those there are, in the settings' order.
    package let known: [String]

    package init(name: String, known: [String]) {
        self.name = name
        self.known = known
    }

    /// The name that was meant, if one is near enough.
    package var likely: String? { Spelling.nearest(to: name, in: known) }
}

extension ReminderEngine {
    /// When any digest was last made.
    package var lastDigestAt: Moment? { lastDigest.values.map(\.at).max() }

    /// When the next scheduled digest is due; nil while no list is accepted.
    var nextDigest: Moment? {
        mutating get {
            var next: Moment?
            for digest in inputs.digests {
                guard let moment = nextMoment(of: digest) else { continue }
                next = min(next ?? moment, moment)
            }
            return next
        }
    }

    // MARK: - Making them

    /// Makes the scheduled digests that are due; of several missed ones only the last.
    mutating func fireDigests(now: Moment) -> [EngineAction] {
        guard !rests else { return [] }
        var intents = Intents()
        for digest in inputs.digests {
            guard var moment = nextMoment(of: digest), moment <= now else { continue }
            while let next = self.moment(of: digest, after: moment), next <= now { moment = next }
            _ = makeDigest(
                .init(name: digest.name), to: readers(of: digest.form, now: now), dueAt: moment, now: now, &intents)
        }
        return record(intents)
    }

    /// «Send the digest now»: twice within a minute is once. Answers the deliveries, and whether they are new; who asked
    /// stands in the ledger with what is new.
    ///
    /// - Parameters:
    ///   - name: one that the settings have; nil: the whole digest of the office.
    ///   - unit: a unit's own share, to its own people; nil: to those whom the digest is for.
    package mutating func digestNow(
        _ name: String? = nil, unit: UnitID? = nil, by request: Request, now: Moment
    ) throws(UnknownDigest) -> (deliveries: [DeliveryID], isNew: Bool, actions: [EngineAction]) {
        let form = try digestForm(named: name)
        let series = DigestKey.Series(name: name ?? DigestKey.Series.unnamed, unit: unit?.rawValue)
        if let last = lastDigest[series], let id = last.id, last.at.seconds(until: now) < 60 {
            return ([id], false, [])
        }
        var intents = Intents()
        let readers = unit.map { self.readers(of: $0, now: now) } ?? self.readers(of: form, now: now)
        let ids = makeDigest(series, to: readers, dueAt: now, now: now, &intents)
        if let first = ids.first {
            let act = Act(
                kind: .digested, list: "", unit: unit, delivery: first, actor: request.actor, at: now,
                reason: request.reason, key: "\(request.key)|\(Act.Kind.digested.rawValue)|\(series)")
            remember(act)
            intents.records.append(.act(act))
        }
        return (ids, !ids.isEmpty, record(intents) + pump(now: now))
    }

    private func digestForm(named name: String?) throws(UnknownDigest) -> DigestForm {
        guard let name else { return DigestForm() }
        if let digest = inputs.digests.first(where: { $0.name == name }) { return digest.form }
        throw UnknownDigest(name: name, known: inputs.digests.map(\.name))
    }

    private mutating func makeDigest(
        _ series: DigestKey.Series, to readers: [DigestReader], dueAt: Moment, now: Moment, _ intents: inout Intents
    ) -> [DeliveryID] {
        let key = DigestKey(series, at: zoneOfOffice.civil(dueAt)).description
        let ids = makeOfficeMail(.digest, key: key, to: readers, dueAt: dueAt, now: now, &intents)
        // Also where there is nobody to send it to: its moment is over.
        lastDigest[series] = LastDigest(id: ids.first, at: now, before: lastDigest[series]?.at)
        return ids
    }

    /// A digest, an office list or a report of what is no obligation's own, to each who gets it.
    mutating func makeOfficeMail(
        _ kind: Delivery.Kind, key: String, to readers: [DigestReader], dueAt: Moment, now: Moment,
        _ intents: inout Intents
    ) -> [DeliveryID] {
        var ids: [DeliveryID] = []
        for reader in readers {
            let id = newDeliveryID()
            ids.append(id)
            add(
                Delivery(
                    id: id, kind: kind, channel: reader.address.channel,
                    recipient: Recipient(address: reader.address.address, name: reader.name, units: reader.units),
                    messageID: messageID(id, channel: reader.address.channel), createdAt: now, dueAt: dueAt,
                    notBefore: now, items: [], digest: key),
                &intents)
        }
        return ids
    }

    // MARK: - Who reads them

    /// Who gets one copy.
    struct DigestReader {
        var address: Address
        var name: String
        /// Those whose share it is; empty: the office.
        var units: [UnitID] = []
    }

    func readers(of form: DigestForm, now: Moment) -> [DigestReader] {
        switch form.audience {
        case .office:
            return officeRecipients(now: now).map { .init(address: $0, name: $1) }
        case .leaders:
            return leaders(now: now)
        case .units:
            let owing = Set(tracks.lazy.filter { self.lists[$0.id.list]?.isOpen == true }.map(\.id.unit))
            // Who answers for several units gets one with all of them.
            var readers: [DigestReader] = []
            var places: [Address: Int] = [:]
            for reader in owing.sorted().flatMap({ self.readers(of: $0, now: now) }) {
                if let place = places[reader.address] {
                    readers[place].units += reader.units
                } else {
                    places[reader.address] = readers.count
                    readers.append(reader)
                }
            }
            return readers
        }
    }

    /// A unit's own people, over the channels of its obligations.
    private func readers(of unit: UnitID, now: Moment) -> [DigestReader] {
        var channels: [String] = []
        for track in tracks where track.id.unit == unit {
            channels += track.policy.channels.value.filter { !channels.contains($0) }
        }
        return recipients(of: unit, channels: channels, now: now).map { .init(address: $0, name: $1, units: [unit]) }
    }

    private func leaders(now: Moment) -> [DigestReader] {
        let today = zoneOfOffice.civil(now).date
        let leaders = inputs.office.contacts.filter { $0.role == .leader && $0.isValid(on: today) }
        return inputs.office.channels.filter { inputs.channels[$0]?.addressing == .mail }.flatMap { channel in
            leaders.compactMap { leader in
                leader.mail.map { .init(address: Address(channel: channel, address: $0), name: leader.name) }
            }
        }
    }

    // MARK: - What they say

    /// What a digest's delivery says; one that is no longer in the settings says all.
    func digestForm(of delivery: Delivery) -> DigestForm {
        let name = delivery.digest.map { DigestKey.series(of: $0).name }
        let form = inputs.digests.first { $0.name == name }?.form ?? DigestForm()
        return delivery.recipient.units.isEmpty ? form : form.ofUnit
    }

    /// How things stand for somebody who reads it now, in place of getting it: nothing is made or recorded.
    package func pageBriefing(unit: UnitID?, now: Moment) -> Briefing {
        let series = DigestKey.Series(name: DigestKey.Series.unnamed, unit: unit?.rawValue)
        let delivery = Delivery(
            id: DeliveryID(rawValue: 0), kind: .digest, channel: "",
            recipient: Recipient(address: "", name: inputs.office.name, units: unit.map { [$0] } ?? []), messageID: "",
            createdAt: now, dueAt: now, notBefore: now, items: [],
            digest: DigestKey(series, at: zoneOfOffice.civil(now)).description)
        var briefing = briefing(for: delivery, now: now)
        briefing.digest?.sections = DigestSection.ofPage
        return briefing
    }

    /// Since when a digest tells what changed: since the one before it, or since the first list was accepted.
    ///
    /// The one before it is that of its name, or where it was asked for without a name, any that went to the same readers.
    func changesBegin(for delivery: Delivery) -> Moment? {
        guard let series = delivery.digest.map(DigestKey.series) else { return nil }
        return lastDigest.filter { other, _ in
            guard series.name == DigestKey.Series.unnamed else {
                return other.name == series.name && (other.unit == nil || other.unit == series.unit)
            }
            if let unit = other.unit { return unit == series.unit }
            let goesToUnits = inputs.digests.first { $0.name == other.name }?.form.audience == .units
            return goesToUnits == (series.unit != nil)
        }.values.compactMap { $0.at < delivery.createdAt ? $0.at : $0.before }.max()
            ?? lists.values.compactMap(\.acceptedAt).min()
    }

    // MARK: - When they go out

    /// A digest is owed after the one before it, or after the first list was accepted. When all lists are closed, one more
    /// tells how they ended.
    private func digestBase(_ digest: Digest) -> Moment? {
        guard let accepted = lists.values.compactMap(\.acceptedAt).min() else { return nil }
        guard let last = lastDigest[.init(name: digest.name)] else { return accepted }
        let isOver = !lists.values.contains(where: \.isOpen)
        if isOver, let closed = lists.values.compactMap(\.closedAt).max(), last.at > closed { return nil }
        return max(accepted, last.at)
    }

    /// When a digest was found to come next: looked up after every event, and found by going through a calendar.
    struct DigestMoment: Sendable {
        /// Of which plan's calendar and settings, and after what.
        var plan: Int
        var base: Moment
        var moment: Moment?
    }

    private mutating func nextMoment(of digest: Digest) -> Moment? {
        guard let base = digestBase(digest) else { return nil }
        if let known = digestMoments[digest.name], known.plan == planNumber, known.base == base { return known.moment }
        let moment = moment(of: digest, after: base)
        digestMoments[digest.name] = DigestMoment(plan: planNumber, base: base, moment: moment)
        return moment
    }

    private func moment(of digest: Digest, after base: Moment) -> Moment? {
        var past = zoneOfOffice.civil(base)
        // A time that the clocks show twice can lie behind `base` though the wall shows a later one.
        while let next = digest.schedule.next(after: past, inputs.workdays) {
            let moment = zoneOfOffice.moment(next.date, next.time)
            if moment > base { return moment }
            past = next
        }
        return nil
    }
}
