import CivilTime
package import Reminders

/// All reports as one text for the office: duty, key work, measure, unit, as the list has them, and who gave none.
///
/// A text file like ``ReportFile``.
package enum ReportDocument {
    package static func write(_ collections: [ReportCollection], language: Language = .zh) -> [UInt8] {
        let wording = Wording(language: language)
        let texts = collections.map { lines($0, wording) }.joined(separator: ["", "", ""])
        return CSVText.byteOrderMark + texts.flatMap { Array("\(CleanText.line($0))\r\n".utf8) }
    }

    /// What the file is called: `自查报告汇总-huzhou-2017-三-2.txt`.
    ///
    /// - Parameter ending: `txt` or `csv`.
    package static func name(_ collection: ReportCollection, ending: String, language: Language = .zh) -> String {
        "\(language == .zh ? "自查报告汇总" : "reports")-\(collection.list)-\(collection.duty).\(ending)"
    }

    private static func lines(_ collection: ReportCollection, _ wording: Wording) -> [String] {
        var lines = [
            wording.title(collection.title, number: collection.documentNumber),
            "\(collection.duty) \(collection.asked)",
            wording.reportsGiven(collection, deadline: wording.fullDay(collection.deadline)),
        ]
        if !collection.missing.isEmpty { lines.append(wording.reportsMissing(collection.missing)) }
        for work in collection.works {
            lines += ["", "", wording.work(work.number, work.title)]
            for measure in work.measures {
                lines += ["", "【\(measure.id)】\(measure.text)"]
                for share in measure.shares { lines += self.share(share, wording) }
            }
        }
        if !collection.others.isEmpty {
            lines += ["", "", wording.reportedOtherwise]
            for share in collection.others {
                lines += ["", "【\(share.text?.id ?? "")】"] + self.share(share, wording)
            }
        }
        return lines
    }

    private static func share(_ share: ReportCollection.Share, _ wording: Wording) -> [String] {
        guard let text = share.text else { return ["", "■ " + wording.labelled(share.unitName, wording.noReport)] }
        return ["", "■ \(share.unitName)"]
            + ReportField.allCases.flatMap { field -> [String] in
                let said = field.text(of: text).split(separator: "\n", omittingEmptySubsequences: false)
                return [wording.labelled(field.title(wording.language), String(said.first ?? ""))]
                    + said.dropFirst().map(String.init)
            }
    }
}
