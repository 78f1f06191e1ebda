import Crypto
import Foundation
import Reminders

extension MessageBody {
    /// SHA-256 of the bytes, in lower-case hex: what the entry of an intent holds in the body's place.
    var sha256: String {
        let digits = Array("0123456789abcdef".utf8)
        var hex: [UInt8] = []
        hex.reserveCapacity(64)
        for byte in SHA256.hash(data: bytes) {
            hex.append(digits[Int(byte >> 4)])
            hex.append(digits[Int(byte & 15)])
        }
        return String(decoding: hex, as: UTF8.self)
    }
}
