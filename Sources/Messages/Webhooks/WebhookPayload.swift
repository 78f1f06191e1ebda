/// The JSON of a webhook event. Field names are stable; absent means left out, never null.
struct WebhookPayload: Encodable {
    struct Data: Encodable {
        var delivery: Int64
        var messageId: String
        var recipient: String
        var unit: [String]
        var subject: String
        var language: String
        var rehearsal: Bool
        var late: Bool
        /// `full`, `titles` or `count`: what the channel may carry, or what fitted.
        var content: String
        var today: String
        var totalItems: Int
        /// From 1, and of how many; not there where the message is whole.
        var part: Int?
        var parts: Int?
        var lists: [List]
        var office: Office
        var sections: [Section]
        var deadlines: [Deadline]?
        var units: [UnitLine]?
        var undelivered: Int?
        var heldChannels: [String: String]?
        /// Units that will have nobody to write to; only where a report of trouble is about that.
        var departures: [Departure]?
    }

    struct Departure: Encodable {
        var unitName: String
        /// The last day of service.
        var until: String
        var names: [String]?
    }

    struct List: Encodable {
        var id: String
        var title: String
        var documentNumber: String?
        var issuer: String?
    }

    struct Office: Encodable {
        var name: String
        var phone: String?
    }

    struct Section: Encodable {
        var unit: String
        var unitName: String
        var groups: [Group]
        var items: [Item]?
    }

    struct Group: Encodable {
        var what: String
        var deadline: String
        var count: Int
    }

    struct Item: Encodable {
        var list: String
        var milestone: String
        var number: String
        var kind: String
        var stage: String
        var state: String
        var colour: String
        var deadline: String
        /// The time of that day, where one was given.
        var deadlineTime: String?
        /// The deadline that the unit was told before.
        var movedFrom: String?
        var settleBy: String?
        var daysLeft: Int
        var workdaysLeft: Int
        var late: Bool
        var requirement: String?
        var condition: String?
        var workNumber: Int?
        var workTitle: String?
        var measure: String?
        var phrase: String?
        var sharedWith: [String]?
    }

    struct Counts: Encodable {
        var total: Int
        var done: Int
        var reported: Int
        var open: Int
        var closed: Int
        var unconfirmed: Int
        var withdrawn: Int
    }

    struct Deadline: Encodable {
        var list: String
        var deadline: String
        var colour: String
        var counts: Counts
        /// A milestone of three units counted three times.
        var shares: Counts
    }

    struct UnitLine: Encodable {
        var unit: String
        var name: String
        var overdue: Int
        var hasAcknowledged: Bool
        var counts: Counts
        /// Settled on or before the deadline, of `dueCount` that are past theirs or settled.
        var onTimeCount: Int
        var dueCount: Int
    }

    var type: String
    var timestamp: String
    var data: Data
}
