import Foundation
package import Testing

/// Where the repository stands, from this file's own path.
package enum Repository {
    package static let path: String = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    package static func file(_ relative: String) -> String { path + "/" + relative }

    package static func text(_ relative: String) throws -> String {
        try String(contentsOfFile: file(relative), encoding: .utf8)
    }
}

/// Compares `text` with the golden file at `relative` (from the repository's root).
/// `RECORD_SNAPSHOTS=1` rewrites the file instead; the change is then read in `git diff`.
package func expectGolden(
    _ text: String, _ relative: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let path = Repository.file(relative)
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return
    }
    let golden = try String(contentsOfFile: path, encoding: .utf8)
    guard golden != text else { return }
    let expected = golden.split(separator: "\n", omittingEmptySubsequences: false)
    let actual = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line =
        zip(expected, actual).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        ?? min(expected.count, actual.count)
    let was = line < expected.count ? String(expected[line]) : "(end)"
    let now = line < actual.count ? String(actual[line]) : "(end)"
    Issue.record(
        "\(relative):\(line + 1) differs\n  golden: \(was)\n  actual: \(now)\n  (RECORD_SNAPSHOTS=1 rewrites it)",
        sourceLocation: sourceLocation)
}
