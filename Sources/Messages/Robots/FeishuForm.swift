import Reminders

/// A rich text of 飞书自定义机器人 and of Lark:
/// `{"msg_type":"post","content":{"post":{"zh_cn":{"title":…,"content":[[{"tag":"text","text":…},…],…]}}}}`.
///
/// Text elements are not parsed: nothing in them can call anybody. The courier puts timestamp and signature behind the
/// first brace at each attempt.
enum FeishuForm {
    /// Bytes of the whole body, signed: 20 KB, taken as the smaller 20 000.
    static let limit = 20_000
    /// What `"timestamp":"…","sign":"…",` takes at most.
    static let signature = 150

    static func opening(_ language: Language) -> String {
        #"{"msg_type":"post","content":{"post":{""# + locale(language) + #"":{"title":""#
    }

    static func bytes(of message: RobotMessage, language: Language) -> [UInt8] {
        let paragraphs = message.lines.enumerated().map { index, line in
            paragraph(line, isApart: index > 0 && line.startsBlock)
        }
        let post = JSONText.object([
            ("title", JSONText.string(message.title)), ("content", JSONText.array(paragraphs)),
        ])
        let locales =
            switch language {
            case .zh: JSONText.object([("zh_cn", post)])
            case .en: JSONText.object([("en_us", post)])
            }
        return JSONText.object([
            ("msg_type", JSONText.string("post")), ("content", JSONText.object([("post", locales)])),
        ])
    }

    private static func locale(_ language: Language) -> String {
        switch language {
        case .zh: "zh_cn"
        case .en: "en_us"
        }
    }

    /// - Parameter isApart: the empty line above it belongs to its first text; a paragraph of nothing is refused by some.
    private static func paragraph(_ line: RobotMessage.Line, isApart: Bool) -> [UInt8] {
        var elements: [[UInt8]] = []
        var text = isApart ? "\n" : ""
        func element(_ tag: String, _ name: StaticString, _ value: String) -> [UInt8] {
            JSONText.object([("tag", JSONText.string(tag)), (name, JSONText.string(value))])
        }
        for run in line.runs {
            switch run {
            case .text(let words): text += words
            case .call(let call):
                if !text.isEmpty { elements.append(element("text", "text", text)) }
                text = ""
                switch call.key {
                case .userID(let id), .mobile(let id): elements.append(element("at", "user_id", id))
                }
            }
        }
        if !text.isEmpty || elements.isEmpty { elements.append(element("text", "text", text)) }
        return JSONText.array(elements)
    }
}
