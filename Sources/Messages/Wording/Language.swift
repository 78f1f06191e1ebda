/// The language a message is written in. What the list itself says stays as it was published.
package enum Language: String, Sendable, Hashable, CaseIterable {
    case zh, en

    /// RFC 5646, for Content-Language and the `lang` of HTML.
    package var tag: String {
        switch self {
        case .zh: "zh-CN"
        case .en: "en"
        }
    }
}
