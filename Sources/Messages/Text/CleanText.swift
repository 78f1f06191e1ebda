/// Makes text that came from a list, a directory or an act fit to stand in one line of a message.
///
/// Removed are control characters (NUL and ESC among them), marks that turn the reading direction, byte order marks
/// and invisible tags: nobody can see them, and each can make a message read otherwise than it is. Line ends and
/// tabs become a space, so that a requirement cannot add a line of its own to the text part, a header or a CSV.
package enum CleanText {
    /// One line, without what a reader cannot see. Texts that are clean already come back as they are.
    package static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { fate(of: $0) != .kept }) else { return text }
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
