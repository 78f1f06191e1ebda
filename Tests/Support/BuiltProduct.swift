package import Foundation

/// The programs this package builds, run as a user runs them.
package enum BuiltProduct {
    /// Where `name` was built: beside the test binary, or in `DEADLINED_PRODUCTS`, so that the shipped binaries in
    /// `dist/` can be put to the same tests.
    package static func path(_ name: String) -> String {
        if let folder = ProcessInfo.processInfo.environment["DEADLINED_PRODUCTS"] { return "\(folder)/\(name)" }
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent(name).path
    }

    /// How a program ended, and what it wrote.
    package struct Ending: Sendable, Equatable {
        /// The exit status; 128 + n after signal n.
        package var status: Int32
        package var out: String
        package var err: String

        package init(status: Int32, out: String, err: String) {
            self.status = status
            self.out = out
            self.err = err
        }
    }

    /// Runs `program` to its end.
    ///
    /// What it reads and writes goes through files, not pipes: no amount of it can stop either side.
    /// - Parameters:
    ///   - input: its standard input; nil: empty.
    ///   - environment: added to, and in place of, this process's own; an empty value takes a variable away.
    ///   - timeout: seconds after which it is killed and an error thrown.
    package static func run(
        _ program: String, arguments: [String] = [], input: Data? = nil, environment: [String: String] = [:],
        folder: URL? = nil, timeout: TimeInterval = 60
    ) throws -> Ending {
        let files = FileManager.default
        let desk = files.temporaryDirectory.appendingPathComponent("deadlined-run-\(UUID().uuidString)")
        try files.createDirectory(at: desk, withIntermediateDirectories: true)
        defer { try? files.removeItem(at: desk) }

        let (out, err) = (desk.appendingPathComponent("out"), desk.appendingPathComponent("err"))
        let given = desk.appendingPathComponent("in")
        try (input ?? Data()).write(to: given)
        let child = try ChildProcess(
            program, arguments: arguments,
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 }.filter { $1 != "" },
            folder: folder?.path, input: given.path, output: out.path, error: err.path)
        let status = try child.wait(timeout: timeout)
        return Ending(status: status, out: try text(out), err: try text(err))
    }

    private static func text(_ file: URL) throws -> String {
        String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
}
