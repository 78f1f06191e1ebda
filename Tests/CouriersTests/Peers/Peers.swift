import Reminders
import Settings
import TestSupport

@testable import Couriers

/// The plan of `smtp_peer.py` and `smtp_real.py`.
struct PeerPlan: Encodable, Sendable {
    static let usualOffers = ["SIZE 1000000", "SMTPUTF8", "8BITMIME"]

    var offers = usualOffers
    var offers_after_tls: [String]?
    var certificate: String?
    var key: String?
    var implicit = false
    var max_tls: String?
    var user: String?
    var password: String?
    /// Login mechanisms the real server does not offer.
    var excluded: [String] = []
    /// One table a connection; steps by verb.
    var connections: [[String: [String]]] = []
}

let passwordReference = SecretReference.credential("smtp-password")
let rightPassword = "correct horse battery staple"

/// Far above what a busy machine needs, so that only a fault runs into it.
let patience = SMTPTimeouts(connect: 30, reply: 30, final: 30, total: 90, quit: 1, idle: 60)

/// An SMTP courier for a test server.
func mailCourier(
    port: Int, security: SMTPSettings.Security = .none, caFile: String? = nil, user: String? = nil,
    password: String = rightPassword, connections: Int = 1,
    timeouts: SMTPTimeouts = patience, host: String? = nil, verify: Bool = true,
    mechanism: SMTPSettings.Mechanism? = nil, minTLS: SMTPSettings.TLSVersion = .tls12, source: SourceAddress? = nil,
    bounces: BounceAddress = BounceAddress("bounces@huzhou.example")
) throws -> SMTPCourier {
    try SMTPCourier(
        channel: "mail",
        settings: SMTPSettings(
            host: host ?? (security == .none ? "127.0.0.1" : "localhost"), port: port, security: security,
            minTLS: minTLS, caFile: caFile, verify: verify,
            login: user.map { SMTPSettings.Login(user: $0, password: passwordReference, mechanism: mechanism) },
            from: Mailbox(address: "ducha@huzhou.example"), bounces: bounces,
            clientName: "deadlined.huzhou.example", sourceAddress: source, connections: connections),
        secrets: Secrets(values: [passwordReference: Array(password.utf8)]), timeouts: timeouts)
}

func parcel(
    _ number: Int64 = 1, attempt: Int = 1, to: String = "liaison@huzhou.example",
    text: String? = nil
) -> Parcel {
    let message =
        text
        ?? [
            "From: ducha@huzhou.example", "To: \(to)", "Subject: mail \(number)",
            "Message-ID: <\(number).1@huzhou.example>", "", "Due on 30 June.", ".", "..two dots", "end", "",
        ].joined(separator: "\r\n")
    return Parcel(
        delivery: number, attempt: attempt, messageID: "\(number).1@huzhou.example", to: to,
        bytes: Array(message.utf8))
}
