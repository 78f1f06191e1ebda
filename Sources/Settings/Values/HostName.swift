/// What may stand as a server's name: a DNS name or an IP address, without scheme and port.
enum HostName {
    /// What is wrong with the name; nil if nothing is.
    static func problem(_ host: String) -> String? {
        if host.isEmpty { return "is empty" }
        if let scalar = PlainText.control(in: host) { return "has the control character \(scalar)" }
        if host.contains("://") || host.contains("/") { return "is not a bare host name" }
        if host.contains(":") {
            return isIPv6(host) ? nil : "is not a bare host name"
        }
        guard host.utf8.count <= 253 else { return "has more than 253 characters" }
        for label in host.split(separator: ".", omittingEmptySubsequences: false) {
            guard (1...63).contains(label.utf8.count) else { return "has a part that is empty or too long" }
            guard label.utf8.allSatisfy(isNameByte) else { return "has a character that host names do not have" }
            guard label.first != "-", label.last != "-" else { return "has a part that begins or ends with '-'" }
        }
        return nil
    }

    /// Whether what is sent there stays on this machine.
    static func isLoopback(_ host: String) -> Bool {
        if host.lowercased() == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// By its characters only: what is left over fails when it is connected to.
    static func isIPv6(_ host: String) -> Bool {
        host.filter { $0 == ":" }.count >= 2
            && host.utf8.allSatisfy { byte in
                byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") || Character(Unicode.Scalar(byte)).isHexDigit
            }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

/// Text as it may stand in a setting.
enum PlainText {
    /// The first control character, as `U+000A`.
    static func control(in text: String) -> String? {
        text.unicodeScalars.first { $0.properties.generalCategory == .control }.map(codePoint)
    }

    static func codePoint(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// Foreign text in a message: short, on one line.
    static func shown(_ text: String) -> String {
        let plain = text.unicodeScalars.prefix(60).map { $0.properties.generalCategory == .control ? " " : $0 }
        return String(String.UnicodeScalarView(plain)) + (text.unicodeScalars.count > 60 ? "…" : "")
    }
}
