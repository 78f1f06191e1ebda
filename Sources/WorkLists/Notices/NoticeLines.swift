/// One line of the notice, as an editor counts them.
struct NoticeLine {
    /// From 1.
    let number: Int
    /// Without the white space at its ends; empty for a line of nothing else.
    let text: Scalars

    var isBlank: Bool { text.isEmpty }

    /// The lines of a text: `\n`, `\r\n` and `\r` end one.
    static func lines(of text: String) -> [NoticeLine] {
        let scalars = Array(text.unicodeScalars)
        var lines: [NoticeLine] = []
        var start = 0
        var i = 0
        while i < scalars.count {
            let scalar = scalars[i]
            if scalar == "\n" || scalar == "\r" {
                lines.append(NoticeLine(number: lines.count + 1, text: scalars[start..<i].trimmed))
                if scalar == "\r", i + 1 < scalars.count, scalars[i + 1] == "\n" { i += 1 }
                start = i + 1
            }
            i += 1
        }
        if start < scalars.count {
            lines.append(NoticeLine(number: lines.count + 1, text: scalars[start...].trimmed))
        }
        return lines
    }

    /// Why a line that no field took is probably there, in the notice's language.
    var likelyOrigin: String {
        if isPageExtra { return "网页附带内容" }
        if let open = text.firstIndex(of: "《"), NoticeHead.number(in: text[..<open]) != nil { return "文号和标题的重复" }
        return "未识别"
    }

    /// Whether the line is a web page's own and not the notice's.
    var isPageExtra: Bool { Self.pageSigns.contains { text.has($0) } }

    private static let pageSigns = [
        "浏览量", "浏览次数", "阅读次数", "来源:", "来源：", "打印", "字号", "分享到", "微信公众号", "二维码", "本文链接", "本文关键词", "上一篇", "下一篇",
        "http://",
        "https://", "版权所有",
    ]
}
