/// A text of 企业微信群机器人: `{"msgtype":"text","text":{"content":…,"mentioned_list":[…],"mentioned_mobile_list":[…]}}`.
///
/// WeCom puts the names of those called under the text by itself; in the text they stand as names.
enum WeComForm {
    /// Bytes of `content`, unescaped.
    static let limit = 2048
    static let opening = #"{"msgtype":"text","text":{"content":""#

    static func bytes(of message: RobotMessage) -> [UInt8] {
        let (ids, mobiles) = message.called
        return JSONText.object([
            ("msgtype", JSONText.string("text")),
            (
                "text",
                JSONText.object([
                    ("content", JSONText.string(content(of: message))), ("mentioned_list", JSONText.strings(ids)),
                    ("mentioned_mobile_list", JSONText.strings(mobiles)),
                ])
            ),
        ])
    }

    static func content(of message: RobotMessage) -> String {
        var text = plain(message.title)
        for line in message.lines {
            text += line.startsBlock ? "\n\n" : "\n"
            for run in line.runs {
                switch run {
                case .text(let words): text += plain(words)
                case .call(let call): text += plain(call.name)
                }
            }
        }
        return text
    }

    /// `<@userid>` in a text calls somebody: no `@` of a list stays one.
    private static func plain(_ text: String) -> String { text.replacing("@", with: "＠") }
}
