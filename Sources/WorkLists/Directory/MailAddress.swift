/// What an internet mail address must look like (RFC 5321, 4.1.2 and 4.5.3.1; RFC 6531 for letters beyond ASCII).
package enum MailAddress {
    /// Why the address cannot be used, in lower case without a final period; nil if it can.
    ///
    /// One local part of dot-separated atoms, at most 64 octets, and one domain of letters, digits and hyphens, at most
    /// 255 octets; 254 together. Quoted local parts, address literals and comments are not taken. Letters beyond ASCII
    /// may stand on both sides (a domain's labels then as people write them, U-labels): see `needsSMTPUTF8`. Whether such
    /// a domain can exist (RFC 5891) is left to those who resolve it.
    package static func problem(_ address: String) -> String? {
        guard !address.isEmpty else { return "is empty" }
        for scalar in address.unicodeScalars {
            if let fault = RecordReader.controlFault(String(scalar)) { return fault }
            if scalar.properties.generalCategory == .format { return "has an invisible character in it" }
            if scalar.isBlank || scalar.properties.isWhitespace { return "has a space in it" }
            if scalar == "＠" { return "has a full-width ＠ where @ belongs" }
            if scalar == "。" || scalar == "．" { return "has a full-width full stop where . belongs" }
            if scalar == "<" || scalar == ">" { return "has < or > in it: write the bare address" }
        }
        let parts = address.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count > 1 else { return "has no @" }
        guard parts.count == 2 else { return "has more than one @" }
        return problem(local: Array(parts[0])) ?? problem(domain: Array(parts[1]))
            ?? (address.utf8.count > 254 ? "is longer than 254 octets" : nil)
    }

    /// Whether only a server that offers SMTPUTF8 takes it.
    package static func needsSMTPUTF8(_ address: String) -> Bool { address.utf8.contains { $0 >= 0x80 } }

    private static func problem(local: [UInt8]) -> String? {
        guard !local.isEmpty else { return "has nothing before the @" }
        guard local.count <= 64 else { return "has more than 64 octets before the @" }
        guard !local.contains(UInt8(ascii: "\"")) else { return "has a quoted part, which is not supported" }
        for atom in local.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard !atom.isEmpty else { return "has a dot too many before the @" }
            guard atom.allSatisfy({ $0 >= 0x80 || isAlphanumeric($0) || atomMarks.contains($0) }) else {
                return "has a character before the @ that an address cannot have"
            }
        }
        return nil
    }

    private static func problem(domain: [UInt8]) -> String? {
        guard !domain.isEmpty else { return "has nothing after the @" }
        guard domain.count <= 255 else { return "has more than 255 octets after the @" }
        for label in domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard !label.isEmpty else { return "has a dot too many after the @" }
            guard label.count <= 63 else { return "has a part of more than 63 octets after the @" }
            guard label.allSatisfy({ $0 >= 0x80 || isAlphanumeric($0) || $0 == UInt8(ascii: "-") }),
                label.first != UInt8(ascii: "-"), label.last != UInt8(ascii: "-"),
                isULabel(String(decoding: label, as: UTF8.self))
            else { return "has a domain that is none" }
        }
        return nil
    }

    /// Beyond ASCII a label has letters, their marks and digits only, and no mark first (RFC 5892, roughly).
    private static func isULabel(_ label: String) -> Bool {
        for (index, scalar) in label.unicodeScalars.enumerated() where !scalar.isASCII {
            switch scalar.properties.generalCategory {
            case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
                break
            case .nonspacingMark, .spacingMark: if index == 0 { return false }
            default: return false
            }
        }
        return true
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// RFC 5322 atext besides letters and digits.
    private static let atomMarks = Set("!#$%&'*+-/=?^_`{|}~".utf8)
}
