package import Foundation
package import Testing

/// Gives a test a folder of its own, removed afterwards: `@Test(.temporaryFolder) func … { TemporaryFolder.url }`.
package struct TemporaryFolder: TestTrait, SuiteTrait, TestScoping {
    @TaskLocal private static var current: URL?

    /// The running test's folder.
    package static var url: URL {
        guard let current else { preconditionFailure("the test lacks the .temporaryFolder trait") }
        return current
    }

    package var isRecursive: Bool { true }

    package func provideScope(
        for test: Test, testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        // A suite is entered too (recursive trait): only a case needs the folder.
        guard testCase != nil else { return try await function() }
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("deadlined-test-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await Self.$current.withValue(folder) { try await function() }
    }
}

extension Trait where Self == TemporaryFolder {
    package static var temporaryFolder: Self { Self() }
}
