import Foundation

/// What of a URL is a secret.
extension Redaction {
    /// A path's part that is as long may be a token.
    private static let tokenLength = 16

    /// The values of the query, as they stand in it and decoded.
    static func queryForms(ofURL url: String) -> [[UInt8]] {
        guard let mark = url.firstIndex(of: "?") else { return [] }
        let values = url[url.index(after: mark)...].split(separator: "&").map { item in
            item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).last ?? item
        }
        return values.flatMap { forms(of: String($0)) }
    }

    /// Those, and the parts of the path that are long enough for a token; the last one if there is no query.
    static func robotForms(ofURL url: String) -> [[UInt8]] {
        let query = queryForms(ofURL: url)
        let path = url.prefix { $0 != "?" }.split(separator: "/").dropFirst(2)
        let tokens = path.filter { $0.utf8.count >= tokenLength }
        let last = query.isEmpty ? path.suffix(1) : []
        return query + (tokens + last).flatMap { forms(of: String($0)) }
    }

    /// A text as it is, percent-decoded, percent-encoded, and as some JSON writers have it, who escape `/`.
    static func forms(of text: String) -> [[UInt8]] {
        var forms = [text]
        for other in [
            text.removingPercentEncoding, PercentEncoding.encoded(text), text.replacing("/", with: "\\/"),
        ] {
            if let other, !forms.contains(other) { forms.append(other) }
        }
        return forms.map { Array($0.utf8) }
    }
}

/// Text as it stands in a query.
enum PercentEncoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Everything but the unreserved characters of RFC 3986 2.3 is encoded: `+` and `/` too.
    static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
