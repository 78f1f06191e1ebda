package import CivilTime
import Reminders
import Synchronization
package import WorkLists

/// Shows on the terminal what a rehearsal sends, as it goes out, and at the end what was sent.
package final class RehearsalScreen: Sendable {
    private struct Shown {
        var day: CivilDate?
        var messages: [String: Int] = [:]
        var slots: [SlotFate.Kind: Int] = [:]
        var failed = 0
        var recipients: Set<String> = []
        var last: Moment?
        /// The first day of which nothing is shown any more.
        var end: CivilDate?
    }

    private let shown = Mutex(Shown())
    private let zone: Zone
    private let write: @Sendable (String) -> Void
    private let end: @Sendable () -> Void

    /// - Parameter end: what is to happen when the lists' year is over, and a month for what is asked after it.
    package init(
        zone: Zone, end: @escaping @Sendable () -> Void = {}, write: @escaping @Sendable (String) -> Void
    ) {
        self.zone = zone
        self.end = end
        self.write = write
    }

    /// Says what will be seen, where it is written and how to stop.
    /// - Parameter sending: the channels that messages leave this machine by; none in a rehearsal that stays here.
    package func begin(
        lists: [WorkList], obligations: Int, units: Int, maildirs: [String], sending: [String] = []
    ) {
        for list in lists {
            write(list.title)
            write("\(list.documentNumber ?? list.id), issued \(list.issuedOn?.description ?? "-")")
        }
        write("\(obligations) obligations of \(units) units. The list is accepted now; a clock that runs fast shows")
        if sending.isEmpty {
            write("the year. Nothing leaves this machine: each message is a file in")
        } else {
            write("the year. MESSAGES REALLY LEAVE THIS MACHINE, over: \(sending.joined(separator: ", "))")
            if !maildirs.isEmpty { write("Others are files in") }
        }
        for maildir in maildirs { write("  \(maildir)/new") }
        let end = lists.map(\.year).max().flatMap { CivilDate(year: $0 + 1, month: 2, day: 1) }
        shown.withLock { $0.end = end }
        write("Stop with Ctrl-C; what was sent is then summed up.")
        if let end { write("It ends by itself on \(end).") }
    }

    package func note(_ event: SchedulerEvent) {
        switch event {
        case .ended(let delivery, let subject, _, let end, let state, let at):
            ended(delivery, subject, end, state, at)
        case .fate(let fate):
            shown.withLock { $0.slots[fate.kind, default: 0] += 1 }
        case .intended, .act, .dropped, .alarm, .clockDoubted, .clockBelieved, .ledgerHeld, .ledgerFreed, .unwritten,
            .notComposed, .tested, .configured, .refused:
            break
        }
    }

    private func ended(
        _ delivery: Delivery, _ subject: String, _ end: TransferEnd, _ state: DeliveryState, _ at: Moment
    ) {
        let civil = zone.civil(at)
        let isOver = shown.withLock { shown in
            guard let end = shown.end, civil.date >= end else { return false }
            shown.end = nil
            return true
        }
        if isOver { self.end() }
        let isNewDay = shown.withLock { shown in
            defer { shown.day = civil.date }
            shown.last = at
            if state == .accepted {
                shown.messages[delivery.kind.rawValue, default: 0] += 1
                shown.recipients.insert(delivery.recipient.address)
            } else {
                shown.failed += 1
            }
            return shown.day != civil.date
        }
        if isNewDay { write("\n\(civil.date) \(civil.date.weekday.chinese)") }
        write("\(civil.time)  \(delivery.recipient.name) <\(delivery.recipient.address)>")
        write("       \(subject)")
        let milestones = Self.milestones(delivery)
        if !milestones.isEmpty { write("       \(milestones)") }
        write(
            "       \(state == .accepted ? "" : "\(state.rawValue), ")\(delivery.channel): \(end.reply ?? end.reason)")
    }

    /// `1.1.1 2.5.1 … (27), 最近 2017-04-30`.
    private static func milestones(_ delivery: Delivery) -> String {
        var names: [String] = []
        for item in delivery.items where !names.contains(item.slot.obligation.milestone) {
            names.append(item.slot.obligation.milestone)
        }
        guard let first = delivery.items.map(\.slot.deadline).min() else { return "" }
        let stages = Set(delivery.items.map(\.slot.stage.description)).sorted().joined(separator: " ")
        let head = names.prefix(6).joined(separator: " ") + (names.count > 6 ? " … (\(names.count))" : "")
        return "\(stages): \(head), \(first)"
    }

    /// What was sent, for the end.
    package func summary() -> String {
        let shown = shown.withLock { $0 }
        let sent = shown.messages.values.reduce(0, +)
        let kinds = shown.messages.keys.sorted().map { "\($0) \(shown.messages[$0] ?? 0)" }.joined(separator: ", ")
        let fates = SlotFate.Kind.allCases.map { "\($0.rawValue) \(shown.slots[$0] ?? 0)" }.joined(separator: ", ")
        var lines = ["", "until \(shown.last.map { zone.iso8601($0) } ?? "-")"]
        lines.append(
            "messages sent: \(sent) to \(shown.recipients.count) addresses (\(kinds.isEmpty ? "none" : kinds))")
        lines.append("slots: \(fates)")
        if shown.failed > 0 { lines.append("attempts that failed: \(shown.failed)") }
        return lines.joined(separator: "\n")
    }
}
