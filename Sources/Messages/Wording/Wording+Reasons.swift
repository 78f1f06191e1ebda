import Reminders
import Settings

extension Wording {
    /// Why a slot ended without a message of its own, or a delivery without being tried: the ledger has the English
    /// sentence. One that is not known here stands as it is.
    package func reason(_ sentence: String) -> String {
        switch language {
        case .zh: Self.chineseReasons[sentence] ?? sentence
        case .en: sentence
        }
    }

    private static let chineseReasons = [
        "accepted by a server": "服务器已接收",
        "may have arrived; no answer came": "可能已送达,但未收到答复",
        "no server took it": "没有服务器接收",
        "a newer message to the recipient took it over": "已并入发给同一收件人的较新消息",
        "a later slot of the obligation took its place": "已由该事项后一次提醒代替",
        "a slot nearer to the deadline stands on the same day": "当天已有更临近到期日的一次提醒",
        "the notice of the new deadline says it": "已由到期日调整通知代替",
        "its day is an off day, and the policy leaves it out": "当天为休息日,按设置不提醒",
        "late, and the next slot is less than four hours away": "已迟,且不到四小时即有下一次提醒",
        "its moment was past when it was first planned": "列入计划时该时刻已过",
        "settled before its moment": "此前已办结",
        "it was withdrawn": "已撤销",
        "silenced": "暂停提醒期间",
        "nobody released it": "升级未放行",
        "the unit itself was not told": "未能通知到该单位本身",
        "settled before it was sent": "发送前已办结",
        "the list was closed": "清单已关闭",
        "reported, and the office has yet to check it": "已反馈,待督查室核实",
        "its deadline was past when it came to the ledger": "列入台账时到期日已过",
        "missed, and by now too late to be of use": "错过时刻过久,补发已无意义",
        "no longer in the files": "已不在清单文件中",
        "its deadline was moved": "到期日已调整",
        "the recipient no longer answers for the unit": "收件人已不再负责该单位",
        "its channel is gone": "发送通道已取消",
        "may have arrived; its channel is gone": "可能已送达;发送通道已取消",
        "the unit has no contact; the office was told": "该单位没有联系人,已告知督查室",
        "neither the unit nor the office has a contact": "该单位和督查室都没有联系人",
    ]
}
