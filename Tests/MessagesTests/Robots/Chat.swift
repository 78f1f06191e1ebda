import CivilTime
import Foundation
import Messages
import Reminders
import Settings
import Testing
import WorkLists

typealias Platform = RobotSettings.Platform

/// Messages of a chat with the bureaus' liaisons in it, and what its platform reads in a body.
enum Chat {
    static func channel(
        _ platform: Platform, _ content: Disclosure = .full, mentions: Bool = true
    ) -> ChannelSettings {
        ChannelSettings(
            name: "chat",
            kind: .robot(RobotSettings(platform: platform, address: .credential("robot"), mentions: mentions)),
            content: content)
    }

    static let zhang = Contact(
        name: "张三", role: .liaison, mail: "zhangsan@huzhou.example", mobile: "+86 138-0000-0000",
        userIDs: ["wecom": "zhangsan", "feishu": "ou_zhang_3", "lark": "ou_lark3"])
    static let li = Contact(name: "李四", role: .deputy, mobile: "139 0000 0001")
    static let wang = Contact(name: "王五", role: .deputy, mobile: "0572-0000000")

    /// The scene as the engine has it for a chat: addressed to the channel, with items and those to be called.
    static func briefing(_ scene: Scene, contacts: [Contact] = [zhang, li, wang]) throws -> Briefing {
        try addressed(try scene.briefing(), contacts: contacts)
    }

    static func addressed(_ briefing: Briefing, contacts: [Contact] = []) throws -> Briefing {
        var briefing = briefing
        briefing.alsoTold = []
        if briefing.delivery.kind == .reminder {
            for index in briefing.sections.indices { briefing.sections[index].contacts = contacts }
        }
        let items = briefing.sections.flatMap(\.items).map { item in
            Delivery.Item(
                slot: SlotKey(obligation: item.obligation.id, deadline: item.obligation.deadline, stage: item.stage),
                moment: briefing.now, isLate: item.isLate)
        }
        briefing.delivery = delivery(briefing.delivery, id: 42, items: items, units: briefing.sections.map(\.unit))
        return briefing
    }

    private static func delivery(
        _ old: Delivery, id: Int64, items: [Delivery.Item], units: [UnitID], part: Delivery.Part? = nil
    ) -> Delivery {
        Delivery(
            id: DeliveryID(rawValue: id), kind: old.kind, channel: "chat",
            recipient: Recipient(address: "chat", name: "chat", units: units), messageID: "\(id).k7q2@webhook.invalid",
            createdAt: old.createdAt, dueAt: old.dueAt, notBefore: old.notBefore, items: items, digest: old.digest,
            part: part)
    }

    /// The briefings of the parts, as the engine makes them: each with its own items, and ids from `id` on.
    static func parts(_ briefing: Briefing, _ parts: [[Delivery.Item]], id: Int64 = 43) -> [Briefing] {
        parts.enumerated().map { index, items in
            var part = briefing
            let obligations = Set(items.map(\.slot.obligation))
            part.sections = briefing.sections.compactMap { section in
                var section = section
                section.items = section.items.filter { obligations.contains($0.obligation.id) }
                return section.items.isEmpty ? nil : section
            }
            part.basis = briefing.basis.filter { basis in items.contains { $0.slot.obligation.list == basis.list } }
            part.delivery = delivery(
                briefing.delivery, id: id + Int64(index), items: items, units: part.sections.map(\.unit),
                part: parts.count == 1
                    ? nil : .init(number: index + 1, of: parts.count, first: DeliveryID(rawValue: id)))
            return part
        }
    }
}

/// A robot's body as its platform reads it.
struct ReadRobot {
    struct Malformed: Error { var what: String }

    var title: String
    var text: String
    /// Everybody who is called: `id zhangsan`, `mobile 13900000001`.
    var calls: [String]
    /// What the platform counts.
    var size: Int

    static func read(_ bytes: [UInt8], _ platform: Platform) throws -> ReadRobot {
        guard let body = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
            throw Malformed(what: "no object")
        }
        switch platform {
        case .wecom:
            try #require(Set(body.keys) == ["msgtype", "text"] && body["msgtype"] as? String == "text")
            let text = try #require(body["text"] as? [String: Any])
            let content = try #require(text["content"] as? String)
            let ids = try #require(text["mentioned_list"] as? [String])
            let mobiles = try #require(text["mentioned_mobile_list"] as? [String])
            return ReadRobot(
                title: content.split(separator: "\n").first.map(String.init) ?? "", text: content,
                calls: ids.map { "id \($0)" } + mobiles.map { "mobile \($0)" }, size: content.utf8.count)
        case .dingtalk:
            try #require(Set(body.keys) == ["msgtype", "markdown", "at"] && body["msgtype"] as? String == "markdown")
            let markdown = try #require(body["markdown"] as? [String: String])
            let at = try #require(body["at"] as? [String: Any])
            try #require(at["isAtAll"] as? Bool == false)
            let ids = try #require(at["atUserIds"] as? [String])
            let mobiles = try #require(at["atMobiles"] as? [String])
            let text = try #require(markdown["text"])
            for key in ids + mobiles { try #require(text.contains("@\(key)")) }
            return ReadRobot(
                title: try #require(markdown["title"]), text: text,
                calls: ids.map { "id \($0)" } + mobiles.map { "mobile \($0)" }, size: bytes.count)
        case .feishu, .lark:
            try #require(Set(body.keys) == ["msg_type", "content"] && body["msg_type"] as? String == "post")
            let post = try #require((body["content"] as? [String: [String: Any]])?["post"])
            try #require(post.count == 1)
            let said = try #require(post.values.first as? [String: Any])
            let lines = try #require(said["content"] as? [[[String: String]]])
            var calls: [String] = []
            let texts = try lines.map { line in
                try line.map { run in
                    guard run["tag"] == "at" else { return try #require(run["tag"] == "text" ? run["text"] : nil) }
                    calls.append("id \(try #require(run["user_id"]))")
                    return "<at \(run["user_id"] ?? "")>"
                }.joined()
            }
            return ReadRobot(
                title: try #require(said["title"] as? String), text: texts.joined(separator: "\n"), calls: calls,
                size: bytes.count)
        }
    }
}

extension Platform {
    /// What a composed body may have, with room for the courier's signature.
    var limit: Int {
        switch self {
        case .wecom: 2048
        case .dingtalk: 20_000
        case .feishu, .lark: 20_000 - 150
        }
    }
}
