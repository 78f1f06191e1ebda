import CivilTime
import GRDB
import Reminders
import WorkLists

/// Reads what the engine starts from, in one read transaction.
struct SnapshotReader {
    let db: Database

    /// - Throws: `LedgerFailure.fatal("unreadable")` for a text that this version cannot have written.
    func snapshot() throws -> LedgerSnapshot {
        let open = try openDeliveries()
        let (slots, asked) = try slots(open)
        let newest = try Int64.fetchOne(db, sql: "SELECT time FROM entry ORDER BY sequence DESC LIMIT 1")
        return LedgerSnapshot(
            tag: try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'tag'") ?? "",
            lastDelivery: DeliveryID(rawValue: try Int64.fetchOne(db, sql: "SELECT max(id) FROM delivery") ?? 0),
            lastEntryAt: newest.map(Moment.init(seconds:)), lists: try lists(), seen: try seen(),
            acts: try ActReader(db: db).acts().map(\.act), slots: slots, asked: asked, open: open,
            recent: try recent(newest), givenUp: try givenUp(newest), lastTold: try lastTold(),
            reports: try reports(), readers: try readers(),
            channels: try ChannelReader(db: db).histories(newest: newest))
    }

    private func lists() throws -> [String: LedgerSnapshot.AdoptedList] {
        var lists: [String: LedgerSnapshot.AdoptedList] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT id, hash, settled_until FROM list")
        while let row = try rows.next() {
            lists[row[0]] = .init(hash: row[1], settledUntil: row.moment(2))
        }
        return lists
    }

    private func seen() throws -> [ObligationID: LedgerSnapshot.Sighting] {
        var seen: [ObligationID: LedgerSnapshot.Sighting] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT obligation, deadline, fingerprint, at FROM seen")
        while let row = try rows.next() {
            let id = try readable(ObligationID(row.text(0)))
            seen[id] = .init(
                deadline: try readable(CivilDate(iso: row.text(1))), fingerprint: row[2],
                at: Moment(seconds: row[3]))
        }
        return seen
    }

