import Crypto
import Foundation
package import Reminders

extension ReportBody {
    /// A report's text as it is kept: the same text gives the same bytes, whatever file it came in.
    package init(_ text: ReportText) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = [UInt8](try encoder.encode(text))
        let hash = SHA256.hash(data: bytes).flatMap { [hexDigit($0 >> 4), hexDigit($0 & 15)] }
        self.init(sha256: String(decoding: hash, as: UTF8.self).lowercased(), bytes: bytes)
    }

    /// nil once retention cut it.
    package var text: ReportText? {
        bytes.flatMap { try? JSONDecoder().decode(ReportText.self, from: Data($0)) }
    }
}
