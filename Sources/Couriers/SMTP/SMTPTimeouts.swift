/// How long a lane waits, in whole seconds (libcurl 7.88 takes no fractions for replies).
struct SMTPTimeouts: Sendable {
    /// From the name lookup to the login's end.
    var connect = 60
    /// For any reply before the body's end.
    var reply = 60
    /// For the reply to the final dot (RFC 5321 4.5.3.2.6: 10 minutes; a shorter wait makes duplicates, RFC 1047).
    var final = 600
    /// For the next byte of a body to be taken (RFC 5321 4.5.3.2.5: 3 minutes a block).
    var stall = 180
    /// For the whole transfer; above the others, so that it only bounds a peer that trickles.
    var total = 1800
    /// For what went out with a refused command to be answered too, which decides nothing.
    var quit = 5
    /// How long an unused connection is kept. Servers end it after some minutes with a 421.
    var idle = 60
}
