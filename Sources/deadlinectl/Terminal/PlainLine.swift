/// What somebody else wrote, made safe to print: a list's text or a server's reply must not move the cursor, change
/// colours or begin a line of its own.
enum PlainLine {
    /// One line: control characters, and those that turn the direction of writing, become a space.
    static func of(_ text: String) -> String { cleaned(text, keeping: []) }

    /// Several lines: line ends and tabs stay.
    static func lines(of text: String) -> String {
        cleaned(text.replacing("\r\n", with: "\n"), keeping: ["\n", "\t"])
    }

    private static func cleaned(_ text: String, keeping kept: Set<Unicode.Scalar>) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            scalars.append(isUnsafe(scalar) && !kept.contains(scalar) ? " " : scalar)
        }
        return String(scalars)
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: scalar.properties.generalCategory == .control
        }
    }
}
