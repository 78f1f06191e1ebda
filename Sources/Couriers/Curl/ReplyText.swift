/// Turns what the other side wrote into what a log may hold: one line, no control characters, bounded.
enum ReplyText {
    /// `TransferEnd.reply`'s bound, in characters.
    static let longest = 300

    /// Bytes that are not UTF-8 become replacement characters; runs of white space and controls become one space.
    static func clean(_ bytes: some Sequence<UInt8>) -> String {
        if let text = plain(bytes) { return text }
        var text = ""
        var count = 0
        var gap = false
        for scalar in String(decoding: Array(bytes), as: UTF8.self).unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .spaceSeparator:
                gap = count > 0
            default:
                if gap {
                    text.unicodeScalars.append(" ")
                    count += 1
                    gap = false
                }
                guard count < longest else { return text }
                text.unicodeScalars.append(scalar)
                count += 1
            }
        }
        return text
    }

    static func clean(_ text: String) -> String { clean(text.utf8) }

    /// The same for ASCII, which nearly every reply is: Unicode's tables are slow to ask. nil: there is more in it.
    private static func plain(_ bytes: some Sequence<UInt8>) -> String? {
        var text: [UInt8] = []
        var gap = false
        for byte in bytes {
            guard byte < 0x80 else { return nil }
            if byte <= 0x20 || byte == 0x7F {
                gap = !text.isEmpty
                continue
            }
            if gap {
                text.append(0x20)
                gap = false
            }
            guard text.count < longest else { break }
            text.append(byte)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
