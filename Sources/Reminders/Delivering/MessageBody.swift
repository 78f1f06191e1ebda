/// What is said, as it goes over the wire: composed once, the same bytes at every attempt.
package struct MessageBody: Hashable, Sendable {
    package enum Media: String, Hashable, Sendable {
        /// An RFC 5322 message with CRLF line ends.
        case mail = "message/rfc822"
        case json = "application/json"
    }

    package let media: Media
    /// For lists and logs of the office; never in the journal.
    package let subject: String
    package let bytes: [UInt8]

    package init(media: Media, subject: String, bytes: [UInt8]) {
        self.media = media
        self.subject = subject
        self.bytes = bytes
    }
}
