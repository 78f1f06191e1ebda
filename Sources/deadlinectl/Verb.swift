import ArgumentParser

/// A command whose failures are printed in this program's way.
protocol Verb: ParsableCommand {
    func perform() throws
}

extension Verb {
    mutating func run() throws {
        do {
            try perform()
        } catch let failure as Failure {
            Terminal.err(failure.description)
            throw ExitCode(failure.status.rawValue)
        }
    }
}
