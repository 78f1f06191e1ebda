/// Makes text that came from a list, a directory or an act fit to stand in one line of a message.
///
/// Removed are control characters (NUL and ESC among them), marks that turn the reading direction, byte order marks
/// and invisible tags: nobody can see them, and each can make a message read otherwise than it is. Line ends and
/// tabs become a space, so that a requirement cannot add a line of its own to the text part, a header or a CSV.
package enum CleanText {
    /// One line, without what a reader cannot see. Texts that are clean already come back as they are.
    package static func line(_ text: String) -> String {
        if isClean(text) { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch fate(of: scalar) {
            case .kept: result.append(scalar)
            case .space: result.append(" ")
            case .removed: break
            }
        }
        return String(result)
    }

    /// Whether nothing in it is taken out or replaced: `fate(of:)` read off the bytes, which nearly every text passes.
    private static func isClean(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                switch byte {
                case 0x20...0x7E: index += 1
                case 0x00...0x7F: return false
                // U+0080 to U+009F.
                case 0xC2:
                    if bytes[index + 1] < 0xA0 { return false }
                    index += 2
                // U+061C.
                case 0xD8:
                    if bytes[index + 1] == 0x9C { return false }
                    index += 2
                // U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069.
                case 0xE2:
                    let (second, third) = (bytes[index + 1], bytes[index + 2])
                    if second == 0x80, third == 0x8E || third == 0x8F || (0xA8...0xAE).contains(third) { return false }
                    if second == 0x81, (0xA6...0xA9).contains(third) { return false }
                    index += 3
                // U+FEFF, U+FFF9 to U+FFFB, U+FFFE, U+FFFF.
                case 0xEF:
                    let (second, third) = (bytes[index + 1], bytes[index + 2])
                    if second == 0xBB, third == 0xBF { return false }
                    if second == 0xBF, (0xB9...0xBB).contains(third) || third >= 0xBE { return false }
                    index += 3
                // U+E0000 to U+E007F.
                case 0xF3:
                    if bytes[index + 1] == 0xA0, bytes[index + 2] <= 0x81 { return false }
                    index += 4
                default: index += byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
                }
            }
            return true
        }
    }

    private enum Fate { case kept, space, removed }

    private static func fate(of scalar: Unicode.Scalar) -> Fate {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: .space
        case 0x00...0x1F, 0x7F...0x9F: .removed
        // Marks of direction: ALM, LRM, RLM, embeddings, overrides, isolates.
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: .removed
        case 0xFEFF, 0xFFF9...0xFFFB, 0xFFFE, 0xFFFF, 0xE0000...0xE007F: .removed
        default: .kept
        }
    }
}
