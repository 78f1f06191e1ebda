/// What a telephone number looks like: 5 to 20 digits, with hyphens and blanks between them, and `+` in front.
package enum TelephoneNumber {
    package static func isOne(_ text: String) -> Bool {
        let digits = text.utf8.count { (0x30...0x39).contains($0) }
        return (5...20).contains(digits)
            && text.utf8.enumerated().allSatisfy { index, byte in
                (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: " ")
                    || (index == 0 && byte == UInt8(ascii: "+"))
            }
    }
}
