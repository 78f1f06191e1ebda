import Reminders
import Testing

/// Whom a POST goes to.
enum PostKind: String, CaseIterable, Sendable {
    case webhook, wecom, dingtalk, feishu, lark

    static let robots = allCases.filter { $0 != .webhook }

    /// The URL's part behind the host.
    var target: String {
        switch self {
        case .webhook: "/hooks"
        case .wecom: "/cgi-bin/webhook/send?key=k"
        case .dingtalk: "/robot/send?access_token=k"
        case .feishu, .lark: "/open-apis/bot/v2/hook/k"
        }
    }
}

/// A receiver's misbehaviour, and how the attempt it strikes ends.
struct PostFault: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var kind: PostKind
    var answer: ScriptedPeer.Posts.Answer
    var end: TransferEnd
    /// Seconds for a request.
    var timeout: Int

    init(
        _ name: String, _ kind: PostKind, _ answer: ScriptedPeer.Posts.Answer, _ end: TransferEnd, timeout: Int = 60
    ) {
        testDescription = "\(kind.rawValue): \(name)"
        self.kind = kind
        self.answer = answer
        self.end = end
        self.timeout = timeout
    }

    static let all = statuses + transports + errcodes

    // MARK: - Statuses

    /// A webhook's, and of the robots one after the other: to all of them they mean the same.
    private static let statuses = zip(0..., statusRows).flatMap { index, row in
        [PostKind.webhook, PostKind.robots[index % 4]].map { kind in
            let (status, line, verdict, reason, headers, wait) = row
            return PostFault(
                "\(status)\(headers.map { " \($0.values.joined())" } ?? "")", kind,
                .init(status: status, headers: headers, body: "<html>no</html>"),
                TransferEnd(
                    verdict, reason: reason, code: status, reply: "HTTP/1.1 \(status) \(line)", retryAfter: wait))
        }
    }

    private static let statusRows: [(Int, String, TransferEnd.Verdict, String, [String: String]?, Int?)] = [
        (301, "Moved Permanently", .channelDown, "redirect", ["Location": "http://127.0.0.1:9/"], nil),
        (302, "Found", .channelDown, "redirect", ["Location": "/again"], nil),
        (307, "Temporary Redirect", .channelDown, "redirect", ["Location": "http://127.0.0.1:9/"], nil),
        (400, "Bad Request", .refused, "refused", nil, nil),
        (401, "Unauthorized", .channelDown, "unauthorized", nil, nil),
        (403, "Forbidden", .channelDown, "forbidden", nil, nil),
        (404, "Not Found", .channelDown, "not-found", nil, nil),
        (408, "Request Timeout", .deferred, "timeout", nil, nil),
        (410, "Gone", .channelDown, "gone", nil, nil),
        (413, "Request Entity Too Large", .refused, "refused", nil, nil),
        (429, "Too Many Requests", .deferred, "throttled", nil, nil),
        (429, "Too Many Requests", .deferred, "throttled", ["Retry-After": "700"], 700),
        (500, "Internal Server Error", .deferred, "server-error", nil, nil),
        (502, "Bad Gateway", .deferred, "unavailable", nil, nil),
        (503, "Service Unavailable", .deferred, "unavailable", ["Retry-After": "120"], 120),
        (504, "Gateway Timeout", .deferred, "unavailable", nil, nil),
    ]

    // MARK: - Connections and bodies

    private static let accepted = TransferEnd(.accepted, reason: "accepted")
    private static let foreign = TransferEnd(.unknown, reason: "protocol", code: 200, reply: "HTTP/1.1 200 OK")

    private static let transports = PostKind.allCases.flatMap { kind in
        let isRobot = kind != .webhook
        let serverError = TransferEnd(
            .deferred, reason: "server-error", code: 500, reply: "HTTP/1.1 500 Internal Server Error")
        return [
            PostFault(
                "never answers", kind, .init(fault: "hang"), TransferEnd(.unknown, reason: "timeout"), timeout: 2),
            PostFault("drops after the request", kind, .init(fault: "drop"), TransferEnd(.unknown, reason: "dropped")),
            PostFault(
                "drops within the answer", kind, .init(fault: "cut"),
                isRobot
                    ? TransferEnd(.unknown, reason: "dropped", code: 200, reply: "HTTP/1.1 200 OK") : accepted),
            PostFault("a gigabyte behind 200", kind, .init(size: 1 << 30), isRobot ? foreign : accepted),
            PostFault("a gigabyte behind 500", kind, .init(status: 500, size: 1 << 30), serverError),
            PostFault("endless headers behind 500", kind, .init(status: 500, fault: "endless"), serverError),
            PostFault(
                "another protocol", kind, .init(fault: "garbage"), TransferEnd(.unknown, reason: "protocol")),
            PostFault(
                "a proxy's page", kind, .init(status: 200, body: "<html>sign in</html>"), isRobot ? foreign : accepted),
        ]
    }

    // MARK: - HTTP 200, and no

    private static let errcodes = [
        errcode(.wecom, 93000, .channelDown, "bad-key"), errcode(.wecom, 45009, .deferred, "rate", wait: 60),
        errcode(.wecom, -1, .deferred, "busy"), errcode(.wecom, 40058, .refused, "too-large"),
        errcode(.dingtalk, 310000, .channelDown, "security"), errcode(.dingtalk, 300001, .channelDown, "bad-key"),
        errcode(.dingtalk, 400102, .channelDown, "gone"), errcode(.dingtalk, 130101, .deferred, "rate", wait: 600),
        errcode(.dingtalk, 460101, .refused, "too-large"), errcode(.feishu, 19021, .channelDown, "signature"),
        errcode(.feishu, 19024, .channelDown, "keyword"), errcode(.feishu, 11232, .deferred, "rate"),
        errcode(.feishu, 19036, .refused, "too-large"), errcode(.lark, 19001, .channelDown, "bad-key"),
        errcode(.lark, 9499, .refused, "bad-message"), errcode(.lark, 7, .deferred, "errcode"),
    ]

    private static func errcode(
        _ kind: PostKind, _ code: Int, _ verdict: TransferEnd.Verdict, _ reason: String, wait: Int? = nil
    ) -> PostFault {
        PostFault(
            "errcode \(code) behind 200", kind,
            .init(body: #"{"errcode":\#(code),"code":\#(code),"errmsg":"no","msg":"no"}"#),
            TransferEnd(verdict, reason: reason, code: code, reply: "errcode \(code): no", retryAfter: wait))
    }
}
