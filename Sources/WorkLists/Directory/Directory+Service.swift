package import CivilTime

/// The last day on which anybody serves a unit as liaison or deputy.
package struct ServiceEnd: Sendable, Hashable {
    package var unit: UnitID
    package var day: CivilDate
    /// The names of those whose last day it is.
    package var names: [String]
    /// Where the first of them stands in the YAML file, from 1; 0 if it was not read from one.
    package var line: Int

    package init(unit: UnitID, day: CivilDate, names: [String], line: Int = 0) {
        self.unit = unit
        self.day = day
        self.names = names
        self.line = line
    }
}

extension Directory {
    /// Where a unit loses its last liaison or deputy and nobody follows on the next day, by day and then in the file's
    /// order. An inner office whose parent has somebody is served by them.
    package var serviceEnds: [ServiceEnd] {
        units.flatMap { unit in
            let serving = unit.contacts.filter { $0.role != .leader }
            return Set(serving.compactMap(\.until)).compactMap { day -> ServiceEnd? in
                guard !isServed(unit, on: day.adding(days: 1)) else { return nil }
                let last = serving.filter { $0.until == day }
                return ServiceEnd(unit: unit.id, day: day, names: last.map(\.name), line: last.first?.line ?? 0)
            }
        }.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }.map(\.element)
    }

    private func isServed(_ unit: OfficeUnit, on day: CivilDate) -> Bool {
        var next: OfficeUnit? = unit
        var seen: Set<UnitID> = []
        while let current = next, seen.insert(current.id).inserted {
            if current.contacts.contains(where: { $0.role != .leader && $0.isValid(on: day) }) { return true }
            next = current.parent.flatMap { self.unit($0) }
        }
        return false
    }
}
