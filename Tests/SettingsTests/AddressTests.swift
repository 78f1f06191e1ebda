import Testing

@testable import Settings

@Suite("Bounce and source addresses")
struct AddressTests {
    @Test("each delivery has a sender of its own, and the message is found by it again")
    func perDelivery() {
        let bounces = BounceAddress("bounces@huzhou.example", isPerDelivery: true)
        let sender = bounces.sender(messageID: "qkzvbmta-123@mail.huzhou.example")
        #expect(sender == "bounces+qkzvbmta-123@huzhou.example")
        #expect(bounces.messageIDLeft(of: sender) == "qkzvbmta-123")
        #expect(bounces.messageIDLeft(of: "Bounces+qkzvbmta-123@HUZHOU.example") == "qkzvbmta-123")
        for other in ["bounces@huzhou.example", "bounces+@huzhou.example", "x+a@huzhou.example", "bounces+a@b.c", ""] {
            #expect(bounces.messageIDLeft(of: other) == nil, "\(other)")
        }
    }

    @Test("without it all mails have one sender")
    func plain() {
        #expect(BounceAddress("a@b.example").sender(messageID: "qkzvbmta-123@b.example") == "a@b.example")
    }

    @Test(
        "a Message-ID that would make no address leaves the plain one",
        arguments: ["@b.example", "a b@c", "a>\r\nDATA@c", "督查@c", String(repeating: "x", count: 63) + "@c", ""])
    func unfit(_ messageID: String) {
        #expect(BounceAddress("a@b.example", isPerDelivery: true).sender(messageID: messageID) == "a@b.example")
    }

    @Test("the local part stays within 64 bytes")
    func longest() {
        let bounces = BounceAddress("a@b.example", isPerDelivery: true)
        let left = String(repeating: "x", count: 62)
        #expect(bounces.sender(messageID: left + "@c") == "a+\(left)@b.example")
    }

    @Test(
        "an address or an interface is told apart by its form",
        arguments: [
            ("192.0.2.25", true), ("::1", true), ("2001:db8::25", true), ("eth0", false), ("br-lan.10", false),
        ])
    func sources(_ text: String, _ isAddress: Bool) {
        #expect(SourceAddress(text)?.isAddress == isAddress)
    }

    @Test(
        "what is neither is refused",
        arguments: ["", "300.0.2.25", "192.0.2", "a/b", "if!eth0", "eth 0", "..", "网口0", "an-interface-name-too-long"])
    func noSource(_ text: String) {
        #expect(SourceAddress(text) == nil)
    }
}
