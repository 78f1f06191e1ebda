package import Reminders
package import Settings

extension Composer {
    package func parts(of briefing: Briefing, for channel: ChannelSettings) -> [[Delivery.Item]] {
        [briefing.delivery.items]
    }
}
