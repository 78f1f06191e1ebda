import Synchronization
import WorkLists

/// Who reports on which measures of a list: worked out once a duty, when it is first asked for, and kept as long as
/// the files are.
final class ReportIndex: Sendable {
    /// A measure with those who report on it.
    struct Row: Sendable {
        /// Among the list's works, and among the work's measures.
        let work: Int
        let measure: Int
        /// In the order in which the list names them.
        var shares: [Share]
    }

    struct Share: Sendable {
        /// Who reports.
        let reporter: UnitID
        /// Whose share it is: the reporter's own, or an inner office's that the duty does not name.
        var units: [UnitID]
    }

    struct Table: Sendable {
        /// In the list's order.
        var rows: [Row] = []
        /// Where each reporter stands: a row, and its place among the row's shares.
        var places: [UnitID: [(row: Int, share: Int)]] = [:]
        /// Everybody who owes the report, in the list's order.
        var reporters: [UnitID] = []
    }

    private struct Key: Hashable {
        let list: String
        let duty: String
    }

    private let directory: Directory
    private let tables = Mutex<[Key: Table]>([:])

    init(_ inputs: PlanInputs) { directory = inputs.directory }

    func table(of duty: Duty, in list: WorkList) -> Table {
        tables.withLock { tables in
            let key = Key(list: list.id, duty: duty.id)
            if let known = tables[key] { return known }
            let table = make(duty, list)
            tables[key] = table
            return table
        }
    }

    private func make(_ duty: Duty, _ list: WorkList) -> Table {
        var table = Table()
        table.reporters = units(duty.who, list)
        let reporters = Set(table.reporters)
        for (work, keyWork) in list.works.enumerated() {
            for (measure, each) in keyWork.measures.enumerated() {
                var row = Row(work: work, measure: measure, shares: [])
                for unit in units(each.responsibleUnits, list) {
                    guard let reporter = reporter(for: unit, among: reporters) else { continue }
                    if let share = row.shares.firstIndex(where: { $0.reporter == reporter }) {
                        row.shares[share].units.append(unit)
                    } else {
                        row.shares.append(Share(reporter: reporter, units: [unit]))
                    }
                }
                for (share, owner) in row.shares.enumerated() {
                    table.places[owner.reporter, default: []].append((table.rows.count, share))
                }
                table.rows.append(row)
            }
        }
        return table
    }

    private func units(_ names: [String], _ list: WorkList) -> [UnitID] {
        var units: [UnitID] = []
        for name in names {
            guard case .units(let found) = directory.expand(name: name, in: list) else { continue }
            for unit in found where !units.contains(unit) { units.append(unit) }
        }
        return units
    }

    /// The unit itself, or the nearest unit around it that owes the report.
    private func reporter(for unit: UnitID, among reporters: Set<UnitID>) -> UnitID? {
        var current = unit
        var seen: Set<UnitID> = []
        while !reporters.contains(current) {
            guard seen.insert(current).inserted, let parent = directory.unit(current)?.parent else { return nil }
            current = parent
        }
        return current
    }
}
