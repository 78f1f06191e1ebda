import Daemon
import Foundation
import TestSupport
import Testing

@Suite("signs of life for systemd", .temporaryFolder)
struct ServiceNotifierTests {
    @Test("each sign is one datagram, as sd_notify(3) has it")
    func signs() throws {
        let path = TemporaryFolder.url.appendingPathComponent("notify").path
        let listener = try Datagrams(path)
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": path])
        notifier.ready()
        notifier.status("next at 9\nREADY=1")
        notifier.alive()
        notifier.stopping()
        notifier.extend(seconds: 30)
        notifier.reloading()
        #expect(try listener.next() == "READY=1")
        #expect(try listener.next() == "STATUS=next at 9 READY=1", "a status must not forge another sign")
        #expect(try listener.next() == "WATCHDOG=1")
        #expect(try listener.next() == "STOPPING=1")
        #expect(try listener.next() == "EXTEND_TIMEOUT_USEC=30000000")
        let reload = try listener.next().split(separator: "\n")
        #expect(reload.first == "RELOADING=1")
        #expect(reload.last?.hasPrefix("MONOTONIC_USEC=") == true)
    }

    @Test("outside systemd nothing is sent, and nothing fails", arguments: [[:], ["NOTIFY_SOCKET": "/nowhere/notify"]])
    func elsewhere(environment: [String: String]) {
        let notifier = ServiceNotifier(environment: environment)
        notifier.ready()
        #expect(notifier.watchdog == nil)
    }

    @Test("the watchdog counts for the process it was set for alone")
    func watchdog() {
        let own = ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "\(getpid())"]
        #expect(ServiceNotifier(environment: own).watchdog == 30_000_000)
        let other = ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"]
        #expect(ServiceNotifier(environment: other).watchdog == nil)
        #expect(ServiceNotifier(environment: ["WATCHDOG_USEC": "soon"]).watchdog == nil)
    }
}

/// The other end of `NOTIFY_SOCKET`.
private final class Datagrams {
    private let descriptor: Int32

    struct Failed: Error {
        var code: Int32
    }

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else { throw Failed(code: errno) }
    }

    deinit { close(descriptor) }

    /// What was sent is there: sending to a datagram socket of this machine does not return before.
    func next() throws -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        guard count >= 0 else { throw Failed(code: errno) }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }
}
