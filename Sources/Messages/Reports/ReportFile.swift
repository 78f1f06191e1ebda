package import CivilTime
package import Reminders

/// The file that a unit fills in and sends back (自查报告): plain text, which every program on an office's machine
/// opens, and ``ReportReader`` reads.
///
/// UTF-8 with a byte order mark and CRLF: without the mark WPS and older Notepads take UTF-8 for GBK, and Notepad before
/// Windows 10 runs lines together that end in LF alone.
package enum ReportFile {
    /// - Parameters:
    ///   - text: what stands in the fields; nil: nothing yet.
    ///   - today: what is open is not due yet up to its deadline.
    ///   - contact: who answers questions.
    package static func write(
        _ form: ReportForm, _ text: ReportText? = nil, today: CivilDate, contact: String? = nil,
        language: Language = .zh
    ) -> [UInt8] {
        let wording = Wording(language: language)
        var lines = head(form, wording)
        lines += wording.reportInstructions(limit: form.limit, contact: contact)
        for part in form.parts { lines += self.part(part, text, today, wording) }
        var bytes = CSVText.byteOrderMark
        for line in lines { bytes += "\(CleanText.line(line))\r\n".utf8 }
        return bytes
    }

    /// What the file is called: `自查报告-市发改委-三-2.txt`. No character that Windows forbids in a name.
    package static func name(_ form: ReportForm, language: Language = .zh) -> String {
        let stem = language == .zh ? "自查报告" : "report"
        let name = "\(stem)-\(form.unitName)-\(form.obligation.milestone).txt"
        return String(name.map { "\\/:*?\"<>|".contains($0) ? "_" : $0 })
    }

    private static func head(_ form: ReportForm, _ wording: Wording) -> [String] {
        ReportHead.allCases.map { line in
            let value =
                switch line {
                case .list: wording.title(form.listTitle, number: form.documentNumber)
                case .unit: form.unitName
                case .duty: "\(form.obligation.milestone) \(form.asked)"
                case .deadline: wording.fullDayAndWeekday(form.deadline)
                case .id: form.obligation.description
                }
            return wording.labelled(line.title(wording.language), value)
        }
    }

    private static func part(
        _ part: ReportForm.Part, _ text: ReportText?, _ today: CivilDate, _ wording: Wording
    ) -> [String] {
        var lines = ["", "", "【\(part.id)】\(part.text)"]
        for milestone in part.milestones {
            lines.append("  · " + wording.labelled(wording.milestone(milestone, today: today), milestone.requirement))
        }
        let filled = text?.parts.first { $0.id == part.id }
        for field in ReportField.allCases {
            lines += ["", "\(field.title(wording.language)):"]
            if let filled { lines += field.text(of: filled).split(separator: "\n").map(String.init) }
        }
        return lines
    }
}
