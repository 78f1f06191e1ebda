/// A notice as read: the list, and which field took each of its lines.
package struct NoticeReading: Sendable, Equatable {
    package internal(set) var list: WorkList
    /// For each line that is not blank, the fields that took it; `unread` for what stands in `list.unread`.
    /// Every such line has an entry: nothing is dropped in silence.
    package internal(set) var coverage: [Int: [String]] = [:]

    init(list: WorkList) { self.list = list }

    mutating func use(_ line: NoticeLine, for field: String) {
        coverage[line.number, default: []].append(field)
    }

    mutating func leave(_ line: NoticeLine, text: Scalars? = nil, why: String? = nil) {
        coverage[line.number, default: []].append("unread")
        let text = text ?? line.text
        list.unread.append(Remark(line: line.number, text: text.text, why: why ?? line.likelyOrigin))
    }

    mutating func doubt(line: Int?, _ text: String, _ why: String) {
        list.review.append(Remark(line: line ?? 0, text: text, why: why))
    }
}
