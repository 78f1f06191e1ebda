/// What a group robot says, before a platform's form is put on it: lines of plain text, and people to call.
struct RobotMessage: Equatable {
    enum Run: Equatable {
        /// One clean line; the platform's form sees to it that it stays plain.
        case text(String)
        case call(RobotCall)
    }

    struct Line: Equatable {
        enum Style: Equatable {
            /// A unit's name, and who is called.
            case unit
            /// The head of a group or list: nothing without what follows it.
            case head
            case plain
        }

        var runs: [Run]
        var style: Style
        /// Whether it stands apart from what is above it.
        var startsBlock: Bool

        init(_ runs: [Run], style: Style = .plain, startsBlock: Bool = false) {
            self.runs = runs.map { run in
                if case .text(let text) = run { .text(CleanText.line(text)) } else { run }
            }
            self.style = style
            self.startsBlock = startsBlock
        }

        init(_ text: String, style: Style = .plain, startsBlock: Bool = false) {
            self.init([.text(text)], style: style, startsBlock: startsBlock)
        }
    }

    /// Brand and headline.
    var title: String
    /// What may be cut from its end.
    var body: [Line]
    /// How to answer, and to whom.
    var foot: [Line]

    var lines: [Line] { body + foot }

    /// Whom it calls, each once, for platforms that list them beside the text.
    var called: (userIDs: [String], mobiles: [String]) {
        var (ids, mobiles): ([String], [String]) = ([], [])
        for case .call(let call) in lines.flatMap(\.runs) {
            switch call.key {
            case .userID(let id): if !ids.contains(id) { ids.append(id) }
            case .mobile(let mobile): if !mobiles.contains(mobile) { mobiles.append(mobile) }
            }
        }
        return (ids, mobiles)
    }
}
