import CivilTime
import GRDB
import Reminders
import WorkLists

/// Reads deliveries as the engine knows them.
struct DeliveryReader {
    /// The first columns of a row that `delivery(_:)` takes.
    static let columns = """
        id, kind, channel, address, name, units, message_id, created_at, due_at, not_before, digest, part, parts,
        first_part
        """
    /// How many these are.
    static let width = 14

    let db: Database
    private let items: Statement

    init(db: Database) throws {
        self.db = db
        items = try db.cachedStatement(
            sql: "SELECT slot, moment, late FROM item WHERE delivery = ? ORDER BY position")
    }

    func delivery(_ row: Row) throws -> Delivery {
        let id: Int64 = row[0]
        let recipient = Recipient(
            address: row[3], name: row[4],
            units: row.text(5).split(separator: "|").map { UnitID(rawValue: String($0)) })
        return Delivery(
            id: DeliveryID(rawValue: id), kind: try readable(Delivery.Kind(rawValue: row[1])), channel: row[2],
            recipient: recipient, messageID: row[6], createdAt: Moment(seconds: row[7]),
            dueAt: Moment(seconds: row[8]), notBefore: Moment(seconds: row[9]), items: try items(of: id),
            digest: row[10],
            part: (row[13] as Int64?).map {
                Delivery.Part(number: row[11], of: row[12], first: DeliveryID(rawValue: $0))
            })
    }

    private func items(of delivery: Int64) throws -> [Delivery.Item] {
        var found: [Delivery.Item] = []
        let rows = try Row.fetchCursor(items, arguments: [delivery])
        while let row = try rows.next() {
            found.append(
                .init(slot: try readable(SlotKey(row.text(0))), moment: Moment(seconds: row[1]), isLate: row[2]))
        }
        return found
    }

    /// One delivery, whatever became of it.
    ///
    /// - Parameter interrupted: see `SQLiteLedger.interrupted`.
    func kept(_ id: DeliveryID, interrupted: [Int64: Int]) throws -> KeptDelivery? {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT \(Self.columns), state, attempts, bounced_at,
                        (SELECT max(verdict IS NULL OR verdict = 'unknown') FROM attempt WHERE delivery = id)
                    FROM delivery WHERE id = ?
                    """), arguments: [id.rawValue])
        guard let row else { return nil }
        var state = try readable(DeliveryState(rawValue: row[Self.width]))
        let attempts: Int = row[Self.width + 1]
        if state == .begun, interrupted[id.rawValue] == attempts { state = .unknown }
        return KeptDelivery(
            delivery: try delivery(row), state: state, attempts: attempts,
            mayHaveArrived: (row[Self.width + 3] as Bool?) ?? false, bouncedAt: row.moment(Self.width + 2))
    }
}
