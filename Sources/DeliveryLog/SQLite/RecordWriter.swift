import CivilTime
import GRDB
import Reminders
import WorkLists

/// Writes records within one transaction: the projection first, which says whether the fact is new, then its entry.
struct RecordWriter {
    private let db: Database
    /// See `SQLiteLedger.interrupted`.
    private let interrupted: [Int64: Int]
    private var sequence: Int64
    private var newest: Moment?
    /// Pages touched so far, about.
    private(set) var pages = 0

    init(_ db: Database, interrupted: [Int64: Int]) throws {
        self.db = db
        self.interrupted = interrupted
        let last = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT sequence, time FROM entry ORDER BY sequence DESC LIMIT 1"))
        sequence = last?[0] ?? 0
        newest = (last?[1] as Int64?).map(Moment.init(seconds:))
    }

    mutating func write(_ batch: LedgerBatch) throws -> [Bool] {
        var answers: [Bool] = []
        answers.reserveCapacity(batch.records.count)
        for run in batch.runs {
            if run.count > 1 {
                answers += try decide(batch.fates(run))
            } else {
                answers.append(try write(batch.records[run.lowerBound], bodies: batch.bodies))
            }
        }
        return answers
    }

    private mutating func write(_ record: LedgerRecord, bodies: [DeliveryID: MessageBody]) throws -> Bool {
        var bodyHash: (sha256: String, media: String)?
        let isNew: Bool
        switch record {
        case .adopted(let list, let hash, _):
            isNew = try adopt(list, hash)
        case .seen(let obligation, let deadline, let fingerprint, let at):
            isNew = try see(obligation, deadline, fingerprint, at)
        case .gone(let obligation, let at):
            isNew = try lose(obligation, at)
        case .intent(let delivery):
            guard let body = bodies[delivery.id] else { throw LedgerFailure.fatal("intent-without-body") }
            let hash = body.sha256
            bodyHash = (hash, body.media.rawValue)
            isNew = try intend(delivery, body, hash)
        case .begun(let delivery, let attempt, let at):
            isNew = try begin(delivery, attempt, at)
        case .ended(let delivery, let attempt, let end, let state, let next, let at):
            isNew = try finish(delivery, attempt, end, state, next, at)
        case .dropped(let delivery, let state, let reason, let newer, _):
            isNew = try drop(delivery, state, reason, newer)
        case .fate(let fate):
            return try decide([fate])[0]
        case .act(let act):
            isNew = try add(act)
        case .filed(let report):
            isNew = try file(report)
        case .settledUntil(let list, let moment):
            isNew = try settle(list, moment)
        }
        if isNew { try append(LedgerEntry(record, sequence: sequence + 1, newest: newest, bodyHash: bodyHash)) }
        return isNew
    }

    private mutating func append(_ entry: LedgerEntry) throws {
        _ = try change(
            "INSERT INTO entry (sequence, time, kind, canonical) VALUES (?, ?, ?, ?)",
            [
                .integer(entry.sequence), .integer(entry.time.seconds), .text(entry.kind.rawValue),
                .bytes(entry.canonical),
            ])
        sequence = entry.sequence
        newest = entry.time
    }

    /// Runs a cached statement; whether it changed a row.
    private mutating func change(_ sql: String, _ values: [SQLValue]) throws -> Bool {
        pages += 1
        return try db.run(sql, values) > 0
    }

    /// Inserts values several rows at a time. Each number of rows is a statement of its own, which is kept prepared.
    fileprivate struct RowInsert {
        static let items = RowInsert("item", ["delivery", "position", "slot", "moment", "late"])
        static let fates = RowInsert(
            "fate", ["key", "sequence", "position", "moment", "fate", "reason", "delivery", "decided_at"],
            otherwise: "ON CONFLICT (key) DO NOTHING")

        let width: Int
        /// For one row, for two, and so on.
        let statements: [String]

        private init(_ table: String, _ columns: [String], otherwise clause: String = "") {
            width = columns.count
            let row = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
            statements = (1...16).map { count in
                let rows = Array(repeating: row, count: count).joined(separator: ", ")
                return "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES \(rows) \(clause)"
            }
        }
    }

