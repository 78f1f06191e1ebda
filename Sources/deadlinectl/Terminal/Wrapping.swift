/// Words over several lines.
enum Wrapping {
    /// `words` joined by `separator`, broken after it where a line would pass `width`; lines after the first begin with
    /// `indent` spaces. A word that is wider than a line has one for itself.
    static func lines(
        _ words: [String], separator: String = " ", first: String = "", indent: Int, width: Int
    ) -> String {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = first
        var isFresh = true
        for (index, word) in words.enumerated() {
            let text = index < words.count - 1 ? word + separator : word
            if !isFresh, DisplayWidth.of(line) + DisplayWidth.of(trimmed(text)) > width {
                lines.append(trimmed(line))
                line = margin
            }
            line += text
            isFresh = false
        }
        lines.append(trimmed(line))
        return lines.joined(separator: "\n") + "\n"
    }

    /// A running text, broken at any character as Chinese is, at spaces where there are some.
    static func prose(_ text: String, first: String, indent: Int, width: Int) -> String {
        var words: [String] = []
        for character in PlainLine.of(text) {
            if let last = words.last, DisplayWidth.of(character) < 2, let end = last.last,
                DisplayWidth.of(end) < 2, end != " "
            {
                words[words.count - 1].append(character)
            } else if !words.isEmpty, closing.contains(character) {
                // A line does not begin with a closing mark (避头尾).
                words[words.count - 1].append(character)
            } else {
                words.append(String(character))
            }
        }
        return lines(words, separator: "", first: first, indent: indent, width: width)
    }

    private static let closing: Set<Character> = [
        "，", "。", "、", "；", "：", "！", "？", "）", "》", "”", "’", "〕", "】", ",", ".", ";", ":", "!", "?", ")", "%",
    ]

    private static func trimmed(_ line: String) -> String {
        var line = Substring(line)
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}
