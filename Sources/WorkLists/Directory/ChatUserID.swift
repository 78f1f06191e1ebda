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
        guard id.utf8.allSatisfy({ isAlphanumeric($0) || "-_.@".utf8.contains($0) }) else {
            return "has a character that user ids do not have"
        }
        // WeCom's `@all` is everybody, and so is Feishu's `all`.
        if let first = id.utf8.first, !isAlphanumeric(first) { return "does not begin with a letter or a digit" }
        return id.lowercased() == "all" ? "would call everybody" : nil
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
