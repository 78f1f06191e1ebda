import Crypto

/// The file a mail gets in a maildir: made of its Message-ID alone, so that a repeat replaces it.
enum MaildirFileName {
    private static let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@._-+=".utf8)
    private static let longest = 180

    /// The id itself if it may be a file's name; else its allowed characters and a piece of its SHA-256, so that two
    /// ids never share a file. A colon begins a maildir's flags and a leading dot hides the file (cr.yp.to/proto).
    static func of(messageID: String) -> String {
        let kept = messageID.utf8.map { allowed.contains($0) ? $0 : UInt8(ascii: "_") }
        let isItself =
            kept.elementsEqual(messageID.utf8) && kept.count <= longest && !kept.isEmpty
            && kept.first != UInt8(ascii: ".")
        if isItself { return messageID }
        let digest = SHA256.hash(data: Array(messageID.utf8)).prefix(8)
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let start = String(decoding: kept.prefix(longest - 20), as: UTF8.self)
        return (start.first == "." ? "_" + start.dropFirst() : start) + "-" + digest
    }
}
