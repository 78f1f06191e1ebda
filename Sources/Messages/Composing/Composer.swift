import CivilTime
package import Reminders
package import Settings
package import WorkLists

/// Turns a briefing into the bytes that a channel carries. The same briefing gives the same bytes.
package struct Composer: Sendable {
    let templates: Templates
    /// Of all messages that have no language of their own.
    let wording: Wording
    /// Subjects are marked [演练]: a trial run on a scaled clock.
    package let isRehearsal: Bool

    package var language: Language { wording.language }

    package init(templates: Templates, language: Language, isRehearsal: Bool) {
        self.templates = templates
        wording = Wording(language: language)
        self.isRehearsal = isRehearsal
    }

    package func compose(_ briefing: Briefing, for channel: ChannelSettings) throws(CompositionError) -> MessageBody {
        let draft = draft(of: briefing, for: channel)
        switch channel.kind {
        case .smtp(let settings):
            return try mail(draft, from: settings.from)
        case .maildir(let settings):
            return try mail(draft, from: settings.from)
        case .webhook:
            return MessageBody(media: .json, subject: draft.subject, bytes: try WebhookEvent(draft).bytes())
        case .robot(let robot):
            let layout = RobotLayout(draft: draft, robot: robot)
            return MessageBody(media: .json, subject: draft.subject, bytes: try layout.bytes())
        }
    }

    /// How things stand, as a document for one sheet of A4.
    package func page(_ briefing: Briefing) throws(CompositionError) -> String {
        guard let standing = briefing.standing else { throw CompositionError(.standing, "page") }
        let draft = Draft(briefing, wording: wording, content: .full, isRehearsal: isRehearsal)
        let facts = draft.digestFacts(standing, isPage: true)
        return String(
            decoding: try render(facts, FactShape(facts), "digest.html", wording.language), as: UTF8.self)
    }

    func draft(of briefing: Briefing, for channel: ChannelSettings) -> Draft {
        let briefing = channel.traits.addressing == .room ? briefing.forChat : briefing
        let content = briefing.basis.reduce(channel.content) { min($0, $1.content) }
        return Draft(briefing, wording: wording(of: briefing), content: content, isRehearsal: isRehearsal)
    }

    private func wording(of briefing: Briefing) -> Wording {
        briefing.digest?.language.map(Wording.init) ?? wording
    }

    private func mail(_ draft: Draft, from: Mailbox) throws(CompositionError) -> MessageBody {
        let briefing = draft.briefing
        guard MailAddress.isMessageID(briefing.delivery.messageID) else {
            throw CompositionError(.messageID, "Message-ID")
        }
        guard MailAddress.isSendable(from.address) else { throw CompositionError(.address, "from") }
        guard MailAddress.isSendable(briefing.delivery.recipient.address) else {
            throw CompositionError(.address, "to")
        }
        let attachments = draft.attachments(organizer: from)
        let facts = try draft.facts()
        let shape = FactShape(facts)
        let name = draft.templateName
        let language = draft.wording.language
        let recipient = briefing.delivery.recipient
        let message = MailMessage(
            from: from, to: Mailbox(name: draft.addressee, address: recipient.address),
            subject: draft.subject, messageID: briefing.delivery.messageID, threadRoot: draft.threadRoot,
            listID: draft.listID, sentAt: briefing.delivery.createdAt, zone: briefing.zone, language: language,
            plain: try render(facts, shape, "\(name).txt", language),
            html: try render(facts, shape, "\(name).html", language),
            attachments: attachments)
        return MessageBody(media: .mail, subject: draft.subject, bytes: message.bytes())
    }

    private func render(
        _ facts: Facts, _ shape: FactShape, _ template: String, _ language: Language
    ) throws(CompositionError) -> [UInt8] {
        guard let text = templates.render(facts, shape, template: template, language: language) else {
            throw CompositionError(.template, "\(language.rawValue)/\(template).mustache")
        }
        return text
    }
}

extension Composer {
    /// Where what a message offers to its template and what templates are checked against differ: for tests.
    package func schemaDifferences(
        _ briefing: Briefing, content: Disclosure
    ) throws(CompositionError) -> [String] {
        let draft = Draft(briefing, wording: wording(of: briefing), content: content, isRehearsal: isRehearsal)
        let fields = TemplateSchema.required["\(draft.templateName).txt"] ?? [:]
        return TemplateSchema.differences(try draft.facts(), fields)
    }
}
