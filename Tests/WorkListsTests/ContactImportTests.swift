import CivilTime
import Testing
import WorkLists

private let file = """
    # 名录
    units:
      # 发改委
      - id: fgw
        name: 市发改委
        full_name: 湖州市发展和改革委员会
        contacts:
          # 从三月起
          - {name: 王某, role: liaison, mail: wang@huzhou.example, mobile: "13800000000"}   # 座机另记
          - name: 李某
            role: deputy
            mail: li@huzhou.example
            user_ids: {wecom: li}

          - {name: 赵某, role: leader, mail: zhao@huzhou.example}

      - id: gtj   # 国土
        name: 市自然资源和规划局
        former_names: [市国土局]
        contacts: [{name: 孙某, mail: sun@huzhou.example}]
    # 组
    groups:
      - name: 各部门
        members: [fgw, gtj]

    """

@Suite("A contact list and the directory")
struct ContactImportTests {
    private func row(
        _ line: Int, _ unit: String, _ name: String, _ role: Contact.Role = .liaison, mail: String? = nil,
        id: String? = nil, mobile: String? = nil
    ) -> ContactTable.Row {
        ContactTable.Row(line: line, unit: unit, unitID: id, name: name, role: role, mobile: mobile, mail: mail)
    }

    private func compare(
        _ rows: [ContactTable.Row], columns: Set<ContactTable.Column> = [.unit, .name, .role, .mail]
    ) throws -> (Directory, ContactImport, [Problem]) {
        let (read, problems) = DirectoryReader.read(file, file: "units.yaml")
        #expect(problems == [])
        let directory = try #require(read)
        let (changes, found) = ContactImport.compare(
            ContactTable(columns: columns, rows: rows), with: directory, file: "list.csv")
        return (directory, changes, found)
    }

    /// The file after it, which must read back as it should.
    private func edited(_ rows: [ContactTable.Row], in text: String = file) throws -> String {
        let (directory, changes, problems) = try compare(rows)
        #expect(problems == [])
        let new = try #require(DirectoryText(text, file: "units.yaml")).applying(changes, to: directory)
        let (read, ofNew) = DirectoryReader.read(new, file: "units.yaml")
        #expect(ofNew.filter { $0.severity == .error } == [])
        #expect(read?.withoutLines == changes.applied(to: directory).withoutLines)
        return new
    }

    /// What differs, by line: `- old`, `+ new`.
    private func difference(_ new: String) -> [String] {
        let (old, new) = (file.components("\n"), new.components("\n"))
        let changes = new.difference(from: old)
        return changes.removals.map { if case .remove(_, let line, _) = $0 { "- " + line } else { "" } }
            + changes.insertions.map { if case .insert(_, let line, _) = $0 { "+ " + line } else { "" } }
    }

    @Test("the same list changes nothing, whatever name it has for a unit")
    func same() throws {
        for name in ["市发改委", "湖州市发展和改革委员会", "fgw"] {
            let rows = [
                row(2, name, "王某", mail: "wang@huzhou.example"), row(3, name, "李某", .deputy, mail: "li@huzhou.example"),
            ]
            #expect(try edited(rows) == file)
        }
        #expect(try edited([row(2, "市国土局", "孙某", mail: "sun@huzhou.example")]) == file)
    }

