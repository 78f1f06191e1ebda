import CivilTime
package import Reminders
import Settings

/// The sentences of a history. Whom an event is about comes in as `whom`, empty where it goes without saying.
extension Wording {
    func listed(_ deadline: CivilDate, whom: String) -> String {
        switch language {
        case .zh: "列入台账,到期日\(fullDay(deadline))" + tail(whom)
        case .en: "came to the ledger, due \(fullDay(deadline))" + tail(whom)
        }
    }

    func moved(from old: CivilDate, to new: CivilDate, whom: String) -> String {
        switch language {
        case .zh: "到期日由\(fullDay(old))调整为\(fullDay(new))" + tail(whom)
        case .en: "deadline moved from \(fullDay(old)) to \(fullDay(new))" + tail(whom)
        }
    }

    func reworded(whom: String) -> String {
        (language == .zh ? "事项文字有改动" : "its words were changed") + tail(whom)
    }

    func removed(whom: String) -> String {
        (language == .zh ? "不再列入清单文件" : "no longer in the list's file") + tail(whom)
    }

    /// `办结:市发改委(事实日期2017年6月28日,文号湖发改〔2017〕12号);登记人zhang,受李科长委托`.
    func act(_ act: Act, whom: String) -> String {
        var facts: [String] = []
        let delivery = act.delivery.map { message(Int64($0.rawValue)) }
        switch language {
        case .zh:
            if let until = act.until { facts.append("至\(fullDay(until))") }
            if let step = act.stage { facts.append(stage(step)) }
            if let on = act.on { facts.append("事实日期\(fullDay(on))") }
            if let document = act.document { facts.append("文号\(document)") }
            if let reason = act.reason { facts.append("事由:\(self.reason(reason))") }
            let actor = "登记人\(act.actor.name)" + (act.actor.onBehalfOf.map { ",受\($0)委托" } ?? "")
            return self.act(act.kind.rawValue) + tail(delivery ?? whom) + bracketed(facts) + ";" + actor
        case .en:
            if let until = act.until { facts.append("until \(fullDay(until))") }
            if let step = act.stage { facts.append(stage(step)) }
            if let on = act.on { facts.append("as of \(fullDay(on))") }
            if let document = act.document { facts.append("document \(document)") }
            if let reason = act.reason { facts.append("reason: \(reason)") }
            let actor = "recorded by \(act.actor.name)" + (act.actor.onBehalfOf.map { " for \($0)" } ?? "")
            return self.act(act.kind.rawValue) + tail(delivery ?? whom) + bracketed(facts) + "; " + actor
        }
    }

    /// `到期当天提醒未单独发出:市发改委(此前已办结)`.
    func unsent(_ fate: SlotFate, whom: String) -> String {
        let delivery = fate.delivery.map { message(Int64($0.rawValue)) }
        let why = bracketed([reason(fate.reason)] + (delivery.map { [$0] } ?? []))
        return stage(fate.slot.stage) + (language == .zh ? ":" : ": ") + self.fate(fate.kind) + tail(whom) + why
    }

    func fate(_ kind: SlotFate.Kind) -> String {
        switch (kind, language) {
        case (.sent, .zh): "已发出"
        case (.superseded, .zh): "未单独发出,由别的消息代替"
        case (.skipped, .zh): "未发,跳过"
        case (.failed, .zh): "未能发出"
        case (.sent, .en): "sent"
        case (.superseded, .en): "not sent by itself, another took its place"
        case (.skipped, .en): "not sent, skipped"
        case (.failed, .en): "could not be sent"
        }
    }

    /// What a message is: the stages of the series that it brings, or its kind.
    package func message(kind: String, stages: [Stage]) -> String {
        guard let known = Delivery.Kind(rawValue: kind) else { return kind }
        let stages = names(stages.map(stage))
        return switch (known, language) {
        case (.reminder, _): stages
        case (.digest, .zh): "督查情况"
        case (.digest, .en): "digest"
        case (.officeList, .zh): "督查室工作清单"
        case (.officeList, .en): "list for the office"
        case (.trouble, .zh): "告知督查室:单位未能通知到" + (stages.isEmpty ? "" : "(\(stages))")
        case (.trouble, .en): "the office is told what the unit could not be" + (stages.isEmpty ? "" : " (\(stages))")
        }
    }

    /// `第12号消息`.
    package func message(_ id: Int64) -> String { language == .zh ? "第\(id)号消息" : "message \(id)" }

    /// How one attempt ended, before the server's own words.
    func outcome(_ attempt: DeliveryHistory.Attempt) -> String {
        guard let verdict = attempt.verdict else { return language == .zh ? "没有结果的记录" : "no end on record" }
        return outcome(verdict: verdict, reason: attempt.reason)
    }

    /// The same from its parts. The reason is the short name that `docs/replies.md` explains.
    package func outcome(verdict: String, reason: String?) -> String {
        guard let known = TransferEnd.Verdict(rawValue: verdict) else { return verdict }
        let why = reason.flatMap { $0 == verdict ? nil : $0 }.map { bracketed([$0]) } ?? ""
        return switch (known, language) {
        case (.accepted, .zh): "对方服务器已接收"
        case (.refused, .zh): "对方服务器拒绝" + why
        case (.deferred, .zh): "对方服务器要求稍后再发" + why
        case (.channelDown, .zh): "发送通道有故障" + why
        case (.unknown, .zh): "没有得到答复,可能已送达" + why
        case (.accepted, .en): "accepted by the server"
        case (.refused, .en): "refused by the server" + why
        case (.deferred, .en): "put off by the server" + why
        case (.channelDown, .en): "the channel's fault" + why
        case (.unknown, .en): "no answer, may have arrived" + why
        }
    }

    /// `发给张三 <fgw@huzhou.example>,通道mail,第12号消息`.
    func addressed(_ row: LogRow, name: String?, attempt: Int) -> String {
        let to = name.map { "\($0) <\(row.to)>" } ?? row.to
        let again = attempt > 1 ? (language == .zh ? ",第\(attempt)次" : ", attempt \(attempt)") : ""
        switch language {
        case .zh: return "发给\(to),通道\(row.channel),\(message(row.id))" + again
        case .en: return "to \(to) over \(row.channel), \(message(row.id))" + again
        }
    }

    /// `:市发改委、市经信委`.
    private func tail(_ whom: String) -> String { whom.isEmpty ? "" : (language == .zh ? ":" : ": ") + whom }

    private func bracketed(_ facts: [String]) -> String {
        guard !facts.isEmpty else { return "" }
        return language == .zh ? "(\(facts.joined(separator: ",")))" : " (\(facts.joined(separator: ", ")))"
    }
}
