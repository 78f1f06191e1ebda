package import CivilTime
package import WorkLists

/// What part of the delivery log is asked for; nil asks for everything.
package struct LogQuery: Sendable, Codable, Equatable {
    /// Due at this moment or later.
    package var from: Moment?
    /// Due before this moment.
    package var until: Moment?
    /// Of the recipient's, or of the slots it covers.
    package var unit: UnitID?
    /// `3.1.2`, `huzhou-2017:3.1.2`, or one occurrence, `7.1.2@2017-07-31`.
    package var milestone: String?
    package var channel: String?
    package var state: String?
    /// Deliveries with a lower id only: the next page.
    package var before: Int64?
    /// Deliveries with a higher id only, the next page from there on: what `--follow` asks.
    package var after: Int64?
    /// At most this many rows, and never over 1000. Default 200.
    package var limit: Int

    package init(
        from: Moment? = nil, until: Moment? = nil, unit: UnitID? = nil, milestone: String? = nil,
        channel: String? = nil, state: String? = nil, before: Int64? = nil, after: Int64? = nil, limit: Int = 200
    ) {
        self.from = from
        self.until = until
        self.unit = unit
        self.milestone = milestone
        self.channel = channel
        self.state = state
        self.before = before
        self.after = after
        self.limit = limit
    }
}

/// One delivery in the log. The JSON fields are stable.
package struct LogRow: Sendable, Codable, Equatable {
    package var id: Int64
    package var kind: String
    /// The units it covers, by id, joined by a comma.
    package var unit: String
    package var channel: String
    package var to: String
    package var subject: String
    package var dueAt: Moment
    package var createdAt: Moment
    package var state: String
    package var attempts: Int
    package var lastCode: Int?
    package var lastReply: String?
    package var acceptedAt: Moment?
    package var messageID: String
    /// The slots' keys.
    package var slots: [String]
    /// Which of `parts` it is; both nil where the message is whole.
    package var part: Int?
    package var parts: Int?
    /// When it was recorded that it came back, and why.
    package var bouncedAt: Moment?
    package var bounce: String?

    package init(
        id: Int64, kind: String, unit: String, channel: String, to: String, subject: String, dueAt: Moment,
        createdAt: Moment, state: String, attempts: Int, lastCode: Int?, lastReply: String?, acceptedAt: Moment?,
        messageID: String, slots: [String], part: Int? = nil, parts: Int? = nil, bouncedAt: Moment? = nil,
        bounce: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.unit = unit
        self.channel = channel
        self.to = to
        self.subject = subject
        self.dueAt = dueAt
        self.createdAt = createdAt
        self.state = state
        self.attempts = attempts
        self.lastCode = lastCode
        self.lastReply = lastReply
        self.acceptedAt = acceptedAt
        self.messageID = messageID
        self.slots = slots
        self.part = part
        self.parts = parts
        self.bouncedAt = bouncedAt
        self.bounce = bounce
    }

    private enum CodingKeys: String, CodingKey {
        case id, kind, unit, channel, to, subject, state, attempts, slots, part, parts, bounce
        case dueAt = "due_at"
        case createdAt = "created_at"
        case lastCode = "last_code"
        case lastReply = "last_reply"
        case acceptedAt = "accepted_at"
        case messageID = "message_id"
        case bouncedAt = "bounced_at"
    }
}

/// One delivery with all that was tried.
package struct DeliveryHistory: Sendable, Codable, Equatable {
    package struct Attempt: Sendable, Codable, Equatable {
        package var number: Int
        package var begunAt: Moment
        package var endedAt: Moment?
        package var verdict: String?
        package var reason: String?
        package var code: Int?
        package var reply: String?
        package var peer: String?
        package var tls: String?

        package init(
            number: Int, begunAt: Moment, endedAt: Moment?, verdict: String?, reason: String?, code: Int?,
            reply: String?, peer: String?, tls: String?
        ) {
            self.number = number
            self.begunAt = begunAt
            self.endedAt = endedAt
            self.verdict = verdict
            self.reason = reason
            self.code = code
            self.reply = reply
            self.peer = peer
            self.tls = tls
        }

        private enum CodingKeys: String, CodingKey {
            case number, verdict, reason, code, reply, peer, tls
            case begunAt = "begun_at"
            case endedAt = "ended_at"
        }
    }

    package var row: LogRow
    package var attempts: [Attempt]
    /// SHA-256 of the body, hex.
    package var bodyHash: String
    package var media: String
    /// Why it was dropped, if it was.
    package var reason: String?
    /// The recipient's name as it was.
    package var toName: String?

    package init(
        row: LogRow, attempts: [Attempt], bodyHash: String, media: String, reason: String?, toName: String? = nil
    ) {
        self.row = row
        self.toName = toName
        self.attempts = attempts
        self.bodyHash = bodyHash
        self.media = media
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
        case row = "delivery"
        case attempts, media, reason
        case bodyHash = "body_sha256"
        case toName = "to_name"
    }
}
