import Foundation

/// Where the daemon is asked.
enum SocketPath {
    /// Where the unit file lets the daemon put it.
    static let standard = "/run/deadlined/control.sock"

    /// What was typed, else `DEADLINED_SOCKET`, else ``standard``.
    static func chosen(_ typed: String?) -> String {
        if let typed { return typed }
        let told = ProcessInfo.processInfo.environment["DEADLINED_SOCKET"] ?? ""
        return told.isEmpty ? standard : told
    }

    /// Why there can be no socket of this name, before anything is tried: `sun_path` holds 107 bytes (unix(7)).
    static func check(_ path: String) throws(Failure) {
        guard !path.isEmpty, path.utf8.count <= 107 else {
            throw Failure(
                "the socket's path has \(path.utf8.count) bytes, not 1 to 107",
                hint: "name it by a shorter path")
        }
    }

    /// What a connection that failed with `code` means.
    static func failure(_ path: String, _ code: Int32) -> Failure {
        switch code {
        case ENOENT, ECONNREFUSED, ENOTSOCK, ENOTDIR:
            Failure(
                "no daemon answers at \(path): \(Failure.reason(code))",
                hint: path == standard
                    ? "start it with `systemctl start deadlined`, or name another socket with --socket"
                    : "start it, or name another socket with --socket or DEADLINED_SOCKET",
                status: .noDaemon)
        case EACCES, EPERM:
            Failure(
                "the socket \(path) is not open to this user: permission denied",
                hint: "try it as root, or let control.mode in deadlined.yaml open the socket to your group")
        default: Failure("no connection to \(path): \(Failure.reason(code))", status: .noDaemon)
        }
    }
}
