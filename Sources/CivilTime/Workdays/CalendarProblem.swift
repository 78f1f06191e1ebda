/// Something wrong in a calendar file, at the place where it stands.
package struct CalendarProblem: Hashable, Sendable {
    /// The file's name, as it was given to the reader.
    package let fileName: String
    /// From 1.
    package let line: Int
    /// From 1, in Unicode scalars, as Yams counts them.
    package let column: Int
    /// What is wrong, on what, why: lower case, no final period.
    package let message: String
    /// What to do about it, where there is something to say.
    package let hint: String?

    package init(fileName: String, line: Int, column: Int, message: String, hint: String? = nil) {
        self.fileName = fileName
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
    }
}

extension CalendarProblem: CustomStringConvertible {
    /// `2017.json:4:38: 2017-02-30 does not exist; hint: …`
    package var description: String {
        "\(fileName):\(line):\(column): \(message)" + (hint.map { "; hint: \($0)" } ?? "")
    }
}
