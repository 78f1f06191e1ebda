import Foundation
import TestSupport

/// The wall clock of one daemon, which can be stepped like the machine's.
struct SteppedClock: Sendable {
    private let file: URL
    /// What the daemon is started with.
    let environment: [String: String]

    struct DidNotBuild: Error, CustomStringConvertible {
        var description: String
    }

    init() throws {
        let folder = TemporaryFolder.url
        let library = folder.appendingPathComponent("stepped_clock.so").path
        file = folder.appendingPathComponent("seconds-ahead")
        try Data("0".utf8).write(to: file)
        let built = try BuiltProduct.run(
            "/usr/bin/env",
            arguments: [
                "cc", "-shared", "-fPIC", "-O1", "-o", library,
                Repository.file("Tests/EndToEndTests/Servers/stepped_clock.c"), "-ldl", "-lpthread",
            ])
        guard built.status == 0 else { throw DidNotBuild(description: built.err) }
        environment = ["LD_PRELOAD": library, "STEPPED_CLOCK": file.path]
    }

    /// Sets it to `time` from now on.
    func set(to time: Date) throws {
        let ahead = Int(time.timeIntervalSinceNow.rounded())
        try Data("\(ahead)".utf8).write(to: file, options: .atomic)
    }

    /// As the machine's.
    func setRight() throws { try Data("0".utf8).write(to: file, options: .atomic) }
}
