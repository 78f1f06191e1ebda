package import CivilTime
package import Messages
package import Reminders
package import WorkLists

extension Scheduler {
    /// How things stand, and the office's zone.
    package func standing(unit: UnitID?) -> (Standing, zone: String) {
        let since = engine.lastDigestAt
        return (
            engine.standing(now: now, since: since, units: unit.map { [$0] } ?? []), engine.inputs.office.zone
        )
    }

    /// When something happens next, nil where nothing will; and how many deliveries wait.
    package var outlook: (next: Moment?, waiting: Int) { engine.outlook }

    package func agenda(days: Int, unit: UnitID?) -> [PlanRow] {
        let zone = engine.zoneOfOffice
        return engine.agenda(now: now, through: zone.civil(now).date.adding(days: days), unit: unit)
    }

    /// How many obligations there are, and of how many units.
    package var counts: (obligations: Int, units: Int) { (engine.obligationCount, engine.unitCount) }

    /// Of which kinds acts are, by their keys.
    package func kinds(ofActs keys: Set<String>) -> [String: Act.Kind] { engine.kinds(ofActs: keys) }

    /// That of all messages.
    package var language: Language { composer.language }

    package var directory: Directory { engine.inputs.directory }

    package var unitNames: [UnitID: String] {
        Dictionary(engine.inputs.directory.units.map { ($0.id, $0.name) }) { first, _ in first }
    }

    /// In which words a caller is refused.
    package var refusalWords: RefusalWords { RefusalWords(language: language, unitNames: unitNames) }
}
