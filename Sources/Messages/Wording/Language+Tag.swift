package import Reminders

extension Language {
    /// RFC 5646, for Content-Language and the `lang` of HTML.
    package var tag: String {
        switch self {
        case .zh: "zh-CN"
        case .en: "en"
        }
    }
}
