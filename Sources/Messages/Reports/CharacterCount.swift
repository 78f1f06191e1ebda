/// How long a text is as Chinese word processors count it, 字数 (Word: 审阅 › 字数统计, and WPS's dialog of that name):
///
/// - each Chinese character one, and each mark that takes a character's width (`。`, `“`, `…`, `（`) one;
/// - a word or number of letters, digits and narrow marks, up to the next blank or wide character, one: `PM2.5`,
///   `7.5%`, `20000`;
/// - narrow marks by themselves, blanks and line ends nothing.
///
/// Word and WPS differ in narrow marks that stand alone; nothing is the count in the unit's favour.
package enum CharacterCount {
    package static func of(_ text: String) -> Int {
        var count = 0
        var isWord = false
        for scalar in text.unicodeScalars {
            if isInvisible(scalar) { continue }
            if isWide(scalar) {
                count += 1
                isWord = false
            } else if scalar.properties.isWhitespace {
                isWord = false
            } else if !isWord, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                count += 1
                isWord = true
            }
        }
        return count
    }

    /// Joined to the character before it, or without a form of its own.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: !scalar.properties.isWhitespace
        default: false
        }
    }

    /// Set in a character's width by a Chinese font: ideographs, their marks, and what GB 2312 has of other signs.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3000: false
        // § ° ± · × ÷
        case 0xA7, 0xB0, 0xB1, 0xB7, 0xD7, 0xF7: true
        // Dashes, quotation marks, ellipses; per mille, primes, reference marks.
        case 0x2010...0x2027, 0x2030...0x205E: true
        // Signs such as ℃, №, Ⅲ, →, ≥, ①, ■; radicals, kana and ideographs; full-width forms.
        case 0x2100...0x2BFF, 0x2E80...0xD7FF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF01...0xFFEF, 0x1F000...0x3FFFF:
            true
        default: false
        }
    }
}
