import Reminders

/// Colours and weight, where a person looks: ANSI sequences on a terminal, nothing anywhere else.
struct Style: Sendable {
    enum Ink: String, Sendable {
        case bold = "1"
        case faint = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
        case grey = "90"
    }

    static let plain = Style(isOn: false)

    let isOn: Bool

    func callAsFunction(_ ink: Ink?, _ text: String) -> String {
        guard isOn, let ink, !text.isEmpty else { return text }
        return "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m"
    }
}

extension Colour {
    var ink: Style.Ink? {
        switch self {
        case .none: nil
        case .blue: .blue
        case .yellow: .yellow
        case .red: .red
        case .green: .green
        case .grey: .grey
        }
    }
}
