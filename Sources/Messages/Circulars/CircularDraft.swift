import CivilTime
package import Reminders
import WorkLists

/// A circular (通报) as an office writes one, for a person to finish and send: title, addressees, text, table,
/// signature. It is a draft and says so; nothing sends it.
package struct CircularDraft: Sendable, Equatable {
    package struct Section: Sendable, Equatable {
        package var heading: String
        /// A unit with its items, each in a sentence.
        package var units: [Unit]
    }

    package struct Unit: Sendable, Equatable {
        package var name: String
        package var items: [String]
    }

    package var language: Language
    /// `草稿`.
    package var mark: String
    package var markNote: String
    package var title: String
    /// 主送.
    package var addressee: String
    package var opening: [String]
    package var sections: [Section]
    package var closing: [String]
    /// 附件.
    package var annex: String
    package var headings: [String]
    package var rows: [[String]]
    /// 落款.
    package var signature: [String]

    package init(_ circular: Circular) {
        let wording = Wording(language: circular.language)
        let named = circular.items.filter { $0.head != nil }
        language = circular.language
        mark = wording.circularMark
        markNote = wording.circularNote(isRehearsal: circular.isRehearsal)
        title = wording.circularTitle(circular)
        addressee = wording.addressee
        opening = [wording.circularOpening(circular)]
        sections = Circular.Item.Head.allCases.compactMap { head in
            let items = named.filter { $0.head == head }
            guard !items.isEmpty else { return nil }
            return Section(
                heading: wording.circularHead(head, items: items.count, today: circular.today),
                units: items.map(\.past.line.unit).withoutRepeats.map { unit in
                    let mine = items.filter { $0.past.line.unit == unit }
                    let name = mine.first?.past.line.unitName ?? unit.rawValue
                    return Unit(
                        name: wording.share(name, items: mine.count),
                        items: mine.map { wording.circularItem($0, circular) })
                })
        }
        closing = named.isEmpty ? [] : [wording.circularClosing(phone: circular.phone)]
        annex = wording.circularAnnex
        headings = CircularColumn.allCases.map { $0.title(circular.language) }
        rows = named.enumerated().map { index, item in
            CircularColumn.allCases.map { $0.cell(item, number: index + 1, circular) }
        }
        signature = [circular.office, wording.fullDay(circular.today)]
    }
}

/// The table's columns, on the page and in the CSV.
enum CircularColumn: CaseIterable {
    case number, unit, milestone, requirement, deadline, workdays, state, lastTold, over

    func title(_ language: Language) -> String {
        switch (self, language) {
        case (.number, .zh): "序号"
        case (.unit, .zh): "责任单位"
        case (.milestone, .zh): "编号"
        case (.requirement, .zh): "事项"
        case (.deadline, .zh): "到期日"
        case (.workdays, .zh): "已过工作日"
        case (.state, .zh): "登记情况"
        case (.lastTold, .zh): "最近提醒"
        case (.over, .zh): "提醒方式"
        case (.number, .en): "no."
        case (.unit, .en): "unit"
        case (.milestone, .en): "number"
        case (.requirement, .en): "item"
        case (.deadline, .en): "deadline"
        case (.workdays, .en): "working days past"
        case (.state, .en): "on record"
        case (.lastTold, .en): "last told"
        case (.over, .en): "told over"
        }
    }

    func cell(_ item: Circular.Item, number: Int, _ circular: Circular) -> String {
        let line = item.past.line
        let wording = Wording(language: circular.language)
        return switch self {
        case .number: "\(number)"
        case .unit: line.unitName
        case .milestone: "\(line.list):\(line.milestone)"
        case .requirement: line.requirement
        case .deadline: line.deadline.description
        case .workdays: "\(item.past.workdaysPast)"
        case .state: item.head.map(wording.circularState) ?? ""
        case .lastTold: item.told.map { circular.minute($0.at) } ?? wording.neverTold
        case .over: item.told.map { "\($0.channel) \($0.to)" } ?? ""
        }
    }
}

extension Circular {
    /// `2017-06-27 09:00`, in the office's zone.
    func minute(_ moment: Moment) -> String {
        let civil = civilZone.civil(moment)
        return "\(civil.date) \(civil.time.description.prefix(5))"
    }
}
