import Glibc
package import NIOCore

/// Who is at the other end of the control socket, as the kernel says (`SO_PEERCRED`, unix(7)).
package struct Peer: Sendable, Equatable {
    package let uid: UInt32
    package let name: String

    /// Linux's `struct ucred`, which the Glibc module lacks.
    private struct Credentials {
        var pid: Int32 = 0
        var uid: UInt32 = 0
        var gid: UInt32 = 0
    }

    package init?(channel: any NIOCore.Channel) async {
        guard let provider = channel as? any SocketOptionProvider,
            let credentials: Credentials = try? await provider.unsafeGetSocketOption(
                level: .socket, name: .init(rawValue: SO_PEERCRED)
            ).get()
        else { return nil }
        uid = credentials.uid
        name = Self.name(of: credentials.uid)
    }

    private static func name(of uid: UInt32) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 4096)
        guard getpwuid_r(uid, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
        else { return "uid \(uid)" }
        return String(cString: name)
    }
}
