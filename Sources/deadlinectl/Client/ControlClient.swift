import Control
import Foundation
import Reminders

/// Asks the daemon over its Unix socket. Knows no courier: what is sent, the daemon sends.
struct ControlClient {
    /// What was answered, as a value and as it came.
    struct Reply<Answer> {
        var answer: Answer
        var bytes: Data
    }

    let socket: String
    /// Seconds for an answer. Default 60.
    var patience = 60

    func get<Answer: Decodable>(
        _ path: String, _ query: [(String, String?)] = [], as _: Answer.Type = Answer.self
    ) throws(Failure) -> Reply<Answer> {
        try ask(Self.path(path, query), body: nil)
    }

    func post<Answer: Decodable>(
        _ path: String, _ question: some Encodable, as _: Answer.Type = Answer.self
    ) throws(Failure) -> Reply<Answer> {
        let body: Data
        do { body = try JSONEncoder().encode(question) } catch {
            throw Failure("the question cannot be written as JSON")
        }
        return try ask(path, body: body)
    }

    private func ask<Answer: Decodable>(_ path: String, body: Data?) throws(Failure) -> Reply<Answer> {
        let reply = try CurlRequest(socket: socket, path: path, body: body, patience: patience).perform()
        guard reply.status == 200 else { throw Self.refusal(reply) }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: reply.body) else {
            throw Failure(
                "the daemon's answer is not understood",
                hint: "daemon and deadlinectl may be of different versions: compare `deadlinectl --version`")
        }
        return Reply(answer: answer, bytes: reply.body)
    }

    static func refusal(_ reply: CurlRequest.Reply) -> Failure {
        if let answer = try? JSONDecoder().decode(ErrorAnswer.self, from: reply.body) {
            return Failure(answer.error, hint: answer.hint, language: answer.language ?? .en)
        }
        return Failure(
            "the daemon refused without saying why (HTTP \(reply.status))",
            hint: "daemon and deadlinectl may be of different versions: compare `deadlinectl --version`")
    }

    /// A path with the parameters that have a value.
    static func path(_ path: String, _ query: [(String, String?)]) -> String {
        let parts = query.compactMap { name, value in value.map { "\(name)=\(escaped($0))" } }
        return parts.isEmpty ? path : "\(path)?\(parts.joined(separator: "&"))"
    }

    /// RFC 3986: everything but the unreserved characters, byte by byte.
    static func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            if scalar.isASCII,
                scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-._~".contains(Character(scalar))
            {
                result.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return result
    }
}
