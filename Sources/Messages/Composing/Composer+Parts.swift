package import Reminders
package import Settings

/// A message on its way to its channel.
package enum Composition: Sendable {
    /// As it goes out.
    case whole(MessageBody)
    /// It is too long: its items, as its parts shall have them.
    case parts([[Delivery.Item]])
}

extension Composer {
    /// The message, or how it is cut where it is too long for its channel. A part is as long as it may be.
    package func composition(
        of briefing: Briefing, for channel: ChannelSettings
    ) throws(CompositionError) -> Composition {
        if briefing.delivery.part == nil {
            if let body = try whole(briefing, for: channel) { return .whole(body) }
            let parts = parts(of: briefing, for: channel)
            if parts.count > 1 { return .parts(parts) }
        }
        return .whole(try compose(briefing, for: channel))
    }

    /// How a message that is over its channel's byte limit is cut: a partition of its items, in reading order, into the
    /// messages that say them. One group where it fits, or where the channel has no limit (mail, maildir) or it is a
    /// digest.
    ///
    /// It cuts between items, never inside one; heads of units and groups stand again in each part. A unit's items stay
    /// together where that costs no part more; else each part is as full as it can be. The same briefing gives the same
    /// parts. Room is left for marks, so that whatever number and id a part gets it fits, but for an item that is over
    /// the limit alone: compose shortens that one.
    package func parts(of briefing: Briefing, for channel: ChannelSettings) -> [[Delivery.Item]] {
        let items = briefing.delivery.items
        guard briefing.delivery.kind != .digest, items.count > 1, !fits(briefing, channel) else { return [items] }
        let cut = MessageCut(briefing) { fits($0, channel) }
        return cut.parts
    }

    /// The message where all of it fits as it is; nil where it is too long. Nothing is cut or left out yet.
    func whole(_ briefing: Briefing, for channel: ChannelSettings) throws(CompositionError) -> MessageBody? {
        let draft: Draft
        let bytes: [UInt8]?
        switch channel.kind {
        case .smtp, .maildir: return try compose(briefing, for: channel)
        case .webhook:
            draft = self.draft(of: briefing, for: channel)
            bytes = try WebhookEvent(draft).whole()
        case .robot(let robot):
            draft = self.draft(of: briefing, for: channel)
            bytes = try RobotLayout(draft: draft, robot: robot).whole()
        }
        return bytes.map { MessageBody(media: .json, subject: draft.subject, bytes: $0) }
    }

    private func fits(_ briefing: Briefing, _ channel: ChannelSettings) -> Bool {
        switch channel.kind {
        case .smtp, .maildir: return true
        case .webhook, .robot: break
        }
        // What cannot be composed at all is not too long: composing says what it is.
        do { return try whole(briefing, for: channel) != nil } catch { return true }
    }
}

/// Cuts a briefing's items into as few briefings as fit.
private struct MessageCut {
    /// One item as it is read, and what the delivery says of it: a slot, seldom several.
    private struct Piece {
        var unit: Int
        var item: Briefing.Item
        var said: [Delivery.Item]
    }

    private let briefing: Briefing
    private let fits: (Briefing) -> Bool
    private var pieces: [Piece] = []
    /// Of obligations that are in no section: nothing is said of them.
    private var silent: [Delivery.Item] = []

    init(_ briefing: Briefing, fits: @escaping (Briefing) -> Bool) {
        self.briefing = briefing
        self.fits = fits
        var said = Dictionary(grouping: briefing.delivery.items, by: \.slot.obligation)
        for (unit, section) in briefing.sections.enumerated() {
            for item in section.items {
                guard let items = said.removeValue(forKey: item.obligation.id) else { continue }
                pieces.append(Piece(unit: unit, item: item, said: items))
            }
        }
        silent = briefing.delivery.items.filter { said[$0.slot.obligation] != nil }
    }

    var parts: [[Delivery.Item]] {
        guard !pieces.isEmpty else { return [briefing.delivery.items] }
        let full = cut(keepingUnits: false)
        let whole = cut(keepingUnits: true)
        var parts = (whole.count <= full.count ? whole : full).map { range in pieces[range].flatMap(\.said) }
        parts[parts.count - 1] += silent
        return parts
    }

    private func cut(keepingUnits: Bool) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        while start < pieces.count {
            let count = Search.largest(upTo: pieces.count - start) { fits(part(start..<(start + $0))) }
            var end = start + max(count, 1)
            if keepingUnits, let head = unitCut(at: end, from: start) { end = head }
            ranges.append(start..<end)
            start = end
        }
        return ranges
    }

    /// Where the unit that a cut at `end` would tear begins, if all of it fits in a part of its own.
    private func unitCut(at end: Int, from start: Int) -> Int? {
        guard end < pieces.count, pieces[end - 1].unit == pieces[end].unit else { return nil }
        let unit = pieces[end].unit
        guard let head = pieces[start...].firstIndex(where: { $0.unit == unit }), head > start,
            let last = pieces.lastIndex(where: { $0.unit == unit }), fits(part(head..<(last + 1)))
        else { return nil }
        return head
    }

    /// The part's briefing under the longest number and id it may get.
    private func part(_ range: Range<Int>) -> Briefing {
        var part = briefing
        part.sections = Dictionary(grouping: pieces[range], by: \.unit).sorted { $0.key < $1.key }.map { unit, pieces in
            var section = briefing.sections[unit]
            section.items = pieces.map(\.item)
            return section
        }
        // How much it may say depends on its own lists.
        let lists = Set(pieces[range].map(\.item.obligation.id.list))
        part.basis = briefing.basis.filter { lists.contains($0.list) }
        let whole = briefing.delivery
        let id = DeliveryID(rawValue: 999_999_999_999)
        part.delivery = Delivery(
            id: id, kind: whole.kind, channel: whole.channel, recipient: whole.recipient,
            messageID: "\(id)" + whole.messageID, createdAt: whole.createdAt, dueAt: whole.dueAt,
            notBefore: whole.notBefore, items: pieces[range].flatMap(\.said), digest: whole.digest,
            part: .init(number: 999, of: 999, first: id))
        return part
    }
}
