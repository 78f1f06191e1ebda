/// A URL as a webhook may have it: `http` or `https`, no user, no fragment (RFC 3986).
struct WebAddress {
    let isSecure: Bool
    /// Without the brackets of an IPv6 address.
    let host: String

    struct Fault: Error {
        let message: String
        var hint: String?
    }

    init(_ text: String) throws(Fault) {
        for scalar in text.unicodeScalars {
            let code = PlainText.codePoint(scalar)
            if scalar.properties.generalCategory == .control {
                throw Fault(message: "has the control character \(code)")
            }
            if !scalar.isASCII || scalar == " " || scalar == "\"" || scalar == "\\" || scalar == "<" || scalar == ">" {
                throw Fault(
                    message: "has a character that urls do not have (\(code))", hint: "percent-encode it")
            }
        }
        let lower = text.lowercased()
        let rest: Substring
        if lower.hasPrefix("https://") {
            isSecure = true
            rest = text.dropFirst(8)
        } else if lower.hasPrefix("http://") {
            isSecure = false
            rest = text.dropFirst(7)
        } else {
            throw Fault(message: "is not an http or https url", hint: "write it as https://host/path")
        }
        guard !rest.contains("#") else { throw Fault(message: "has a fragment ('#')", hint: "leave it out") }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else {
            throw Fault(message: "has a user or password in it", hint: "urls are shown; use secret_file")
        }
        let (name, port) = try Self.split(authority)
        if let port {
            guard let number = UInt16(port), number > 0, port.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw Fault(message: "has the port '\(port)', not one from 1 to 65535")
            }
        }
        if let problem = HostName.problem(name) { throw Fault(message: "has a host that \(problem)") }
        host = name
    }

    private static func split(_ authority: Substring) throws(Fault) -> (host: String, port: Substring?) {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw Fault(message: "has a '[' without ']'") }
            let host = String(authority[authority.index(after: authority.startIndex)..<end])
            let after = authority[authority.index(after: end)...]
            guard HostName.isIPv6(host), after.isEmpty || after.hasPrefix(":") else {
                throw Fault(message: "has no IPv6 address between its brackets")
            }
            return (host, after.isEmpty ? nil : after.dropFirst())
        }
        guard let colon = authority.firstIndex(of: ":") else { return (String(authority), nil) }
        return (String(authority[..<colon]), authority[authority.index(after: colon)...])
    }
}
