import Reminders
import Settings

extension Wording {
    /// `[测试] deadlined 通道 mail`: nobody must take it for a reminder.
    func testSubject(_ channel: String) -> String {
        CleanText.line(language == .zh ? "[测试] deadlined 通道 \(channel)" : "[test] deadlined, channel \(channel)")
    }

    func testText(_ office: Office) -> String {
        let phone = office.phone.map { language == .zh ? "(\($0))" : " (\($0))" } ?? ""
        return CleanText.line(
            language == .zh
                ? "这是\(office.name)\(phone)发出的测试消息,用于检查消息通道,不涉及任何工作事项,无需回复。"
                : "This is a test message of \(office.name)\(phone). It checks a way of sending, is about no work item, "
                    + "and needs no answer.")
    }
}