    /// A delivery that was begun and has no end is `unknown`: its process is gone.
    private func openDeliveries() throws -> [LedgerSnapshot.OpenDelivery] {
        var open: [LedgerSnapshot.OpenDelivery] = []
        let inherited = try inheritedDeferrals()
        let reader = try DeliveryReader(db: db)
        let first = DeliveryReader.width
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT \(DeliveryReader.columns), state, attempts, unknowns, next, deferrals, deferred_since,
                    may_have_arrived, retried_after
                FROM delivery LEFT JOIN (
                    SELECT tried.id AS delivery, count(*) FILTER (WHERE \(Self.putOff)) AS deferrals,
                        min(ended_at) FILTER (WHERE \(Self.putOff)) AS deferred_since,
                        max(verdict IS NULL OR verdict = 'unknown') AS may_have_arrived
                    FROM delivery tried JOIN attempt ON attempt.delivery = tried.id
                    WHERE state <> 'accepted' AND state IN ('waiting', 'begun', 'unknown') GROUP BY tried.id
                ) ON delivery = id
                WHERE state <> 'accepted' AND state IN ('waiting', 'begun', 'unknown') ORDER BY id
                """)
        while let row = try rows.next() {
            let delivery = try reader.delivery(row)
            let state = try readable(DeliveryState(rawValue: row[first]))
            let wasRetried = (row[first + 7] as Int?) != nil
            let since = [row.moment(first + 5), wasRetried ? nil : inherited[delivery.id.rawValue]]
            open.append(
                .init(
                    delivery: delivery, state: state == .begun ? .unknown : state, attempts: row[first + 1],
                    unknowns: row[first + 2], deferrals: (row[first + 4] as Int?) ?? 0,
                    deferredSince: since.compactMap { $0 }.min(),
                    mayHaveArrived: (row[first + 6] as Bool?) ?? false, next: row.moment(first + 3)))
        }
        return open
    }

    /// For each delivery that took the place of others: when the first of these was put off. What takes a place is
    /// newer, so one pass in order of id follows the chains.
    private func inheritedDeferrals() throws -> [Int64: Moment] {
        var inherited: [Int64: Moment] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT id, replaced_by, (SELECT min(ended_at) FROM attempt WHERE delivery = id AND \(Self.putOff)),
                    retried_after
                FROM delivery WHERE state <> 'accepted' AND state = 'superseded' AND replaced_by > id ORDER BY id
                """)
        while let row = try rows.next() {
            let (old, new): (Int64, Int64) = (row[0], row[1])
            let before = (row[3] as Int?) == nil ? inherited[old] : nil
            inherited[new] = [inherited[new], before, row.moment(2)].compactMap { $0 }.min()
        }
        return inherited
    }

    private func slots(
        _ open: [LedgerSnapshot.OpenDelivery]
    ) throws -> (slots: [SlotKey: SlotFate.Kind?], asked: [SlotKey: Moment]) {
        var asked: [SlotKey: Moment] = [:]
        var slots: [SlotKey: SlotFate.Kind?] = [:]
        for item in open.flatMap(\.delivery.items) { slots.updateValue(nil, forKey: item.slot) }
        let rows = try Row.fetchCursor(db, sql: "SELECT key, fate, decided_at FROM fate")
        while let row = try rows.next() {
            let (slot, kind) = (try readable(SlotKey(row.text(0))), try readable(SlotFate.Kind(rawValue: row[1])))
            slots.updateValue(kind, forKey: slot)
            if kind == .sent, slot.stage.isStep { asked[slot] = Moment(seconds: row[2]) }
        }
        return (slots, asked)
    }

    private func recent(_ newest: Int64?) throws -> [LedgerSnapshot.RecentDelivery] {
        guard let newest else { return [] }
        var recent: [LedgerSnapshot.RecentDelivery] = []
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT id, kind, channel, address, digest, created_at, accepted_at, coalesce(first_part, id)
                FROM delivery WHERE id IN (
                    SELECT id FROM delivery WHERE created_at >= ?1 AND state NOT IN (\(Self.over))
                    UNION SELECT id FROM delivery
                        WHERE channel IN (SELECT DISTINCT channel FROM delivery) AND accepted_at >= ?1
                            AND state NOT IN (\(Self.over))
                    UNION SELECT max(id) FROM delivery WHERE digest IS NOT NULL
                        GROUP BY substr(digest, 1, instr(digest || '@', '@') - 1), channel, address)
                ORDER BY id
                """,
            arguments: [newest - LedgerSnapshot.recentSeconds])
        while let row = try rows.next() {
            recent.append(
                .init(
                    id: DeliveryID(rawValue: row[0]), message: DeliveryID(rawValue: row[7]),
                    kind: try readable(Delivery.Kind(rawValue: row[1])), channel: row[2], address: row[3],
                    digest: row[4], createdAt: Moment(seconds: row[5]),
                    acceptedAt: row.moment(6)))
        }
        return recent
    }

    private func givenUp(_ newest: Int64?) throws -> [LedgerSnapshot.GivenUp] {
        guard let newest else { return [] }
        var givenUp: [LedgerSnapshot.GivenUp] = []
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT id, channel, address, coalesce(bounce, dropped_for, reason, ''),
                    coalesce(bounced_at, ended_at, begun_at, created_at) AS at, bounced_at IS NOT NULL
                FROM delivery LEFT JOIN attempt ON delivery = id AND number = attempts
                WHERE (state = 'given-up' OR bounced_at IS NOT NULL) AND at >= ? ORDER BY at, id
                """,
            arguments: [newest - LedgerSnapshot.givenUpSeconds])
        while let row = try rows.next() {
            givenUp.append(
                .init(
                    id: DeliveryID(rawValue: row[0]), channel: row[1], address: row[2], reason: row[3],
                    at: Moment(seconds: row[4]), isBounced: row[5]))
        }
        return givenUp
    }

    private func lastTold() throws -> [ObligationID: LedgerSnapshot.Telling] {
        var lastTold: [ObligationID: LedgerSnapshot.Telling] = [:]
        let rows = try Row.fetchCursor(
            db,
            // With max() alone the other columns are those of the row that has it (sqlite.org/lang_select.html).
            sql: """
                SELECT substr(slot, 1, instr(slot, '|') - 1), max(accepted_at), substr(slot, instr(slot, '|') + 1, 10)
                FROM delivery JOIN item ON item.delivery = id
                WHERE delivery.kind = 'reminder' AND accepted_at IS NOT NULL GROUP BY 1
                """)
        while let row = try rows.next() {
            lastTold[try readable(ObligationID(row.text(0)))] = .init(
                at: Moment(seconds: row[1]), deadline: try readable(CivilDate(iso: row.text(2))))
        }
        return lastTold
    }

    private func reports() throws -> [ObligationID: String] {
        var newest: [ObligationID: String] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT obligation, sha256 FROM report ORDER BY sequence")
        while let row = try rows.next() { newest[try readable(ObligationID(row.text(0)))] = row[1] }
        return newest
    }

    private func readers() throws -> [LedgerSnapshot.Share: Set<String>] {
        var readers: [LedgerSnapshot.Share: Set<String>] = [:]
        let rows = try Row.fetchCursor(
            db,
            // `huzhou-2017:3.1.2/jxw|2017-06-30|3wd`: the list and the unit.
            sql: """
                SELECT DISTINCT substr(slot, 1, instr(slot, ':') - 1),
                    substr(slot, instr(slot, '/') + 1, instr(slot, '|') - instr(slot, '/') - 1), address
                FROM delivery JOIN item ON item.delivery = id
                WHERE kind = 'reminder' AND (accepted_at IS NOT NULL OR state = 'given-up')
                """)
        while let row = try rows.next() {
            readers[.init(list: row[0], unit: UnitID(rawValue: row[1])), default: []].insert(row[2])
        }
        return readers
    }

    /// The attempts at which the other side put a delivery off, since it was last retried.
    private static let putOff = "verdict = 'deferred' AND number > coalesce(retried_after, 0)"

    /// States in which a delivery told nobody anything.
    private static let over = "'superseded', 'withdrawn', 'given-up'"
}

/// What the row holds, or the failure of a text that this version cannot have written.
func readable<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw LedgerFailure.fatal("unreadable") }
    return value
}

extension Row {
    func moment(_ index: Int) -> Moment? { (self[index] as Int64?).map(Moment.init(seconds:)) }
    func text(_ index: Int) -> String { self[index] }
}
