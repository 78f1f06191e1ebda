package import CivilTime
package import WorkLists

/// Something a person recorded about a list, an obligation or a delivery.
package struct Act: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The list holds from now on (a test import mails nobody).
        case accepted
        /// The list is closed: what is open ends.
        case closed
        /// 签收: the unit says that it knows.
        case acknowledged
        /// 反馈待核: the unit reported; the office has yet to check. Pauses the asking.
        case reported
        /// 办结/核销: settled.
        case done
        /// 认定逾期: the office found it late. Without it nothing is called late, only without feedback.
        case late
        /// 延期待批: the unit asked for a later deadline. It goes on being reminded.
        case extensionRequested = "extension-requested"
        /// 延期: a later deadline was granted.
        case extended
        /// 不予延期: the later deadline that was asked for was refused.
        case extensionRefused = "extension-refused"
        /// 暂停提醒: nothing is said of it through `until`; then it is told once.
        case silenced
        /// 撤销: it is not owed any more.
        case withdrawn
        /// 升级放行: a step of the escalation may go out.
        case released
        /// Taken up again after `reported`, `done`, `late` or `withdrawn`.
        case reopened
        /// Another act, `undoes`, counts no more: it stands in the record, and so does this.
        case undone
        /// No longer in the files, and a person accepted the edit that took it out. Put back, it stands as it did.
        case removed
        /// A delivery that was given up goes out again: the same bytes and id, with patience begun anew.
        case retried
        /// A delivery that was accepted came back.
        case bounced
        /// A person said that the clock, which was in doubt, is right.
        case resumed
        /// A person had a digest sent now. Its delivery is the first of them.
        case digested

        /// Whether it is about a delivery, and touches no obligation.
        package var isAboutDelivery: Bool { self == .retried || self == .bounced }

        /// Whether it is asked for by `ActRequest`; others follow from something else that a person does.
        package var isAsked: Bool { isAboutObligations && self != .removed }

        /// Whether it is about obligations or their list.
        package var isAboutObligations: Bool { !isAboutDelivery && self != .resumed && self != .digested }
    }

    /// Who recorded it.
    package struct Actor: Hashable, Sendable {
        /// The caller's user id, from the socket.
        package let uid: UInt32
        package let name: String
        /// For whom, if someone else asked for it.
        package let onBehalfOf: String?

        package init(uid: UInt32, name: String, onBehalfOf: String? = nil) {
            self.uid = uid
            self.name = name
            self.onBehalfOf = onBehalfOf
        }
    }

    package let kind: Kind
    /// Empty for an act that is not about obligations.
    package let list: String
    /// nil: the act is about the list, or (acknowledged) about all that the unit has in it.
    package let milestone: String?
    package let unit: UnitID?
    /// What `retried` and `bounced` are about, and what `digested` made; nil for all others.
    package let delivery: DeliveryID?
    package let actor: Actor
    /// When it was recorded.
    package let at: Moment
    /// The date of the fact, if it is not the day it was recorded: `--on`.
    package let on: CivilDate?
    package let reason: String?
    /// The number of the document it rests on (文号).
    package let document: String?
    /// The new deadline that was asked for or granted; of a silence its last day.
    package let until: CivilDate?
    /// The deadline in the files over which `extended` grants a later one: when the files name another, theirs holds.
    package let published: CivilDate?
    /// The step that `released` lets go.
    package let stage: Stage?
    /// The key of the act that `undone` takes back.
    package let undoes: String?
    /// Set by the caller so that the same act, sent twice, is recorded once.
    package let key: String

    package init(
        kind: Kind, list: String, milestone: String? = nil, unit: UnitID? = nil, delivery: DeliveryID? = nil,
        actor: Actor, at: Moment, on: CivilDate? = nil, reason: String? = nil, document: String? = nil,
        until: CivilDate? = nil, published: CivilDate? = nil, stage: Stage? = nil, undoes: String? = nil, key: String
    ) {
        self.kind = kind
        self.list = list
        self.milestone = milestone
        self.unit = unit
        self.delivery = delivery
        self.actor = actor
        self.at = at
        self.on = on
        self.reason = reason
        self.document = document
        self.until = until
        self.published = published
        self.stage = stage
        self.undoes = undoes
        self.key = key
    }

    /// Whether it is about this obligation.
    package func means(_ id: ObligationID) -> Bool {
        kind.isAboutObligations && id.list == list && (milestone == nil || milestone == id.milestone)
            && (unit == nil || unit == id.unit)
    }

    /// The same act under another key.
    func with(key: String) -> Act {
        Act(
            kind: kind, list: list, milestone: milestone, unit: unit, delivery: delivery, actor: actor, at: at, on: on,
            reason: reason, document: document, until: until, published: published, stage: stage, undoes: undoes,
            key: key)
    }
}
