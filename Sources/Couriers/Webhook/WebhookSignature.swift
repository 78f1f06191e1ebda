import Crypto
import Foundation
import Settings

/// Standard Webhooks 1.0.0 signatures: HMAC-SHA256 over `id.timestamp.body`.
struct WebhookSignature: Sendable {
    private let key: Secret

    /// - Parameter secret: `whsec_` and base64 of 24 to 64 bytes. Nil if it is anything else.
    init?(secret: [UInt8]) {
        guard let key = SigningKey.bytes(of: secret) else { return nil }
        self.key = Secret(bytes: key)
    }

    /// `v1,` and base64.
    func sign(id: String, timestamp: Int64, body: [UInt8]) -> String {
        var code = HMAC<SHA256>(key: SymmetricKey(data: key.bytes))
        code.update(data: Data("\(id).\(timestamp).".utf8))
        code.update(data: body)
        return "v1," + Data(code.finalize()).base64EncodedString()
    }

    /// Whether an id may stand in the header and in the signed text: visible ASCII without `.`, which parts the
    /// signed text.
    static func accepts(id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= 255
            && id.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ".") }
    }
}