    /// - Parameter values: row after row.
    /// - Returns: how many rows were new.
    private mutating func insert(_ rows: RowInsert, _ values: [SQLValue]) throws -> Int {
        var new = 0
        var start = 0
        while start < values.count {
            let count = min((values.count - start) / rows.width, rows.statements.count)
            let end = start + count * rows.width
            new += try db.run(rows.statements[count - 1], values[start..<end])
            pages += count
            start = end
        }
        return new
    }

    // MARK: - Deliveries

    private mutating func intend(_ delivery: Delivery, _ body: MessageBody, _ hash: String) throws -> Bool {
        let id = delivery.id.rawValue
        let covers = delivery.coveredUnits
        let isNew = try change(
            """
            INSERT INTO delivery (id, kind, channel, address, name, units, covers, message_id, created_at, due_at,
                not_before, digest, body_sha256, part, parts, first_part)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
            """,
            [
                .integer(id), .text(delivery.kind.rawValue), .text(delivery.channel),
                .text(delivery.recipient.address), .text(delivery.recipient.name),
                .text(delivery.recipient.units.map(\.rawValue).joined(separator: "|")),
                .text(covers.map(\.rawValue).joined(separator: ",")), .text(delivery.messageID),
                .integer(delivery.createdAt.seconds), .integer(delivery.dueAt.seconds),
                .integer(delivery.notBefore.seconds), .text(delivery.digest), .text(hash),
                .integer(delivery.part?.number ?? 1), .integer(delivery.part?.of ?? 1),
                .integer(delivery.part?.first.rawValue),
            ])
        guard isNew else { return false }
        _ = try change(
            "INSERT INTO body (delivery, media, subject, bytes) VALUES (?, ?, ?, ?)",
            [.integer(id), .text(body.media.rawValue), .text(body.subject), .bytes(body.bytes)])
        pages += body.bytes.count / 4096
        for unit in covers {
            _ = try change(
                "INSERT INTO delivery_unit (unit, delivery) VALUES (?, ?)", [.text(unit.rawValue), .integer(id)])
        }
        var values: [SQLValue] = []
        values.reserveCapacity(delivery.items.count * RowInsert.items.width)
        for (position, item) in delivery.items.enumerated() {
            values.append(.integer(id))
            values.append(.integer(position))
            values.append(.text(item.slot.description))
            values.append(.integer(item.moment.seconds))
            values.append(.flag(item.isLate))
        }
        _ = try insert(.items, values)
        return true
    }

    /// Compare and set: the attempt follows the last one, and none is under way.
    private mutating func begin(_ delivery: DeliveryID, _ attempt: Int, _ at: Moment) throws -> Bool {
        let isNew = try change(
            """
            UPDATE delivery SET state = 'begun', attempts = ?2, next = NULL
            WHERE id = ?1 AND attempts = ?2 - 1
                AND (state IN ('waiting', 'unknown') OR (state = 'begun' AND attempts = ?3))
            """,
            [.integer(delivery.rawValue), .integer(attempt), .integer(interrupted[delivery.rawValue])])
        guard isNew else { return false }
        return try change(
            "INSERT INTO attempt (delivery, number, begun_at) VALUES (?, ?, ?)",
            [.integer(delivery.rawValue), .integer(attempt), .integer(at.seconds)])
    }

