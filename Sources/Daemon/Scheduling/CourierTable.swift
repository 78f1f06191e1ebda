import Couriers
import Settings

/// The couriers in use, one a channel. A courier that a reload replaced closes once its last transfer has ended.
struct CourierTable {
    struct Seat: Sendable {
        let number: Int
        let courier: any Courier
        let channel: ChannelSettings
    }

    /// The seats in use, by channel.
    private(set) var seats: [String: Seat] = [:]
    private var retired: [Int: Seat] = [:]
    private var carried: [Int: Int] = [:]
    private var lastNumber = 0

    /// Seats new couriers for all channels; the old ones retire. Answers those that may be closed at once.
    mutating func replace(_ couriers: [(ChannelSettings, any Courier)]) -> [any Courier] {
        let old = seats.keys.sorted().compactMap { seats[$0] }
        seats = [:]
        for (channel, courier) in couriers {
            lastNumber += 1
            seats[channel.name] = Seat(number: lastNumber, courier: courier, channel: channel)
        }
        for seat in old where carried[seat.number, default: 0] > 0 { retired[seat.number] = seat }
        return old.filter { carried[$0.number, default: 0] == 0 }.map(\.courier)
    }

    /// A transfer begins.
    mutating func entered(_ seat: Int) { carried[seat, default: 0] += 1 }

    /// A transfer has ended. Answers the courier where it retired and this was its last.
    mutating func left(_ seat: Int) -> (any Courier)? {
        carried[seat, default: 1] -= 1
        guard carried[seat] == 0, let idle = retired.removeValue(forKey: seat) else { return nil }
        carried[seat] = nil
        return idle.courier
    }

    /// Takes all couriers out, those that retired too, whatever is still under way on them.
    mutating func removeAll() -> [any Courier] {
        let all = seats.keys.sorted().compactMap { seats[$0] } + retired.keys.sorted().compactMap { retired[$0] }
        (seats, retired) = ([:], [:])
        return all.map(\.courier)
    }

    /// Transfers under way, on retired couriers too.
    var carriedCount: Int { carried.values.reduce(0, +) }
}

extension ChannelSettings {
    /// The maildir's path; nil on other kinds.
    func maildir(under state: String) -> String? {
        guard case .maildir(let settings) = kind else { return nil }
        return settings.path.hasPrefix("/") ? settings.path : state + "/" + settings.path
    }
}
