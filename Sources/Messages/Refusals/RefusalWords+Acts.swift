import CivilTime
package import Reminders

/// What the engine refuses. Commands in a hint name units by id: some names hold what a shell takes for its own.
extension RefusalWords {
    package func text(_ refusal: ActRefusal) -> RefusalText {
        switch language {
        case .zh: chinese(refusal)
        case .en: english(refusal)
        }
    }

    private func chinese(_ refusal: ActRefusal) -> RefusalText {
        switch refusal {
        case .unknownList(let list):
            return RefusalText("没有编号为“\(list)”的清单", hint: "清单编号见 deadlinectl status")
        case .notAccepted(let list):
            guard !list.isEmpty else {
                return RefusalText("该单位没有已生效的清单", hint: "先使清单生效:deadlinectl list accept 清单编号")
            }
            return RefusalText("清单 \(list) 尚未生效", hint: "先使清单生效:deadlinectl list accept \(list)")
        case .alreadyAccepted(let list):
            return RefusalText("清单 \(list) 已经生效")
        case .alreadyClosed(let list):
            return RefusalText("清单 \(list) 已经关闭")
        case .unknownMilestone(let text, let likely):
            return RefusalText("已生效的清单中没有编号为“\(text)”的事项", hint: likely.map { "是不是 \($0)?" })
        case .ambiguousMilestone(let text, let lists):
            return RefusalText(
                "几个已生效的清单中都有 \(text):\(wording.names(lists))",
                hint: lists.first.map { "写明是哪个清单,如 \($0):\(text)" })
        case .unknownUnit(let text, let likely):
            return unknownUnit(text, likely: likely)
        case .inFuture(let date):
            return RefusalText("\(day(date))还没有到", hint: "--on 是事情办成的日期,不是计划的日期")
        case .notResponsible(let unit, let milestone, let responsible):
            return RefusalText("\(name(unit))不是 \(milestone) 的责任单位", hint: "责任单位:\(names(responsible))")
        case .notToBeRetried(let id, let state):
            return RefusalText(
                "\(message(id))的状态是“\(self.state(state))”,不能重发",
                hint: "可以重发的消息见 deadlinectl log --state given-up")
        case .notAcceptedYet(let id, let state):
            return RefusalText("\(message(id))的状态是“\(self.state(state))”,没有服务器接收过,不会有退信")
        case .channelGone(let name):
            return RefusalText("没有叫“\(name)”的发送通道", hint: "通道名称见 deadlined.yaml 的 channels")
        case .clockInDoubt:
            return RefusalText(
                "本机时钟可疑,登记的日期不可靠",
                hint: "原因见 deadlinectl status;请校正时钟,时钟无误的用 deadlinectl resume 确认")
        case .noReport(let duty):
            return RefusalText(
                duty.map { "\($0) 不要求报送材料" } ?? "已生效的清单中没有要求报送材料的任务",
                hint: "这类任务的原文写明何时报送何处,如“报市政府督查室”")
        case .dateMissing(let kind):
            return RefusalText(
                kind == .silenced ? "没有写明暂停提醒的最后一天" : "没有写明新的到期日", hint: "用 --until 写明")
        case .notLater(let date, let present, let today):
            return RefusalText(
                date < today ? "\(day(date))已经过去" : "\(day(date))不晚于现在的到期日\(day(present))",
                hint: "提前到期日的,请修改清单文件,再用 deadlinectl reload 重新读取")
        case .silenceOver(let date):
            return RefusalText("\(day(date))已经过去", hint: "--until 是暂停提醒的最后一天,最早是今天")
        case .notYetDue(let milestone, let deadline):
            return RefusalText("\(milestone) \(day(deadline))到期,现在还没有过", hint: "过了到期日才能认定逾期或放行升级")
        case .settled(let milestone, let unit, let state):
            return RefusalText(
                "\(name(unit))的 \(milestone) 已登记为“\(wording.state(state))”",
                hint: "要重新开办:deadlinectl reopen \(milestone) --unit \(unit)")
        case .notRequested(let milestone, let unit):
            return RefusalText("\(name(unit))没有申请 \(milestone) 延期")
        case .nothingToRelease(let milestone, let unit):
            return RefusalText(
                "\(name(unit))的 \(milestone) 没有待放行的升级步骤", hint: "此前的经过见 deadlinectl history \(milestone)")
        case .nothingToUndo(let milestone):
            return RefusalText(
                "\(milestone) 没有可以撤回的单项登记", hint: "登记过什么见 deadlinectl history \(milestone)")
        case .unitMissing(let milestone, let responsible):
            return RefusalText(
                "\(milestone) 有\(responsible.count)个责任单位",
                hint: "用 --unit 写明单位(\(names(responsible))),或用 --all-units 登记全部单位")
        }
    }

