/// A file's name under the configuration folder, and its text.
package struct NamedText: Sendable, Equatable {
    /// With `/` between folders: `worklists/huzhou-2017.yaml`.
    package var name: String
    package var text: String

    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}

/// The text of every file of a configuration folder: what `ConfigurationReader` reads, wherever it came from.
package struct ConfigurationFiles: Sendable, Equatable {
    /// `deadlined.yaml`.
    package var settings: NamedText
    /// `units.yaml`.
    package var units: NamedText
    /// `worklists/*.yaml` and `worklists/*.json`.
    package var lists: [NamedText]
    /// `calendars/**/*.json`.
    package var calendars: [NamedText]
    /// `templates/**/*.mustache`: read by `Messages`.
    package var templates: [NamedText]

    package init(
        settings: NamedText, units: NamedText, lists: [NamedText] = [], calendars: [NamedText] = [],
        templates: [NamedText] = []
    ) {
        self.settings = settings
        self.units = units
        self.lists = lists
        self.calendars = calendars
        self.templates = templates
    }

    /// Bytes of all texts together.
    package var size: Int {
        ([settings, units] + lists + calendars + templates).reduce(0) { $0 + $1.text.utf8.count }
    }
}
