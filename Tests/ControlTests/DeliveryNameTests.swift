import Control
import Testing

@Suite("how a person names a delivery")
struct DeliveryNameTests {
    @Test(
        "by number, Message-ID, webhook-id or bounce address",
        arguments: [
            "123", "qkzvbmta-123@huzhou.example", "<qkzvbmta-123@huzhou.example>", "msg_qkzvbmta_123",
            "bounces+qkzvbmta-123@huzhou.example", "BOUNCES+QKZVBMTA-123@HUZHOU.EXAMPLE",
        ])
    func named(text: String) {
        #expect(DeliveryName.number(in: text, tag: "qkzvbmta") == 123)
    }

    @Test(
        "not by what another ledger made, nor by what is no name",
        arguments: ["", "0", "-1", "12x", "other-123@huzhou.example", "qkzvbmta-", "qkzvbmta-x@y", "msg_qkzvbmta_12_3"])
    func unnamed(text: String) {
        #expect(DeliveryName.number(in: text, tag: "qkzvbmta") == nil)
        #expect(DeliveryName.number(in: "-5", tag: "") == nil)
    }
}
