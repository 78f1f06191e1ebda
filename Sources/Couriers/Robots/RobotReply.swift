import Foundation
import Settings

/// What a platform says in its answer's body. HTTP 200 alone says nothing.
struct RobotReply: Sendable, Equatable {
    /// 0: the message stands in the chat.
    var code: Int
    var message: String

    /// Nil if the body is no JSON object that says how it went: a proxy's page, an answer cut off.
    init?(_ body: [UInt8], from platform: RobotSettings.Platform) {
        guard let fields = try? JSONDecoder().decode(Fields.self, from: Data(body)) else { return nil }
        switch platform {
        case .wecom, .dingtalk:
            guard let code = fields.errcode else { return nil }
            self.init(code: code, message: fields.errmsg ?? "")
        case .feishu, .lark:
            // The older form stands beside the newer one; a fault in either is one.
            let codes = [fields.code, fields.statusCode].compactMap { $0 }
            guard let first = codes.first else { return nil }
            self.init(code: codes.first { $0 != 0 } ?? first, message: fields.msg ?? fields.statusMessage ?? "")
        }
    }

    init(code: Int, message: String) {
        self.code = code
        self.message = message
    }

    /// `errcode 93000: invalid webhook url`, cleaned and bounded, secrets masked.
    func line(_ redaction: Redaction) -> String {
        let message = ReplyText.clean(redaction.clean(self.message.utf8))
        return ReplyText.clean(message.isEmpty ? "errcode \(code)" : "errcode \(code): \(message)")
    }

    /// Each field for itself: one of another type must not hide the code.
    private struct Fields: Decodable {
        var errcode: Int?
        var errmsg: String?
        var code: Int?
        var msg: String?
        var statusCode: Int?
        var statusMessage: String?

        enum CodingKeys: String, CodingKey {
            case errcode, errmsg, code, msg
            case statusCode = "StatusCode"
            case statusMessage = "StatusMessage"
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            func number(_ key: CodingKeys) -> Int? {
                (try? fields.decode(Int.self, forKey: key)) ?? text(key).flatMap { Int($0) }
            }
            func text(_ key: CodingKeys) -> String? { try? fields.decode(String.self, forKey: key) }
            (errcode, errmsg) = (number(.errcode), text(.errmsg))
            (code, msg) = (number(.code), text(.msg))
            (statusCode, statusMessage) = (number(.statusCode), text(.statusMessage))
        }
    }
}
