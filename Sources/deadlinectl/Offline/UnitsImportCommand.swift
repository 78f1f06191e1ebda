import ArgumentParser
import Messages
import WorkLists

struct UnitsImportCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Compare a contact list (通讯录) with units.yaml, and take it over.",
        discussion: """
            The list is a CSV with a person a line and columns in any order: 单位, 姓名, 角色 (联络员, 副联络员, 分管领导), \
            手机, 邮箱, 起, 止; UTF-8 or GB18030. It prints who would be added, changed and gone, and writes only if \
            told where. Comments and order of the file stay. One bad line, and nothing is taken.

            The list speaks for its own units and roles: other units, and leaders where it has none, stay as they are. \
            What it has no column for stays too. A unit that is new needs an id, in a column 单位代码.

              deadlinectl units import 通讯录.csv -c Config
              deadlinectl units import 通讯录.csv -c Config --write
            """)

    @Argument(help: "The contact list, a CSV; `-` is standard input.")
    var list: String

    @OptionGroup var source: ConfigurationOption

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("Write the changed units.yaml there.", valueName: "file"))
    var output: String?

    @Flag(help: "Write the changes into units.yaml itself.")
    var write = false

    @Flag(help: "Write over a file that is there.")
    var force = false

    @Flag(help: "Print the changes as JSON.")
    var json = false

    func validate() throws {
        if write, output != nil { throw ValidationError("--write and -o are two places: name one") }
        if force, output == nil { throw ValidationError("--force goes with -o") }
    }

    func perform() throws {
        let path = "\(source.folder)/units.yaml"
        let text = try NoticeFile.text(path)
        let (directory, ofDirectory) = DirectoryReader.read(text, file: "units.yaml")
        guard let directory, let editor = DirectoryText(text, file: "units.yaml"), !ofDirectory.hasErrors else {
            try refuse(ofDirectory, hint: "mend units.yaml first: deadlinectl check")
        }
        let (table, ofTable) = ContactCSV.read([UInt8](try NoticeFile.bytes(list)), file: list)
        let (changes, ofRows) = ContactImport.compare(table, with: directory, file: list)
        let problems = (ofTable + ofRows).inOrder()
        if problems.hasErrors { try refuse(problems, hint: "correct the lines above and try again") }
        let new = editor.applying(changes, to: directory)
        let (read, ofNew) = DirectoryReader.read(new, file: "units.yaml")
        guard read?.withoutLines == changes.applied(to: directory).withoutLines else {
            let hint = "units.yaml is not written in lines that can be edited one by one; do it by hand"
            try refuse(ofNew.filter { $0.severity == .error }, hint: hint)
        }
        let report = ContactChangesReport(changes, directory)
        Terminal.out(json ? try JSONText.of(report) : report.text(style: Terminal.standard.style))
        guard report.hasChanges, let target = write ? path : output else { return }
        try NoticeFile.write(new, to: target, force: write || force)
        Terminal.err("written to \(PlainLine.of(target)); the daemon takes it with `deadlinectl reload`\n")
    }

    private func refuse(_ problems: [Problem], hint: String) throws(Failure) -> Never {
        if !problems.isEmpty { Terminal.err(CheckReport(problems: problems, counts: nil).text(style: .plain)) }
        throw Failure("nothing was taken from \(list)", hint: hint)
    }
}
