import Reminders
import Settings
import WorkLists

/// What a mail brings for the reports it asks for.
extension Draft {
    /// What is to be filled in for an item. It holds the list's texts, which leave by a full channel only.
    func form(of item: Briefing.Item) -> ReportForm? { content == .full ? item.report : nil }

    private var reportForms: [ReportForm] { items.compactMap(form) }

    var reportFiles: [MIMEPart.Attachment] {
        reportForms.enumerated().map { index, form in
            MIMEPart.Attachment(
                type: "text/plain", parameters: [("charset", "utf-8")],
                fileName: ReportFile.name(form, language: wording.language),
                plainName: index == 0 ? "report.txt" : "report-\(index + 1).txt",
                bytes: ReportFile.write(
                    form, today: today, contact: briefing.office.phone ?? briefing.office.name,
                    language: wording.language))
        }
    }

    /// The files by name, for the box that says how to answer.
    var reportFacts: [Facts] {
        reportForms.map { form in
            [
                "report_file": ReportFile.name(form, language: wording.language),
                "report_parts": "\(form.parts.count)",
                "report_limit": Fact.optional(form.limit.map(String.init)),
            ]
        }
    }

    /// How the measures stand that an item's report is about: a line each, their texts are in the file.
    func measureFacts(_ item: Briefing.Item) -> [Facts] {
        (form(of: item)?.parts ?? []).map { part in
            [
                "measure_number": part.id,
                "measure_title": wording.opening(of: part.text),
                "measure_state": Fact.optional(
                    part.milestones.map { wording.milestone($0, today: today) }.joined(
                        separator: wording.language == .zh ? ";" : "; ")),
            ]
        }
    }
}
