import Settings
import WorkLists

/// Somebody whom a robot calls (@), by what the platform knows the person by.
struct RobotCall: Equatable {
    enum Key: Equatable {
        case userID(String)
        /// Digits only, without +86.
        case mobile(String)
    }

    var name: String
    var key: Key

    /// nil where the platform cannot call the contact: then the name stands in the text.
    ///
    /// WeCom and DingTalk know people by user id or mobile number, Feishu and Lark by user id alone.
    init?(_ contact: Contact, on platform: RobotSettings.Platform) {
        name = CleanText.line(contact.name)
        if let id = contact.userIDs[platform.rawValue], ChatUserID.problem(id) == nil {
            key = .userID(id)
        } else if platform == .wecom || platform == .dingtalk, let mobile = contact.mobile.flatMap(Self.number) {
            key = .mobile(mobile)
        } else {
            return nil
        }
    }

    /// `13800000000` of `+86 138-0000-0000`; nil for what is no mobile number, a desk's for example.
    static func number(_ text: String) -> String? {
        var digits = Substring(String(decoding: text.utf8.filter { (0x30...0x39).contains($0) }, as: UTF8.self))
        let isForeign = text.hasPrefix("+") && !digits.hasPrefix("86")
        if digits.hasPrefix("0086") { digits = digits.dropFirst(2) }
        if digits.hasPrefix("86"), digits.count == 13 { digits = digits.dropFirst(2) }
        let isMainland = digits.count == 11 && digits.hasPrefix("1")
        return isMainland || (isForeign && (7...15).contains(digits.count)) ? String(digits) : nil
    }
}
