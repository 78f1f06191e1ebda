import Settings
import TestSupport
import Testing
import WorkLists

/// SplitMix64 (Steele, Lea, Flood 2014): the same damage for the same seed.
private struct Damage: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite("Damaged settings")
struct BrokenTextTests {
    @Test("whatever a damaged file says, it is read to its end and every place it names is in it", arguments: 0..<8)
    func damaged(seed: UInt64) throws {
        var random = Damage(state: seed)
        let whole = Array(Example.settings.unicodeScalars)
        let bits = Array("：，“”\t\u{3000}\u{A0}\u{0}\u{85}[]{}:,'\"|>#&*!%@`- \nyesé\u{301}".unicodeScalars)
        for _ in 0..<60 {
            var scalars = whole
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 0..<scalars.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: scalars.remove(at: index)
                case 1: scalars.insert(bits.randomElement(using: &random) ?? " ", at: index)
                case 2: scalars[index] = bits.randomElement(using: &random) ?? " "
                default: scalars.removeSubrange(index..<min(scalars.count, index + 40))
                }
                if scalars.isEmpty { scalars = whole }
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            var files = Example.files
            files.settings.text = String(text)
            let (configuration, problems) = ConfigurationReader.read(files)
            #expect((configuration == nil) == problems.hasErrors, "seed \(seed)")
            // One more than there are: a syntax error may stand at the end of the text.
            let lines = files.settings.text.unicodeScalars.reduce(2) { $0 + ($1 == "\n" || $1 == "\u{85}" ? 1 : 0) }
            for problem in problems where problem.file == "deadlined.yaml" {
                #expect((0...lines).contains(problem.line), "seed \(seed): \(problem)")
                #expect(!problem.message.contains("\n"), "seed \(seed): \(problem)")
            }
            #expect(problems == problems.inOrder(), "seed \(seed)")
        }
    }

    @Test("cut off anywhere, it is read or refused, never more")
    func truncated() {
        let text = Example.settings
        for length in stride(from: 0, to: text.count, by: 7) {
            var files = Example.files
            files.settings.text = String(text.prefix(length))
            let (configuration, problems) = ConfigurationReader.read(files)
            #expect((configuration == nil) == problems.hasErrors)
        }
    }
}
