import Foundation

/// How a person names a delivery: by its number, by its Message-ID or webhook-id, or by the address that a bounce of it
/// went to.
package enum DeliveryName {
    /// The number in `123`, `<qkzvbmta-123@huzhou.example>`, `msg_qkzvbmta_123` or `bounces+qkzvbmta-123@huzhou.example`;
    /// nil for anything else, and for one of another ledger.
    ///
    /// - Parameter tag: the ledger's word.
    package static func number(in text: String, tag: String) -> Int64? {
        if let number = Int64(text), number > 0 { return number }
        guard !tag.isEmpty else { return nil }
        // Servers on the way change the case of an address.
        let text = text.lowercased()
        for mark in ["\(tag)-", "\(tag)_"] {
            guard let found = text.range(of: mark) else { continue }
            let digits = text[found.upperBound...].prefix { ("0"..."9").contains($0) }
            let rest = text[found.upperBound...].dropFirst(digits.count)
            guard let number = Int64(digits), rest.isEmpty || rest.hasPrefix("@") else { continue }
            return number
        }
        return nil
    }
}
