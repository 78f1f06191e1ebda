import CLibcurl
import Reminders
import Settings

/// What a platform's answer means and whose fault it is. docs/replies.md is this table in words.
enum RobotVerdicts {
    /// One line of the table: an errcode of a platform.
    struct Row: Sendable {
        var platforms: Set<RobotSettings.Platform>
        var code: Int
        var verdict: TransferEnd.Verdict
        var reason: String
        /// Seconds that the platform wants to be left alone for.
        var wait: Int?
    }

    static let rows: [Row] = weCom + dingTalk + feishu

    private static let weCom: [Row] = [
        row(.wecom, -1, .deferred, "busy"),
        row(.wecom, 45009, .deferred, "rate", wait: 60),
        row(.wecom, 40058, .refused, "too-large"),
        row(.wecom, 93000, .channelDown, "bad-key"),
    ]

    private static let dingTalk: [Row] = [
        row(.dingtalk, -1, .deferred, "busy"),
        // Blocked for ten minutes.
        row(.dingtalk, 130101, .deferred, "rate", wait: 600),
        row(.dingtalk, 410100, .deferred, "rate", wait: 600),
        // Keyword, signature, time or address: errmsg says which.
        row(.dingtalk, 310000, .channelDown, "security"),
        row(.dingtalk, 300001, .channelDown, "bad-key"),
        row(.dingtalk, 300005, .channelDown, "bad-key"),
        row(.dingtalk, 400101, .channelDown, "bad-key"),
        // Stopped; the group was dissolved.
        row(.dingtalk, 400102, .channelDown, "gone"),
        row(.dingtalk, 400013, .channelDown, "gone"),
        row(.dingtalk, 400402, .refused, "bad-message"),
        row(.dingtalk, 460101, .refused, "too-large"),
    ]

    private static let feishu: [Row] = [
        feishuRow(9499, .refused, "bad-message"),
        feishuRow(19036, .refused, "too-large"),
        feishuRow(11232, .deferred, "rate"),
        feishuRow(19001, .channelDown, "bad-key"),
        // Or the clock is over an hour off.
        feishuRow(19021, .channelDown, "signature"),
        feishuRow(19022, .channelDown, "ip"),
        feishuRow(19024, .channelDown, "keyword"),
    ]

    private static func row(
        _ platform: RobotSettings.Platform, _ code: Int, _ verdict: TransferEnd.Verdict, _ reason: String,
        wait: Int? = nil
    ) -> Row {
        Row(platforms: [platform], code: code, verdict: verdict, reason: reason, wait: wait)
    }

    private static func feishuRow(_ code: Int, _ verdict: TransferEnd.Verdict, _ reason: String) -> Row {
        Row(platforms: [.feishu, .lark], code: code, verdict: verdict, reason: reason)
    }

    /// What an errcode means. Of one without a row it is not known whose fault it is: the delivery waits and spends
    /// patience, the channel goes on.
    static func meaning(
        of code: Int, from platform: RobotSettings.Platform
    ) -> (verdict: TransferEnd.Verdict, reason: String, wait: Int?) {
        if code == 0 { return (.accepted, "accepted", nil) }
        let row = rows.first { $0.code == code && $0.platforms.contains(platform) }
        return row.map { ($0.verdict, $0.reason, $0.wait) } ?? (.deferred, "errcode", nil)
    }

    /// How an attempt ended. The body decides where it says how it went: at 2xx, and at Feishu's 400. A 2xx without that
    /// is somebody else's, and the message may have arrived. Any other status is read as a webhook's.
    static func end(_ answer: HTTPAnswer, from platform: RobotSettings.Platform) -> TransferEnd {
        var end = TransferEnd(
            .unknown, reason: TransportFault.protocolError.rawValue, code: answer.status, reply: answer.statusLine,
            peer: answer.peer, tls: answer.tls)
        if let status = answer.status, platform.speaks(at: status),
            let reply = RobotReply(answer.body, from: platform), reply.code != 0 || status != 400
        {
            let meaning = meaning(of: reply.code, from: platform)
            (end.verdict, end.reason) = (meaning.verdict, meaning.reason)
            if reply.code != 0 { end.code = reply.code }
            end.reply = reply.line(answer.redaction)
            end.retryAfter = wait(meaning.wait, answer)
        } else if let status = answer.status, (200...299).contains(status) {
            end.reason = answer.wasClosed ? "closed" : reasonOfSilence(answer.curl).rawValue
        } else {
            let meaning = HTTPVerdicts.verdict(
                curl: answer.curl, status: answer.status, requestBegan: answer.requestBegan)
            (end.verdict, end.reason) = meaning
            if answer.wasClosed, answer.status == nil { end.reason = "closed" }
            end.retryAfter = wait(nil, answer)
        }
        if end.verdict != .deferred { end.retryAfter = nil }
        return end
    }

    private static func wait(_ own: Int?, _ answer: HTTPAnswer) -> Int? {
        [own, answer.retryAfter].compactMap { $0 }.max()
    }

    /// Why there is no errcode behind a 2xx: the answer broke off, or it was none of the platform's.
    private static func reasonOfSilence(_ code: CURLcode) -> TransportFault {
        switch TransportFault(code) {
        case .timeout: .timeout
        case .dropped: .dropped
        default: .protocolError
        }
    }
}

extension RobotSettings.Platform {
    /// Whether an answer of this status may hold the platform's own word.
    fileprivate func speaks(at status: Int) -> Bool {
        switch self {
        case .wecom, .dingtalk: (200...299).contains(status)
        case .feishu, .lark: (200...299).contains(status) || status == 400
        }
    }
}
