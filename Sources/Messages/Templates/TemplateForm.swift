/// A template rendered once for a shape of facts: what stays the same, and where the texts go.
///
/// swift-mustache looks every name up through casts of `Any`, which took most of a message's time. Ten thousand
/// reminders have few shapes, so each is rendered once, with marks for texts, and filled from then on.
struct TemplateForm: Sendable {
    private enum Piece: Sendable {
        case fixed([UInt8])
        /// A text by its place, as it is or escaped for HTML.
        case text(Int, isEscaped: Bool)
    }

    private static let opening: Unicode.Scalar = "\u{E000}"
    private static let closing: Unicode.Scalar = "\u{E001}"

    private var pieces: [Piece] = []
    private var fixedSize = 0

    /// Stands for a text: signs of private use that no template holds, and one that escaping changes.
    static func mark(_ number: Int) -> String { "\(opening)\(number)&\(closing)" }

    /// - Parameter rendered: the template with marks for texts.
    init(_ rendered: String) {
        var fixed: [UInt8] = []
        var rest = rendered.unicodeScalars[...]
        while let start = rest.firstIndex(of: Self.opening), let end = rest[start...].firstIndex(of: Self.closing) {
            fixed += String(rest[..<start]).utf8
            let mark = String(rest[rest.index(after: start)..<end])
            let digits = mark.prefix { $0 != "&" }
            add(&fixed)
            if let number = Int(digits) { pieces.append(.text(number, isEscaped: mark.hasSuffix("&amp;"))) }
            rest = rest[rest.index(after: end)...]
        }
        fixed += String(rest).utf8
        add(&fixed)
    }

    private mutating func add(_ fixed: inout [UInt8]) {
        guard !fixed.isEmpty else { return }
        fixedSize += fixed.count
        pieces.append(.fixed(fixed))
        fixed = []
    }

    /// The message that has these texts, in UTF-8.
    func filled(with texts: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(fixedSize + texts.reduce(0) { $0 + $1.utf8.count } * 2)
        for piece in pieces {
            switch piece {
            case .fixed(let fixed): bytes += fixed
            case .text(let number, let isEscaped):
                bytes += (isEscaped ? HTMLText.escaped(texts[number]) : texts[number]).utf8
            }
        }
        return bytes
    }
}
