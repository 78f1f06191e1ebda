import Glibc

/// Turns the bytes of a spreadsheet's file into text: UTF-8 with or without a mark, UTF-16 with one, else GB18030,
/// which is what Excel and WPS save as CSV on a Chinese system.
///
/// GB18030 goes through iconv (libc6 carries its table): Foundation's String.Encoding 0x80000632 decodes it in a
/// dynamic build and answers nil in a static one, in silence.
enum TextEncoding {
    /// nil if the bytes are none of these.
    static func decode(_ bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return String(validating: bytes.dropFirst(3), as: UTF8.self) }
        if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), isLittleEndian: true) }
        if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), isLittleEndian: false) }
        return String(validating: bytes, as: UTF8.self) ?? gb18030(bytes)
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isLittleEndian: Bool) -> String? {
        guard bytes.count.isMultiple(of: 2) else { return nil }
        let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map { index in
            isLittleEndian
                ? UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8
                : UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
        }
        return String(validating: units, as: UTF16.self)
    }

    private static func gb18030(_ bytes: [UInt8]) -> String? {
        guard let converter = iconv_open("UTF-8", "GB18030"), converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        // Two bytes of GB18030 become at most three of UTF-8, four at most four, one at most one.
        var output = [CChar](repeating: 0, count: bytes.count * 2 + 8)
        var (inLeft, outLeft) = (input.count, output.count)
        let failed = input.withUnsafeMutableBufferPointer { from in
            output.withUnsafeMutableBufferPointer { to in
                var (next, end) = (from.baseAddress, to.baseAddress)
                return iconv(converter, &next, &inLeft, &end, &outLeft) == Int(bitPattern: UInt.max)
            }
        }
        guard !failed, inLeft == 0 else { return nil }
        return String(validating: output.dropLast(outLeft).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
