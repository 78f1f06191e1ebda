import Foundation
import TestSupport

/// A mail server from Debian's packages as `scripts/setup test` unpacked them: not installed, so that it neither takes
/// the place of the machine's own nor is started with the machine.
struct UnpackedServer: Sendable {
    static let postfix = UnpackedServer("postfix")
    static let exim = UnpackedServer("exim")

    let root: String

    private init(_ name: String) {
        let home =
            ProcessInfo.processInfo.environment["DEADLINED_MAIL_SERVERS"] ?? Repository.file(".build/mail-servers")
        root = home + "/" + name
    }

    var isThere: Bool { FileManager.default.fileExists(atPath: root) }

    func file(_ path: String) -> String { root + "/" + path }

    /// The folders of the shared libraries that were unpacked with it because this machine lacks them, named after the
    /// architecture.
    var libraries: [String] {
        ["usr/lib", "lib"].flatMap { folder in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: file(folder))) ?? []
            return names.filter { $0.contains("-linux-gnu") }.map { file(folder) + "/" + $0 }
        }
    }
}
