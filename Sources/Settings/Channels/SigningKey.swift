import Foundation

/// The form of a webhook's secret, as Standard Webhooks 1.0.0 has it.
package enum SigningKey {
    /// The key that `whsec_` and base64 of 24 to 64 bytes stand for; nil if it is anything else.
    package static func bytes(of secret: [UInt8]) -> [UInt8]? {
        let prefix = Array("whsec_".utf8)
        guard secret.starts(with: prefix), let key = Data(base64Encoded: Data(secret.dropFirst(prefix.count))),
            (24...64).contains(key.count)
        else { return nil }
        return Array(key)
    }
}
