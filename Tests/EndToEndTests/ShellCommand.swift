import Foundation

/// A command run to its end, for tests of the files around the programs: units, scripts, the Makefile.
struct ShellCommand {
    /// Exit status; 128 + n after signal n.
    let status: Int32
    /// Standard output and standard error as they came, together.
    let output: String

    /// Runs `arguments` (the first is found on the PATH), with nothing on standard input.
    /// `environment` replaces or adds variables.
    init(_ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        // Read before waiting: a full pipe would stop the command.
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        status = process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
        output = String(decoding: data, as: UTF8.self)
    }
}
