import CivilTime
import Foundation
import GRDB
import Reminders
import WorkLists

/// Answers questions about the delivery log, in short pages.
struct LogReader {
    let db: Database
    /// See `SQLiteLedger.interrupted`.
    let interrupted: [Int64: Int]

    // MARK: - The log

    func rows(_ query: LogQuery) throws -> [LogRow] {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        func require(_ condition: String, _ values: any DatabaseValueConvertible...) {
            conditions.append(condition)
            arguments += StatementArguments(values.map { $0 as (any DatabaseValueConvertible)? })
        }
        if let from = query.from { require("d.due_at >= ?", from.seconds) }
        if let until = query.until { require("d.due_at < ?", until.seconds) }
        if let channel = query.channel { require("d.channel = ?", channel) }
        if let before = query.before { require("d.id < ?", before) }
        if let after = query.after { require("d.id > ?", after) }
        if let unit = query.unit {
            require("d.id IN (SELECT delivery FROM delivery_unit WHERE unit = ?)", unit.rawValue)
        }
        if let milestone = query.milestone.map(MilestoneFilter.init) {
            // A key begins `LIST:MILESTONE/`, an occurrence's `LIST:MILESTONE@`; none holds another's separator.
            let list = milestone.list.map { "\($0):" } ?? ""
            let one = ":\(milestone.milestone)/"
            let any = milestone.isOccurrence ? one : ":\(milestone.number)@"
            require(
                """
                d.id IN (SELECT delivery FROM item
                    WHERE substr(slot, 1, ?) = ? AND (instr(slot, ?) > 0 OR instr(slot, ?) > 0))
                """, list.unicodeScalars.count, list, one, any)
        }
        if let state = query.state { conditions.append(stateCondition(state, &arguments)) }
        // What follows a known row is given from there on, so that no row between two pages is lost.
        let follows = query.after != nil && query.before == nil
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        arguments += [query.pageLimit]
        let rows = try fetchRows(
            "\(condition) ORDER BY d.id \(follows ? "ASC" : "DESC") LIMIT ?", arguments)
        return follows ? rows.reversed() : rows
    }

    /// An interrupted attempt stands as `begun` in its row and is shown as `unknown`.
    private func stateCondition(_ state: String, _ arguments: inout StatementArguments) -> String {
        let lost = interrupted.sorted { $0.key < $1.key }.map { "(\($0.key), \($0.value))" }.joined(separator: ", ")
        let isLost = "d.state = 'begun' AND (d.id, d.attempts) IN (VALUES \(lost))"
        arguments += [state]
        switch DeliveryState(rawValue: state) {
        case .unknown where !lost.isEmpty: return "d.state <> 'accepted' AND (d.state = ? OR (\(isLost)))"
        case .begun where !lost.isEmpty: return "d.state = ? AND d.state <> 'accepted' AND NOT (\(isLost))"
        case .accepted: return "d.state = ?"
        // What the index asks for, in its own words.
        default: return "d.state = ? AND d.state <> 'accepted'"
        }
    }

