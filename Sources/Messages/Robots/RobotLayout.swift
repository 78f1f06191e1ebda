import Reminders
import Settings
import WorkLists

/// Brings a robot's message under its platform's limit.
///
/// A message is cut into parts before (``Composer/parts(of:for:)``), so that nearly all fit as they are. What is left:
/// 1. A monthly statement names more than its own items: those more go first, and are counted.
/// 2. One item that is too long alone has its requirement cut short, with a pointer to where it stands in full.
/// 3. A digest loses whole lines from its end, which are counted.
/// 4. Names that are longer than any office's are cut short too.
struct RobotLayout {
    let draft: Draft
    let robot: RobotSettings

    private var form: RobotForm { RobotForm(platform: robot.platform, language: draft.wording.language) }

    func bytes() throws(CompositionError) -> [UInt8] { form.bytes(of: try message()) }

    /// All of it as it is; nil where that is too long.
    func whole() throws(CompositionError) -> [UInt8]? {
        let message = try RobotScript(draft: draft, robot: robot).message()
        return form.fits(message) ? form.bytes(of: message) : nil
    }

    private func message() throws(CompositionError) -> RobotMessage {
        let whole = try RobotScript(draft: draft, robot: robot).message()
        if form.fits(whole) { return whole }
        let own = draft.withoutMore
        let leftOut = draft.items.count - own.items.count
        if leftOut > 0 {
            let counted = try RobotScript(draft: own, robot: robot, leftOut: leftOut).message()
            if form.fits(counted) { return counted }
        }
        for names in [nil, 60] {
            let script = RobotScript(draft: own, robot: robot, brevity: .init(names: names))
            let message = try script.message()
            if form.fits(message) { return message }
            if let message = try shortened(script) ?? cut(message) { return message }
        }
        // A title and a foot of short names: what 2048 bytes hold several times.
        let script = RobotScript(draft: own, robot: robot, brevity: .init(names: 60))
        var bare = try script.message()
        bare.body = []
        return bare
    }

    /// A single item with as much of its requirement as fits; nil where that does not help.
    private func shortened(_ script: RobotScript) throws(CompositionError) -> RobotMessage? {
        guard script.draft.items.count == 1, script.draft.content == .full else { return nil }
        func message(_ bytes: Int) throws(CompositionError) -> RobotMessage? {
            var short = script
            short.brevity.requirement = bytes
            let message = try short.message()
            return form.fits(message) ? message : nil
        }
        let size = script.draft.items.reduce(0) { $0 + $1.obligation.requirement.utf8.count }
        return try message(Search.largest(upTo: size) { (try? message($0)) != nil })
    }

    /// The message without the last lines of its body; nil if none of them would be left.
    private func cut(_ message: RobotMessage) -> RobotMessage? {
        func kept(_ count: Int) -> RobotMessage {
            var (short, count) = (message, count)
            // A head over nothing says nothing.
            while count > 0, message.body[count - 1].style != .plain { count -= 1 }
            let note = draft.wording.leftOut(lines: message.body.count - count)
            short.body = message.body.prefix(count) + [.init(note, startsBlock: true)]
            return short
        }
        let count = Search.largest(upTo: message.body.count - 1) { form.fits(kept($0)) }
        let short = kept(count)
        return short.body.count > 1 && form.fits(short) ? short : nil
    }
}

extension Draft {
    /// Without the items that a statement names beside those of its own slots.
    var withoutMore: Draft {
        let own = Set(briefing.delivery.items.map(\.slot.obligation))
        guard !own.isEmpty else { return self }
        return Draft(briefing.with(own), wording: wording, content: content, isRehearsal: isRehearsal)
    }
}

extension Briefing {
    /// The same with some of its items only; a unit that has none of them is not in it.
    func with(_ obligations: Set<ObligationID>) -> Briefing {
        var briefing = self
        briefing.sections = sections.compactMap { section in
            var section = section
            section.items = section.items.filter { obligations.contains($0.obligation.id) }
            return section.items.isEmpty ? nil : section
        }
        return briefing
    }
}
