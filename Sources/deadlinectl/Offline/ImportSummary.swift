import CivilTime
import WorkLists

/// What a notice's reading gave: counts, and every line that a person should look at.
enum ImportSummary {
    static func text(_ list: WorkList, width: Int, style: Style) -> String {
        var text = style(.bold, "\(list.id): \(PlainLine.of(list.title))") + "\n"
        let origin = [list.documentNumber, list.issuer, list.issuedOn?.description].compactMap { $0 }
        if !origin.isEmpty { text += "  \(PlainLine.of(origin.joined(separator: ", ")))\n" }
        text += "  \(counts(list))\n"
        text += remarks(list.review, "to review", width: width, style: style)
        text += remarks(list.unread, "unread", width: width, style: style)
        return text
    }

    /// `11 key works, 47 measures, 127 milestones, 3 duties, 35 units`.
    static func counts(_ list: WorkList) -> String {
        let measures = list.works.flatMap(\.measures)
        return [
            PlanTable.count(list.works.count, "key work"), PlanTable.count(measures.count, "measure"),
            PlanTable.count(list.allMilestones.count, "milestone"),
            list.duties.count == 1 ? "1 duty" : "\(list.duties.count) duties",
            PlanTable.count(list.responsibleUnitNames.count, "unit"),
        ].joined(separator: ", ")
    }

    private static func remarks(_ remarks: [Remark], _ what: String, width: Int, style: Style) -> String {
        guard !remarks.isEmpty else { return "  0 \(what)\n" }
        return "  \(style(.yellow, "\(remarks.count) \(what):"))\n"
            + remarks.map { remark in
                let place = remark.line > 0 ? "line \(remark.line): " : ""
                let text = remark.text.isEmpty ? "" : ": " + DisplayWidth.cut(PlainLine.of(remark.text), to: 120)
                return Wrapping.prose(remark.why + text, first: "    \(place)", indent: 6, width: width)
            }.joined()
    }
}