    private func fetchRows(_ tail: String, _ arguments: StatementArguments) throws -> [LogRow] {
        var rows: [LogRow] = []
        let found = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT d.id, d.kind, d.covers, d.channel, d.address, b.subject, d.due_at, d.created_at, d.state,
                        d.attempts, d.last_code, d.last_reply, d.accepted_at, d.message_id, d.first_part, d.part,
                        d.parts, d.bounced_at, d.bounce
                    FROM delivery d LEFT JOIN body b ON b.delivery = d.id \(tail)
                    """), arguments: arguments)
        while let row = try found.next() {
            let id: Int64 = row[0]
            let isPart = (row[14] as Int64?) != nil
            rows.append(
                LogRow(
                    id: id, kind: row[1], unit: row[2], channel: row[3], to: row[4], subject: row[5] ?? "",
                    dueAt: Moment(seconds: row[6]), createdAt: Moment(seconds: row[7]),
                    state: isInterrupted(id, state: row[8], attempts: row[9])
                        ? DeliveryState.unknown.rawValue : row[8], attempts: row[9],
                    lastCode: row[10], lastReply: row[11], acceptedAt: row.moment(12), messageID: row[13],
                    slots: try slots(of: id), part: isPart ? row[15] : nil, parts: isPart ? row[16] : nil,
                    bouncedAt: row.moment(17), bounce: row[18]))
        }
        return rows
    }

    private func isInterrupted(_ id: Int64, state: String, attempts: Int) -> Bool {
        state == DeliveryState.begun.rawValue && interrupted[id] == attempts
    }

    func slots(of delivery: Int64) throws -> [String] {
        try String.fetchAll(
            db.cachedStatement(sql: "SELECT slot FROM item WHERE delivery = ? ORDER BY position"),
            arguments: [delivery])
    }

    // MARK: - One delivery

    func history(of id: DeliveryID) throws -> DeliveryHistory? {
        guard let row = try fetchRows("WHERE d.id = ?", [id.rawValue]).first,
            let rest = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT d.body_sha256, d.dropped_for, b.media, d.name
                        FROM delivery d LEFT JOIN body b ON b.delivery = d.id WHERE d.id = ?
                        """), arguments: [id.rawValue])
        else { return nil }
        var attempts: [DeliveryHistory.Attempt] = []
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT number, begun_at, ended_at, verdict, reason, code, reply, peer, tls
                    FROM attempt WHERE delivery = ? ORDER BY number
                    """), arguments: [id.rawValue])
        while let row = try rows.next() {
            attempts.append(
                .init(
                    number: row[0], begunAt: Moment(seconds: row[1]), endedAt: row.moment(2), verdict: row[3],
                    reason: row[4], code: row[5], reply: row[6], peer: row[7], tls: row[8]))
        }
        return DeliveryHistory(
            row: row, attempts: attempts, bodyHash: rest[0], media: rest[2] ?? "", reason: rest[1], toName: rest[3])
    }

    func body(of delivery: DeliveryID) throws -> MessageBody? {
        // A cursor's row is read where it stands; `fetchOne` would copy it first.
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: "SELECT media, subject, bytes FROM body WHERE delivery = ? AND bytes IS NOT NULL"),
            arguments: [delivery.rawValue])
        guard let row = try rows.next() else { return nil }
        return MessageBody(
            media: try readable(MessageBody.Media(rawValue: row[0])), subject: row[1],
            bytes: try row.withUnsafeData(atIndex: 2) { [UInt8]($0 ?? Data()) })
    }

    // MARK: - Fates, reports and entries

    func fates(list: String?, limit: Int) throws -> [SlotFate] {
        var fates: [SlotFate] = []
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT key, moment, fate, reason, delivery, decided_at FROM fate
                    \(list == nil ? "WHERE ?1 IS NULL" : "WHERE key >= ?1 || ':' AND key < ?1 || ';'")
                    ORDER BY sequence, position LIMIT ?2
                    """), arguments: [list, max(0, limit)])
        while let row = try rows.next() { fates.append(try fate(row)) }
        return fates
    }

    /// Of a row's first columns: key, moment, fate, reason, delivery, decided_at.
    func fate(_ row: Row) throws -> SlotFate {
        SlotFate(
            slot: try readable(SlotKey(row.text(0))), moment: Moment(seconds: row[1]),
            kind: try readable(SlotFate.Kind(rawValue: row[2])), reason: row[3],
            delivery: (row[4] as Int64?).map(DeliveryID.init(rawValue:)), at: Moment(seconds: row[5]))
    }

    func reports(list: String) throws -> [FiledReport] {
        var reports: [FiledReport] = []
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: "SELECT obligation, key, at, sha256, bytes FROM report WHERE list = ? ORDER BY sequence"),
            arguments: [list])
        while let row = try rows.next() {
            let bytes: Data? = row[4]
            reports.append(
                FiledReport(
                    obligation: try readable(ObligationID(row.text(0))), key: row[1], at: Moment(seconds: row[2]),
                    body: ReportBody(sha256: row[3], bytes: bytes.map { [UInt8]($0) })))
        }
        return reports
    }

    func entries(after sequence: Int64, limit: Int) throws -> [LedgerEntry] {
        var entries: [LedgerEntry] = []
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: "SELECT sequence, time, kind, canonical FROM entry WHERE sequence > ? ORDER BY sequence LIMIT ?"),
            arguments: [sequence, max(0, limit)])
        while let row = try rows.next() {
            let canonical: Data = row[3]
            entries.append(
                LedgerEntry(
                    sequence: row[0], time: Moment(seconds: row[1]),
                    kind: try readable(LedgerEntry.Kind(rawValue: row[2])), canonical: [UInt8](canonical)))
        }
        return entries
    }
}
