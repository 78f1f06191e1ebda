import Foundation
import TestSupport
import Testing

/// The real daemon and Debian's Postfix, whose master runs as root only.
@Suite(
    "mail over Postfix", .temporaryFolder,
    .enabled(if: TransferAgent.postfixHindrance == nil, "\(TransferAgent.postfixHindrance ?? "")"))
struct PostfixTests {
    @Test("days of the Huzhou list arrive once each, encrypted and logged in, as the delivery log says")
    func days() async throws {
        try await MailScenarios(agent: .postfix(), reply: "queued as").days()
    }

    @Test("a wrong password holds the channel, and once it is mended everything arrives once")
    func wrongPassword() async throws {
        try await MailScenarios(agent: .postfix(), reply: "queued as").wrongPassword()
    }

    @Test("a recipient whom the server does not know is given up, and the office is told; the others arrive")
    func unknownRecipient() async throws {
        try await MailScenarios(agent: .postfix(unknown: "tyj"), reply: "queued as").unknownRecipient(
            "tyj", refusal: "550 5.1.1 <tyj@huzhou.example>: Recipient address rejected: User unknown")
    }
}

/// The real daemon and Debian's Exim.
@Suite(
    "mail over Exim", .temporaryFolder,
    .enabled(if: TransferAgent.eximHindrance == nil, "\(TransferAgent.eximHindrance ?? "")"))
struct EximTests {
    @Test("days of the Huzhou list arrive once each, encrypted and logged in, as the delivery log says")
    func days() async throws {
        try await MailScenarios(agent: .exim(), reply: "OK id=").days()
    }

    @Test("a wrong password holds the channel, and once it is mended everything arrives once")
    func wrongPassword() async throws {
        try await MailScenarios(agent: .exim(), reply: "OK id=").wrongPassword()
    }

    @Test("a recipient whom the server does not know is given up, and the office is told; the others arrive")
    func unknownRecipient() async throws {
        try await MailScenarios(agent: .exim(unknown: "tyj"), reply: "OK id=").unknownRecipient(
            "tyj", refusal: "550 5.1.1 nobody of that name")
    }

    @Test("a server that greylists has everything after the second attempt")
    func greylisting() async throws {
        try await MailScenarios(agent: .exim(greylists: true), reply: "OK id=").greylisting()
    }
}
