import Foundation
import Testing

/// A mail as Python's `email` package reads it: the oracle from outside.
struct ReadMail: Decodable {
    struct Part: Decodable {
        var type: String
        var fileName: String?
        var parameters: [String: String]
        var text: String
        var base64: String
    }

    var headers: [String: String]
    var addresses: [String: [[String]]]
    var parts: [Part]
    var structure: [String]
    var defects: [String]

    func part(_ type: String) throws -> Part { try #require(parts.first { $0.type == type }) }

    /// Hands `bytes` to /usr/bin/python3 and takes what it read.
    static func read(_ bytes: [UInt8]) throws -> ReadMail {
        let output = try Python.run(script, input: bytes)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(ReadMail.self, from: Data(output))
    }

    private static let script = """
        import sys, json, base64, email
        from email import policy
        m = email.message_from_bytes(sys.stdin.buffer.read(), policy=policy.default)
        defects = [str(d) for d in m.defects]
        parts, structure = [], []
        for p in m.walk():
            structure.append(p.get_content_type())
            defects += [str(d) for d in p.defects]
            for name, value in p.items():
                defects += [name + ': ' + str(d) for d in getattr(value, 'defects', [])]
            if p.is_multipart(): continue
            data = p.get_payload(decode=True)
            parts.append({'type': p.get_content_type(), 'file_name': p.get_filename(),
                'parameters': dict(p['Content-Type'].params), 'text': data.decode('utf-8'),
                'base64': base64.b64encode(data).decode()})
        addresses = {n: [[a.display_name, a.addr_spec] for a in m[n].addresses] for n in ('From', 'To')}
        json.dump({'headers': {k: str(v) for k, v in m.items()}, 'addresses': addresses, 'parts': parts,
            'structure': structure, 'defects': defects}, sys.stdout)
        """
}

enum Python {
    struct Failure: Error { let message: String }

    /// Runs a script with `input` on standard input and gives what it wrote.
    static func run(_ script: String, input: [UInt8]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", script]
        let folder = FileManager.default.temporaryDirectory
        let file = folder.appendingPathComponent("deadlined-\(UUID().uuidString)")
        try Data(input).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let (output, errors) = (Pipe(), Pipe())
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(message: String(decoding: complaint, as: UTF8.self))
        }
        return Array(bytes)
    }
}
