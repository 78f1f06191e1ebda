package import Reminders
package import WorkLists

/// Takes filled-in reports back: what they say, or every fault of every file at once.
package struct ReportReader {
    /// A file as somebody handed it over.
    package struct File: Sendable, Equatable {
        /// For problems: as the caller named it.
        package var name: String
        package var bytes: [UInt8]

        package init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    package struct Report: Sendable, Equatable {
        package var obligation: ObligationID
        package var unitName: String
        package var text: ReportText
        /// The characters of all its parts.
        package var characters: Int
    }

    /// Why an obligation has no form, in words.
    package struct Refusal: Error, Sendable, Equatable {
        package var message: String
        package var hint: String?

        package init(_ message: String, hint: String? = nil) {
            self.message = message
            self.hint = hint
        }
    }

    /// The largest file that is read, in bytes: 256 KB, forty parts of 500 characters several times over.
    package static let largest = 256 << 10

    /// A file that is a text and names an obligation.
    private struct Opened {
        let lines: ReportLines
        let obligation: ObligationID
        /// Where it names it.
        let line: Int
    }

    private let files: [(name: String, content: Result<Opened, Problem>)]

    package init(_ files: [File]) {
        self.files = files.map { file in
            (file.name, Result { () throws(Problem) in try Self.open(file) })
        }
    }

    /// The obligations that the files name.
    package var obligations: Set<ObligationID> {
        Set(files.compactMap { try? $0.content.get().obligation })
    }

    /// - Parameters:
    ///   - forms: a form or a refusal for each of ``obligations``.
    ///   - unit: the unit that a name or an id means.
    /// - Returns: the reports in the order of the files. The caller takes all or nothing: with a problem in the list it
    ///   records none.
    package func read(
        forms: [ObligationID: Result<ReportForm, Refusal>], unit: (String) -> UnitID?
    ) -> (reports: [Report], problems: [Problem]) {
        var reports: [Report] = []
        var problems: [Problem] = []
        var names: [ObligationID: String] = [:]
        for (name, content) in files {
            do throws(Problem) {
                let opened = try content.get()
                if let first = names[opened.obligation] {
                    throw Problem(
                        file: name, line: opened.line, "it reports for the same unit and duty as \(first)",
                        hint: "give in the one that holds")
                }
                names[opened.obligation] = name
                guard let form = forms[opened.obligation] else { continue }
                let check = ReportCheck(file: name, lines: opened.lines)
                let (report, found) = try check.report(form, at: opened.line, unit: unit)
                reports.append(report)
                problems += found
            } catch {
                problems.append(error)
            }
        }
        return (reports, problems)
    }

    private static func open(_ file: File) throws(Problem) -> Opened {
        guard file.bytes.count <= largest else {
            throw Problem(
                file: file.name, "it has more than \(largest >> 10) KB",
                hint: "a report is a text file of a few pages: is it the right one?")
        }
        guard let text = TextEncoding.decode(file.bytes), !text.unicodeScalars.contains("\0") else {
            throw Problem(
                file: file.name, "it is no text in UTF-8 or GB18030",
                hint: "save it as a text file (.txt), not as a document of Word or WPS")
        }
        let lines = ReportLines(text)
        guard let id = lines.heads[.id] else {
            throw Problem(
                file: file.name, line: 1, "the line 编号 is missing: nothing says whose report it is",
                hint: "fill in the file that came with the reminder; its line begins 编号:")
        }
        guard let obligation = ObligationID(ReportLines.narrow(id.text).filter { !$0.isWhitespace }) else {
            throw Problem(
                file: file.name, line: id.line, "`\(id.text)` names no report",
                hint: "keep the line as it was sent: 编号:huzhou-2017:三-2/fgw")
        }
        return Opened(lines: lines, obligation: obligation, line: id.line)
    }
}
