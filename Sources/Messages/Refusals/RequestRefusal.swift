package import Reminders
package import WorkLists

/// Why the daemon does not do what a clerk asks, where the engine has no say in it.
package enum RequestRefusal: Error, Sendable, Hashable {
    /// Nobody for whom the digest is has an address.
    case nobodyGetsDigest
    case unknownDelivery(DeliveryID)
    /// What was given names no delivery: neither a number nor a Message-ID nor a bounce address.
    case namesNoDelivery(String)
    case noDate(String)
    /// A test message has nobody to go to.
    case officeWithoutMailbox
    /// The channel's readers are its own: a mail address means nothing to it.
    case takesNoAddress(channel: String)
    /// The ledger cannot be written now, for the reason of that short name; it will be.
    case notOnDiskYet(String)
    /// The ledger failed, for the reason of that short name, and the daemon ends.
    case notOnDisk(String)
    /// The ledger cannot be read, for the reason of that short name.
    case notReadable(String)
}

/// A refusal as a person reads it.
package struct RefusalText: Error, Sendable, Hashable {
    /// What, on what, why; no final period.
    package var message: String
    /// What to do about it.
    package var hint: String?

    package init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}

/// Every refusal in the language of an office, with its units by name.
package struct RefusalWords: Sendable {
    package let language: Language
    private let unitNames: [UnitID: String]

    package init(language: Language, unitNames: [UnitID: String]) {
        self.language = language
        self.unitNames = unitNames
    }

    var wording: Wording { Wording(language: language) }

    /// As a sentence names it. English keeps the ids, which `--unit` takes and which need no other script.
    func name(_ unit: UnitID) -> String {
        switch language {
        case .zh: unitNames[unit] ?? unit.rawValue
        case .en: unit.rawValue
        }
    }

    /// Up to eight, of more the first and how many.
    func names(_ units: [UnitID]) -> String {
        let names = units.map(name)
        guard language == .en, names.count <= 8 else { return wording.sharers(names) }
        return names.joined(separator: ", ")
    }
}
