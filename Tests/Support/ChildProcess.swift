package import Foundation

/// A program that runs beside the tests: started with posix_spawn, not with Foundation's `Process`.
///
/// `Process` learns of an end when a socket closes that children started meanwhile may hold open, so that a test could
/// wait for ever; and its children inherit the mask of the thread they are started from, which on a Dispatch thread
/// blocks SIGTERM. Here a child gets three descriptors, no blocked signal and the default handlers.
package final class ChildProcess: Sendable {
    package struct Failed: Error, CustomStringConvertible {
        package var description: String
    }

    package let pid: pid_t
    /// The other end of standard output, where it is a pipe; else -1.
    private let pipe: Int32

    /// - Parameters:
    ///   - environment: all of it.
    ///   - input: the file that is standard input. Default: nothing.
    ///   - output: the file standard output goes to; nil: a pipe, read by ``readLine(timeout:)``.
    ///   - error: the file standard error goes to. Default: this process's own.
    package init(
        _ program: String, arguments: [String], environment: [String: String] = ProcessInfo.processInfo.environment,
        folder: String? = nil, input: String = "/dev/null", output: String?, error: String? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let writing = O_WRONLY | O_CREAT | O_APPEND
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        var ends: [Int32] = [-1, -1]
        if let output {
            posix_spawn_file_actions_addopen(&actions, 1, output, writing, 0o600)
        } else {
            guard Glibc.pipe(&ends) == 0 else { throw Failed(description: "pipe: \(errno)") }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        }
        if let error { posix_spawn_file_actions_addopen(&actions, 2, error, writing, 0o600) }
        // glibc passes over those that are not open. Its addclosefrom_np is not in Swift's Glibc module.
        for descriptor in Int32(3)..<1024 { posix_spawn_file_actions_addclose(&actions, descriptor) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        // env(1) changes the folder and becomes the program: the process is the same.
        let command = (folder.map { ["/usr/bin/env", "-C", $0] } ?? []) + [program] + arguments
        let words = command.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var child: pid_t = 0
        let code = posix_spawnp(&child, command[0], &actions, &attributes, words, variables)
        if ends[1] >= 0 { close(ends[1]) }
        pipe = ends[0]
        guard code == 0 else {
            if ends[0] >= 0 { close(ends[0]) }
            throw Failed(description: "\(program) does not start: \(String(cString: strerror(code)))")
        }
        pid = child
    }

    deinit {
        if pipe >= 0 { close(pipe) }
    }

    package func signal(_ number: Int32) { kill(pid, number) }

    /// Waits for the end, once: the exit status, or 128 + n after signal n. Killed, and an error, after `timeout`
    /// seconds.
    @discardableResult
    package func wait(timeout: TimeInterval = 60) throws -> Int32 {
        let end = Date(timeIntervalSinceNow: timeout)
        while true {
            if let status = try ended() { return status }
            if Date() > end {
                kill(pid, SIGKILL)
                var status: Int32 = 0
                waitpid(pid, &status, 0)
                throw Failed(description: "process \(pid) did not end in \(timeout) s")
            }
            usleep(2000)
        }
    }

    /// As ``wait(timeout:)``, but nil at once while it runs. Once it has answered it must not be asked again.
    package func ended() throws -> Int32? {
        var status: Int32 = 0
        let ended = waitpid(pid, &status, WNOHANG)
        if ended == 0 || (ended < 0 && errno == EINTR) { return nil }
        guard ended == pid else { throw Failed(description: "waitpid: \(errno)") }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// The next line of standard output, without its end; nil at its end.
    package func readLine(timeout: TimeInterval = 30) throws -> String? {
        var line: [UInt8] = []
        let end = Date(timeIntervalSinceNow: timeout)
        while true {
            var waiting = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
            let left = Int32(max(0, end.timeIntervalSinceNow * 1000))
            let ready = poll(&waiting, 1, left)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { throw Failed(description: "process \(pid) said nothing in \(timeout) s") }
            var byte: UInt8 = 0
            guard read(pipe, &byte, 1) == 1 else {
                return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
    }
}
