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

    /// That of the faults.
    private let language: Language

    package init(_ files: [File], language: Language) {
        self.language = language
        self.files = files.map { file in
            (file.name, Result { () throws(Problem) in try Self.open(file, language) })
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
        forms: [ObligationID: Result<ReportForm, RefusalText>], unit: (String) -> UnitID?
    ) -> (reports: [Report], problems: [Problem]) {
        var reports: [Report] = []
        var problems: [Problem] = []
        var names: [ObligationID: String] = [:]
        for (name, content) in files {
            do throws(Problem) {
                let opened = try content.get()
                if let first = names[opened.obligation] {
                    throw Problem(file: name, line: opened.line, .givenTwice(first: first), language)
                }
                names[opened.obligation] = name
                guard let form = forms[opened.obligation] else { continue }
                let check = ReportCheck(file: name, lines: opened.lines, language: language)
                let (report, found) = try check.report(form, at: opened.line, unit: unit)
                reports.append(report)
                problems += found
            } catch {
                problems.append(error)
            }
        }
        return (reports, problems)
    }

    private static func open(_ file: File, _ language: Language) throws(Problem) -> Opened {
        guard file.bytes.count <= largest else {
            throw Problem(file: file.name, .tooLarge(kilobytes: largest >> 10), language)
        }
        guard let text = TextEncoding.decode(file.bytes), !text.unicodeScalars.contains("\0") else {
            throw Problem(file: file.name, .noText, language)
        }
        let lines = ReportLines(text)
        guard let id = lines.heads[.id] else { throw Problem(file: file.name, line: 1, .idMissing, language) }
        guard let obligation = ObligationID(ReportLines.narrow(id.text).filter { !$0.isWhitespace }) else {
            throw Problem(file: file.name, line: id.line, .idUnknown(id.text), language)
        }
        return Opened(lines: lines, obligation: obligation, line: id.line)
    }
}
