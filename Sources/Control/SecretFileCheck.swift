import Glibc
import Reminders
package import Settings
package import WorkLists

/// Whether the daemon will take the secret files, for `deadlinectl check`, which links no courier and tells no secret.
package enum SecretFileCheck {
    /// What is wrong with the file at `path`; nil if only its owner can read it and the owner is root or the caller.
    ///
    /// The caller root may not be the user the daemon runs as: then any owner is taken.
    package static func problem(_ path: String) -> String? {
        var info = stat()
        guard stat(path, &info) == 0 else {
            return "the secret file cannot be looked at: \(String(cString: strerror(errno)).lowercased())"
        }
        guard info.st_mode & S_IFMT == S_IFREG else { return "the secret is not a plain file" }
        let mode = info.st_mode & 0o777
        if mode & 0o077 != 0 {
            return "others can read the secret file (mode 0\(String(mode, radix: 8)))"
        }
        let user = geteuid()
        if user != 0, info.st_uid != 0, info.st_uid != user {
            return "the secret file belongs to another user (uid \(info.st_uid))"
        }
        if info.st_size == 0 { return "the secret file is empty" }
        return nil
    }

    /// The problems of all secret files that a configuration names, each where it is named.
    ///
    /// What would keep any daemon from starting is an error. The rest are warnings: the daemon may run as another user
    /// and on another machine than the check.
    package static func problems(in configuration: Configuration) -> [Problem] {
        let uses = uses(of: configuration)
        return configuration.secretFiles.compactMap { secret in
            func found(_ severity: Problem.Severity, _ message: String, hint: String) -> Problem {
                Problem(
                    severity, file: secret.origin.file ?? "", line: secret.origin.line, message, hint: hint)
            }
            if let problem = problem(secret.value) {
                return found(
                    isRefused(secret.value) ? .error : .warning, problem,
                    hint: "chmod 0600 it, owned by the user the daemon runs as")
            }
            if let fault = uses[.file(secret.value)].flatMap({ fault(of: secret.value, as: $0) }) {
                return found(.error, fault.problem, hint: fault.hint)
            }
            return nil
        }
    }

    /// Whether the file is here and no user's daemon would take it.
    private static func isRefused(_ path: String) -> Bool {
        var info = stat()
        guard stat(path, &info) == 0 else { return false }
        return info.st_mode & S_IFMT != S_IFREG || info.st_mode & 0o077 != 0 || info.st_size == 0
    }

    /// Secrets that have a form of their own.
    private enum Use {
        /// A webhook's `whsec_…`.
        case signing
        /// A group robot's URL.
        case address
    }

    private static func uses(of configuration: Configuration) -> [SecretReference: Use] {
        var uses: [SecretReference: Use] = [:]
        for channel in configuration.channels {
            switch channel.kind {
            case .webhook(let webhook): for secret in webhook.secrets { uses[secret] = .signing }
            case .robot(let robot): uses[robot.address] = .address
            case .smtp, .maildir: break
            }
        }
        return uses
    }

    /// What is wrong with the form of a file's content; nil if nothing is, or if it cannot be read here.
    private static func fault(of path: String, as use: Use) -> (problem: String, hint: String)? {
        guard var secret = beginning(of: path) else { return nil }
        switch use {
        case .signing:
            if secret.last == UInt8(ascii: "\n") { secret.removeLast() }
            if secret.last == UInt8(ascii: "\r") { secret.removeLast() }
            guard SigningKey.bytes(of: secret) == nil else { return nil }
            return ("the signing secret is ill-formed", "whsec_ followed by base64 of 24 to 64 random bytes")
        case .address:
            do throws(RobotAddress.Fault) {
                _ = try RobotAddress(secret)
                return nil
            } catch {
                return ("the robot's url: \(error.problem)", error.hint)
            }
        }
    }

    /// So much of a file as any secret of these forms has.
    private static func beginning(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 8192)
        let count = read(descriptor, &buffer, buffer.count)
        return count >= 0 ? Array(buffer.prefix(count)) : nil
    }
}
