package import CivilTime

/// A key work list (重点工作清单): what a published notice asks of whom, and by when.
///
/// Made by `NoticeReader` from the notice's text, or by `WorkListReader` from the YAML that a person corrected.
package struct WorkList: Sendable, Equatable {
    /// What the list is called in the ledger and on the command line: `huzhou-2017`. Letters, digits, `-`, `_`, `.`.
    package var id: String
    /// The notice's title as published.
    package var title: String
    /// 发文字号, as published: `湖政办发〔2017〕33号`.
    package var documentNumber: String?
    /// Who issued the notice, as signed.
    package var issuer: String?
    /// 成文日期, the date under the signature.
    package var issuedOn: CivilDate?
    /// The year that deadlines without one belong to; 0 when none is known.
    package var year: Int
    /// The IANA zone whose days the deadlines are. Default `Asia/Shanghai`.
    package var zone: String
    /// Whether texts of this list may go to chats, where everybody in them reads (`public: yes`). Default true.
    package var isPublic: Bool
    /// The most of its text that messages carry, on whatever channel; a channel may carry less. Default `full`.
    package var content: Disclosure
    /// What subjects say between 【】: `市政府重点工作`. Default nil: the annex title.
    package var shortName: String?
    /// Whom the notice is addressed to.
    package var addressees: [String]
    /// The list's own title, above the table.
    package var annexTitle: String?
    /// The table's column titles, as published.
    package var tableHeader: [String]
    /// The notice's opening paragraphs, between the addressees and the first numbered section.
    package var preamble: String?
    /// The notice's line that holds the title, from 1.
    package var sourceLine: Int?
    /// What the notice's own text asks for.
    package var duties: [Duty]
    /// The table's rows, in its order.
    package var works: [KeyWork]
    /// Lines, or sentences of lines, that no field took.
    package var unread: [Remark]
    /// Readings that a person should look at.
    package var review: [Remark]

    package init(
        id: String, title: String, documentNumber: String? = nil, issuer: String? = nil, issuedOn: CivilDate? = nil,
        year: Int, zone: String = "Asia/Shanghai", isPublic: Bool = true, content: Disclosure = .full,
        shortName: String? = nil,
        addressees: [String] = [], annexTitle: String? = nil, tableHeader: [String] = [], preamble: String? = nil,
        sourceLine: Int? = nil, duties: [Duty] = [], works: [KeyWork] = [], unread: [Remark] = [], review: [Remark] = []
    ) {
        self.id = id
        self.title = title
        self.documentNumber = documentNumber
        self.issuer = issuer
        self.issuedOn = issuedOn
        self.year = year
        self.zone = zone
        self.isPublic = isPublic
        self.content = content
        self.shortName = shortName
        self.addressees = addressees
        self.annexTitle = annexTitle
        self.tableHeader = tableHeader
        self.preamble = preamble
        self.sourceLine = sourceLine
        self.duties = duties
        self.works = works
        self.unread = unread
        self.review = review
    }

    /// Every milestone with the measure and the work it stands under, in the list's order.
    package var allMilestones: [(work: KeyWork, measure: Measure, milestone: Milestone)] {
        works.flatMap { work in
            work.measures.flatMap { measure in measure.milestones.map { (work, measure, $0) } }
        }
    }

    /// Every name that stands as a responsible unit, once each, in the order of first mention.
    package var responsibleUnitNames: [String] {
        var seen = Set<String>()
        return works.flatMap { $0.measures.flatMap(\.responsibleUnits) }.filter { seen.insert($0).inserted }
    }

    /// The same list without its places in a YAML file: what two readings are compared by.
    package var withoutLines: WorkList {
        var list = self
        for d in list.duties.indices { list.duties[d].line = 0 }
        for w in list.works.indices {
            list.works[w].line = 0
            for m in list.works[w].measures.indices {
                list.works[w].measures[m].line = 0
                for s in list.works[w].measures[m].milestones.indices {
                    list.works[w].measures[m].milestones[s].line = 0
                }
            }
        }
        return list
    }
}
