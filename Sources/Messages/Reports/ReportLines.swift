import Reminders
import Settings

/// A report's file taken apart, before anybody knows what it should hold.
///
/// What people do to such a file changes nothing: blank lines come and go, colons and brackets get another width, what
/// explains is cut away, parts change places.
struct ReportLines {
    /// A text and the line it begins on, from 1.
    struct Place: Equatable {
        var line: Int
        var text: String
    }

    struct Part: Equatable {
        var line: Int
        var id: String
        var fields: [ReportField: Place] = [:]
        /// Where a field stands a second time.
        var repeated: [Place] = []
    }

    private(set) var heads: [ReportHead: Place] = [:]
    private(set) var parts: [Part] = []

    init(_ text: String) {
        var field: ReportField?
        var lines: [String] = []
        func close(_ parts: inout [Part]) {
            if let field, !parts.isEmpty {
                parts[parts.count - 1].fields[field]?.text = Self.joined(lines)
            }
            lines = []
        }
        for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let number = index + 1
            let line = Self.trimmed(CleanText.line(String(raw)))
            if let id = Self.partID(line) {
                close(&parts)
                field = nil
                parts.append(Part(line: number, id: id))
            } else if parts.isEmpty {
                if let (head, value) = Self.titled(line, Self.headTitles), heads[head] == nil {
                    heads[head] = Place(line: number, text: value)
                }
            } else if let (next, value) = Self.titled(line, Self.fieldTitles) {
                close(&parts)
                if parts[parts.count - 1].fields[next] != nil {
                    parts[parts.count - 1].repeated.append(Place(line: number, text: next.title(.zh)))
                    field = nil
                } else {
                    parts[parts.count - 1].fields[next] = Place(line: number, text: "")
                    field = next
                    lines = [value]
                }
            } else if field != nil {
                lines.append(line)
            }
        }
        close(&parts)
    }

    // MARK: - Single lines

    private static let headTitles = ReportHead.allCases.flatMap { head in
        [(head.title(.zh), head), (head.title(.en), head)]
    }
    private static let fieldTitles = ReportField.allCases.flatMap { field in field.titles.map { ($0, field) } }

    /// The title that a line begins with, and what follows its colon. The colon may be missing where nothing follows.
    private static func titled<Title>(_ line: String, _ titles: [(String, Title)]) -> (Title, String)? {
        for (title, meaning) in titles where line.lowercased().hasPrefix(title.lowercased()) {
            let rest = trimmed(String(line.dropFirst(title.count)))
            if rest.isEmpty { return (meaning, "") }
            if let mark = rest.unicodeScalars.first, ":：︰﹕∶".unicodeScalars.contains(mark) {
                return (meaning, trimmed(String(rest.unicodeScalars.dropFirst())))
            }
        }
        return nil
    }

    /// `4.6` of `【4.6】扩大有效投资`: nil where the brackets hold anything but an id. `[2017]33号` begins a document's
    /// number: between other brackets an id has a mark in it.
    private static func partID(_ line: String) -> String? {
        guard let open = line.unicodeScalars.first, "【[［".unicodeScalars.contains(open),
            let close = line.unicodeScalars.firstIndex(where: { "】]］".unicodeScalars.contains($0) })
        else { return nil }
        let inside = line.unicodeScalars[..<close].dropFirst()
        let id = narrow(String(String.UnicodeScalarView(inside))).filter { !$0.isWhitespace }
        return isID(id) && (open == "【" || id.contains { ".-".contains($0) }) ? id : nil
    }

    /// Of digits and marks, as measures are named, or a duty's: `三-2`.
    private static func isID(_ text: String) -> Bool {
        let numerals = "一二三四五六七八九十"
        return text.contains { $0.isNumber || numerals.contains($0) }
            && text.allSatisfy { $0.isNumber || ".-@".contains($0) || numerals.contains($0) }
    }

    /// Full-width digits and marks as ASCII.
    static func narrow(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isWide = (0xFF01...0xFF5E).contains(scalar.value)
            scalars.append(isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
        }
        return String(scalars)
    }

    /// Without blank lines around it, and with one at most between paragraphs.
    private static func joined(_ lines: [String]) -> String {
        lines.split(whereSeparator: \.isEmpty).map { $0.joined(separator: "\n") }.joined(separator: "\n")
    }

    /// Without blanks of either width around it.
    private static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }
}
