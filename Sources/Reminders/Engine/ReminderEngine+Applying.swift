import CivilTime
import WorkLists

/// What acts change in the obligations that they mean.
extension ReminderEngine {
    /// Applies an act to the tracks it means; answers which.
    @discardableResult
    mutating func apply(_ act: Act) -> [Int] {
        guard act.kind.isAboutObligations else { return [] }
        let meant = tracks(meantBy: act)
        apply(act, to: meant)
        return meant
    }

    /// Applies every act to tracks that nothing was applied to yet.
    ///
    /// - Parameter only: these; nil: all.
    mutating func applyAll(to only: [Int]? = nil) {
        for act in acts where act.kind != .undone && act.kind.isAboutObligations {
            apply(act, to: only?.filter { act.means(tracks[$0].id) } ?? tracks(meantBy: act))
        }
    }

    private func tracks(meantBy act: Act) -> [Int] {
        if let milestone = act.milestone, let unit = act.unit {
            return index[ObligationID(list: act.list, milestone: milestone, unit: unit)].map { [$0] } ?? []
        }
        return tracks.indices.filter { act.means(tracks[$0].id) }
    }

    /// Applies an act to tracks that it means.
    private mutating func apply(_ act: Act, to meant: [Int]) {
        if act.kind == .undone {
            for track in meant { tracks[track].forgetActs() }
            return applyAll(to: meant)
        }
        if act.kind.isWordOfDeadline {
            for track in meant where recordedAt[listDay(of: track)] == nil { recordedAt[listDay(of: track)] = act.at }
        }
        let endedAt = undoneAt[act.key]
        // A silence that was undone held until then: what fell into it was not said.
        if endedAt != nil, act.kind != .silenced { return }
        for track in meant { apply(act, to: track, endedAt: endedAt) }
    }

    private mutating func apply(_ act: Act, to track: Int, endedAt: Moment?) {
        switch act.kind {
        case .accepted:
            if tracks[track].state == .closed { tracks[track].state = .open }
        case .closed:
            if !tracks[track].isSettled { tracks[track].state = .closed }
        case .acknowledged:
            tracks[track].isAcknowledged = true
        case .reported, .done:
            settle(track, by: act)
        case .late:
            tracks[track].isLate = true
        case .extensionRequested:
            tracks[track].request = Track.ExtensionRequest(until: act.until)
        case .extended:
            extend(track, by: act)
        case .extensionRefused:
            tracks[track].request = nil
        case .silenced:
            guard let until = act.until else { return }
            tracks[track].silences.append(Track.Silence(from: act.at, until: until, endedAt: endedAt))
        case .withdrawn:
            tracks[track].state = .withdrawn
            tracks[track].on = act.on ?? zone(of: act.list).civil(act.at).date
            tracks[track].document = act.document
        case .released:
            if let stage = act.stage { tracks[track].released.insert(stage) }
        case .reopened:
            tracks[track].state = .open
            tracks[track].reopenedAt = act.at
            tracks[track].isLate = false
            tracks[track].on = nil
            tracks[track].document = nil
        case .undone, .removed, .retried, .bounced, .resumed, .digested:
            return
        }
    }

    /// A later deadline that was granted over another than the files name by now is no later one.
    private mutating func extend(_ track: Int, by act: Act) {
        tracks[track].request = nil
        guard let until = act.until, act.published == nil || act.published == tracks[track].published else { return }
        tracks[track].obligation.deadline = until
        tracks[track].isLate = false
        if tracks[track].state == .unconfirmed { tracks[track].state = .open }
    }

    /// A report after the settlement changes nothing; a second settlement changes what it names.
    private mutating func settle(_ track: Int, by act: Act) {
        let old = tracks[track]
        let state: ObligationState = act.kind == .done ? .done : .reported
        if old.isSettled, state == .reported { return }
        let isRepeated = old.state == state
        tracks[track].state = state
        tracks[track].on = act.on ?? (isRepeated ? old.on : nil) ?? zone(of: act.list).civil(act.at).date
        tracks[track].document = act.document ?? (isRepeated ? old.document : nil)
    }
}

extension Act.Kind {
    /// Whether it is word of how things stand with a deadline: then the office is not behind with it.
    var isWordOfDeadline: Bool {
        switch self {
        case .reported, .done, .late, .extensionRequested, .extended, .extensionRefused, .silenced, .withdrawn,
            .reopened:
            true
        case .accepted, .closed, .acknowledged, .released, .undone, .removed, .retried, .bounced, .resumed, .digested:
            false
        }
    }

    /// Whether `kind`, recorded before it, may have to be recorded once more after it.
    func mayUndo(_ kind: Act.Kind) -> Bool {
        switch self {
        case .reported, .done, .withdrawn, .reopened, .undone: true
        case .extensionRequested, .extended, .extensionRefused:
            [.extensionRequested, .extended, .extensionRefused].contains(kind)
        case .late, .silenced, .released: self == kind
        case .accepted, .closed, .acknowledged, .removed, .retried, .bounced, .resumed, .digested: false
        }
    }
}
