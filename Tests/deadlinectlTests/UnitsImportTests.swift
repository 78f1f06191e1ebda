import Foundation
import TestSupport
import Testing

@Suite("units import", .temporaryFolder)
struct UnitsImportTests {
    private func ctl(_ arguments: String...) throws -> BuiltProduct.Ending {
        try BuiltProduct.run(
            BuiltProduct.path("deadlinectl"), arguments: ["units", "import"] + arguments, environment: ["COLUMNS": "80"]
        )
    }

    /// A folder with the shipped units.yaml, and a list beside it.
    private func scene(_ list: String) throws -> (folder: String, list: String, units: String) {
        let folder = TemporaryFolder.url
        let units = folder.appendingPathComponent("units.yaml")
        try? FileManager.default.removeItem(at: units)
        try FileManager.default.copyItem(at: URL(fileURLWithPath: Repository.file("Config/units.yaml")), to: units)
        let file = folder.appendingPathComponent("list.csv")
        try Data(list.utf8).write(to: file)
        return (folder.path, file.path, units.path)
    }

    private static let list = """
        单位,姓名,角色,邮箱
        市发改委,联络员,联络员,fgw@huzhou.example
        吴兴区人民政府,王某,联络员,wang@huzhou.example
        吴兴区政府,李某,副联络员,li@huzhou.example

        """

    @Test("it shows who comes and goes, and writes nothing unless told where")
    func shows() throws {
        let scene = try scene(Self.list)
        let shipped = try Repository.text("Config/units.yaml")
        let ending = try ctl(scene.list, "-c", scene.folder)
        #expect(ending.status == 0)
        #expect(
            ending.out.hasPrefix(
                """
                吴兴区政府 (wuxing)
                  - 联络员, liaison, wuxing@huzhou.example
                  + 王某, liaison, wang@huzhou.example
                  + 李某, deputy, li@huzhou.example
                2 added, 0 changed, 1 gone, in 1 unit
                not in the list, and left as they are: 37 units (
                """))
        #expect(try String(contentsOfFile: scene.units, encoding: .utf8) == shipped)
    }

    @Test("--write edits the file in place, line by line; a second time nothing changes")
    func writes() throws {
        let scene = try scene(Self.list)
        let shipped = try Repository.text("Config/units.yaml").split(separator: "\n")
        let ending = try ctl(scene.list, "-c", scene.folder, "--write", "--json")
        #expect(ending.status == 0)
        #expect(ending.out.contains(#""kind" : "gone""#) || ending.out.contains(#""kind": "gone""#))
        #expect(ending.err.hasPrefix("written to "))
        let written = try String(contentsOfFile: scene.units, encoding: .utf8).split(separator: "\n")
        #expect(
            written.filter { !shipped.contains($0) } == [
                "      - {name: 王某, role: liaison, mail: wang@huzhou.example}",
                "      - {name: 李某, role: deputy, mail: li@huzhou.example}",
            ])
        #expect(written.count == shipped.count + 1)
        let again = try ctl(scene.list, "-c", scene.folder, "--write")
        #expect(again.out.hasPrefix("nothing changes\n"))
    }

    @Test("one bad line, and nothing is taken; every one is named")
    func refuses() throws {
        let scene = try scene(Self.list + "市发展委,赵某,联络员,zhao@huzhou.example\n市经信委,钱某,联络员,qian\n")
        let shipped = try Repository.text("Config/units.yaml")
        let ending = try ctl(scene.list, "-c", scene.folder, "--write")
        #expect(ending.status == 1)
        #expect(
            ending.err.contains("list.csv:5: error: nobody is called '市发展委' in units.yaml\nhint: did you mean '市发改委'?"))
        #expect(ending.err.contains("list.csv:6: error: the address 'qian' has no @"))
        #expect(ending.err.contains("error: nothing was taken from "))
        #expect(try String(contentsOfFile: scene.units, encoding: .utf8) == shipped)
    }

    @Test("-o writes another file, and over none that is there")
    func output() throws {
        let scene = try scene(Self.list)
        let other = scene.folder + "/other.yaml"
        #expect(try ctl(scene.list, "-c", scene.folder, "-o", other).status == 0)
        #expect(try String(contentsOfFile: other, encoding: .utf8).contains("王某"))
        let again = try ctl(scene.list, "-c", scene.folder, "-o", other)
        #expect(again.status == 1)
        #expect(again.err.contains("is there already"))
        #expect(try ctl(scene.list, "-c", scene.folder, "-o", other, "--write").status == 64)
    }
}
