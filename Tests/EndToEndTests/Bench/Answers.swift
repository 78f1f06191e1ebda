/// The control API's published fields, as somebody else's program would read them (snake_case on the wire).
struct StatusSeen: Decodable, Sendable {
    struct Standing: Decodable, Sendable {
        var waiting: Int
        var heldChannels: [String: String]
        var notAccepted: [String]
        var next: Int64?
        var lines: [Line]
    }

    struct Line: Decodable, Sendable {
        var list: String
        var milestone: String
        var unit: String
        var state: String
    }

    var pid: Int32
    var now: Int64
    var rehearsal: Bool
    var refused: [String]
    var alarms: [String]
    var standing: Standing
}

struct LogSeen: Decodable, Sendable {
    var rows: [LogRowSeen]
}

struct LogRowSeen: Decodable, Sendable, Equatable {
    var id: Int64
    var kind: String
    var unit: String
    var channel: String
    var to: String
    var subject: String
    var state: String
    var attempts: Int
    var lastCode: Int?
    var lastReply: String?
    var acceptedAt: Int64?
    var dueAt: Int64
    var messageId: String
    var slots: [String]
}

struct ActsSeen: Decodable, Sendable {
    struct Row: Decodable, Sendable {
        var kind: String
        var milestone: String?
        var unit: String?
    }

    var recorded: [Row]
    var unchanged: Int
}

struct DigestSeen: Decodable, Sendable {
    var deliveries: [Int64]
    var new: Bool
}

struct ReloadSeen: Decodable, Sendable {
    var taken: Bool
    var problems: [String]
}

struct DeliverySeen: Decodable, Sendable {
    struct History: Decodable, Sendable {
        var delivery: LogRowSeen
        var attempts: [Attempt]
        var bodySha256: String
    }

    struct Attempt: Decodable, Sendable {
        var number: Int
        var verdict: String?
        var reason: String?
        var code: Int?
        var reply: String?
        var peer: String?
        var tls: String?
    }

    var history: History
    var body: String?
}
