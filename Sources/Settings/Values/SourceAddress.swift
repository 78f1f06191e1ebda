/// What a connection goes out from: one of this machine's addresses, or an interface by its name.
package struct SourceAddress: Sendable, Equatable {
    package var text: String
    /// Whether `text` is an IP address, and not an interface's name.
    package var isAddress: Bool

    /// Nil if it is neither. By its form only: whether this machine has it shows when a connection is made.
    package init?(_ text: String) {
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = numbers.count == 4 && numbers.allSatisfy { UInt8($0) != nil && $0.first?.isNumber == true }
        if isIPv4 || HostName.isIPv6(text) {
            isAddress = true
        } else {
            // Linux: at most 15 bytes, no blank and no slash (dev_valid_name). A name of numbers and dots is a slip.
            guard (1...15).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
                !text.contains("/"), !text.contains(":"), !text.contains("!"), text != ".", text != "..",
                text.contains(where: \.isLetter)
            else { return nil }
            isAddress = false
        }
        self.text = text
    }
}
