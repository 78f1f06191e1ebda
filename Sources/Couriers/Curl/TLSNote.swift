/// What was agreed on in libcurl's own note, `SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384`. libcurl 7.88 has
/// no other way to ask for it than OpenSSL's structures; if the wording changes, it is missing from the log, and
/// nothing else.
enum TLSNote {
    private static let opening = Array("SSL connection using ".utf8)

    static func version(in text: some Collection<UInt8>) -> String? {
        guard text.starts(with: opening) else { return nil }
        let word = text.dropFirst(opening.count).prefix(20).prefix { $0 > 0x20 }
        return word.isEmpty ? nil : String(decoding: word, as: UTF8.self)
    }

    /// Version and cipher.
    static func agreement(in text: some Collection<UInt8>) -> String? {
        guard text.starts(with: opening) else { return nil }
        return ReplyText.clean(text.dropFirst(opening.count))
    }
}
