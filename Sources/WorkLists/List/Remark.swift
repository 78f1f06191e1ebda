/// A place in the notice that a person should look at: text that no field took, or a reading in doubt.
package struct Remark: Sendable, Equatable {
    /// The notice's line, from 1.
    package var line: Int
    /// The text in question, as published.
    package var text: String
    /// Why it is listed, in the notice's language.
    package var why: String

    package init(line: Int, text: String, why: String) {
        self.line = line
        self.text = text
        self.why = why
    }
}
