import CivilTime
import Reminders
import TestSupport
import Testing
import WorkLists

/// The real list with the shipped directory and calendars, and the default policy.
enum Huzhou {
    static func inputs() throws -> PlanInputs {
        let (listText, unitsText) = (
            try Repository.text("Config/worklists/huzhou-2017.yaml"), try Repository.text("Config/units.yaml")
        )
        let list = WorkListReader.read(listText, file: "worklists/huzhou-2017.yaml")
        let directory = DirectoryReader.read(unitsText, file: "units.yaml")
        #expect(list.1.filter { $0.severity == .error }.isEmpty)
        #expect(directory.1.filter { $0.severity == .error }.isEmpty)
        return PlanInputs(
            lists: [try #require(list.0)], directory: try #require(directory.0), workdays: Files.china,
            office: Office(
                name: "市政府督查室", contacts: [Contact(name: "督查专员", role: .liaison, mail: "ducha@huzhou.example")],
                channels: ["maildir"], zone: "Asia/Shanghai"),
            digests: [Files.weekly("Mon *-*-* 09:00")],
            channels: ["maildir": ChannelTraits(addressing: .mail, limit: 4, messageIDDomain: "huzhou.example")])
    }
}
