/// What the engine must know of a channel.
package struct ChannelTraits: Sendable, Equatable {
    /// Whom its messages are addressed to.
    package enum Addressing: Sendable, Equatable {
        /// A contact's mail address.
        case mail
        /// The unit itself, by id: whoever stands behind the channel sorts it out.
        case unit
        /// The channel's own chat, by the channel's name: one message for all units, read by everybody in it.
        case room
    }

    package var addressing: Addressing
    /// Deliveries that may be begun at once.
    package var limit: Int
    /// The domain of its Message-IDs.
    package var messageIDDomain: String
    /// How long between attempts. Default that of mail.
    package var backOff: BackOff
    /// How many attempts in which time; all of them hold. Default: as many as come.
    package var rates: [RateLimit]
    /// Whether its messages keep clear of full and half hours, when everybody's robots speak. Default no.
    package var leavesRoundTimes: Bool

    package init(
        addressing: Addressing, limit: Int, messageIDDomain: String, backOff: BackOff = .mail, rates: [RateLimit] = [],
        leavesRoundTimes: Bool = false
    ) {
        self.addressing = addressing
        self.limit = limit
        self.messageIDDomain = messageIDDomain
        self.backOff = backOff
        self.rates = rates
        self.leavesRoundTimes = leavesRoundTimes
    }
}
