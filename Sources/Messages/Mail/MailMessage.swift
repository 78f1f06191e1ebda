import CivilTime
import Reminders
import Settings

/// One mail, as RFC 5322 wants it: CRLF throughout, folded, ASCII only but for an address that is not (RFC 6532). The
/// same values give the same bytes.
struct MailMessage {
    var from: Mailbox
    /// The one recipient: every recipient has a message of its own.
    var to: Mailbox
    var subject: String
    /// Without angle brackets.
    var messageID: String
    /// The synthetic root of its thread, likewise; nil for a message that stands alone.
    var threadRoot: String?
    /// RFC 2919: a name for people and an id below the sender's domain.
    var listID: (name: String, id: String)?
    var sentAt: Moment
    var zone: Zone
    var language: Language
    /// UTF-8.
    var plain: [UInt8]
    /// UTF-8.
    var html: [UInt8]
    var attachments: [MIMEPart.Attachment]

    func bytes() -> [UInt8] {
        var result = HeaderText.structured("Date", [date])
        result += HeaderText.named("From", displayName: from.name, angle: from.address)
        result += HeaderText.named("To", displayName: to.name, angle: to.address)
        result += HeaderText.unstructured("Subject", subject)
        result += HeaderText.structured("Message-ID", ["<\(messageID)>"])
        if let threadRoot {
            result += HeaderText.structured("In-Reply-To", ["<\(threadRoot)>"])
            result += HeaderText.structured("References", ["<\(threadRoot)>"])
        }
        if let listID { result += HeaderText.named("List-Id", displayName: listID.name, angle: listID.id) }
        result += Self.automatic
        result += HeaderText.structured("Content-Language", [language.tag])
        result += Self.mimeVersion
        let said = MIMEPart.multipart(
            subtype: "alternative", [.text(type: "text/plain", plain), .text(type: "text/html", html)])
        let body =
            attachments.isEmpty
            ? said : MIMEPart.multipart(subtype: "mixed", [said] + attachments.map { .attachment($0) })
        result.reserveCapacity(2 * (plain.count + html.count + attachments.reduce(0) { $0 + $1.bytes.count }) + 4096)
        body.write(to: &result, seed: messageID)
        return result
    }

    /// RFC 3834: no automatic answer, please; but never `All`, which lets Exchange suppress bounces too.
    private static let automatic =
        HeaderText.structured("Auto-Submitted", ["auto-generated"])
        + HeaderText.structured("X-Auto-Response-Suppress", ["OOF,", "AutoReply"])
    private static let mimeVersion = HeaderText.structured("MIME-Version", ["1.0"])

    /// `Fri, 30 Jun 2017 09:00:00 +0800`, from the ISO form that the zone gives.
    private var date: String {
        let iso = zone.iso8601(sentAt)
        // `2017-06-30T09:00:00+08:00`, or with a Z where the zone's offset has seconds.
        guard let day = CivilDate(iso: iso.prefix(10)) else { return iso }
        let time = iso.dropFirst(11).prefix(8)
        let tail = iso.dropFirst(19)
        let offset = tail == "Z" ? "+0000" : tail.filter { $0 != ":" }
        return "\(day.weekday.english), \(day.day) \(Self.months[day.month - 1]) \(day.year) \(time) \(offset)"
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
