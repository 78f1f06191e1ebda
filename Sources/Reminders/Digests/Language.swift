/// The language of messages.
package enum Language: String, Sendable, Codable, Hashable, CaseIterable {
    /// Simplified Chinese.
    case zh
    case en
}
