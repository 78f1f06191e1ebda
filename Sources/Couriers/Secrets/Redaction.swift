/// Takes secrets out of what the other side says: some servers repeat a line that they did not like, and the line may
/// have been a login's.
struct Redaction: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The secrets in every form in which they go over the wire.
    private let forms: [[UInt8]]
    /// So much of a form gives it away; the rest that follows is masked with it.
    private static let telling = 6

    static let mask = Array("[masked]".utf8)

    /// - Parameter forms: those shorter than four bytes are left alone, since they would stand in any text.
    init(forms: [[UInt8]]) {
        self.forms = forms.filter { $0.count >= 4 }
    }

    /// The same with more forms, of one attempt.
    func adding(_ forms: [[UInt8]]) -> Redaction { Redaction(forms: self.forms + forms) }

    var isNeeded: Bool { !forms.isEmpty }

    var description: String { "a redaction" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }

    /// The text with every form, or beginning of one, masked.
    func clean(_ text: some Sequence<UInt8>) -> [UInt8] {
        var rest = Array(text)[...]
        var cleaned: [UInt8] = []
        while let byte = rest.first {
            let length = forms.map { Self.common($0, rest) }.max() ?? 0
            if length > 0 {
                cleaned += Self.mask
                rest = rest.dropFirst(length)
            } else {
                cleaned.append(byte)
                rest = rest.dropFirst()
            }
        }
        return cleaned
    }

    /// How many bytes at the text's start are the form's; 0 if they are too few to tell.
    private static func common(_ form: [UInt8], _ text: ArraySlice<UInt8>) -> Int {
        let length = zip(form, text).prefix { $0 == $1 }.count
        return length >= min(form.count, telling) ? length : 0
    }
}
