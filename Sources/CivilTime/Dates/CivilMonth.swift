/// A month of a year.
package struct CivilMonth: Hashable, Sendable {
    package let year: Int
    /// 1 to 12.
    package let month: Int

    /// The month of a day.
    package init(_ date: CivilDate) {
        let parts = date.parts
        (year, month) = (parts.year, parts.month)
    }

    /// The month of a text that begins with a day: `2017-06-30T09:00:00+08:00`.
    package init?(iso text: some StringProtocol) {
        guard let date = CivilDate(iso: text.prefix(10)) else { return nil }
        self.init(date)
    }

    /// Every month that holds a day of the span, both ends included; none where `to` lies before `from`.
    package static func all(from: CivilDate, to: CivilDate) -> [CivilMonth] {
        guard from <= to else { return [] }
        var months = [CivilMonth(from)]
        var end = from.monthEnd
        while end < to {
            let next = end.adding(days: 1)
            months.append(CivilMonth(next))
            end = next.monthEnd
        }
        return months
    }
}

extension CivilMonth: CustomStringConvertible {
    /// `2017-06`.
    package var description: String { "\(year.padded(4))-\(month.padded(2))" }
}

extension CivilMonth: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
