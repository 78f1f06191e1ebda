import Glibc
import Reminders
import Settings
import Testing

@testable import Couriers

/// Whom a POST goes to.
enum HTTPPeerKind: String, CaseIterable, Encodable, Sendable, CustomTestStringConvertible {
    case webhook, wecom, dingtalk, feishu, lark

    var testDescription: String { rawValue }
    var platform: RobotSettings.Platform? { RobotSettings.Platform(rawValue: rawValue) }
    var isRobot: Bool { platform != nil }
}

/// The plan of `http_peer.py`.
struct HTTPPeerPlan: Encodable, Sendable {
    struct Answer: Encodable, Sendable {
        var status: Int?
        var reason: String?
        var headers: [String: String]?
        var body: String?
        var size: Int?
        var echo: Bool?
        /// Retry-After as a date so many seconds from now.
        var retry_in: Int?
        var fault: String?
    }

    var kind: HTTPPeerKind
    var secret: String?
    var certificate: String?
    var key: String?
    var answers: [Answer] = []
}

/// What no transcript, reply or error may hold.
enum PeerSecret {
    static let webhook = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    static let robot = "SEC0123456789sign/secret+x"
    /// The robot's key in its URL.
    static let key = "693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa"

    static func signing(_ kind: HTTPPeerKind) -> String? {
        switch kind {
        case .webhook: webhook
        case .wecom: nil
        case .dingtalk, .feishu, .lark: robot
        }
    }

    /// The URL's part behind the host.
    static func target(_ kind: HTTPPeerKind) -> String {
        switch kind {
        case .webhook: "/hooks?token=\(key)"
        case .wecom: "/cgi-bin/webhook/send?key=\(key)"
        case .dingtalk: "/robot/send?access_token=\(key)"
        case .feishu, .lark: "/open-apis/bot/v2/hook/\(key)"
        }
    }
}

private let addressReference = SecretReference.file("/secrets/url")
private let signingReference = SecretReference.file("/secrets/sign")

/// A courier of any kind that speaks HTTP, to a test server or as a setup that must fail.
func httpCourier(
    _ kind: HTTPPeerKind, port: Int, host: String? = nil, caFile: String? = nil, timeout: Int = 30,
    isSigned: Bool = true, url: String? = nil, signing: String? = nil,
    now: @escaping @Sendable () -> Int64 = { Int64(time(nil)) }
) throws -> any Courier {
    let scheme = host == nil ? "http" : "https"
    let url = url ?? "\(scheme)://\(host ?? "127.0.0.1"):\(port)\(PeerSecret.target(kind))"
    let secret = signing ?? PeerSecret.signing(kind)
    var values = [addressReference: Array(url.utf8)]
    if isSigned, let secret { values[signingReference] = Array(secret.utf8) }
    let settings: ChannelSettings.Kind
    if let platform = kind.platform {
        settings = .robot(
            RobotSettings(
                platform: platform, address: addressReference,
                signingSecret: isSigned && secret != nil ? signingReference : nil, caFile: caFile, timeout: timeout))
    } else {
        settings = .webhook(
            WebhookSettings(url: url, secrets: [signingReference], caFile: caFile, timeout: timeout))
    }
    return try makeCourier(
        for: ChannelSettings(name: "group", kind: settings), secrets: Secrets(values: values),
        stateDirectory: "/nonexistent", now: now)
}

func post(_ number: Int64 = 1, bytes: [UInt8]? = nil, mayHaveArrived: Bool = false) -> Parcel {
    Parcel(
        delivery: number, attempt: 1, messageID: "msg_\(number)", to: "fgw",
        bytes: bytes ?? Array(#"{"msgtype":"text","text":{"content":"到期提醒 \#(number)"}}"#.utf8),
        mayHaveArrived: mayHaveArrived)
}
