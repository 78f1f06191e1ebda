/// Why a message cannot be composed. It names what is wrong, never what the message says.
package struct CompositionError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, Equatable, CaseIterable {
        /// An address that no mail may be sent to or from.
        case address
        case messageID = "message-id"
        /// The language's template is not among those loaded.
        case template
        /// A digest without figures.
        case standing
        /// A body that could not be encoded.
        case encoding
    }

    package let code: Code
    /// What is wrong: a role (`to`, `from`), a template's name.
    package let subject: String

    package init(_ code: Code, _ subject: String) {
        self.code = code
        self.subject = subject
    }

    package var description: String {
        switch code {
        case .address:
            "cannot compose the message: the \(subject) address is none that a mail can carry"
                + "\nhint: write it as name@host, without spaces, quotes or brackets"
        case .messageID: "cannot compose the message: its id is not of the form left@right"
        case .template:
            "cannot compose the message: there is no template \(subject)\nhint: install Config/templates"
        case .standing: "cannot compose the digest: it came without figures"
        case .encoding: "cannot compose the message: its \(subject) cannot be encoded"
        }
    }
}
