/// A Markdown message of 钉钉群机器人:
/// `{"msgtype":"markdown","markdown":{"title":…,"text":…},"at":{"atMobiles":[…],"atUserIds":[…],"isAtAll":false}}`.
///
/// Whom it calls must stand in the text as well, as `@13800000000`. A line ends in two blanks, or it is none.
enum DingTalkForm {
    /// Bytes of the whole body.
    static let limit = 20_000
    static let opening = #"{"msgtype":"markdown","markdown":{"title":""#
    /// What stands between the end of the title and the text.
    static let between = #"","text":""#
    /// What the text begins with, before its title.
    static let heading = "#### "

    static func bytes(of message: RobotMessage) -> [UInt8] {
        let (ids, mobiles) = message.called
        return JSONText.object([
            ("msgtype", JSONText.string("markdown")),
            (
                "markdown",
                JSONText.object([
                    ("title", JSONText.string(plain(message.title))), ("text", JSONText.string(text(of: message))),
                ])
            ),
            (
                "at",
                JSONText.object([
                    ("atMobiles", JSONText.strings(mobiles)), ("atUserIds", JSONText.strings(ids)),
                    ("isAtAll", Array("false".utf8)),
                ])
            ),
        ])
    }

    static func text(of message: RobotMessage) -> String {
        var text = heading + plain(message.title)
        for (index, line) in message.lines.enumerated() {
            text += index == 0 || line.startsBlock ? "\n\n" : "  \n"
            for (place, run) in line.runs.enumerated() {
                switch run {
                case .text(let words) where place == 0 && line.style == .unit: text += "**\(plain(words))**"
                case .text(let words): text += place == 0 ? atLineStart(plain(words)) : plain(words)
                case .call(let call):
                    switch call.key {
                    case .userID(let id): text += "@\(id)"
                    case .mobile(let mobile): text += "@\(mobile)"
                    }
                }
            }
        }
        return text
    }

    /// What Markdown, HTML or a call would be made of, as its full-width look-alike. A backslash does not help:
    /// DingTalk's clients differ in what they take it for.
    static func plain(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { fullWidth($0) != nil }) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(fullWidth(scalar) ?? scalar) }
        return String(result)
    }

    private static func fullWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "[", "]", "(", ")", "*", "_", "`", "#", "<", ">", "!", "|", "~", "\\", "&", "@":
            Unicode.Scalar(scalar.value + 0xFEE0)
        default: nil
        }
    }

    /// What begins a list, a rule or code only where a line begins: blanks, `- `, `+ `, `===`, `3. `.
    private static func atLineStart(_ text: String) -> String {
        let text = text.drop { $0 == " " }
        guard let first = text.unicodeScalars.first else { return "" }
        switch first {
        case "-", "+", "=":
            let wide = Unicode.Scalar(first.value + 0xFEE0).map { String(Character($0)) } ?? ""
            return wide + String(text.unicodeScalars.dropFirst())
        default:
            let digits = text.unicodeScalars.prefix { ("0"..."9").contains($0) }
            let rest = text.unicodeScalars.dropFirst(digits.count)
            guard !digits.isEmpty, rest.first == ".", rest.dropFirst().first.map({ $0 == " " }) ?? true else {
                return String(text)
            }
            return String(digits) + "．" + String(rest.dropFirst())
        }
    }
}
