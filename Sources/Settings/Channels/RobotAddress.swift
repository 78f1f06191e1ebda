/// What a robot's `url_file` or `url_credential` holds: its whole URL, as the app shows it.
///
/// A key is in it, so no fault repeats any of it.
package struct RobotAddress: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `https`, or `http` to this machine; no user, no fragment, nothing but visible ASCII.
    package let url: String

    package struct Fault: Error, Sendable, Equatable {
        package var problem: String
        package var hint: String
    }

    /// - Parameter secret: the file's bytes; blanks and line ends around the URL do not count.
    package init(_ secret: [UInt8]) throws(Fault) {
        let isBlank: (UInt8) -> Bool = { $0 <= 0x20 }
        let bytes = secret.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
        guard !bytes.contains(where: isBlank) else {
            throw Fault(problem: "more than one word in it", hint: "the robot's URL alone, on one line")
        }
        let text = String(decoding: Array(bytes), as: UTF8.self)
        guard let address = try? WebAddress(text) else {
            throw Fault(
                problem: "not a URL that a robot can have",
                hint: "the whole URL, as the app shows it: https://host/path")
        }
        guard address.isSecure || HostName.isLoopback(address.host) else {
            throw Fault(
                problem: "http would send the texts and the robot's key in the clear",
                hint: "https, as the app shows it")
        }
        url = text
    }

    package var description: String { "a robot's URL" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
