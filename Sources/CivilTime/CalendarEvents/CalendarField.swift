/// One field of a calendar event's date: any value, or those that are listed.
enum CalendarField: Hashable, Sendable {
    /// `first` alone; every `step` from it to `last`; or every `step` from it to the field's end.
    struct Span: Hashable, Sendable {
        var first: Int
        var last: Int?
        /// 0: there is none.
        var step: Int

        /// - Parameter isFromEnd: the field counts from the month's end, which is a step's way then.
        func contains(_ value: Int, isFromEnd: Bool) -> Bool {
            guard step > 0 else { return value == first }
            guard let last else {
                let distance = isFromEnd ? first - value : value - first
                return distance >= 0 && distance % step == 0
            }
            return (first...last).contains(value) && (value - first) % step == 0
        }
    }

    case any
    /// In the order of their first values.
    case spans([Span], isFromEnd: Bool)

    func contains(_ value: Int) -> Bool {
        switch self {
        case .any: true
        case .spans(let spans, let isFromEnd):
            spans.contains { $0.contains(value, isFromEnd: isFromEnd) }
        }
    }

    /// The first value that is not before `value`.
    func next(_ value: Int, through last: Int) -> Int? {
        guard value <= last else { return nil }
        return (value...last).first(where: contains)
    }

    /// `*`, `03,06`, `01..07`, `01/3`.
    func text(digits: Int) -> String {
        guard case .spans(let spans, _) = self else { return "*" }
        return spans.map { span in
            let head = span.first.padded(digits) + (span.last.map { "..\($0.padded(digits))" } ?? "")
            let isPlainRange = span.last != nil && span.step == 1
            return span.step > 0 && !isPlainRange ? "\(head)/\(span.step)" : head
        }.joined(separator: ",")
    }
}
