/// The language of messages.
package enum Language: String, Sendable, Hashable, CaseIterable {
    /// Simplified Chinese.
    case zh
    case en
}
