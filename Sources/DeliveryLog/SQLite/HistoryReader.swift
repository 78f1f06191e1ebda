import CivilTime
import GRDB
import Reminders
import WorkLists

/// Reads a page of a history, each part of it by an index: obligations by their names or their unit, fates by their
/// keys' beginning, deliveries by the units they cover.
struct HistoryReader {
    let db: Database
    let log: LogReader

    func page(_ query: HistoryQuery) throws -> History {
        let sightings = try sightings(query)
        let obligations = Set(sightings.map(\.obligation))
        var (ids, hasMore) = (try deliveries(query, obligations), false)
        if ids.count > query.pageLimit {
            ids = Array(ids.prefix(query.pageLimit))
            hasMore = true
        }
        let isFirst = query.after == nil
        var acts = isFirst ? try acts(obligations) : []
        for id in ids { acts += try ActReader(db: db).acts("WHERE delivery = ?", [id]) }
        return History(
            ledger: try extent(), sightings: isFirst ? sightings : [], fates: isFirst ? try fates(obligations) : [],
            acts: acts.sorted { $0.sequence < $1.sequence }.map(\.act),
            deliveries: try ids.compactMap { try log.history(of: DeliveryID(rawValue: $0)) },
            next: hasMore ? ids.last : nil)
    }

    private func extent() throws -> History.Extent {
        History.Extent(
            tag: try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'tag'") ?? "",
            entries: try Int64.fetchOne(db, sql: "SELECT max(sequence) FROM entry") ?? 0)
    }

    // MARK: - Obligations

    private func sightings(_ query: HistoryQuery) throws -> [History.Sighting] {
        var found: [(sequence: Int64, sighting: History.Sighting)] = []
        func read(_ condition: String, _ arguments: StatementArguments) throws {
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: "SELECT obligation, sequence, at, deadline, fingerprint FROM sighting WHERE \(condition)"),
                arguments: arguments)
            while let row = try rows.next() {
                let id = try readable(ObligationID(row.text(0)))
                guard query.asks(for: id) else { continue }
                found.append(
                    (
                        row[1],
                        History.Sighting(
                            obligation: id, at: Moment(seconds: row[2]),
                            deadline: try (row[3] as String?).map { try readable(CivilDate(iso: $0)) },
                            fingerprint: row[4])
                    ))
            }
        }
        if let list = query.list, let milestone = query.milestone {
            // An obligation's name goes on with its unit, or with the occurrence's date.
            for mark in ["/", "@"] {
                let range = KeyRange(prefix: "\(list):\(milestone)\(mark)")
                try read("obligation >= ? AND obligation < ?", [range.first, range.end])
            }
        } else {
            try read("unit = ?", [query.unit?.rawValue])
        }
        return found.sorted { $0.sequence < $1.sequence }.map(\.sighting)
    }

    private func fates(_ obligations: Set<ObligationID>) throws -> [SlotFate] {
        var found: [(place: (Int64, Int), fate: SlotFate)] = []
        for id in obligations {
            let range = KeyRange(prefix: "\(id)|")
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT key, moment, fate, reason, delivery, decided_at, sequence, position FROM fate
                        WHERE key >= ? AND key < ?
                        """), arguments: [range.first, range.end])
            while let row = try rows.next() { found.append(((row[6], row[7]), try log.fate(row))) }
        }
        return found.sorted { $0.place < $1.place }.map(\.fate)
    }

    private func acts(_ obligations: Set<ObligationID>) throws -> [(sequence: Int64, act: Act)] {
        let lists = Dictionary(grouping: obligations, by: \.list)
        var found: [(sequence: Int64, act: Act)] = []
        let reader = ActReader(db: db)
        for (list, members) in lists {
            found += try reader.acts("WHERE list = ? AND milestone IS NULL", [list])
            for milestone in Set(members.map(\.milestone)) {
                found += try reader.acts("WHERE list = ? AND milestone = ?", [list, milestone])
            }
        }
        return found.filter { _, act in obligations.contains { act.means($0) } }
    }

    // MARK: - Deliveries

    /// One more than a page has, if there are that many.
    private func deliveries(_ query: HistoryQuery, _ obligations: Set<ObligationID>) throws -> [Int64] {
        let units = query.unit.map { [$0] } ?? Array(Set(obligations.map(\.unit)))
        let isOfUnit = query.milestone == nil && query.list == nil
        var ids: Set<Int64> = []
        for unit in units {
            var ofUnit = 0
            let rows = try Int64.fetchCursor(
                db.makeStatement(
                    sql: "SELECT delivery FROM delivery_unit WHERE unit = ? AND delivery > ? ORDER BY delivery"),
                arguments: [unit.rawValue, query.after?.rawValue ?? 0])
            while ofUnit <= query.pageLimit, let id = try rows.next() {
                guard try isOfUnit || names(id, oneOf: obligations) else { continue }
                ids.insert(id)
                ofUnit += 1
            }
        }
        return ids.sorted()
    }

    private func names(_ delivery: Int64, oneOf obligations: Set<ObligationID>) throws -> Bool {
        try log.slots(of: delivery).contains { slot in
            obligations.contains(try readable(SlotKey(slot)).obligation)
        }
    }
}

/// The keys that begin with a text, as a range that an index answers.
private struct KeyRange {
    let first: String
    /// The first key after them.
    let end: String

    /// - Parameter prefix: ends with a sign of ASCII.
    init(prefix: String) {
        var bytes = Array(prefix.utf8)
        bytes[bytes.count - 1] += 1
        first = prefix
        end = String(decoding: bytes, as: UTF8.self)
    }
}
