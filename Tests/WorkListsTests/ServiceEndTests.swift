import CivilTime
import Testing
import WorkLists

@Suite("The last day of service")
struct ServiceEndTests {
    private func contact(_ name: String, _ role: Contact.Role = .liaison, from: String? = nil, until: String? = nil)
        -> Contact
    {
        Contact(
            name: name, role: role, from: from.flatMap { CivilDate(iso: $0) },
            until: until.flatMap { CivilDate(iso: $0) })
    }

    private func ends(_ contacts: [Contact], parent: [Contact]? = nil) -> [String] {
        let units = [
            OfficeUnit(id: "a", name: "a", parent: parent == nil ? nil : "p", contacts: contacts),
            OfficeUnit(id: "p", name: "p", contacts: parent ?? []),
        ]
        return Directory(units: units).serviceEnds.map { "\($0.unit) \($0.day) \($0.names.joined(separator: "+"))" }
    }

    @Test(
        "who leaves with nobody to follow is named; a deputy, a follower and a parent's liaison follow, a leader does not"
    )
    func followers() {
        let wang = contact("wang", until: "2017-06-30")
        #expect(ends([wang]) == ["a 2017-06-30 wang"])
        #expect(ends([wang, contact("li", .deputy)]) == [])
        #expect(ends([wang, contact("li", .deputy, until: "2017-06-30")]) == ["a 2017-06-30 wang+li"])
        #expect(ends([wang, contact("li", from: "2017-07-01")]) == [])
        #expect(ends([wang, contact("li", from: "2017-07-03")]) == ["a 2017-06-30 wang"])
        #expect(ends([wang, contact("zhao", .leader)]) == ["a 2017-06-30 wang"])
        #expect(ends([wang], parent: [contact("sun")]) == [])
        #expect(ends([wang, contact("li", from: "2017-07-01", until: "2017-12-31")]) == ["a 2017-12-31 li"])
    }

    @Test("a unit whose parents go in circles is no trap")
    func circles() {
        let units = [
            OfficeUnit(id: "a", name: "a", parent: "b", contacts: [contact("wang", until: "2017-06-30")]),
            OfficeUnit(id: "b", name: "b", parent: "a"),
        ]
        #expect(Directory(units: units).serviceEnds.map(\.unit) == ["a"])
    }
}