    @Test("one line is changed, one goes, one comes; comments, order and what the list has no column for stay")
    func edits() throws {
        let new = try edited([
            row(2, "市发改委", "王某", mail: "wang2@huzhou.example"),
            row(3, "市发改委", "钱某", .deputy, mail: "qian@huzhou.example"),
        ])
        #expect(
            difference(new) == [
                #"-       - {name: 王某, role: liaison, mail: wang@huzhou.example, mobile: "13800000000"}   # 座机另记"#,
                "-       - name: 李某", "-         role: deputy", "-         mail: li@huzhou.example",
                "-         user_ids: {wecom: li}",
                #"+       - {name: 王某, role: liaison, mail: wang2@huzhou.example, mobile: "13800000000"}"#,
                "+       - {name: 钱某, role: deputy, mail: qian@huzhou.example}",
            ])
    }

    @Test("a person is found again by name, else by address; roles that the list does not have are left alone")
    func matching() throws {
        let (_, changes, _) = try compare([
            row(2, "市发改委", "李某", .liaison, mail: "li@huzhou.example"),
            row(3, "市发改委", "王小某", .liaison, mail: "WANG@huzhou.example"),
        ])
        let unit = try #require(changes.units.first)
        guard case .changed(0, _, let wang) = unit.changes[0], case .changed(1, _, let li) = unit.changes[1] else {
            Issue.record("\(unit.changes)")
            return
        }
        #expect(wang.name == "王小某" && wang.mobile == "13800000000")
        #expect(li.role == .liaison && li.userIDs == ["wecom": "li"])
        #expect(unit.changes[2] == .same(2))
    }

    @Test("contacts on one line get lines of their own, a new unit stands after the last, CRLF stays")
    func forms() throws {
        let rows = [
            row(2, "市国土局", "周某", mail: "zhou@huzhou.example"),
            row(3, "市医保局", "吴某", mail: "wu@huzhou.example", id: "ybj"),
        ]
        #expect(
            difference(try edited(rows)) == [
                "-     contacts: [{name: 孙某, mail: sun@huzhou.example}]", "+     contacts:",
                "+       - {name: 周某, role: liaison, mail: zhou@huzhou.example}", "+   - id: ybj", "+     name: 市医保局",
                "+     contacts:", "+       - {name: 吴某, role: liaison, mail: wu@huzhou.example}",
            ])
        let windows = file.components("\n").joined(separator: "\r\n")
        let new = try edited(rows, in: windows)
        #expect(new.utf8.count { $0 == 0x0A } == new.utf8.count { $0 == 0x0D })
    }

    @Test("texts that YAML would take for something else are quoted")
    func hostile() throws {
        _ = try edited([
            row(2, "市发改委", "a: [b] # c", mail: "o'brien+x@huzhou.example"), row(3, "市发改委", "no", .deputy),
            row(4, "市医保局: {", "1", id: "ybj"),
        ])
    }

    @Test("every bad line is named at once")
    func badLines() throws {
        let (_, _, problems) = try compare([
            row(2, "市发展委", "甲"), row(3, "市发改委", "乙", mail: "x@huzhou.example"),
            row(4, "市发改委", "丙", mail: "X@huzhou.example"), row(5, "市发改委", "乙", .deputy),
            row(6, "市医保局", "丁"), row(7, "市医保局", "丁", id: "医保"),
        ])
        #expect(
            problems.map { "\($0.line): \($0.message)" } == [
                "2: nobody is called '市发展委' in units.yaml", "6: nobody is called '市医保局' in units.yaml",
                "7: the id '医保' has other characters than letters, digits, - and _",
                "4: 'x@huzhou.example' is the address of two contacts of 市发改委, first in line 3",
                "5: 乙 stands in 市发改委 twice, first in line 3",
            ])
        #expect(problems.first?.hint == "did you mean '市发改委'?")
    }

    @Test("a renamed unit is found by its former name, and a list that uses it is told apart")
    func formerNames() throws {
        let (directory, _, _) = try compare([])
        #expect(directory.unit(named: "市国土局")?.id == "gtj")
        var list = WorkList(id: "x", title: "x", year: 2017)
        list.works = [
            KeyWork(
                number: 1, title: "x", text: "x",
                measures: [Measure(id: "1.1", text: "x", responsibleUnits: ["市国土局"], milestones: [])])
        ]
        #expect(directory.formerName(of: "gtj", in: list) == "市国土局")
        #expect(directory.problems(in: list, file: "x.yaml") == [])
        list.works[0].measures[0].responsibleUnits = ["市自然资源和规划局"]
        #expect(directory.formerName(of: "gtj", in: list) == nil)
    }
}

extension String {
    fileprivate func components(_ separator: Character) -> [String] {
        unicodeScalars.split(separator: separator.unicodeScalars.first ?? "\n", omittingEmptySubsequences: false)
            .map { String($0) }
    }
}