    private mutating func finish(
        _ delivery: DeliveryID, _ attempt: Int, _ end: TransferEnd, _ state: DeliveryState, _ next: Moment?,
        _ at: Moment
    ) throws -> Bool {
        guard state != .begun else { return false }
        let isNew = try change(
            """
            UPDATE delivery SET state = ?3, next = ?4, unknowns = unknowns + ?5, last_code = ?6, last_reply = ?7,
                accepted_at = ?8
            WHERE id = ?1 AND attempts = ?2 AND state = 'begun'
            """,
            [
                .integer(delivery.rawValue), .integer(attempt), .text(state.rawValue), .integer(next?.seconds),
                .flag(end.countsAsUnknown), .integer(end.code), .text(end.reply),
                .integer(state == .accepted ? at.seconds : nil),
            ])
        guard isNew else { return false }
        return try change(
            """
            UPDATE attempt SET ended_at = ?, verdict = ?, reason = ?, code = ?, reply = ?, peer = ?, tls = ?
            WHERE delivery = ? AND number = ?
            """,
            [
                .integer(at.seconds), .text(end.verdict.rawValue), .text(end.reason), .integer(end.code),
                .text(end.reply), .text(end.peer), .text(end.tls), .integer(delivery.rawValue), .integer(attempt),
            ])
    }

    private mutating func drop(
        _ delivery: DeliveryID, _ state: DeliveryState, _ reason: String, _ newer: DeliveryID?
    ) throws -> Bool {
        guard !state.isOpen else { return false }
        return try change(
            """
            UPDATE delivery SET state = ?2, next = NULL, dropped_for = ?3, replaced_by = ?4
            WHERE id = ?1 AND (state IN ('waiting', 'unknown') OR (state = 'begun' AND attempts = ?5))
            """,
            [
                .integer(delivery.rawValue), .text(state.rawValue), .text(reason), .integer(newer?.rawValue),
                .integer(interrupted[delivery.rawValue]),
            ])
    }

    // MARK: - Slots, acts, lists

