import Foundation

/// The standard streams: how wide they are, whether a person looks, and how text gets there.
struct Terminal: Sendable {
    /// Columns that a table may take: 40 to 200, 80 where nobody says.
    let width: Int
    /// Lines of the screen, at least 24; nil where what is written goes elsewhere.
    let height: Int?
    let style: Style
    /// Whether standard input can be asked something.
    let canAsk: Bool

    /// Of this process. `NO_COLOR` (https://no-color.org) and `TERM=dumb` turn colours off.
    static let standard: Terminal = {
        let environment = ProcessInfo.processInfo.environment
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let hasColour = isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
        return Terminal(
            width: min(max(columns(isTerminal, environment["COLUMNS"]) ?? 80, 40), 200),
            height: isTerminal ? max(size().map { Int($0.ws_row) } ?? 24, 24) : nil,
            style: Style(isOn: hasColour), canAsk: isatty(STDIN_FILENO) == 1)
    }()

    private static func columns(_ isTerminal: Bool, _ told: String?) -> Int? {
        if let told, let number = Int(told), number > 0 { return number }
        guard isTerminal, let size = size(), size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    private static func size() -> winsize? {
        var size = winsize()
        return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
    }

    /// Writes to standard output, with a line end if the text lacks one.
    ///
    /// A reader that went away (`| head`) ends the program quietly, as it ends others.
    static func out(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO) }

    /// Writes to standard output just these bytes.
    static func raw(_ text: String) { write(text, to: STDOUT_FILENO) }

    static func raw(_ bytes: [UInt8]) { write(bytes[...], to: STDOUT_FILENO) }

    /// Writes to standard error, with a line end if the text lacks one.
    static func err(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: STDERR_FILENO) }

    /// Asks on standard error; only `y` or `yes` is yes.
    static func confirms(_ question: String) -> Bool {
        write("\(question) [y/N] ", to: STDERR_FILENO)
        let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased()
        return answer == "y" || answer == "yes"
    }

    /// What is typed after the question, on standard error; empty at the end of input.
    static func answer(to question: String) -> String {
        write(question, to: STDERR_FILENO)
        return readLine()?.trimmingCharacters(in: .whitespaces) ?? ""
    }

    private static func write(_ text: String, to file: Int32) { write(Array(text.utf8)[...], to: file) }

    private static func write(_ bytes: ArraySlice<UInt8>, to file: Int32) {
        var left = bytes
        while !left.isEmpty {
            let count = left.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                // EPIPE: nobody reads on. Anything else (a full disk) must not look like success.
                exit(errno == EPIPE ? 0 : 1)
            }
            left = left.dropFirst(count)
        }
    }
}
