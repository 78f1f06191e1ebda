import CivilTime
import Messages
import Reminders
import Settings
import Testing
import WorkLists

/// A list of three milestones, one on a Sunday, with texts that a spreadsheet or a calendar could take wrongly.
enum PlanScene {
    static func configuration(_ language: Language = .zh) throws -> Configuration {
        let milestones = [
            ("3.1", "=HYPERLINK(\"http://x.example\")", "2017-06-30", nil),
            ("3.2", "完成投资100亿元;推进“六重”,见附件\\1", "2017-12-31", "待规划获批后"),
            ("3.10", String(repeating: "制定市级项目库并组织实施,", count: 12), "2017-06-30", nil),
        ].map { id, requirement, deadline, condition in
            Milestone(
                id: id, deadlinePhrase: "6月底前", deadline: CivilDate(iso: deadline), kind: .date,
                condition: condition, requirement: requirement, sourceLine: 31, line: 12)
        }
        let measures = zip(milestones, [["市发改委"], ["市发改委", "市经信委"], ["市档案局"]]).map { milestone, units in
            Measure(id: "m\(milestone.id)", text: "推进。", responsibleUnits: units, milestones: [milestone])
        }
        let list = WorkList(
            id: "demo-2017", title: "2017年度重点工作清单", documentNumber: "湖政办发〔2017〕33号",
            issuedOn: CivilDate(iso: "2017-03-31"), year: 2017, shortName: "重点工作",
            works: [KeyWork(number: 3, title: "推进项目", text: "推进项目。", measures: measures)])
        let directory = Directory(units: [
            OfficeUnit(
                id: "fgw", name: "市发改委",
                contacts: [
                    Contact(name: "王", role: .liaison, mail: "wang@x.example"),
                    Contact(name: "李", role: .deputy, mail: "li@x.example"),
                ]),
            OfficeUnit(
                id: "jxw", name: "市经信委", contacts: [Contact(name: "张", role: .liaison, mail: "zhang@x.example")]),
            OfficeUnit(id: "daj", name: "市档案局"),
        ])
        let inputs = PlanInputs(
            lists: [list], directory: directory, workdays: Workdays([]),
            office: Office(
                name: "市政府督查室", contacts: [Contact(name: "督查", role: .liaison, mail: "ducha@x.example")],
                channels: ["maildir"], zone: "Asia/Shanghai"),
            channels: ["maildir": ChannelTraits(addressing: .mail, limit: 2, messageIDDomain: "id.example")])
        return Configuration(inputs: inputs, channels: [], language: language)
    }

    static func plan(_ configuration: Configuration, unit: UnitID? = nil) throws -> Plan {
        PlanPreview.plan(
            of: configuration.inputs, from: try Huzhou.date("2017-01-01"), to: try Huzhou.date("2017-12-31"),
            unit: unit)
    }
}
