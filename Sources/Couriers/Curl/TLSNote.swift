/// The TLS version in libcurl's own note. libcurl 7.88 has no other way to ask for it than OpenSSL's structures; if
/// the wording changes, the version is missing from the log, and nothing else.
enum TLSNote {
    private static let opening = Array("SSL connection using ".utf8)

    static func version(in text: some Sequence<UInt8>) -> String? {
        let bytes = Array(text.prefix(64))
        guard bytes.starts(with: opening) else { return nil }
        let word = bytes.dropFirst(opening.count).prefix { $0 > 0x20 }
        return word.isEmpty ? nil : String(decoding: word, as: UTF8.self)
    }
}
