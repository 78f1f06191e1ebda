import Foundation
import TestSupport

/// A receiver of webhooks that verifies the signatures itself, and what it got.
struct WebhookReceiver: Sendable {
    struct Request: Decodable, Sendable {
        var number: Int
        var id: String
        /// `yes`, or what is wrong.
        var verified: String
        var status: Int
        var type: String
        var body: String
    }

    /// The payload's fields that the tests look at.
    struct Payload: Decodable, Sendable {
        struct Data: Decodable, Sendable {
            var messageId: String
            var unit: [String]
            var totalItems: Int
        }

        var type: String
        var data: Data
    }

    let folder: URL
    let secret: String
    private let process: PeerProcess

    static func start(refusesFirst: Bool = false) throws -> WebhookReceiver {
        let folder = try PeerProcess.makeFolder("receiver")
        let secret = "whsec_" + Data((0..<32).map { _ in UInt8.random(in: 0...255) }).base64EncodedString()
        try Site.writeSecret(secret, to: folder.path + "/secret")
        if refusesFirst { try Data().write(to: folder.appendingPathComponent("refuse-first")) }
        return WebhookReceiver(
            folder: folder, secret: secret, process: try PeerProcess("webhook_receiver.py", folder: folder))
    }

    /// A site whose units are told by webhook, the office by maildir.
    func site() throws -> Site {
        let channel = """
              board:
                kind: webhook
                url: http://127.0.0.1:\(process.port)/hooks/deadlined
                secret_file: \(folder.path)/secret
            \(Site.maildir)
            """
        return try Site(channels: channel, units: "board", office: "local")
    }

    func requests() throws -> [Request] { try PeerProcess.record(Request.self, in: folder) }

    static func payload(_ request: Request) throws -> Payload {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Payload.self, from: Data(request.body.utf8))
    }

    func hold(after count: Int) throws { try PeerProcess.hold(after: count, in: folder) }
    func release() { PeerProcess.release(in: folder) }
}
