/// A run of the notice's text. Scalars, not Characters: a tenth of the time, and places stay exact.
typealias Scalars = ArraySlice<Unicode.Scalar>

extension Unicode.Scalar {
    /// White space of any width, and the invisible marks that web pages leave behind.
    var isBlank: Bool {
        switch value {
        case 0x20, 0x09...0x0D, 0x85, 0xA0, 0x1680, 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x2064, 0x3000, 0xFEFF:
            true
        default: false
        }
    }

    var isComma: Bool { self == "," || self == "，" }
    var isColon: Bool { self == ":" || self == "：" }
    var isSemicolon: Bool { self == ";" || self == "；" }
    /// Ends a sentence. The half-width full stop is left out: it stands in 7.5% and 1.分批.
    var isStop: Bool { self == "。" || self == "！" || self == "？" || self == "!" || self == "?" || self == "．" }

    /// What closes this bracket or quotation mark, if it opens one.
    var closer: Unicode.Scalar? {
        switch self {
        case "(": ")"
        case "（": "）"
        case "“": "”"
        case "‘": "’"
        case "《": "》"
        case "〈": "〉"
        case "〔": "〕"
        case "[": "]"
        case "［": "］"
        case "【": "】"
        case "「": "」"
        default: nil
        }
    }

    /// 0 to 9 for a decimal digit of either width.
    var digit: Int? {
        switch value {
        case 0x30...0x39: Int(value - 0x30)
        case 0xFF10...0xFF19: Int(value - 0xFF10)
        default: nil
        }
    }

    /// 0 to 9 for a Chinese numeral; 10 for 十. Both zeros that dates are written with count.
    var numeral: Int? {
        switch self {
        case "〇", "○", "零", "Ｏ": 0
        case "一": 1
        case "二", "两": 2
        case "三": 3
        case "四": 4
        case "五": 5
        case "六": 6
        case "七": 7
        case "八": 8
        case "九": 9
        case "十": 10
        default: nil
        }
    }
}

extension Scalars {
    init(_ text: String) { self = Array(text.unicodeScalars)[...] }

    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: self)
        return String(view)
    }

    func begins(with word: String) -> Bool { starts(with: word.unicodeScalars) }

    func ends(with word: String) -> Bool {
        let tail = word.unicodeScalars
        return count >= tail.count && suffix(tail.count).elementsEqual(tail)
    }

    /// Where `word` first stands.
    func place(of word: String) -> Index? {
        guard let first = word.unicodeScalars.first else { return nil }
        var index = startIndex
        while let next = self[index...].firstIndex(of: first) {
            if self[next...].begins(with: word) { return next }
            index = next + 1
        }
        return nil
    }

    func has(_ word: String) -> Bool { place(of: word) != nil }

    var trimmed: Scalars {
        guard let first = firstIndex(where: { !$0.isBlank }), let last = lastIndex(where: { !$0.isBlank }) else {
            return self[startIndex..<startIndex]
        }
        return self[first...last]
    }

    /// Without leading and trailing blanks and the given marks.
    func trimmed(of marks: (Unicode.Scalar) -> Bool) -> Scalars {
        func isOut(_ scalar: Unicode.Scalar) -> Bool { scalar.isBlank || marks(scalar) }
        guard let first = firstIndex(where: { !isOut($0) }), let last = lastIndex(where: { !isOut($0) }) else {
            return self[startIndex..<startIndex]
        }
        return self[first...last]
    }

    /// The index behind the bracket or quotation that opens at `index`, if it closes within 300 scalars.
    func end(ofBracketAt index: Index) -> Index? {
        guard let closer = self[index].closer else { return nil }
        let opener = self[index]
        let limit = Swift.min(endIndex, index + 300)
        var depth = 0
        var i = index
        while i < limit {
            if self[i] == opener { depth += 1 } else if self[i] == closer { depth -= 1 }
            i += 1
            if depth == 0 { return i }
        }
        return nil
    }

    /// Pieces parted where `isMark` holds outside brackets and quotations; each keeps its mark at the end.
    func pieces(endingAt isMark: (Unicode.Scalar) -> Bool) -> [Scalars] {
        var result: [Scalars] = []
        var start = startIndex
        var i = startIndex
        while i < endIndex {
            if let end = end(ofBracketAt: i) {
                i = end
                continue
            }
            i += 1
            if isMark(self[i - 1]) {
                result.append(self[start..<i])
                start = i
            }
        }
        if start < endIndex { result.append(self[start...]) }
        return result
    }
}

/// Reads forward through a run of text.
struct GlyphScanner {
    let text: Scalars
    var index: Int

    init(_ text: Scalars) {
        self.text = text
        index = text.startIndex
    }

    var rest: Scalars { text[index...] }
    var next: Unicode.Scalar? { index < text.endIndex ? text[index] : nil }

    mutating func take(_ word: String) -> Bool {
        guard rest.begins(with: word) else { return false }
        index += word.unicodeScalars.count
        return true
    }

    /// Takes the first of the words that fits, and says which.
    mutating func takeAny(_ words: [String]) -> String? { words.first { take($0) } }

    mutating func takeIf(_ fits: (Unicode.Scalar) -> Bool) -> Bool {
        guard let next, fits(next) else { return false }
        index += 1
        return true
    }

    mutating func skipBlanks() {
        while let next, next.isBlank { index += 1 }
    }

    /// A number of at most four digits: 12, １２, 十二, 二〇一七. A longer row of digits is none.
    mutating func number() -> Int? {
        let start = index
        var value = 0
        while let digit = next?.digit {
            guard index - start < 4 else {
                index = start
                return nil
            }
            value = value * 10 + digit
            index += 1
        }
        if index > start { return value }
        var digits: [Int] = []
        while digits.count < 5, let numeral = next?.numeral {
            digits.append(numeral)
            index += 1
        }
        guard let value = Self.value(ofNumerals: digits) else {
            index = start
            return nil
        }
        return value
    }

    private static func value(ofNumerals digits: [Int]) -> Int? {
        guard !digits.isEmpty, digits.count < 5 else { return nil }
        guard let ten = digits.firstIndex(of: 10) else { return digits.reduce(0) { $0 * 10 + $1 } }
        let before = digits[..<ten]
        let after = digits[(ten + 1)...]
        guard before.count <= 1, after.count <= 1, after.first != 10 else { return nil }
        return (before.first ?? 1) * 10 + (after.first ?? 0)
    }
}
