import CivilTime
package import Reminders

/// All reports as a table: one line a measure and unit, also where nothing was reported. As ``CSVText`` writes it.
package enum ReportCSV {
    package static func write(_ collections: [ReportCollection], language: Language = .zh) -> [UInt8] {
        var bytes = CSVText.byteOrderMark + CSVText.record(titles(language).map { .text($0) })
        for collection in collections {
            for work in collection.works {
                for measure in work.measures {
                    for share in measure.shares {
                        bytes += record(
                            collection, work.number, work.title, measure.id, measure.text, share, language)
                    }
                }
            }
            for share in collection.others {
                bytes += record(collection, nil, "", share.text?.id ?? "", "", share, language)
            }
        }
        return bytes
    }

    private static func titles(_ language: Language) -> [String] {
        let head =
            switch language {
            case .zh: ["事项", "序号", "重点工作", "举措编号", "工作举措", "责任单位", "反馈日期"]
            case .en: ["duty", "key work", "title", "measure", "text", "unit", "reported on"]
            }
        return head + ReportField.allCases.map { $0.title(language) } + [language == .zh ? "字数" : "characters"]
    }

    private static func record(
        _ collection: ReportCollection, _ number: Int?, _ title: String, _ measure: String, _ text: String,
        _ share: ReportCollection.Share, _ language: Language
    ) -> [UInt8] {
        let zone = Zone(identifier: collection.zone) ?? .utc
        let filed = collection.units.first { $0.unit == share.unit }?.filedAt.map { "\(zone.civil($0).date)" }
        let said = ReportField.allCases.map { field in share.text.map { field.text(of: $0) } ?? "" }
        let characters = said.reduce(0) { $0 + CharacterCount.of($1) }
        // The list's own id before a measure's, or a spreadsheet makes a number or a day of it.
        return CSVText.record(
            [
                .text("\(collection.list):\(collection.duty)"), number.map { .number(Int64($0)) } ?? .empty,
                .text(title),
                .text("\(collection.list):\(measure)"), .text(text), .text(share.unitName),
                filed.map { .text($0) } ?? .empty,
            ] + said.map { .text($0) } + [share.text == nil ? .empty : .number(Int64(characters))])
    }
}
