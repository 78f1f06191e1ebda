import CivilTime
package import Logging
import Reminders
import WorkLists

/// Writes the scheduler's events to the journal: ids, channels, states and short reasons; no texts, no subjects.
package struct EventJournal: Sendable {
    private let logger: Logger

    package init(logger: Logger) {
        self.logger = logger
    }

    package func note(_ event: SchedulerEvent) {
        switch event {
        case .intended(let delivery, _):
            logger.debug("message composed", metadata: Self.values(delivery))
        case .ended(let delivery, _, let attempt, let end, let state, _):
            var values = Self.values(delivery)
            values["attempt"] = "\(attempt)"
            values["reason"] = "\(end.reason)"
            values["code"] = end.code.map { "\($0)" }
            values["state"] = "\(state.rawValue)"
            switch state {
            case .accepted: logger.info("message accepted", metadata: values)
            case .givenUp: logger.error("message given up", metadata: values)
            case .waiting, .begun, .unknown, .superseded, .withdrawn:
                logger.warning("message put off", metadata: values)
            }
        case .act(let act):
            note(act)
        case .dropped(let id, let state, let reason):
            logger.info(
                "message not sent",
                metadata: ["delivery": "\(id)", "state": "\(state.rawValue)", "reason": "\(reason)"])
        case .fate(let fate):
            let level: Logger.Level = fate.kind == .failed ? .error : .debug
            logger.log(
                level: level, "slot ended",
                metadata: [
                    "slot": "\(fate.slot)", "fate": "\(fate.kind.rawValue)", "reason": "\(fate.reason)",
                ])
        case .alarm(let alarm):
            note(alarm)
        case .clockDoubted(let doubt, let shown, let believed):
            logger.error(
                "clock is in doubt; nothing is sent by it",
                metadata: [
                    "clock": "\(doubt.rawValue)", "shows": "\(shown.iso8601)", "believed": "\(believed.iso8601)",
                ])
        case .clockBelieved:
            logger.notice("clock is believed again")
        case .ledgerHeld(let name):
            logger.error("ledger cannot be written; nothing is sent until it can", metadata: ["reason": "\(name)"])
        case .ledgerFreed:
            logger.notice("ledger is written again")
        case .unwritten(let count):
            logger.error(
                "stopped before the ledger could be written; these facts are lost", metadata: ["facts": "\(count)"])
        case .notComposed(let id, let reason):
            logger.error("message cannot be composed", metadata: ["delivery": "\(id)", "reason": "\(reason)"])
        case .tested(let channel, let end):
            logger.notice(
                "channel tested",
                metadata: [
                    "channel": "\(channel)", "verdict": "\(end.verdict.rawValue)", "reason": "\(end.reason)",
                ])
        case .configured(let lists, let obligations):
            logger.notice(
                "configuration taken", metadata: ["lists": "\(lists)", "obligations": "\(obligations)"])
        case .refused(let problems):
            logger.error("configuration refused; the last good one holds", metadata: ["problems": "\(problems.count)"])
            for problem in problems { logger.error("problem", metadata: ["at": "\(problem)"]) }
        }
    }

    private func note(_ act: Act) {
        var values: Logger.Metadata = ["act": "\(act.kind.rawValue)", "uid": "\(act.actor.uid)"]
        if let delivery = act.delivery {
            values["delivery"] = "\(delivery)"
        } else if act.kind.isAboutObligations {
            values["list"] = "\(act.list)"
            values["milestone"] = "\(act.milestone ?? "-")"
            values["unit"] = "\(act.unit?.rawValue ?? "-")"
        }
        logger.notice("act recorded", metadata: values)
    }

    private func note(_ alarm: ChannelAlarm) {
        var values: Logger.Metadata = ["channel": "\(alarm.channel)"]
        switch alarm.state {
        case .held(let fault):
            values["reason"] = "\(fault)"
            logger.error("channel is held; its messages wait", metadata: values)
        case .silent(let since, let reason, let waiting):
            values["since"] = "\(since.iso8601)"
            values["reason"] = "\(reason)"
            values["waiting"] = "\(waiting)"
            logger.error("channel has accepted nothing for four hours", metadata: values)
        case .freed:
            logger.notice("channel answers again", metadata: values)
        }
    }

    private static func values(_ delivery: Delivery) -> Logger.Metadata {
        [
            "delivery": "\(delivery.id)", "kind": "\(delivery.kind.rawValue)", "channel": "\(delivery.channel)",
            "slots": "\(delivery.items.count)",
        ]
    }
}
