package import Reminders
import Settings

extension Wording {
    package func acknowledgement(_ unit: Standing.ByUnit) -> String {
        switch (unit.wasAssigned, unit.hasAcknowledged, language) {
        case (_, true, .zh): "已签收"
        case (true, false, .zh): "未签收"
        case (false, false, .zh): "未送达"
        case (_, true, .en): "yes"
        case (true, false, .en): "not yet"
        case (false, false, .en): "not told"
        }
    }

    /// An act's kind as people call it; one that is not known here stands as it is.
    func act(_ kind: String) -> String {
        guard let act = Act.Kind(rawValue: kind) else { return kind }
        return switch (act, language) {
        case (.accepted, .zh): "清单生效"
        case (.closed, .zh): "清单关闭"
        case (.acknowledged, .zh): "签收"
        case (.reported, .zh): "反馈待核"
        case (.done, .zh): "办结"
        case (.late, .zh): "认定逾期"
        case (.extensionRequested, .zh): "申请延期"
        case (.extended, .zh): "同意延期"
        case (.extensionRefused, .zh): "不予延期"
        case (.silenced, .zh): "暂停提醒"
        case (.withdrawn, .zh): "撤销"
        case (.released, .zh): "升级放行"
        case (.undone, .zh): "撤回登记"
        case (.reopened, .zh): "重新开办"
        case (.removed, .zh): "移出清单"
        case (.retried, .zh): "重新发送"
        case (.bounced, .zh): "退信"
        case (.resumed, .zh): "时钟确认"
        case (.digested, .zh): "发送督查情况"
        case (.accepted, .en): "list accepted"
        case (.closed, .en): "list closed"
        case (.acknowledged, .en): "acknowledged"
        case (.reported, .en): "reported"
        case (.done, .en): "done"
        case (.late, .en): "found late"
        case (.extensionRequested, .en): "extension requested"
        case (.extended, .en): "extended"
        case (.extensionRefused, .en): "extension refused"
        case (.silenced, .en): "silenced"
        case (.withdrawn, .en): "withdrawn"
        case (.released, .en): "escalation released"
        case (.undone, .en): "undone"
        case (.reopened, .en): "reopened"
        case (.removed, .en): "taken out of the list"
        case (.retried, .en): "sent again"
        case (.bounced, .en): "came back"
        case (.resumed, .en): "clock confirmed"
        case (.digested, .en): "digest sent"
        }
    }

    package func deliveryState(_ state: String) -> String {
        if state == Act.Kind.bounced.rawValue { return language == .zh ? "退回" : "came back" }
        guard let known = DeliveryState(rawValue: state) else { return state }
        return switch (known, language) {
        case (.waiting, .zh): "待发"
        case (.begun, .zh): "发送中"
        case (.accepted, .zh): "已被服务器接收"
        case (.unknown, .zh): "结果不明"
        case (.superseded, .zh): "已由新邮件代替"
        case (.withdrawn, .zh): "已撤回"
        case (.givenUp, .zh): "未能送达"
        case (.waiting, .en): "waiting"
        case (.begun, .en): "under way"
        case (.accepted, .en): "accepted by the server"
        case (.unknown, .en): "outcome unknown"
        case (.superseded, .en): "replaced by a newer one"
        case (.withdrawn, .en): "withdrawn"
        case (.givenUp, .en): "given up"
        }
    }

    /// The same in a narrow column: in English the name that `deadlinectl log --state` takes.
    package func deliveryStateColumn(_ state: String) -> String {
        guard language == .zh, let known = DeliveryState(rawValue: state) else {
            return state == Act.Kind.bounced.rawValue && language == .zh ? deliveryState(state) : state
        }
        return switch known {
        case .accepted: "已接收"
        case .superseded: "已代替"
        case .givenUp: "未送达"
        case .waiting, .begun, .unknown, .withdrawn: deliveryState(state)
        }
    }

    func heldChannel(_ channel: String, reason: String) -> String {
        switch language {
        case .zh: "发送通道 \(channel) 已暂停(\(reason)),其邮件在等待"
        case .en: "channel \(channel) is held (\(reason)); its messages wait"
        }
    }

