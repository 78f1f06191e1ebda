import CivilTime
import GRDB
import Reminders
import WorkLists

/// Reads acts in the order they were recorded.
struct ActReader {
    let db: Database

    /// - Parameter condition: `WHERE …`; all where there is none.
    /// - Throws: `LedgerFailure.fatal("unreadable")` for a text that this version cannot have written.
    func acts(
        _ condition: String = "", _ arguments: StatementArguments = []
    ) throws -> [(sequence: Int64, act: Act)] {
        var acts: [(sequence: Int64, act: Act)] = []
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT key, kind, list, milestone, unit, uid, actor, on_behalf_of, at, "on", reason, document,
                        delivery, sequence, until, published, stage, undoes
                    FROM act \(condition) ORDER BY sequence
                    """), arguments: arguments)
        while let row = try rows.next() {
            let actor = Act.Actor(
                uid: try readable(UInt32(exactly: row[5] as Int64)), name: row[6], onBehalfOf: row[7])
            let act = Act(
                kind: try readable(Act.Kind(rawValue: row[1])), list: row[2], milestone: row[3],
                unit: (row[4] as String?).map(UnitID.init(rawValue:)),
                delivery: (row[12] as Int64?).map(DeliveryID.init(rawValue:)), actor: actor,
                at: Moment(seconds: row[8]),
                on: try date(row[9]), reason: row[10], document: row[11], until: try date(row[14]),
                published: try date(row[15]), stage: try (row[16] as String?).map { try readable(Stage($0)) },
                undoes: row[17], key: row[0])
            acts.append((row[13], act))
        }
        return acts
    }

    private func date(_ text: String?) throws -> CivilDate? { try text.map { try readable(CivilDate(iso: $0)) } }
}
