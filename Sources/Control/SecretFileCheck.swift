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
        let signing = Set(
            configuration.channels.flatMap { channel -> [SecretReference] in
                if case .webhook = channel.kind { channel.secrets } else { [] }
            })
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
            if signing.contains(.file(secret.value)), isIllFormed(secret.value) {
                return found(
                    .error, "the signing secret is ill-formed",
                    hint: "whsec_ followed by base64 of 24 to 64 random bytes")
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

    /// Whether the file can be read and holds no signing secret. None has over 100 bytes.
    private static func isIllFormed(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = read(descriptor, &buffer, buffer.count)
        guard count >= 0 else { return false }
        var secret = buffer.prefix(count)
        if secret.last == UInt8(ascii: "\n") { secret.removeLast() }
        if secret.last == UInt8(ascii: "\r") { secret.removeLast() }
        return SigningKey.bytes(of: Array(secret)) == nil
    }
}