    /// Fates of one decision.
    private mutating func decide(_ fates: [SlotFate]) throws -> [Bool] {
        var values: [SQLValue] = []
        values.reserveCapacity(fates.count * RowInsert.fates.width)
        for (position, fate) in fates.enumerated() {
            values.append(.text(fate.slot.description))
            values.append(.integer(sequence + 1))
            values.append(.integer(position))
            values.append(.integer(fate.moment.seconds))
            values.append(.text(fate.kind.rawValue))
            values.append(.text(fate.reason))
            values.append(.integer(fate.delivery?.rawValue))
            values.append(.integer(fate.at.seconds))
        }
        guard try insert(.fates, values) < fates.count else {
            try append(LedgerEntry(fates, sequence: sequence + 1))
            return fates.map { _ in true }
        }
        let answers = try fates.enumerated().map { position, fate in
            try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT 1 FROM fate WHERE key = ? AND sequence = ? AND position = ?"),
                arguments: [fate.slot.description, sequence + 1, position]) ?? false
        }
        let new = zip(fates, answers).filter(\.1).map(\.0)
        if !new.isEmpty { try append(LedgerEntry(new, sequence: sequence + 1)) }
        return answers
    }

    private mutating func add(_ act: Act) throws -> Bool {
        guard try meetsItsDelivery(act) else { return false }
        let isNew = try change(
            """
            INSERT INTO act (sequence, key, kind, list, milestone, unit, uid, actor, on_behalf_of, at, "on", reason,
                document, delivery, until, published, stage, undoes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING
            """,
            [
                .integer(sequence + 1), .text(act.key), .text(act.kind.rawValue), .text(act.list),
                .text(act.milestone), .text(act.unit?.rawValue), .integer(Int64(act.actor.uid)),
                .text(act.actor.name), .text(act.actor.onBehalfOf), .integer(act.at.seconds),
                .text(act.on?.description), .text(act.reason), .text(act.document),
                .integer(act.delivery?.rawValue), .text(act.until?.description), .text(act.published?.description),
                .text(act.stage?.description), .text(act.undoes),
            ])
        guard isNew, let delivery = act.delivery else { return isNew }
        switch act.kind {
        case .retried:
            // Patience begins anew; that it may have arrived is read from all its attempts and stays true.
            return try change(
                """
                UPDATE delivery SET state = 'waiting', next = ?2, unknowns = 0, retried_after = attempts,
                    dropped_for = NULL, replaced_by = NULL
                WHERE id = ?1
                """,
                [.integer(delivery.rawValue), .integer(act.at.seconds)])
        case .bounced:
            return try change(
                "UPDATE delivery SET bounced_at = ?2, bounce = ?3 WHERE id = ?1",
                [.integer(delivery.rawValue), .integer(act.at.seconds), .text(act.reason ?? "")])
        case .accepted, .closed, .acknowledged, .reported, .done, .late, .extensionRequested, .extended,
            .extensionRefused, .silenced, .withdrawn, .released, .reopened, .undone, .removed, .resumed, .digested:
            return true
        }
    }

    private mutating func file(_ report: FiledReport) throws -> Bool {
        guard let bytes = report.body.bytes else { throw LedgerFailure.fatal("report-without-text") }
        pages += bytes.count / 4096
        return try change(
            """
            INSERT INTO report (sequence, key, list, obligation, at, sha256, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (key) DO NOTHING
            """,
            [
                .integer(sequence + 1), .text(report.key), .text(report.obligation.list),
                .text(report.obligation.description), .integer(report.at.seconds), .text(report.body.sha256),
                .bytes(bytes),
            ])
    }

    /// Whether the delivery that the act is about is in the state it needs: given up, or accepted and not come back.
    private func meetsItsDelivery(_ act: Act) throws -> Bool {
        guard act.kind.isAboutDelivery else { return true }
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT state, bounced_at FROM delivery WHERE id = ?"),
            arguments: [act.delivery?.rawValue])
        guard let row else { return false }
        let state = DeliveryState(rawValue: row[0])
        return act.kind == .retried ? state == .givenUp : state == .accepted && row[1] == nil
    }

    private mutating func adopt(_ list: String, _ hash: String) throws -> Bool {
        try change(
            """
            INSERT INTO list (id, hash) VALUES (?, ?)
            ON CONFLICT (id) DO UPDATE SET hash = excluded.hash WHERE hash <> excluded.hash
            """, [.text(list), .text(hash)])
    }

    /// A list that was never adopted has an empty hash.
    private mutating func settle(_ list: String, _ moment: Moment) throws -> Bool {
        try change(
            """
            INSERT INTO list (id, hash, settled_until) VALUES (?, '', ?)
            ON CONFLICT (id) DO UPDATE SET settled_until = excluded.settled_until
            WHERE settled_until IS NULL OR settled_until < excluded.settled_until
            """, [.text(list), .integer(moment.seconds)])
    }

    private mutating func see(
        _ obligation: ObligationID, _ deadline: CivilDate, _ fingerprint: String, _ at: Moment
    ) throws -> Bool {
        let isNew = try change(
            """
            INSERT INTO seen (obligation, deadline, fingerprint, at) VALUES (?, ?, ?, ?)
            ON CONFLICT (obligation) DO UPDATE
            SET deadline = excluded.deadline, fingerprint = excluded.fingerprint, at = excluded.at
            WHERE deadline <> excluded.deadline OR fingerprint <> excluded.fingerprint
            """,
            [
                .text(obligation.description), .text(deadline.description), .text(fingerprint),
                .integer(at.seconds),
            ])
        guard isNew else { return false }
        return try sight(obligation, at, deadline: deadline, fingerprint: fingerprint)
    }

    private mutating func lose(_ obligation: ObligationID, _ at: Moment) throws -> Bool {
        guard try change("DELETE FROM seen WHERE obligation = ?", [.text(obligation.description)]) else { return false }
        return try sight(obligation, at, deadline: nil, fingerprint: nil)
    }

    private mutating func sight(
        _ obligation: ObligationID, _ at: Moment, deadline: CivilDate?, fingerprint: String?
    ) throws -> Bool {
        try change(
            """
            INSERT INTO sighting (obligation, sequence, unit, at, deadline, fingerprint) VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .text(obligation.description), .integer(sequence + 1), .text(obligation.unit.rawValue),
                .integer(at.seconds), .text(deadline?.description), .text(fingerprint),
            ])
    }
}
