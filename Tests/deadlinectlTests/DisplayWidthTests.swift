import Foundation
import TestSupport
import Testing

@testable import deadlinectl

@Suite("columns on a terminal")
struct DisplayWidthTests {
    @Test(
        "a Chinese character takes two columns, a mark on another none",
        arguments: [
            ("", 0), ("abc", 3), ("市发改委", 8), ("市发改委(铁办)", 14), ("〔2017〕33号", 12), ("e\u{301}", 1),
            ("“双百计划”", 10), ("5月15日", 7), ("1，2", 4), ("한국", 4), ("☀\u{FE0F}", 2), ("\u{1B}[31m红\u{1B}[0m", 2),
        ])
    func widths(text: String, width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }

    @Test("every assigned character is as wide as Python's unicodedata says")
    func oracle() throws {
        // Marks and emoji sequences aside: there a terminal shows what is composed, not single scalars.
        let script = """
            import unicodedata
            for value in range(0x300, 0x32000):
                scalar = chr(value)
                if unicodedata.category(scalar) in ("Cn", "Co", "Cs", "Cc", "Cf", "Mn", "Me"): continue
                print("%x %d" % (value, 2 if unicodedata.east_asian_width(scalar) in "WF" else 1))
            """
        let ending = try BuiltProduct.run("/usr/bin/python3", arguments: ["-c", script])
        #expect(ending.status == 0)
        let lines = ending.out.split(separator: "\n")
        #expect(lines.count > 100_000)
        var wrong: [String] = []
        for line in lines {
            let parts = line.split(separator: " ")
            guard let value = UInt32(parts[0], radix: 16), let scalar = Unicode.Scalar(value) else { continue }
            if String(DisplayWidth.of(scalar)) != parts[1] { wrong.append(String(line)) }
        }
        #expect(wrong.isEmpty)
    }

    @Test(
        "a text is cut before the column it would pass",
        arguments: [
            ("市发改委", 8, "市发改委"), ("市发改委", 7, "市发改…"), ("市发改委", 6, "市发…"), ("abc", 2, "a…"), ("abc", 0, ""),
        ])
    func cut(text: String, width: Int, result: String) {
        #expect(DisplayWidth.cut(text, to: width) == result)
        #expect(DisplayWidth.of(result) <= width)
    }
}
