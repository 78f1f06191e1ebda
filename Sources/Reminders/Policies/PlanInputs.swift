package import CivilTime
package import WorkLists

/// All that planning needs of the configuration. A pure value: the same inputs give the same plan.
package struct PlanInputs: Sendable, Equatable {
    package var lists: [WorkList]
    package var directory: Directory
    package var workdays: Workdays
    package var policies: PolicyTable
    package var hours: WorkingHours
    package var colours: ColourThresholds
    package var office: Office
    package var digests: [Digest]
    /// The channels there are, by name.
    package var channels: [String: ChannelTraits]

    package init(
        lists: [WorkList], directory: Directory, workdays: Workdays, policies: PolicyTable = PolicyTable(),
        hours: WorkingHours = WorkingHours(), colours: ColourThresholds = ColourThresholds(), office: Office,
        digests: [Digest] = [], channels: [String: ChannelTraits]
    ) {
        self.lists = lists
        self.directory = directory
        self.workdays = workdays
        self.policies = policies
        self.hours = hours
        self.colours = colours
        self.office = office
        self.digests = digests
        self.channels = channels
    }
}

/// The supervision office (督查室): gets digests and what nobody else could be told.
package struct Office: Sendable, Equatable {
    package var name: String
    /// Whom to call, as it shall be printed: `市政府督查室 0572-0000000`.
    package var phone: String?
    /// Who gets the office's own mail.
    package var contacts: [Contact]
    /// The channels of the office's own mail, in order.
    package var channels: [String]
    /// The zone of the office's own messages.
    package var zone: String

    package init(name: String, phone: String? = nil, contacts: [Contact], channels: [String], zone: String) {
        self.name = name
        self.phone = phone
        self.contacts = contacts
        self.channels = channels
        self.zone = zone
    }

    /// `zone` with its offsets; UTC for a name that nobody knows, which the settings' reader refuses.
    package var civilZone: Zone { Zone(identifier: zone) ?? .utc }
}
