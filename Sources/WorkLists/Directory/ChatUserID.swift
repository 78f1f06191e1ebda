/// Who a contact is to a group robot's platform. It goes into JSON and into chat markup, so little may stand in it.
package enum ChatUserID {
    /// The platforms there are, by the names that `user_ids` and channels have for them.
    package static let platforms = ["wecom", "dingtalk", "feishu", "lark"]

    /// The most bytes of an id. WeCom's and Feishu's have no more than 64.
    package static let longest = 64

    /// What is wrong with an id; nil if nothing is.
    package static func problem(_ id: String) -> String? {
        if id.isEmpty { return "is empty" }
        if id.utf8.count > longest { return "has more than \(longest) characters" }
        return id.utf8.allSatisfy(isAllowed) ? nil : "has a character that user ids do not have"
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "@"):
            true
        default: false
        }
    }
}
