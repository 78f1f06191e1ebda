import Glibc
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Serves the control API on a Unix socket. The server is run without an application around it, whose date cache
/// would wake the idle daemon every second.
struct ControlService: Service {
    /// Seconds a connection may say nothing, or leave a request half said.
    static let patience: Int64 = 10
    /// Connections at a time; the others wait in the kernel's queue.
    static let connections = 64

    let path: String
    let mode: UInt16
    let routes: ControlRoutes
    let logger: Logger
    /// Called once the socket answers.
    let isListening: @Sendable () async -> Void
    /// Called at once when the program is to end, while answers under way are still written.
    let isEnding: @Sendable () -> Void

    func run() async throws {
        let responder = routes.router().buildResponder()
        // The library tells of connections; what is said over them is nobody's matter.
        var quiet = logger
        quiet.logLevel = .error
        let (path, mode, isListening) = (path, mode, isListening)
        let server = try HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(Self.patience))
        ).buildServer(
            configuration: ServerConfiguration(
                address: .unixDomainSocket(path: path),
                availableConnectionsDelegate: MaximumAvailableConnections(Self.connections, logger: quiet)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet
        ) { [quiet] request, writer, channel in
            let context = ControlContext(source: ApplicationRequestContextSource(channel: channel, logger: quiet))
            var response: Response
            do {
                response = try await responder.respond(to: request, context: context)
            } catch let error as any HTTPResponseError {
                response = try error.response(from: request, context: context)
            } catch {
                response = try ControlFailure(.internalServerError, "the request failed").response(
                    from: request, context: context)
            }
            try await writer.write(response: response.head, body: response.body)
        } onServerRunning: { _ in
            chmod(path, mode_t(mode))
            await isListening()
        }
        do {
            try await withGracefulShutdownHandler {
                try await server.run()
            } onGracefulShutdown: {
                isEnding()
            }
        } catch let error as IOError {
            throw ControlSocketRefusal.cannotListen(String(cString: strerror(error.errnoCode)))
        } catch is UnixDomainSocketPathWrongType {
            throw ControlSocketRefusal.cannotListen("a file that is no socket stands there")
        }
    }

    /// What forbids listening at `path`; asked before anything begins.
    static func refusal(_ path: String) -> ControlSocketRefusal? {
        if path.utf8.count >= MemoryLayout.size(ofValue: sockaddr_un().sun_path) { return .tooLong }
        return isAnswered(path) ? .busy : nil
    }

    /// Whether somebody listens at the socket: binding would take it from them.
    private static func isAnswered(_ path: String) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
