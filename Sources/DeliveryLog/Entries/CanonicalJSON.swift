/// Writes one JSON object as RFC 8785 asks (JSON Canonicalization Scheme): members in order of their names, no
/// blanks, the shortest escapes, UTF-8. Numbers are integers only; a member without a value is left out.
///
/// The caller gives members in ascending order of their names, which are ASCII; a wrong order is our own mistake.
struct CanonicalJSON {
    private(set) var bytes: [UInt8] = []
    private var lastName: StaticString?
    private var isEmpty = true

    /// The bytes of an object with these members.
    static func object(_ members: (inout CanonicalJSON) -> Void) -> [UInt8] {
        var json = CanonicalJSON()
        json.bytes.reserveCapacity(512)
        json.braces(members)
        return json.bytes
    }

    mutating func member(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        begin(name)
        append(value)
    }

    mutating func member(_ name: StaticString, _ value: (some FixedWidthInteger)?) {
        guard let value else { return }
        begin(name)
        bytes.append(contentsOf: String(value).utf8)
    }

    mutating func member(_ name: StaticString, _ value: Bool) {
        begin(name)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    mutating func member(_ name: StaticString, _ values: [String]) {
        begin(name)
        brackets(values) { json, value in json.append(value) }
    }

    mutating func member(_ name: StaticString, object members: (inout CanonicalJSON) -> Void) {
        begin(name)
        braces(members)
    }

    mutating func member<Value>(
        _ name: StaticString, objects values: [Value], _ members: (inout CanonicalJSON, Value) -> Void
    ) {
        begin(name)
        brackets(values) { json, value in json.braces { members(&$0, value) } }
    }

    private mutating func begin(_ name: StaticString) {
        precondition(
            lastName.map { $0.precedes(name) } ?? true, "members are written in ascending order of their names")
        lastName = name
        if !isEmpty { bytes.append(UInt8(ascii: ",")) }
        isEmpty = false
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func braces(_ members: (inout CanonicalJSON) -> Void) {
        let outer = (lastName, isEmpty)
        (lastName, isEmpty) = (nil, true)
        bytes.append(UInt8(ascii: "{"))
        members(&self)
        bytes.append(UInt8(ascii: "}"))
        (lastName, isEmpty) = outer
    }

    private mutating func brackets<Value>(_ values: [Value], _ write: (inout CanonicalJSON, Value) -> Void) {
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(&self, value)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func append(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let isWritten = text.utf8.withContiguousStorageIfAvailable { text in
            if text.contains(where: Self.isEscaped) { return false }
            bytes.append(contentsOf: text)
            return true
        }
        if isWritten != true { for byte in text.utf8 { append(escaped: byte) } }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
        case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
        case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
        case 0x0C: bytes.append(contentsOf: #"\f"#.utf8)
        case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
        case 0..<0x20:
            let hex = String(byte, radix: 16)
            bytes.append(contentsOf: (byte < 0x10 ? #"\u000"# : #"\u00"#).utf8)
            bytes.append(contentsOf: hex.utf8)
        default: bytes.append(byte)
        }
    }
}

extension StaticString {
    /// In the order of bytes.
    fileprivate func precedes(_ other: StaticString) -> Bool {
        let length = Swift.min(utf8CodeUnitCount, other.utf8CodeUnitCount)
        for place in 0..<length where utf8Start[place] != other.utf8Start[place] {
            return utf8Start[place] < other.utf8Start[place]
        }
        return utf8CodeUnitCount < other.utf8CodeUnitCount
    }
}
