import Glibc
package import Settings

/// Why a secret could not be read. The text never holds any of its content.
package struct SecretError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Reason: String, Sendable, Equatable, CaseIterable {
        case missing, unreadable, notAFile, wrongOwner, openToOthers, empty, tooLong, badName
        case noCredentialsDirectory
    }

    package var reason: Reason
    /// `credential NAME` or `file PATH`, as configured.
    package var subject: String
    package var problem: String
    package var hint: String

    package var description: String { "secret in \(subject): \(problem); hint: \(hint)" }
}

/// Reads a secret from where its reference says.
package enum SecretFile {
    /// No password or signing key is longer; a wrong path to something large is noticed.
    private static let longest = 64 * 1024

    /// The secret's bytes, less one trailing line end.
    ///
    /// A file must be a regular one of mode 0600 or stricter, owned by this user or root. A systemd credential stands
    /// in a folder only the unit can enter; its group bits are the mask of the access list by which systemd lets a
    /// dynamic user read it, so only the bits of all others count there (systemd.exec(5), LoadCredential=).
    ///
    /// - Parameter credentialsDirectory: `$CREDENTIALS_DIRECTORY`, nil outside a unit that has credentials.
    package static func read(
        _ reference: SecretReference, credentialsDirectory: String?
    ) throws(SecretError) -> [UInt8] {
        try read(reference, credentialsDirectory: credentialsDirectory, user: geteuid())
    }

    static func read(
        _ reference: SecretReference, credentialsDirectory: String?, user: uid_t
    ) throws(SecretError) -> [UInt8] {
        func failure(_ reason: SecretError.Reason, _ problem: String, hint: String) -> SecretError {
            SecretError(reason: reason, subject: reference.spokenName, problem: problem, hint: hint)
        }
        let path: String
        let forbidden: mode_t
        switch reference {
        case .file(let file):
            path = file
            forbidden = 0o077
        case .credential(let name):
            guard let directory = credentialsDirectory, !directory.isEmpty else {
                throw failure(
                    .noCredentialsDirectory, "the daemon was started without credentials",
                    hint: "name it in the unit's LoadCredential=, or use a file with mode 0600")
            }
            guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(UInt8(ascii: "/")) else {
                throw failure(.badName, "not a credential's name", hint: "give the name alone, without a folder")
            }
            path = directory + "/" + name
            forbidden = 0o007
        }

        // Non-blocking, or a named pipe would hold up the start.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT {
                throw failure(.missing, "there is no such file", hint: "create it with mode 0600")
            }
            throw failure(
                .unreadable, "cannot be opened (\(ErrnoName.of(errno)))",
                hint: "let the daemon's user own it, with mode 0600")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw failure(.notAFile, "not a regular file", hint: "put the secret into a plain file with mode 0600")
        }
        guard status.st_uid == user || status.st_uid == 0 else {
            throw failure(
                .wrongOwner, "owned by user \(status.st_uid), who could change it",
                hint: "let the daemon's user (\(user)) or root own it")
        }
        guard status.st_mode & forbidden == 0 else {
            let mode = String(status.st_mode & 0o777, radix: 8)
            throw failure(
                .openToOthers, "others can read it (mode 0\(mode))", hint: "chmod 600 it, and change the secret")
        }
        return try content(of: descriptor, failure)
    }

    private static func content(
        of descriptor: Int32, _ failure: (SecretError.Reason, String, String) -> SecretError
    ) throws(SecretError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw failure(.unreadable, "cannot be read (\(ErrnoName.of(errno)))", "look at the disk it stands on")
            }
            if count == 0 { break }
            bytes += buffer[..<count]
            guard bytes.count <= longest else {
                throw failure(.tooLong, "longer than \(longest) bytes", "this is not a secret: check the path")
            }
        }
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard !bytes.isEmpty else {
            throw failure(.empty, "empty", "write the secret into it, on one line")
        }
        return bytes
    }
}