    func silentChannel(_ channel: String, since: String, reason: String, waiting: Int) -> String {
        switch language {
        case .zh: "发送通道 \(channel) 自\(since)起没有送出任何消息(\(reason)),\(messages(waiting))在等待"
        case .en: "channel \(channel) has taken no message since \(since) (\(reason)); \(messages(waiting)) waiting"
        }
    }

    /// `3条` or `3 messages`.
    package func messages(_ count: Int) -> String {
        switch language {
        case .zh: "\(count)条"
        case .en: Self.count(count, "message")
        }
    }

    func undelivered(_ count: Int, hasTable: Bool) -> String {
        switch language {
        case .zh: "\(count)封邮件未能送达" + (hasTable ? ",见下表" : "")
        case .en: "\(Self.count(count, "message")) reached nobody" + (hasTable ? ", see the table below" : "")
        }
    }

    func withoutContact(_ units: [String]) -> String {
        switch language {
        case .zh: "\(units.count)个单位没有联系人,提醒改送督查机构:\(names(units))"
        case .en: "\(Self.count(units.count, "unit")) without a contact, told to this office instead: \(names(units))"
        }
    }

    package func notAccepted(_ titles: [String], ids: [String]) -> String {
        switch language {
        case .zh: "清单尚未生效,不会提醒任何单位:\(names(titles))(deadlinectl list accept \(ids.joined(separator: " ")))"
        case .en:
            "not accepted, so nobody is reminded: \(names(titles)) (deadlinectl list accept \(ids.joined(separator: " ")))"
        }
    }

    func missingCalendars(_ years: [Int]) -> String {
        let list = years.map(String.init).joined(separator: language == .zh ? "、" : ", ")
        return switch language {
        case .zh: "缺少\(list)年节假日安排,工作日暂按周一至周五计算"
        case .en: "no holiday calendar for \(list): working days are counted by weekday for now"
        }
    }

    func notAcknowledged(_ units: [String]) -> String {
        switch language {
        case .zh: "\(units.count)个单位尚未签收:\(names(units))"
        case .en: "\(Self.count(units.count, "unit")) did not acknowledge yet: \(names(units))"
        }
    }

    /// `84%(38/45)`; nil while nothing was due.
    func rate(_ punctuality: Standing.Punctuality) -> String? {
        guard let percent = punctuality.percent else { return nil }
        let counts = "\(punctuality.onTime)/\(punctuality.of)"
        return language == .zh ? "\(percent)%(\(counts))" : "\(percent)% (\(counts))"
    }

    /// A deadline's figures by unit, a milestone of three units counted three times; nil where that says nothing more.
    func shares(_ row: Standing.ByDeadline) -> String? {
        guard row.shares.total != row.milestones.total + row.duties.total else { return nil }
        return language == .zh
            ? "按责任单位计\(row.shares.total)项:\(counts(row.shares))"
            : "counted by unit, \(Self.count(row.shares.total, "share")): \(counts(row.shares))"
    }

    /// How long ago a deadline was: `已过3个工作日`.
    func age(workdays: Int) -> String {
        switch language {
        case .zh: workdays > 0 ? "已过\(workdays)个工作日" : "不足1个工作日"
        case .en: workdays > 0 ? Self.count(workdays, "working day") + " ago" : "less than a working day ago"
        }
    }

    /// A unit among those that have not settled an item, with what it recorded if it did.
    func named(_ unit: String, _ state: ObligationState) -> String {
        switch (state, language) {
        case (.open, _): unit
        case (_, .zh): "\(unit)(\(self.state(state)))"
        case (_, .en): "\(unit) (\(self.state(state)))"
        }
    }

    /// `12天后`; nil for today.
    package func daysLeft(_ days: Int) -> String? {
        guard days > 0 else { return language == .zh ? "今天" : "today" }
        return language == .zh ? "\(days)天后" : "in \(Self.count(days, "day"))"
    }

    func unitCount(_ units: [String], namesAll: Bool) -> String {
        if namesAll { return names(units) }
        return language == .zh ? "\(units.count)个单位" : Self.count(units.count, "unit")
    }
}
