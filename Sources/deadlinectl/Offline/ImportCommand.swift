import ArgumentParser
import Foundation
import WorkLists

struct ImportCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Read a published notice's text into a work list.",
        discussion: """
            The list is YAML that a person reads and corrects; each milestone keeps its phrase and the notice's line. \
            What was not understood is listed with its line, not dropped; what could be read otherwise is marked for \
            review. Nobody is told of a list before `deadlinectl list accept`.

              deadlinectl import notice.txt --id huzhou-2017 -o Config/worklists/huzhou-2017.yaml
            """)

    @Argument(help: "The notice's text, a file in UTF-8; `-` is standard input.")
    var notice: String

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("Write the list there. Default: standard output.", valueName: "file"))
    var output: String?

    @Flag(help: "Write over a file that is there.")
    var force = false

    @Option(
        help: ArgumentHelp(
            "The year of deadlines without one. Default: the notice's own year.", valueName: "year"))
    var year: Int?

    @Option(
        help: ArgumentHelp(
            "What the list is to be called: letters, digits, `-`, `_`, `.`. Default: the name of the file it is written to, or list-YEAR.",
            valueName: "id"))
    var id: String?

    @Flag(help: "Write the list as JSON instead of YAML.")
    var json = false

    func validate() throws {
        if let year, !(1...9999).contains(year) { throw ValidationError("--year is a year from 1 to 9999") }
        if let id, id.isEmpty || !id.utf8.allSatisfy(Self.isIDByte) {
            throw ValidationError("--id takes letters, digits, `-`, `_` and `.`")
        }
    }

    func perform() throws {
        let list = NoticeReader.read(try NoticeFile.text(notice), year: year, id: id ?? Self.id(from: output))
        let summary = ImportSummary.text(
            list, width: Terminal.standard.width, style: Style(isOn: Terminal.standard.style.isOn && isatty(2) == 1))
        guard !list.allMilestones.isEmpty || !list.duties.isEmpty else {
            Terminal.err(summary)
            throw Failure(
                "no milestone and no duty was found in the notice, so nothing was written",
                hint: "it must be the notice's plain text, with the table's cells one a line")
        }
        let text = json ? WorkListJSON.text(list) : WorkListWriter.text(list)
        if let output {
            try NoticeFile.write(text, to: output, force: force)
        } else {
            Terminal.out(text)
        }
        Terminal.err(summary)
    }

    /// `ours-2027` of `worklists/ours-2027.yaml`, where that can be an id.
    private static func id(from output: String?) -> String? {
        guard let name = output?.split(separator: "/").last, let stem = name.split(separator: ".").first,
            stem.utf8.allSatisfy(isIDByte)
        else { return nil }
        return String(stem)
    }

    private static func isIDByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

/// The files that offline verbs and `done --from` read and write.
enum NoticeFile {
    /// The largest file that is read, in bytes: 16 MB.
    static let largest = 16 << 20

    static func bytes(_ path: String) throws(Failure) -> Data {
        do {
            let handle = try path == "-" ? .standardInput : FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            var data = Data()
            while data.count <= largest, let more = try handle.read(upToCount: 1 << 20), !more.isEmpty {
                data.append(more)
            }
            guard data.count <= largest else { throw Failure("\(path) has more than \(largest >> 20) MB") }
            return data
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure("\(path) cannot be read: \(reason(error))")
        }
    }

    static func text(_ path: String) throws(Failure) -> String {
        let data = try bytes(path)
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Failure(
                "\(path) is not UTF-8 text",
                hint: "if it is from a Chinese system: iconv -f GB18030 -t UTF-8 \(path) | deadlinectl import -")
        }
        return text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    }

    /// Whole or not at all. Without `force` a file that is there stays as it is.
    static func write(_ text: String, to path: String, force: Bool) throws(Failure) {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: force ? .atomic : .withoutOverwriting)
        } catch let error as CocoaError where error.code == .fileWriteFileExists {
            throw Failure("\(path) is there already, and was left as it is", hint: "--force writes over it")
        } catch {
            throw Failure("\(path) cannot be written: \(reason(error))")
        }
    }

    private static func reason(_ error: any Error) -> String {
        let inner = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        if let inner, inner.domain == NSPOSIXErrorDomain {
            return Failure.reason(Int32(truncatingIfNeeded: inner.code))
        }
        if let code = (error as? POSIXError)?.code { return Failure.reason(code.rawValue) }
        return switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile: Failure.reason(ENOENT)
        case .fileReadNoPermission, .fileWriteNoPermission: Failure.reason(EACCES)
        default: "the system refused"
        }
    }
}
