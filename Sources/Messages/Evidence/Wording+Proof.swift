import Reminders
import Settings

/// What a proof says besides what is on record.
enum ProofLabel: CaseIterable {
    case title, unit, milestone, list, made, madeBy, ledger, count
    case messages, to, channel, about, subject, part, planned, composed, accepted, state, bounced, answered, messageID
    case hash, file
    case attempt, begun, ended, outcome, peer, tls, reply
    case acts, unsent, none
    case notesTitle, acceptanceMeans, namesMean, hashMeans, noServerMeans, toOfficeMeans, rehearsalMeans
}

extension Wording {
    func proof(_ label: ProofLabel) -> String {
        switch language {
        case .zh: Self.chinese(label)
        case .en: Self.english(label)
        }
    }

    /// `qkzvbmta,共5123条记录`.
    func extent(_ extent: History.Extent) -> String {
        switch language {
        case .zh: "\(extent.tag),共\(extent.entries)条记录"
        case .en: "\(extent.tag), \(extent.entries) entries"
        }
    }

    private static func chinese(_ label: ProofLabel) -> String {
        switch label {
        case .title: "督查提醒发送记录"
        case .unit: "责任单位"
        case .milestone: "事项编号"
        case .list: "清单"
        case .made: "制作时间"
        case .madeBy: "制作人"
        case .ledger: "台账标识"
        case .count: "消息数"
        case .messages: "一、发出的消息"
        case .to: "收件人(当时)"
        case .channel: "通道"
        case .about: "涉及事项"
        case .subject: "主题"
        case .part: "分段"
        case .planned: "计划时间"
        case .composed: "成文时间"
        case .accepted: "接收时间"
        case .state: "状态"
        case .bounced: "退信"
        case .answered: "此后首次回应"
        case .messageID: "Message-ID"
        case .hash: "SHA-256"
        case .file: "原文文件"
        case .attempt: "次"
        case .begun: "开始"
        case .ended: "结束"
        case .outcome: "结果"
        case .peer: "对方地址"
        case .tls: "加密"
        case .reply: "对方答复原文"
        case .acts: "二、登记的事项"
        case .unsent: "三、未单独发出的提醒及原因"
        case .none: "无"
        case .notesTitle: "说明"
        case .acceptanceMeans:
            "“服务器已接收”指对方(或中转)服务器对该次传送作了肯定答复并承担投递责任,不等于收件人已经阅读,也不排除其后被退回或过滤;退信另行登记。“此后首次回应”是该单位在此之后首次登记的签收或反馈。"
        case .namesMean: "收件人姓名和地址为发送当时的记录,以后更改联系人不影响本页;单位名称为现用名称。时间为督查室所在时区。"
        case .hashMeans:
            "SHA-256对原文逐字节计算:邮件为交给服务器的信头和正文(换行为CRLF,不含SMTP传输时所加的点);网页回调为请求正文;群机器人为签名前的JSON。原文文件可用sha256sum核对。"
        case .noServerMeans: "没有对方地址的一行,是写入本机文件夹(maildir)的,没有经过服务器。"
        case .toOfficeMeans: "“告知督查室”的消息发给督查室,不是对该单位的通知。"
        case .rehearsalMeans: "演练:以下内容产生于演练时钟,不是真实的督查提醒,不能作为证明。"
        }
    }

    private static func english(_ label: ProofLabel) -> String {
        switch label {
        case .title: "Record of reminders sent"
        case .unit: "unit"
        case .milestone: "milestone"
        case .list: "list"
        case .made: "made at"
        case .madeBy: "made by"
        case .ledger: "ledger"
        case .count: "messages"
        case .messages: "1. Messages"
        case .to: "to (then)"
        case .channel: "channel"
        case .about: "about"
        case .subject: "subject"
        case .part: "part"
        case .planned: "planned for"
        case .composed: "composed"
        case .accepted: "accepted at"
        case .state: "state"
        case .bounced: "came back"
        case .answered: "first answer"
        case .messageID: "Message-ID"
        case .hash: "SHA-256"
        case .file: "file"
        case .attempt: "no."
        case .begun: "begun"
        case .ended: "ended"
        case .outcome: "outcome"
        case .peer: "server"
        case .tls: "TLS"
        case .reply: "the server's reply"
        case .acts: "2. What was recorded"
        case .unsent: "3. Reminders without a message of their own, and why"
        case .none: "none"
        case .notesTitle: "What this says"
        case .acceptanceMeans:
            "“Accepted by the server” means that the other side's server, or one on the way, took the message and the "
                + "duty to deliver it. It does not mean that somebody read it, and it can still have come back or been "
                + "filtered; what came back is recorded. “First answer” is the first acknowledgement or report of "
                + "the unit that is on record after it."
        case .namesMean:
            "Names and addresses of recipients are those of the time of sending; a later change of contacts changes "
                + "nothing here. Units stand under their present names. Times are of the office's zone."
        case .hashMeans:
            "SHA-256 is taken over the message byte by byte: of a mail, header and body as handed to the server (lines "
                + "end in CRLF, without the dots that SMTP adds on the way); of a webhook, the request's body; of a group "
                + "robot, the JSON before it is signed. `sha256sum` of the file gives the same."
        case .noServerMeans:
            "A line without a server was written into a folder of this machine (maildir) and passed no server."
        case .toOfficeMeans:
            "A message that says that the office is told went to the office. It is no notice to the unit."
        case .rehearsalMeans:
            "Rehearsal: this was made on a rehearsal's clock. Nobody was reminded in earnest, and it proves nothing."
        }
    }
}
