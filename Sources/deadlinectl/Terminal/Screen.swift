/// Fits the parts of a report on one screen: what matters most keeps its room, the rest is cut or left out.
struct Screen {
    /// A part of a report, its lines each ended.
    struct Part {
        var text: String
        /// Parts of a lower rank get their room first; 0 is never cut.
        var rank: Int
        /// At most so many lines, however much room there is.
        var limit = Int.max
    }

    /// A table's head and one row, and what says that it goes on: less is nothing.
    private static let least = 3

    /// In lines; one is the prompt's.
    let height: Int

    /// The parts that fit, in their own order, a blank line between them; `more` stands at the end if anything is
    /// missing.
    func text(_ parts: [Part], more: String) -> String {
        var room = height - 2
        var shown: [Int: [Substring]] = [:]
        let filled = parts.enumerated().filter { !$0.element.text.isEmpty }
        var isCut = false
        for (place, part) in filled.sorted(by: { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }) {
            var lines = part.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            let blank = shown.isEmpty ? 0 : 1
            let allowed = part.rank == 0 ? lines.count : min(part.limit, room - blank)
            if lines.count > allowed {
                isCut = true
                guard allowed >= Self.least else { continue }
                let left = lines.count - allowed + 1
                lines = lines.prefix(allowed - 1) + ["  … \(left)"]
            }
            shown[place] = Array(lines)
            room -= lines.count + blank
        }
        let body = shown.sorted { $0.key < $1.key }.map { $0.value.joined(separator: "\n") + "\n" }
        return body.joined(separator: "\n") + (isCut ? more + "\n" : "")
    }
}
