package import CivilTime
import Foundation
package import Reminders
package import Settings

/// A message that only shows that a channel works: marked, and about nothing.
package struct TestMessage: Sendable {
    /// The channel's name.
    package var channel: String
    /// A mail address, or what the channel addresses in its place.
    package var to: String
    package var messageID: String
    package var at: Moment
    package var office: Office

    package init(channel: String, to: String, messageID: String, at: Moment, office: Office) {
        self.channel = channel
        self.to = to
        self.messageID = messageID
        self.at = at
        self.office = office
    }
}

extension Composer {
    package func compose(
        _ message: TestMessage, for channel: ChannelSettings
    ) throws(CompositionError) -> MessageBody {
        let subject = wording.testSubject(message.channel)
        switch channel.kind {
        case .smtp(let settings): return try mail(message, subject, from: settings.from)
        case .maildir(let settings): return try mail(message, subject, from: settings.from)
        case .webhook: return MessageBody(media: .json, subject: subject, bytes: try event(message, subject))
        case .robot(let robot):
            let said = RobotMessage(title: subject, body: [.init(wording.testText(message.office))], foot: [])
            let form = RobotForm(platform: robot.platform, language: wording.language)
            return MessageBody(media: .json, subject: subject, bytes: form.bytes(of: said))
        }
    }

    private func mail(_ test: TestMessage, _ subject: String, from: Mailbox) throws(CompositionError) -> MessageBody {
        guard MailAddress.isMessageID(test.messageID) else { throw CompositionError(.messageID, "Message-ID") }
        guard MailAddress.isSendable(from.address) else { throw CompositionError(.address, "from") }
        guard MailAddress.isSendable(test.to) else { throw CompositionError(.address, "to") }
        let text = wording.testText(test.office)
        let message = MailMessage(
            from: from, to: Mailbox(address: test.to), subject: subject, messageID: test.messageID, sentAt: test.at,
            zone: test.office.civilZone, language: wording.language,
            plain: Array("\(text)\n".utf8), html: Array("<p>\(HTMLText.escaped(text))</p>\n".utf8), attachments: [])
        return MessageBody(media: .mail, subject: subject, bytes: message.bytes())
    }

    private func event(_ test: TestMessage, _ subject: String) throws(CompositionError) -> [UInt8] {
        struct Event: Encodable {
            struct Data: Encodable {
                var channel: String
                var subject: String
                var text: String
            }

            var type = "test"
            var timestamp: String
            var data: Data
        }
        let zone = test.office.civilZone
        let event = Event(
            timestamp: zone.iso8601(test.at),
            data: .init(channel: test.channel, subject: subject, text: wording.testText(test.office)))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return Array(try encoder.encode(event)) } catch { throw CompositionError(.encoding, "JSON") }
    }
}
