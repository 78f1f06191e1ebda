package import CivilTime

/// What was recorded of an obligation beside its state.
package struct Remarks: Sendable, Equatable, Codable {
    /// 逾期: the office found it late; nothing else is called so.
    package var isLate: Bool
    /// 延期待批: a later deadline was asked for, and nobody decided on it.
    package var isExtensionRequested: Bool
    /// The day that was asked for, if one was named.
    package var requestedUntil: CivilDate?
    /// The deadline that the list names, where a later one was granted.
    package var published: CivilDate?
    /// The last day of the silence that holds now.
    package var silencedUntil: CivilDate?

    package init(
        isLate: Bool = false, isExtensionRequested: Bool = false, requestedUntil: CivilDate? = nil,
        published: CivilDate? = nil, silencedUntil: CivilDate? = nil
    ) {
        self.isLate = isLate
        self.isExtensionRequested = isExtensionRequested
        self.requestedUntil = requestedUntil
        self.published = published
        self.silencedUntil = silencedUntil
    }

    private enum CodingKeys: String, CodingKey {
        case published
        case isLate = "is_late"
        case isExtensionRequested = "extension_requested"
        case requestedUntil = "requested_until"
        case silencedUntil = "silenced_until"
    }
}
