/// Rows under headings, padded by what the terminal shows, not by characters. One column gives way where all are too
/// wide; if that is not enough the table is wider than asked, and nothing is lost.
struct TextTable {
    struct Heading {
        var title: String
        var isNumber = false
        /// Cut with `…` where the table is too wide. At most one column.
        var givesWay = false

        init(_ title: String, isNumber: Bool = false, givesWay: Bool = false) {
            self.title = title
            self.isNumber = isNumber
            self.givesWay = givesWay
        }
    }

    struct Cell: ExpressibleByStringInterpolation {
        var text: String
        var ink: Style.Ink?

        init(_ text: String, _ ink: Style.Ink? = nil) {
            self.text = PlainLine.of(text)
            self.ink = ink
        }

        init(stringLiteral value: String) { self.init(value) }

        /// A count; zero is not written.
        init(_ number: Int, _ ink: Style.Ink? = nil) { self.init(number == 0 ? "" : String(number), ink) }
    }

    let headings: [Heading]
    private var rows: [[Cell]] = []

    init(_ headings: [Heading]) { self.headings = headings }

    var isEmpty: Bool { rows.isEmpty }

    mutating func add(_ cells: [Cell]) {
        precondition(cells.count == headings.count, "a row has a cell for every heading")
        rows.append(cells)
    }

    /// The lines, each ended; no space at a line's end. Without any title there is no line of headings.
    func text(width: Int, style: Style = .plain, indent: Int = 0) -> String {
        let widths = self.widths(in: width - indent)
        let isBare = headings.allSatisfy(\.title.isEmpty)
        var text = isBare ? "" : line(headings.map { Cell($0.title, .faint) }, widths, style, indent)
        for row in rows { text += line(row, widths, style, indent) }
        return text
    }

    private func widths(in width: Int) -> [Int] {
        var widths = headings.indices.map { column in
            rows.reduce(DisplayWidth.of(headings[column].title)) { max($0, DisplayWidth.of($1[column].text)) }
        }
        let excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
        if excess > 0, let column = headings.firstIndex(where: \.givesWay) {
            widths[column] = max(8, widths[column] - excess)
        }
        return widths
    }

    private func line(_ cells: [Cell], _ widths: [Int], _ style: Style, _ indent: Int) -> String {
        let last = cells.lastIndex { !$0.text.isEmpty } ?? 0
        var line = String(repeating: " ", count: indent)
        for column in 0...last {
            let cell = cells[column]
            let text = headings[column].givesWay ? DisplayWidth.cut(cell.text, to: widths[column]) : cell.text
            let space = String(repeating: " ", count: max(0, widths[column] - DisplayWidth.of(text)))
            let inked = style(cell.ink, text)
            if headings[column].isNumber { line += space + inked } else { line += inked + (column < last ? space : "") }
            if column < last { line += "  " }
        }
        return line + "\n"
    }
}
