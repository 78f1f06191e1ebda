package import CivilTime

/// What the operator must know of a channel, said once when it begins and once when it is over.
package struct ChannelAlarm: Sendable, Hashable {
    package enum State: Sendable, Hashable {
        /// A fault of its own, by its short name: its deliveries wait.
        case held(fault: String)
        /// It has accepted nothing for four hours while deliveries wait.
        ///
        /// - Parameters:
        ///   - since: the first attempt that failed since the last acceptance.
        ///   - reason: the short name of how the newest attempt ended.
        case silent(since: Moment, reason: String, waiting: Int)
        /// It answers again.
        case freed
    }

    package let channel: String
    package let state: State

    package init(channel: String, state: State) {
        self.channel = channel
        self.state = state
    }
}
