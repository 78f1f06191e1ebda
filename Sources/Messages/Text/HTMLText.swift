import Mustache

/// Escapes text for HTML byte by byte.
///
/// swift-mustache's own escaping compares Characters, and a quote followed by U+0301 is one Character that equals no
/// quote: it comes out raw and closes the attribute it stands in. Bytes cannot join.
enum HTMLText {
    static func escaped(_ text: String) -> String {
        let isPlain = text.utf8.withContiguousStorageIfAvailable { !$0.contains(where: needsCare) }
        if isPlain == true { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "'"): bytes += "&#39;".utf8
            // Old readers took a grave accent for a quote.
            case UInt8(ascii: "`"): bytes += "&#96;".utf8
            case 0x09, 0x0A, 0x0D: bytes.append(0x20)
            case 0x00...0x1F, 0x7F: break
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func needsCare(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00...0x1F, 0x7F: true
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"),
            UInt8(ascii: "`"):
            true
        default: false
        }
    }
}

/// What swift-mustache uses for templates that begin with `{{% CONTENT_TYPE:HTML}}`, in place of its own.
struct HTMLContent: MustacheContentType {
    func escapeText(_ text: String) -> String { HTMLText.escaped(text) }
}
