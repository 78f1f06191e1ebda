import Foundation

/// Speaks the control API over its socket, with nothing of the product's own code.
struct ControlClient: Sendable {
    let path: String

    struct Answer: Sendable {
        var status: Int
        var body: Data

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    struct Failed: Error, CustomStringConvertible {
        var description: String
    }

    /// Blocks at most 30 seconds a read, on a thread of its own.
    func ask(_ method: String, _ target: String, _ body: String = "") async throws -> Answer {
        let path = path
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "test.control").async {
                continuation.resume(with: Result { try Self.exchange(path, method, target, body) })
            }
        }
    }

    func get<Value: Decodable>(_ type: Value.Type, _ target: String) async throws -> Value {
        try Self.value(type, try await ask("GET", target), target)
    }

    func post<Value: Decodable>(_ type: Value.Type, _ target: String, _ body: String) async throws -> Value {
        try Self.value(type, try await ask("POST", target, body), target)
    }

    private static func value<Value: Decodable>(
        _ type: Value.Type, _ answer: Answer, _ target: String
    ) throws -> Value {
        guard answer.status == 200 else { throw Failed(description: "\(target): \(answer.status) \(answer.text)") }
        return try read(type, from: answer.body)
    }

    /// A body of the API, from wherever it comes.
    static func read<Value: Decodable>(_ type: Value.Type, from body: Data) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: body)
    }

    /// A connection over which nothing is asked.
    final class Connection: Sendable {
        private let descriptor: Int32

        init(_ path: String) throws {
            descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            try ControlClient.connect(descriptor, to: path)
        }

        deinit { close(descriptor) }
    }

    private static func exchange(_ path: String, _ method: String, _ target: String, _ body: String) throws -> Answer {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failed(description: "socket: \(errno)") }
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        try connect(descriptor, to: path)
        let request =
            "\(method) \(target) HTTP/1.1\r\nHost: deadlined\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        var rest = Array(request.utf8)[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { throw Failed(description: "\(target): send: \(errno)") }
            rest = rest.dropFirst(sent)
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            if let answer = Answer(bytes) { return answer }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw Failed(description: "\(target): the answer ended after \(bytes.count) bytes") }
            bytes += buffer[..<count]
        }
    }

    /// Whether somebody listens.
    static func isAnswered(_ path: String) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        return (try? connect(descriptor, to: path)) != nil
    }

    private static func connect(_ descriptor: Int32, to path: String) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw Failed(description: "a socket's path is too long: \(path)")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else { throw Failed(description: "nobody answers at \(path): \(errno)") }
    }
}

extension ControlClient.Answer {
    /// Nil while the answer is incomplete.
    fileprivate init?(_ bytes: [UInt8]) {
        let blank = Array("\r\n\r\n".utf8)
        guard bytes.count > 4,
            let end = (0...(bytes.count - 4)).first(where: { Array(bytes[$0..<($0 + 4)]) == blank })
        else { return nil }
        let head = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        guard let status = head.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        let length = head.lazy.map { $0.lowercased() }.first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
        let body = bytes[(end + 4)...]
        guard let length, body.count >= length else { return nil }
        self.init(status: status, body: Data(body.prefix(length)))
    }
}