    private func english(_ refusal: ActRefusal) -> RefusalText {
        switch refusal {
        case .unknownList(let list):
            return RefusalText("no list is called \(list)", hint: "`deadlinectl status` names the lists")
        case .notAccepted(let list):
            guard !list.isEmpty else {
                return RefusalText("no list that is accepted has this unit", hint: "deadlinectl list accept LIST")
            }
            return RefusalText("list \(list) is not accepted", hint: "deadlinectl list accept \(list)")
        case .alreadyAccepted(let list):
            return RefusalText("list \(list) is accepted already")
        case .alreadyClosed(let list):
            return RefusalText("list \(list) is closed already")
        case .unknownMilestone(let text, let likely):
            return RefusalText("no open list has a milestone \(text)", hint: likely.map { "did you mean \($0)?" })
        case .ambiguousMilestone(let text, let lists):
            return RefusalText(
                "\(text) is in more than one open list: \(lists.joined(separator: ", "))",
                hint: lists.first.map { "name it as \($0):\(text)" })
        case .unknownUnit(let text, let likely):
            return unknownUnit(text, likely: likely)
        case .inFuture(let date):
            return RefusalText("\(date) is still to come", hint: "--on is the day it was done, not a plan")
        case .notResponsible(let unit, let milestone, let responsible):
            return RefusalText(
                "\(name(unit)) has no share in \(milestone)", hint: "responsible: \(names(responsible))")
        case .notToBeRetried(let id, let state):
            return RefusalText(
                "delivery \(id) is \(self.state(state)): there is nothing to try again",
                hint: "`deadlinectl log --state given-up` lists what can be")
        case .notAcceptedYet(let id, let state):
            return RefusalText(
                "delivery \(id) is \(self.state(state)): no server took it, so it cannot have come back")
        case .channelGone(let name):
            return RefusalText("no channel is called \(name)", hint: "deadlined.yaml names them under `channels:`")
        case .clockInDoubt:
            return RefusalText(
                "the machine's clock is in doubt: nothing can be dated by it",
                hint: "`deadlinectl status` says why; set the clock, or say `deadlinectl resume` if it is right")
        case .noReport(let duty):
            return RefusalText(
                duty.map { "\($0) asks for no report" } ?? "no accepted list has a duty that asks for a report",
                hint: "such a duty is sent to somebody by a day: 报市政府督查室")
        case .dateMissing(let kind):
            return RefusalText(
                kind == .silenced ? "a silence needs its last day" : "an extension needs the new deadline",
                hint: "say it with --until")
        case .notLater(let date, let present, let today):
            return RefusalText(
                date < today ? "\(date) is past" : "\(date) is no later than the present deadline, \(present)",
                hint: "an earlier deadline is an edit of the list, which `deadlinectl reload` takes up")
        case .silenceOver(let date):
            return RefusalText("\(date) is past", hint: "--until is the silence's last day, today at the earliest")
        case .notYetDue(let milestone, let deadline):
            return RefusalText(
                "\(milestone) is due \(deadline), which is not past", hint: "only then can it be late or escalated")
        case .settled(let milestone, let unit, let state):
            return RefusalText(
                "\(milestone) of \(name(unit)) is \(wording.state(state))",
                hint: "to take it up again: deadlinectl reopen \(milestone) --unit \(unit)")
        case .notRequested(let milestone, let unit):
            return RefusalText("no extension of \(milestone) was asked for by \(name(unit))")
        case .nothingToRelease(let milestone, let unit):
            return RefusalText(
                "no step of the escalation of \(milestone) for \(name(unit)) is to come",
                hint: "`deadlinectl history \(milestone)` shows what became of them")
        case .nothingToUndo(let milestone):
            return RefusalText(
                "nothing that was recorded of \(milestone) alone is left to undo",
                hint: "`deadlinectl history \(milestone)` shows what was")
        case .unitMissing(let milestone, let responsible):
            return RefusalText(
                "\(milestone) is shared by \(responsible.count) units",
                hint: "name one with --unit (\(names(responsible))) or say --all-units")
        }
    }

    private func unknownUnit(_ text: String, likely: String?) -> RefusalText {
        switch language {
        case .zh:
            RefusalText(
                text.isEmpty ? "没有写明单位" : "没有叫“\(text)”的单位",
                hint: likely.map { "是不是“\($0)”?" } ?? "用 --unit 写明单位的代码或名称")
        case .en:
            RefusalText(
                text.isEmpty ? "a unit must be named" : "no unit is called \(text)",
                hint: likely.map { "did you mean \($0)?" } ?? "use --unit with the unit's id or name")
        }
    }

    private func day(_ date: CivilDate) -> String { wording.fullDay(date) }

    private func state(_ state: DeliveryState) -> String { wording.deliveryState(state.rawValue) }

    private func message(_ id: DeliveryID) -> String { wording.message(Int64(id.rawValue)) }
}
