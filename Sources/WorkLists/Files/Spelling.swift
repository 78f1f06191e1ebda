/// The likely word behind a misspelt one, for hints.
package enum Spelling {
    /// The candidate nearest to `word`, if it is near enough to be meant: at most a third of its letters differ
    /// (at least one, at most three). Of equals, the first wins.
    package static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
        let letters = Array(word.lowercased().unicodeScalars.prefix(200))
        let limit = min(3, max(1, letters.count / 3))
        var best: (word: String, distance: Int)?
        for candidate in candidates where candidate != word {
            let other = Array(candidate.lowercased().unicodeScalars)
            guard abs(other.count - letters.count) <= limit else { continue }
            let found = distance(letters, other)
            // A word that shares no letter is no suggestion, however short.
            guard found <= limit, found < max(letters.count, other.count), found < best?.distance ?? .max else {
                continue
            }
            best = (candidate, found)
        }
        return best?.word
    }

    /// Insertions, deletions, substitutions and swaps of neighbours that turn one into the other.
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var before = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        var current = last
        for i in 0..<a.count {
            current[0] = i + 1
            for j in 0..<b.count {
                current[j + 1] = min(last[j + 1] + 1, current[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    current[j + 1] = min(current[j + 1], before[j - 1] + 1)
                }
            }
            (before, last, current) = (last, current, before)
        }
        return last[b.count]
    }
}
