import CivilTime
import Reminders
import Testing
import WorkLists

let shanghai = Zone(identifier: "Asia/Shanghai") ?? .utc

/// `2017-06-30 09:00`, or a date alone for its midnight, in Shanghai.
func moment(_ text: String) -> Moment {
    let parts = text.split(separator: " ")
    guard let date = CivilDate(iso: parts[0]) else {
        Issue.record("no date: \(text)")
        return Moment(seconds: 0)
    }
    return shanghai.moment(date, parts.count > 1 ? TimeOfDay(parts[1]) ?? .midnight : .midnight)
}

func date(_ text: String) -> CivilDate {
    CivilDate(iso: text) ?? .first
}

/// `06-30 09:00`.
func shown(_ moment: Moment) -> String {
    String(shanghai.civil(moment).description.dropFirst(5))
}

/// What stands in the log, as a story reads it.
extension World {
    /// What was accepted, a line each: `06-16 09:00 a@x: 1.1.1 10wd, 1.1.2 10wd`.
    var told: [String] { told(.reminder) }

    func told(_ kind: Delivery.Kind?) -> [String] {
        transfers.filter { $0.verdict == .accepted && (kind == nil || $0.parcel.delivery.kind == kind) }
            .map { Self.line($0.parcel) }
    }

    static func line(_ parcel: Parcel) -> String {
        let delivery = parcel.delivery
        let what = delivery.digest.map { [$0] } ?? delivery.items.map(Self.line)
        let to = delivery.recipient.address.prefix { $0 != "@" }
        return "\(shown(parcel.at)) \(to): \(what.joined(separator: ", "))"
    }

    /// `1.1.1 10wd`, with `late` behind what is.
    static func line(_ item: Delivery.Item) -> String {
        "\(item.slot.obligation.milestone) \(item.slot.stage)\(item.isLate ? " late" : "")"
    }

    /// Every attempt: `06-16 09:00 #3 accepted`; `?` where the process died before it heard.
    var attempts: [String] {
        transfers.map { one in
            "\(shown(one.parcel.at)) #\(one.parcel.delivery.id) \(one.verdict?.rawValue ?? "?")"
        }
    }

    /// The fates of an obligation's slots, oldest moment first: `30d sent`, `due skipped: settled before its moment`.
    func fates(_ milestone: String, _ unit: UnitID) -> [String] {
        ledger.fates.values.filter { $0.slot.obligation.milestone == milestone && $0.slot.obligation.unit == unit }
            .sorted { ($0.moment, $0.slot.stage.description) < ($1.moment, $1.slot.stage.description) }
            .map { fate in
                "\(fate.slot.stage) \(fate.kind.rawValue)" + (fate.kind == .sent ? "" : ": \(fate.reason)")
            }
    }

    /// All that was recorded, a line each, to read after a failure.
    var log: [String] {
        ledger.journal.map { entry in
            let at = "\(shanghai.civil(entry.at))"
            return switch entry.record {
            case .intent(let one):
                "\(at) intent #\(one.id) \(one.channel) \(one.recipient.address) from \(shown(one.notBefore)): "
                    + one.items.map { "\(Self.line($0))/\($0.slot.obligation.unit) \($0.slot.deadline)" }
                    .joined(separator: ", ") + (one.digest ?? "")
            case .begun(let id, let attempt, _): "\(at) begun #\(id) \(attempt)"
            case .ended(let id, let attempt, let end, let state, _, _):
                "\(at) ended #\(id) \(attempt) \(end.reason) \(state.rawValue)"
            case .dropped(let id, let state, let reason, let by, _):
                "\(at) dropped #\(id) \(state.rawValue) \(by.map { "by #\($0)" } ?? ""): \(reason)"
            case .fate(let fate): "\(at) fate \(fate.slot) \(fate.kind.rawValue): \(fate.reason)"
            case .act(let act): "\(at) act \(act.kind.rawValue) \(act.milestone ?? "") \(act.unit?.rawValue ?? "")"
            case .filed(let report): "\(at) filed \(report.obligation)"
            case .settledUntil(let list, let until): "\(at) settled \(list) \(shown(until))"
            case .seen(let id, let deadline, _, let at): "\(shanghai.civil(at)) seen \(id) \(deadline)"
            case .gone(let id, _): "\(at) gone \(id)"
            case .adopted(let list, _, _): "\(at) adopted \(list)"
            }
        }
    }

    /// How deliveries ended that reached nobody: `#3 superseded`.
    var dropped: [String] {
        ledger.journal.compactMap { entry in
            guard case .dropped(let id, let state, _, let by, _) = entry.record else { return nil }
            return "#\(id) \(state.rawValue)" + (by.map { " by #\($0)" } ?? "")
        }
    }

    /// The moments at which something of the kind was accepted for an address over a channel.
    func acceptances(_ kind: Delivery.Kind = .reminder) -> [(parcel: Parcel, day: CivilDate)] {
        transfers.filter { $0.verdict == .accepted && $0.parcel.delivery.kind == kind }
            .map { ($0.parcel, shanghai.civil($0.parcel.at).date) }
    }
}
