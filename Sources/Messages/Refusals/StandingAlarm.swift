package import Reminders
import Settings

/// What `status` opens with where a person must look at something.
package enum StandingAlarm: Sendable, Hashable {
    case configurationRefused
    /// A fault of the channel's own, by its short name.
    case held(channel: String, reason: String)
    /// - Parameter since: in the office's time.
    case silent(channel: String, since: String, reason: String, waiting: Int)
    /// - Parameters:
    ///   - isAhead: the clock is far ahead of the last time known; else behind it.
    ///   - shown, believed: in the office's time.
    case clockInDoubt(isAhead: Bool, shown: String, believed: String)
    /// The short name of what the ledger's disk answers.
    case ledgerFault(String)
    case missingCalendars([Int])
    /// By name.
    case withoutContact([String])

    package func text(_ language: Language) -> String {
        let wording = Wording(language: language)
        switch (self, language) {
        case (.configurationRefused, .zh): return "改动后的配置有错,未被采用,仍按原配置运行"
        case (.held(let channel, let reason), .zh): return "发送通道 \(channel) 已暂停:\(reason)"
        case (.silent(let channel, let since, let reason, let waiting), _):
            return wording.silentChannel(channel, since: since, reason: reason, waiting: waiting)
        case (.clockInDoubt(let isAhead, let shown, let believed), .zh):
            return "本机时钟显示\(shown),\(isAhead ? "远远超前于" : "早于")最后可信的时间\(believed):暂停一切发送;"
                + "请校正时钟,时钟无误的用 deadlinectl resume 确认"
        case (.ledgerFault(let name), .zh): return "台账无法写入:\(name)"
        case (.missingCalendars(let years), _): return wording.missingCalendars(years)
        case (.withoutContact(let units), _): return wording.withoutContact(units)
        case (.configurationRefused, .en): return "the configuration was refused; the last good one holds"
        case (.held(let channel, let reason), .en): return "channel \(channel) is held: \(reason)"
        case (.clockInDoubt(let isAhead, let shown, let believed), .en):
            return "the clock, \(shown), is \(isAhead ? "far ahead of" : "behind") the last time known, \(believed): "
                + "nothing is sent; set it, or say `deadlinectl resume` if it is right"
        case (.ledgerFault(let name), .en): return "the ledger cannot be written: \(name)"
        }
    }
}
