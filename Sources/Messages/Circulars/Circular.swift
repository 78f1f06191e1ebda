package import CivilTime
package import Reminders

/// What a circular (通报) about shares past their deadline is drafted from. The JSON fields are stable.
package struct Circular: Sendable, Codable, Equatable {
    /// The newest message about it that a server accepted for the unit.
    package struct Told: Sendable, Codable, Equatable {
        package var at: Moment
        package var channel: String
        package var to: String
        package var delivery: Int64

        package init(at: Moment, channel: String, to: String, delivery: Int64) {
            self.at = at
            self.channel = channel
            self.to = to
            self.delivery = delivery
        }
    }

    package struct Item: Sendable, Codable, Equatable {
        package var past: PastDeadline
        package var told: Told?

        package init(past: PastDeadline, told: Told?) {
            self.past = past
            self.told = told
        }
    }

    package var now: Moment
    package var zone: String
    package var language: Language
    package var isRehearsal: Bool
    package var office: String
    package var phone: String?
    /// The lists it touches.
    package var lists: [Dossier.List]
    /// nil: every deadline that is past.
    package var deadline: CivilDate?
    /// Settled ones too: they are counted, not named.
    package var items: [Item]

    package init(
        now: Moment, zone: String, language: Language, isRehearsal: Bool, office: String, phone: String?,
        lists: [Dossier.List], deadline: CivilDate?, items: [Item]
    ) {
        self.now = now
        self.zone = zone
        self.language = language
        self.isRehearsal = isRehearsal
        self.office = office
        self.phone = phone
        self.lists = lists
        self.deadline = deadline
        self.items = items
    }

    private enum CodingKeys: String, CodingKey {
        case now, zone, language, office, phone, lists, deadline, items
        case isRehearsal = "rehearsal"
    }

    var civilZone: Zone { Zone(identifier: zone) ?? .utc }
    var today: CivilDate { civilZone.civil(now).date }
}

extension Circular.Item {
    /// Under which head it is named.
    enum Head: CaseIterable {
        /// 认定逾期: recorded as late by the office.
        case late
        /// 尚未收到办结反馈: nothing was recorded.
        case unanswered
        /// 已反馈、待核实.
        case reported
    }

    /// nil: settled, or not owed any more.
    var head: Head? {
        switch past.line.state {
        case .done, .closed, .withdrawn: nil
        case .reported: .reported
        case .open, .unconfirmed: past.isLate ? .late : .unanswered
        }
    }
}
