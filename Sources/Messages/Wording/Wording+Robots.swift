import Reminders
import Settings

/// The sentences of a group robot's messages: those of the mails' templates, shorter.
extension Wording {
    func sentence(_ text: String) -> String {
        switch language {
        case .zh: text + "。"
        case .en: text + "."
        }
    }

    /// `■ 节点8项 · 6月30日(周五)到期 · 还有3个工作日`.
    func groupHead(_ head: Draft.GroupHead) -> String {
        "■ " + [head.what, head.when, head.left].compactMap { $0 }.joined(separator: " · ")
    }

    func rehearsalNote() -> String {
        switch language {
        case .zh: "演练,无需办理。"
        case .en: "A rehearsal: nothing to be done."
        }
    }

    func lateNote() -> String {
        switch language {
        case .zh: "系统曾中断运行,本次提醒晚于原定时间,现补发。"
        case .en: "The system was interrupted: this reminder comes later than planned."
        }
    }

    func inBrackets(_ text: String) -> String { " (\(text))" }

    func condition(_ text: String) -> String {
        switch language {
        case .zh: "前提:\(text)"
        case .en: "on condition: \(text)"
        }
    }

    /// How to acknowledge what was assigned.
    func howToAcknowledge(to office: String) -> String {
        switch language {
        case .zh: "请核对后向\(office)签收;有疑问请来电。"
        case .en: "Please check these items and acknowledge them to \(office); call us if anything is unclear."
        }
    }

    func howToAnswer(to office: String) -> String {
        switch language {
        case .zh: "怎样反馈:向\(office)报编号、办结日期、文号。已经反馈过的不必再报。"
        case .en:
            "How to answer: tell \(office) number, date done and document number. What you have already reported needs"
                + " no second answer."
        }
    }

    func contact(_ contact: String) -> String {
        switch language {
        case .zh: "联系:\(contact)"
        case .en: "Contact: \(contact)"
        }
    }

    func sentBySystem(_ delivery: DeliveryID, office: String) -> String {
        switch language {
        case .zh: "本消息由系统自动发出(第\(delivery)号),由\(office)负责。"
        case .en: "Sent automatically (No. \(delivery)) on behalf of \(office)."
        }
    }

    /// Over items that nobody could be told of.
    func passOn() -> String {
        switch language {
        case .zh: "以下事项未能送达责任单位:没有可用的联系人,或没有服务器接收。请以电话等方式转告,并在 units.yaml 中核对、补充联系人。"
        case .en:
            "The units responsible were told nothing: they have no usable contact, or no server took the message."
                + " Please pass the items on and check the contacts in units.yaml."
        }
    }

    /// Under a channel that takes nothing.
    func checkChannel() -> String {
        switch language {
        case .zh: "恢复后自动发出,不会丢失。请管理员检查该通道;用 deadlinectl status 可查看现状。"
        case .en:
            "They go out by themselves when it is back, and nothing is lost. Please have the channel checked;"
                + " deadlinectl status shows how it stands."
        }
    }

    func undelivered(_ line: Standing.Undelivered) -> String {
        let state = deliveryState(line.state)
        return switch language {
        case .zh: "第\(line.delivery)号 \(line.channel) \(line.to):\(state)(\(line.reason))"
        case .en: "No. \(line.delivery) \(line.channel) \(line.to): \(state) (\(line.reason))"
        }
    }

    func nothingUnderWay() -> String {
        switch language {
        case .zh: "暂无在办事项。"
        case .en: "Nothing is under way."
        }
    }

    func needsAttention() -> String {
        switch language {
        case .zh: "■ 需要处理"
        case .en: "■ Needs attention"
        }
    }

    func rateLine(_ rate: String) -> String {
        switch language {
        case .zh: "按时办结率:\(rate)"
        case .en: "Settled on time: \(rate)"
        }
    }

    func overdueHead() -> String {
        switch language {
        case .zh: "■ 已到期、未核销"
        case .en: "■ Past the deadline, not settled"
        }
    }

    /// `● 3.1.2 深化改革(6月30日(周五)到期,已过3个工作日):市发改委`.
    func overdue(_ line: Draft.Overdue) -> String {
        switch language {
        case .zh: "● \(line.what)(\(line.due)到期,\(line.age)):\(line.units)"
        case .en: "● \(line.what) (due \(line.due), \(line.age)): \(line.units)"
        }
    }

    func comingHead() -> String {
        switch language {
        case .zh: "■ 今后30天到期"
        case .en: "■ Due in the next 30 days"
        }
    }

    /// `● 7月31日(周一)(28天后):1项,市发改委`.
    func coming(_ line: Draft.Coming) -> String {
        switch language {
        case .zh: "● \(line.when)" + (line.left.map { "(\($0))" } ?? "") + ":\(line.count),\(line.units)"
        case .en: "● \(line.when)" + (line.left.map { " (\($0))" } ?? "") + ": \(line.count), \(line.units)"
        }
    }

    func next(_ time: String) -> String {
        switch language {
        case .zh: "下一次发送:\(time)。"
        case .en: "Next one: \(time)."
        }
    }

    /// Under what was cut off.
    func leftOut(lines count: Int) -> String {
        switch language {
        case .zh: "(另有\(count)行未列出,全部内容见邮件或 deadlinectl status)"
        case .en: "(\(Self.count(count, "line")) left out: the mail and deadlinectl status have all)"
        }
    }

    func leftOut(items count: Int) -> String {
        switch language {
        case .zh: "(另有\(count)项未列出,见邮件或 deadlinectl status)"
        case .en: "(\(Self.count(count, "item")) left out: see the mail or deadlinectl status)"
        }
    }

    /// Behind a requirement that was cut short.
    func inFullElsewhere() -> String {
        switch language {
        case .zh: "…(全文见邮件或 deadlinectl)"
        case .en: "… (in full: the mail or deadlinectl)"
        }
    }
}
