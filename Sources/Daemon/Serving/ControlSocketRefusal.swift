/// Why the control socket cannot be listened at. The text is for a person.
enum ControlSocketRefusal: Error, Equatable, CustomStringConvertible {
    /// Another daemon answers there.
    case busy
    /// Longer than unix(7) allows.
    case tooLong
    /// The system's reason.
    case cannotListen(String)

    /// sysexits(3): 75 try again later, 78 configuration.
    var code: Int32 {
        switch self {
        case .busy: 75
        case .tooLong, .cannotListen: 78
        }
    }

    var description: String {
        switch self {
        case .busy:
            "the control socket is in use: another daemon answers there\n"
                + "hint: give this one another `control: socket:`"
        case .tooLong:
            "the control socket's path has over 107 bytes\n"
                + "hint: give it a shorter one, `control: socket: /run/deadlined/control.sock`"
        case .cannotListen(let reason):
            "cannot listen at the control socket: \(reason)\n"
                + "hint: its folder must exist and be the daemon's own; see `control: socket:`"
        }
    }
}
