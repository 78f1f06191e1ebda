import Reminders

/// What is done to a robot's message after it was composed, on its bytes alone.
package enum RobotText {
    /// The body with 〔可能重复〕 in front of what is read first: an attempt before this one may have arrived. In the
    /// message's language; once, however often it is asked for. Bytes that are no robot's body come back as they are.
    ///
    /// Room for the mark is left when a message is composed. Mark first, sign then.
    package static func markedAsRepeat(_ bytes: [UInt8]) -> [UInt8] {
        for language in Language.allCases {
            let opening = Array(FeishuForm.opening(language).utf8)
            if bytes.starts(with: opening) { return insert(mark(language), into: bytes, at: [opening.count]) }
        }
        let text = Array(WeComForm.opening.utf8)
        if bytes.starts(with: text) {
            return insert(mark(language(of: bytes[text.count...])), into: bytes, at: [text.count])
        }
        let markdown = Array(DingTalkForm.opening.utf8)
        let between = Array((DingTalkForm.between + DingTalkForm.heading).utf8)
        guard bytes.starts(with: markdown), let end = endOfString(in: bytes, from: markdown.count),
            bytes[end...].starts(with: between)
        else { return bytes }
        return insert(
            mark(language(of: bytes[markdown.count...])), into: bytes, at: [markdown.count, end + between.count])
    }

    static func mark(_ language: Language) -> String {
        switch language {
        case .zh: "〔可能重复〕"
        case .en: "(possibly a repeat) "
        }
    }

    /// Chinese titles open with 【, with the mark of a rehearsal before it or not.
    private static func language(of title: ArraySlice<UInt8>) -> Language {
        ["【", "[演练]", "［演练］", mark(.zh)].contains { title.starts(with: $0.utf8) } ? .zh : .en
    }

    private static func insert(_ mark: String, into bytes: [UInt8], at places: [Int]) -> [UInt8] {
        guard let first = places.first, !bytes[first...].starts(with: mark.utf8) else { return bytes }
        var result = bytes
        for place in places.reversed() { result.insert(contentsOf: mark.utf8, at: place) }
        return result
    }

    /// Where the JSON string that begins at `start` is closed.
    private static func endOfString(in bytes: [UInt8], from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""): return index
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        return nil
    }
}
