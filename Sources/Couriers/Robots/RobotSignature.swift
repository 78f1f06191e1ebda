import Crypto
import Foundation

/// A robot's signatures (加签). The two forms take secret and time the other way round.
struct RobotSignature: Sendable {
    private let secret: Secret

    /// - Parameter secret: as the app shows it; blanks and line ends around it do not count. Nil if nothing is left.
    init?(secret: [UInt8]) {
        let isBlank: (UInt8) -> Bool = { $0 <= 0x20 }
        let bytes = Array(secret.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
        guard !bytes.isEmpty else { return nil }
        self.secret = Secret(bytes: bytes)
    }

    /// DingTalk: the secret signs `milliseconds\nsecret`. Base64, not percent-encoded yet.
    func dingTalk(milliseconds: Int64) -> String {
        code(of: Array("\(milliseconds)\n".utf8) + secret.bytes, key: secret.bytes)
    }

    /// Feishu and Lark: `seconds\nsecret` signs nothing.
    func feishu(seconds: Int64) -> String {
        code(of: [], key: Array("\(seconds)\n".utf8) + secret.bytes)
    }

    /// What of it must not be shown.
    var forms: [[UInt8]] { Redaction.forms(of: String(decoding: secret.bytes, as: UTF8.self)) }

    private func code(of message: [UInt8], key: [UInt8]) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key))
        return Data(code).base64EncodedString()
    }
}
