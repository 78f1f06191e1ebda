import CivilTime
import Testing
import WorkLists

@Suite("The Huzhou notice against its transcription")
struct GoldenTests {
    let golden: Golden
    let list: WorkList

    init() throws {
        golden = try Golden.huzhou()
        list = NoticeReader.read(try Huzhou.notice(), id: "huzhou-2017")
    }

    @Test("the head is as transcribed: number, issuer, issue date (not the repost time), titles, addressees, columns")
    func head() {
        #expect(list.title == golden.title)
        #expect(list.documentNumber == golden.document_number)
        #expect(list.issuer == golden.issuer)
        #expect(list.issuedOn?.description == golden.issued_on)
        #expect(list.year == golden.year)
        #expect(list.addressees == golden.addressees)
        #expect(list.annexTitle == golden.annex_title)
        #expect(list.tableHeader == golden.table_header)
        #expect(list.shortName == "市政府重点工作")
    }

    @Test("all seven duties are as transcribed, constraints and evidence included")
    func duties() throws {
        #expect(list.duties.map(\.id) == golden.duties.map(\.id))
        for (ours, theirs) in zip(list.duties, golden.duties) {
            #expect(ours.section == theirs.section)
            #expect(ours.who == theirs.who, "\(theirs.id)")
            #expect(ours.what == theirs.what, "\(theirs.id)")
            #expect(ours.whatIsAssembled == (theirs.what_assembled ?? false), "\(theirs.id)")
            #expect(ours.deadlinePhrase == theirs.deadline_phrase, "\(theirs.id)")
            #expect(ours.deadline?.description == theirs.deadline, "\(theirs.id)")
            #expect(ours.kind.rawValue == theirs.kind, "\(theirs.id)")
            #expect(ours.rrule == theirs.rrule, "\(theirs.id)")
            #expect(ours.period == theirs.period, "\(theirs.id)")
            #expect(ours.recipient == theirs.recipient, "\(theirs.id)")
            #expect(ours.evidence == theirs.evidence, "\(theirs.id)")
            let constraints = theirs.constraints
            #expect(ours.basis == constraints.basis ?? [], "\(theirs.id)")
            #expect(ours.standard == constraints.standard, "\(theirs.id)")
            #expect(ours.purpose == constraints.purpose, "\(theirs.id)")
            #expect(ours.maxCharacters == constraints.max_chars_per_work, "\(theirs.id)")
            #expect(ours.maxCharactersStrictness == constraints.max_chars_strictness, "\(theirs.id)")
            #expect(ours.contents == constraints.contents ?? [], "\(theirs.id)")
            #expect(ours.contentsAreOpenEnded == (constraints.contents_open_ended ?? false), "\(theirs.id)")
        }
    }

    @Test("the two self-checks are reports, the filing is none")
    func reports() {
        #expect(list.duties.filter(\.isReport).map(\.id) == ["三-2", "三-3"])
    }

    @Test("every key work is as transcribed, with page-break repeats merged")
    func works() {
        #expect(list.works.map(\.number) == golden.works.map(\.number))
        #expect(list.works.map(\.title) == golden.works.map(\.title))
        #expect(list.works.map { bare($0.text) } == golden.works.map { bare($0.text) })
        #expect(list.works.map(\.measures.count) == golden.works.map(\.measures.count))
    }

    @Test("every measure is as transcribed")
    func measures() {
        let (ours, theirs) = (list.works.flatMap(\.measures), golden.works.flatMap(\.measures))
        #expect(ours.map(\.id) == theirs.map(\.id))
        for (ours, theirs) in zip(ours, theirs) {
            #expect(ours.number == theirs.number, "\(theirs.id)")
            #expect(bare(ours.text) == bare(theirs.text), "\(theirs.id)")
            #expect(ours.responsibleUnits == theirs.responsible_units, "\(theirs.id)")
            #expect(ours.unitsRaw == theirs.units_raw, "\(theirs.id)")
            #expect(ours.scheduleRaw == theirs.schedule_raw, "\(theirs.id)")
        }
    }

    @Test("every milestone is as transcribed: phrase, date, kind, rule, condition, requirement")
    func milestones() {
        let ours = list.allMilestones.map(\.milestone)
        let theirs = golden.works.flatMap { $0.measures.flatMap(\.milestones) }
        #expect(ours.map(\.id) == theirs.map(\.id))
        for (ours, theirs) in zip(ours, theirs) {
            #expect(ours.deadlinePhrase == theirs.deadline_phrase, "\(theirs.id)")
            #expect(ours.deadline?.description == theirs.deadline, "\(theirs.id)")
            #expect(ours.kind.rawValue == theirs.kind, "\(theirs.id)")
            #expect(ours.rrule == theirs.rrule, "\(theirs.id)")
            #expect(ours.condition == theirs.condition, "\(theirs.id)")
            #expect(bare(ours.requirement) == bare(theirs.requirement), "\(theirs.id)")
            if let days = theirs.occurrences { #expect(ours.occurrences().map(\.description) == days) }
        }
    }

    @Test("the counts are 11, 47, 127, 35, 64, 168 and 7 (3 dated)")
    func counts() {
        let measures = list.works.flatMap(\.measures)
        #expect(list.works.count == 11)
        #expect(measures.count == 47)
        #expect(list.allMilestones.count == 127)
        #expect(list.responsibleUnitNames.count == 35)
        #expect(measures.map(\.responsibleUnits.count).reduce(0, +) == 64)
        #expect(measures.map { $0.responsibleUnits.count * $0.milestones.count }.reduce(0, +) == 168)
        #expect(list.duties.count == 7)
        #expect(list.duties.filter { $0.deadline != nil }.count == 3)
    }

    @Test("only the web page's own lines are left unread")
    func unread() {
        // NBSPs and runs of blanks in the transcription's note of them are not compared.
        #expect(list.unread.map { bare($0.text) } == golden.boilerplate_not_content.map(bare))
    }

    @Test(
        "each doubtful reading is marked for review",
        arguments: [
            (48, "没有编号"), (51, "“全年”"), (101, "只写了月份"), (145, "周期事项"), (145, "一次性工作"), (149, "全年目标"), (149, "单独成为节点"),
            (77, "同一句里"), (169, "前置条件"), (172, "括号"), (27, "分列几个期限"), (27, "没有给出频次"),
        ])
    func review(line: Int, why: String) {
        #expect(list.review.contains { $0.line == line && $0.why.contains(why) })
    }

    @Test("what is not in doubt is not marked: a third of the milestones at most would be noise")
    func reviewIsShort() {
        #expect(list.review.count <= 20)
    }
}
