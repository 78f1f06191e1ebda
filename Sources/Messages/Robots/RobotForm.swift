import Reminders
import Settings

/// A platform's form in a language: what its bytes are, and how many there may be.
struct RobotForm {
    let platform: RobotSettings.Platform
    let language: Language

    func bytes(of message: RobotMessage) -> [UInt8] {
        switch platform {
        case .wecom: WeComForm.bytes(of: message)
        case .dingtalk: DingTalkForm.bytes(of: message)
        case .feishu, .lark: FeishuForm.bytes(of: message, language: language)
        }
    }

    /// Whether it is within the platform's limit, also when it is marked as a repeat and signed.
    func fits(_ message: RobotMessage) -> Bool {
        let mark = RobotText.mark(language).utf8.count
        switch platform {
        case .wecom: return WeComForm.content(of: message).utf8.count + mark <= WeComForm.limit
        // Title and text are marked.
        case .dingtalk: return DingTalkForm.bytes(of: message).count + 2 * mark <= DingTalkForm.limit
        case .feishu, .lark:
            let size = FeishuForm.bytes(of: message, language: language).count
            return size + mark + FeishuForm.signature <= FeishuForm.limit
        }
    }
}
