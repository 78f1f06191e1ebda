import CivilTime
import Reminders
import Settings
import WorkLists

/// Writes a robot's message from a draft: what the mail says, for people who read it on a phone.
///
/// Title → for each unit its name and who is called → groups (what, when, how long is left) with an item a line → whom
/// to answer. One message speaks for all units.
struct RobotScript {
    /// How far texts are shortened where a message would be over the limit; nil: not at all.
    struct Brevity: Equatable {
        /// Bytes of a requirement.
        var requirement: Int?
        /// Bytes of a name; a title is five such, and no more than eight people a unit are named.
        var names: Int?
    }

    let draft: Draft
    let robot: RobotSettings
    var brevity = Brevity()
    /// Items that are not in the message though they are open: said under the others.
    var leftOut = 0

    var briefing: Briefing { draft.briefing }
    var wording: Wording { draft.wording }

    func message() throws(CompositionError) -> RobotMessage {
        var body = draft.isRehearsal ? [RobotMessage.Line(wording.rehearsalNote())] : []
        switch briefing.delivery.kind {
        case .reminder: body += reminder
        case .trouble: body += trouble
        case .officeList: body += officeList
        case .digest:
            guard let standing = briefing.standing else { throw CompositionError(.standing, "digest") }
            body += digest(standing)
        }
        return RobotMessage(title: title, body: body, foot: foot)
    }

    private var title: String {
        guard let bytes = brevity.names else { return draft.subject }
        return Self.clipped(draft.unmarkedSubject, to: 5 * bytes) + draft.partMark
    }

    // MARK: - What is said

    private var reminder: [RobotMessage.Line] {
        var lines: [RobotMessage.Line] = []
        if draft.asksOnly { lines.append(.init(wording.sentence(wording.noFeedback(today: draft.today)))) }
        if draft.isLate { lines.append(.init(wording.lateNote())) }
        lines += sections
        if leftOut > 0 { lines.append(.init(wording.leftOut(items: leftOut), startsBlock: true)) }
        return lines
    }

    private var officeList: [RobotMessage.Line] {
        draft.guidance(hasFile: false).map { .init($0) } + sections
            + (leftOut > 0 ? [.init(wording.leftOut(items: leftOut), startsBlock: true)] : [])
    }

    private var trouble: [RobotMessage.Line] {
        var lines: [RobotMessage.Line] = []
        if !briefing.sections.isEmpty { lines.append(.init(wording.passOn())) }
        for (channel, silence) in (briefing.standing?.silentChannels ?? [:]).sorted(by: { $0.key < $1.key }) {
            let since = wording.time(briefing.zone.civil(silence.since), from: draft.today)
            let said = wording.silentChannel(channel, since: since, reason: silence.reason, waiting: silence.waiting)
            lines.append(.init(wording.sentence(said), startsBlock: true))
            lines.append(.init(wording.checkChannel()))
        }
        for (index, sentence) in draft.departures.enumerated() {
            lines.append(.init("● \(wording.sentence(sentence))", startsBlock: index == 0))
        }
        if !draft.departures.isEmpty { lines.append(.init(wording.nameWhoFollows())) }
        // Addresses of people are nothing for a channel that only counts.
        let undelivered = draft.content == .count ? [] : briefing.standing?.undelivered ?? []
        for (index, line) in undelivered.enumerated() {
            lines.append(.init("● \(wording.undelivered(line))", startsBlock: index == 0))
        }
        return lines + sections
    }

    private var sections: [RobotMessage.Line] {
        briefing.sections.flatMap { section in
            [RobotMessage.Line([.text(name(wording.unit(section)))] + called(section), style: .unit, startsBlock: true)]
                + Draft.groups(section.items).flatMap(group)
        }
    }

    /// Who answers for the unit: called where the platform can, else named.
    private func called(_ section: Briefing.Section) -> [RobotMessage.Run] {
        guard robot.mentions else { return [] }
        let contacts = brevity.names == nil ? section.contacts[...] : section.contacts.prefix(8)
        var runs: [RobotMessage.Run] = []
        for contact in contacts {
            runs.append(.text(" "))
            if var call = RobotCall(contact, on: robot.platform) {
                call.name = name(call.name)
                runs.append(.call(call))
            } else {
                runs.append(.text(name(contact.name)))
            }
        }
        return runs
    }

    private func group(_ items: [Briefing.Item]) -> [RobotMessage.Line] {
        guard let first = items.first else { return [] }
        let head = draft.head(of: items, first: first)
        var lines = [RobotMessage.Line(wording.groupHead(head), style: .head)]
        if let note = head.note { lines.append(.init(wording.sentence(note), style: .head)) }
        if draft.content != .count { lines += items.map(item) }
        return lines
    }

    /// `4.6.1 组织二季度重点建设、重大项目集中开工活动。 (反馈待核)`.
    private func item(_ item: Briefing.Item) -> RobotMessage.Line {
        let obligation = item.obligation
        var text = name(obligation.id.milestone) + " "
        if draft.content == .full {
            let requirement = CleanText.line(obligation.requirement)
            let short = brevity.requirement.map { Self.clipped(requirement, to: $0, mark: "") } ?? requirement
            text += short == requirement ? requirement : short + wording.inFullElsewhere()
            if brevity == Brevity(), let condition = obligation.condition {
                text += wording.inBrackets(wording.condition(condition))
            }
        } else {
            text += name(
                obligation.work.map { wording.work($0.number, $0.title) } ?? wording.groupName(Tally([item])))
        }
        if item.state != .open { text += wording.inBrackets(wording.state(item.state)) }
        return .init(text)
    }

    private var foot: [RobotMessage.Line] {
        let office = name(briefing.office.name)
        var texts: [String] = []
        if briefing.delivery.kind == .reminder {
            if draft.items.contains(where: { $0.stage == .assigned }) {
                texts.append(wording.howToAcknowledge(to: office))
            }
            if draft.items.contains(where: { $0.stage != .assigned }) { texts.append(wording.howToAnswer(to: office)) }
        }
        texts.append(wording.contact(briefing.office.phone.map(name) ?? office))
        texts.append(wording.sentBySystem(briefing.delivery.id, office: office))
        return texts.enumerated().map { .init($1, startsBlock: $0 == 0) }
    }

    // MARK: - Shortening

    private func name(_ text: String) -> String {
        let text = CleanText.line(text)
        return brevity.names.map { Self.clipped(text, to: $0) } ?? text
    }

    /// The text's beginning within `bytes`, cut between characters, with `mark` where something was cut.
    static func clipped(_ text: String, to bytes: Int, mark: String = "…") -> String {
        guard text.utf8.count > bytes else { return text }
        var (result, size) = ("", mark.utf8.count)
        for character in text {
            size += character.utf8.count
            if size > bytes { break }
            result.append(character)
        }
        return result + mark
    }
}
