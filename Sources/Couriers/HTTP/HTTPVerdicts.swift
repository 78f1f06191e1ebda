import CLibcurl
import Reminders

/// What a webhook's answer means. Every status has a row.
enum HTTPVerdicts {
    struct Row: Sendable {
        var statuses: ClosedRange<Int>
        var verdict: TransferEnd.Verdict
        var reason: String
    }

    /// First match first. Standard Webhooks 1.0.0, RFC 9110 15, RFC 6585 for 429.
    static let rows: [Row] = [
        Row(statuses: 200...299, verdict: .accepted, reason: "accepted"),
        // Not followed: a body signed for one receiver is not handed to another.
        Row(statuses: 300...399, verdict: .channelDown, reason: "redirect"),
        Row(statuses: 401...401, verdict: .channelDown, reason: "unauthorized"),
        Row(statuses: 403...403, verdict: .channelDown, reason: "forbidden"),
        Row(statuses: 404...404, verdict: .channelDown, reason: "not-found"),
        Row(statuses: 410...410, verdict: .channelDown, reason: "gone"),
        // These say "again" by their definition.
        Row(statuses: 408...408, verdict: .deferred, reason: "timeout"),
        Row(statuses: 425...425, verdict: .deferred, reason: "too-early"),
        Row(statuses: 429...429, verdict: .deferred, reason: "throttled"),
        Row(statuses: 400...499, verdict: .refused, reason: "refused"),
        Row(statuses: 502...504, verdict: .deferred, reason: "unavailable"),
        Row(statuses: 500...599, verdict: .deferred, reason: "server-error"),
    ]

    /// A status decides, even if the answer's rest was too long or too late. Without one: nothing left means the
    /// channel's fault, anything left may have arrived.
    static func verdict(
        curl: CURLcode, status: Int?, requestBegan: Bool
    ) -> (verdict: TransferEnd.Verdict, reason: String) {
        if let status, let row = rows.first(where: { $0.statuses.contains(status) }) {
            return (row.verdict, row.reason)
        }
        // A status outside 200...599 is none of HTTP's, and libcurl calls it a success.
        let fault = curl == CURLE_OK ? TransportFault.protocolError : TransportFault(curl)
        return (requestBegan ? .unknown : .channelDown, fault.rawValue)
    }
}
