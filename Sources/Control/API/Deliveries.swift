package import CivilTime
package import Reminders

/// «Try these again now», or ask a channel again.
package struct RetryQuestion: Sendable, Codable, Equatable {
    /// Deliveries by number. Empty: the channel's.
    package var deliveries: [Int64]
    /// A channel that is held or rests: it is asked at once.
    package var channel: String?
    package var reason: String?
    package var onBehalfOf: String?

    package init(deliveries: [Int64], channel: String? = nil, reason: String? = nil, onBehalfOf: String? = nil) {
        self.deliveries = deliveries
        self.channel = channel
        self.reason = reason
        self.onBehalfOf = onBehalfOf
    }

    private enum CodingKeys: String, CodingKey {
        case deliveries, channel, reason
        case onBehalfOf = "on_behalf_of"
    }
}

package struct RetryAnswer: Sendable, Codable, Equatable {
    /// Given up before, and taken up again.
    package var retried: [Int64]
    /// Waiting for their next attempt before, and going out now.
    package var hastened: [Int64]
    /// Where a channel was named: how many messages wait for it.
    package var waiting: Int?
    /// The configuration's.
    package var language: Language

    package init(retried: [Int64], hastened: [Int64], waiting: Int? = nil, language: Language) {
        self.retried = retried
        self.hastened = hastened
        self.waiting = waiting
        self.language = language
    }
}

/// «This one came back.»
package struct BouncedQuestion: Sendable, Codable, Equatable {
    /// A delivery's number, its Message-ID, or the bounce address that names it.
    package var delivery: String
    /// What the other side said.
    package var reason: String?
    /// The day it came back; nil: today.
    package var on: CivilDate?
    package var onBehalfOf: String?

    package init(delivery: String, reason: String? = nil, on: CivilDate? = nil, onBehalfOf: String? = nil) {
        self.delivery = delivery
        self.reason = reason
        self.on = on
        self.onBehalfOf = onBehalfOf
    }

    private enum CodingKeys: String, CodingKey {
        case delivery, reason, on
        case onBehalfOf = "on_behalf_of"
    }
}

package struct BouncedAnswer: Sendable, Codable, Equatable {
    package var delivery: Int64
    /// False: it was on record already.
    package var isNew: Bool
    /// The configuration's.
    package var language: Language

    package init(delivery: Int64, isNew: Bool, language: Language) {
        self.delivery = delivery
        self.isNew = isNew
        self.language = language
    }

    private enum CodingKeys: String, CodingKey {
        case delivery, language
        case isNew = "new"
    }
}

/// «Send a test message over this channel.»
package struct TestQuestion: Sendable, Codable, Equatable {
    package var channel: String
    /// A mail address; nil: the office's first contact.
    package var to: String?

    package init(channel: String, to: String? = nil) {
        self.channel = channel
        self.to = to
    }
}

/// How a test message went, and what was said on the wire, secrets masked.
package struct TestAnswer: Sendable, Codable, Equatable {
    package struct Line: Sendable, Codable, Equatable {
        /// `>` we, `<` the other side, `*` what happened beside it.
        package var speaker: String
        package var text: String

        package init(speaker: String, text: String) {
            self.speaker = speaker
            self.text = text
        }
    }

    package var channel: String
    package var to: String
    /// `accepted`, `refused`, `deferred`, `channelDown`, `unknown`: as in the log.
    package var verdict: String
    package var reason: String
    package var code: Int?
    package var reply: String?
    package var peer: String?
    package var tls: String?
    package var conversation: [Line]
    /// The configuration's.
    package var language: Language

    package init(
        channel: String, to: String, verdict: String, reason: String, code: Int?, reply: String?, peer: String?,
        tls: String?, conversation: [Line], language: Language
    ) {
        self.channel = channel
        self.to = to
        self.verdict = verdict
        self.reason = reason
        self.code = code
        self.reply = reply
        self.peer = peer
        self.tls = tls
        self.conversation = conversation
        self.language = language
    }
}
