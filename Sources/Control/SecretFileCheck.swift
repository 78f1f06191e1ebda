import Glibc
import Reminders
package import Settings
package import WorkLists

/// Whether secret files are kept from others, for `deadlinectl check`, which links no courier and reads no secret.
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
    /// Warnings only: the daemon may run as another user and on another machine than the check.
    package static func problems(in configuration: Configuration) -> [Problem] {
        configuration.secretFiles.compactMap { secret in
            problem(secret.value).map {
                Problem(
                    .warning, file: secret.origin.file ?? "", line: secret.origin.line, $0,
                    hint: "chmod 0600 it, owned by the user the daemon runs as")
            }
        }
    }
}
