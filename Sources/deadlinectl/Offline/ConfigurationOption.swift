import ArgumentParser
import CivilTime
import Control
import Foundation
import Settings
import WorkLists

/// The configuration folder of the offline verbs.
struct ConfigurationOption: ParsableArguments {
    @Option(
        name: [.customShort("c"), .customLong("config")],
        help: ArgumentHelp("The configuration's folder. Default: /etc/deadlined.", valueName: "dir"))
    var folder: String = "/etc/deadlined"

    /// What the folder says, with every problem: the configuration is nil if one of them is an error.
    func read() -> (configuration: Configuration?, files: ConfigurationFiles?, problems: [Problem]) {
        Self.read(folder)
    }

    static func read(
        _ folder: String
    ) -> (configuration: Configuration?, files: ConfigurationFiles?, problems: [Problem]) {
        let (files, ofFolder) = ConfigurationFolder.read(folder)
        guard let files else { return (nil, nil, ofFolder) }
        let (configuration, ofFiles) = ConfigurationReader.read(files, today: Today.utc)
        let problems = (ofFolder + ofFiles).inOrder()
        return (problems.hasErrors ? nil : configuration, files, problems)
    }
}

/// The day by this machine's clock. The only place of this program that reads it.
enum Today {
    static var now: Moment { Moment(seconds: Int64(Date().timeIntervalSince1970.rounded(.down))) }

    /// Where a day more or less does not matter.
    static var utc: CivilDate { Zone.utc.civil(now).date }

    static func date(in zone: String) throws(Failure) -> CivilDate {
        try known(zone).civil(now).date
    }

    /// The zone of that name. A binary that was linked without its zones must not guess.
    static func known(_ name: String) throws(Failure) -> Zone {
        guard Zone.selfCheck() else {
            throw Failure("this program was built without time zones", hint: "build it as `make release` does")
        }
        guard let zone = Zone(identifier: name) else { throw Failure("there is no zone '\(name)'") }
        return zone
    }
}
