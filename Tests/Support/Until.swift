/// What a test waited for in vain.
package struct Waited: Error, CustomStringConvertible {
    package var description: String
}

/// Asks again and again until there is an answer. The deadline only ends a test that has failed: it is far above what
/// a slow machine needs.
package func until<Answer>(
    _ what: String, seconds: Double = 180, every milliseconds: Int = 25, _ ask: () async throws -> Answer?
) async throws -> Answer {
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
        if let answer = try await ask() { return answer }
        guard ContinuousClock.now < end else { throw Waited(description: "\(what): not within \(seconds) s") }
        try await Task.sleep(for: .milliseconds(milliseconds))
    }
}

/// The same for a condition.
package func until(_ what: String, seconds: Double = 180, _ holds: () async throws -> Bool) async throws {
    _ = try await until(what, seconds: seconds) { try await holds() ? true : nil }
}
