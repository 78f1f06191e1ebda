import CivilTime
package import Reminders
import WorkLists

/// The record of what a unit was told, as it is filed: each message with its way, then what was recorded, what was not
/// sent and why, and what all this does and does not say.
package struct ProofSheet: Sendable, Equatable {
    package struct Field: Sendable, Equatable {
        package var label: String
        package var value: String
    }

    package struct Message: Sendable, Equatable {
        package var id: Int64
        package var title: String
        package var fields: [Field]
        /// Under ``attemptHeadings``.
        package var attempts: [[String]]
    }

    package struct Entry: Sendable, Equatable {
        package var time: String
        package var text: String
    }

    package var language: Language
    package var title: String
    package var office: String
    package var facts: [Field]
    package var shares: [String]
    package var messagesTitle: String
    package var messages: [Message]
    package var attemptHeadings: [String]
    package var actsTitle: String
    package var acts: [Entry]
    package var unsentTitle: String
    package var unsent: [Entry]
    package var notesTitle: String
    package var notes: [String]

    /// - Parameter files: The name of each message's own file, by delivery; none is named where they are not written.
    package init(_ dossier: Dossier, files: [Int64: String] = [:]) {
        let clerk = ProofClerk(dossier, files: files)
        let wording = dossier.wording
        language = dossier.language
        title = wording.proof(.title)
        office = dossier.office
        facts = clerk.facts
        shares = dossier.shares.map { line in
            line.milestone + " " + line.requirement.trimmingEnd("。;;") + (wording.language == .zh ? ";" : "; ")
                + wording.share(line)
        }
        messagesTitle = wording.proof(.messages)
        messages = dossier.history.deliveries.map(clerk.message)
        attemptHeadings = [
            .attempt, .begun, .ended, .outcome, .peer, .tls, .reply,
        ].map(wording.proof)
        actsTitle = wording.proof(.acts)
        unsentTitle = wording.proof(.unsent)
        (acts, unsent) = clerk.entries
        notesTitle = wording.proof(.notesTitle)
        notes = clerk.notes
    }
}

/// Fills a sheet in from the record.
struct ProofClerk {
    private let dossier: Dossier
    private let files: [Int64: String]
    private let wording: Wording
    private let teller: StoryTeller

    init(_ dossier: Dossier, files: [Int64: String]) {
        self.dossier = dossier
        self.files = files
        wording = dossier.wording
        teller = StoryTeller(dossier)
    }

    var facts: [ProofSheet.Field] {
        let ledger = dossier.history.ledger
        let lists = dossier.lists.map { $0.title + ($0.documentNumber.map { "(\($0))" } ?? "") }
        return fields([
            (.unit, dossier.unit.map { dossier.name(of: $0) }), (.milestone, dossier.milestone),
            (.list, wording.names(lists)), (.made, "\(second(dossier.now))  \(dossier.zone)"),
            (.madeBy, "\(dossier.askedBy.name) (uid \(dossier.askedBy.uid))"),
            (.ledger, wording.extent(ledger)), (.count, wording.messages(dossier.history.deliveries.count)),
        ])
    }

    func message(_ delivery: DeliveryHistory) -> ProofSheet.Message {
        let row = delivery.row
        let asked = Set(dossier.history.sightings.map(\.obligation))
        let obligations = row.slots.compactMap { SlotKey($0)?.obligation }.filter { asked.contains($0) }
        let about = obligations.map(\.milestone).withoutRepeats
        return ProofSheet.Message(
            id: row.id,
            title: "\(wording.message(row.id))  "
                + wording.message(kind: row.kind, stages: delivery.stages(of: obligations)),
            fields: fields([
                (.to, delivery.toName.map { "\($0) <\(row.to)>" } ?? row.to), (.channel, row.channel),
                (.about, wording.names(about)), (.subject, row.subject),
                (.part, row.part.flatMap { part in row.parts.map { "\(part)/\($0)" } }),
                (.planned, second(row.dueAt)), (.composed, second(row.createdAt)),
                (.accepted, row.acceptedAt.map(second)),
                (.state, row.acceptedAt == nil ? state(delivery) : nil),
                (.bounced, row.bouncedAt.map { [second($0), row.bounce ?? ""].joined(separator: "  ") }),
                (.answered, answer(to: delivery, obligations)), (.messageID, row.messageID),
                (.hash, delivery.bodyHash), (.file, files[row.id]),
            ]), attempts: delivery.attempts.map(cells))
    }

    private func state(_ delivery: DeliveryHistory) -> String {
        let why = delivery.reason.map { [wording.reason($0)] } ?? []
        return ([wording.deliveryState(delivery.row.state)] + why).joined(
            separator: wording.language == .zh ? ":" : ": ")
    }

    private func cells(_ attempt: DeliveryHistory.Attempt) -> [String] {
        [
            "\(attempt.number)", second(attempt.begunAt), attempt.endedAt.map(second) ?? "", wording.outcome(attempt),
            attempt.peer ?? "", attempt.tls ?? "",
            attempt.answer,
        ]
    }

    /// The first thing the unit is on record with after a server took the message: that it acknowledged or reported.
    private func answer(to delivery: DeliveryHistory, _ obligations: [ObligationID]) -> String? {
        guard let accepted = delivery.row.acceptedAt else { return nil }
        let act = dossier.history.acts.first { act in
            act.at >= accepted && [.acknowledged, .reported].contains(act.kind)
                && obligations.contains { act.means($0) }
        }
        return act.map { "\(second($0.at))  \(wording.act($0, whom: ""))" }
    }

    /// What people recorded, and slots without a message of their own.
    var entries: (acts: [ProofSheet.Entry], unsent: [ProofSheet.Entry]) {
        var (acts, unsent): ([ProofSheet.Entry], [ProofSheet.Entry]) = ([], [])
        for event in dossier.history.events {
            let entry = ProofSheet.Entry(time: second(event.at), text: teller.sentence(event))
            switch event.what {
            case .listed, .moved, .reworded, .removed, .act: acts.append(entry)
            case .unsent: unsent.append(entry)
            case .attempt, .untried: break
            }
        }
        let nothing = [ProofSheet.Entry(time: "", text: wording.proof(.none))]
        return (acts.isEmpty ? nothing : acts, unsent.isEmpty ? nothing : unsent)
    }

    var notes: [String] {
        var labels: [ProofLabel] = [.acceptanceMeans, .namesMean, .hashMeans]
        let attempts = dossier.history.deliveries.flatMap(\.attempts)
        if attempts.contains(where: { $0.verdict == TransferEnd.Verdict.accepted.rawValue && $0.peer == nil }) {
            labels.append(.noServerMeans)
        }
        if dossier.history.deliveries.contains(where: { $0.row.kind == Delivery.Kind.trouble.rawValue }) {
            labels.append(.toOfficeMeans)
        }
        if dossier.isRehearsal { labels.insert(.rehearsalMeans, at: 0) }
        return labels.map(wording.proof)
    }

    private func fields(_ pairs: [(ProofLabel, String?)]) -> [ProofSheet.Field] {
        pairs.compactMap { label, value in
            value.flatMap { $0.isEmpty ? nil : ProofSheet.Field(label: wording.proof(label), value: $0) }
        }
    }

    /// `2017-06-27 09:00:05`, in the office's zone.
    private func second(_ moment: Moment) -> String {
        let civil = dossier.civilZone.civil(moment)
        let time = civil.time.description
        return "\(civil.date) \(time.utf8.count == 5 ? "\(time):00" : time)"
    }
}
