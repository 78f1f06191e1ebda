import Foundation
import TestSupport
import Testing

@testable import deadlinectl

/// `history`, `proof` and `circular` against a socket that answers what the daemon would.
@Suite("what is asked about the record", .temporaryFolder)
struct EvidenceVerbTests {
    private static func dossier() throws -> String {
        try Repository.text("Tests/MessagesTests/Golden/Evidence/dossier.json")
    }

    /// `abc`, whose SHA-256 is in FIPS 180-2.
    private static let delivery = #"""
        {"history":{"delivery":{"id":3,"kind":"reminder","unit":"fgw","channel":"mail","to":"a@x","subject":"s",
        "due_at":0,"created_at":0,"state":"accepted","attempts":1,"message_id":"qkzvbmta-3@x","slots":[]},
        "attempts":[],"media":"message/rfc822","body_sha256":""},"body":"abc","language":"zh"}
        """#

    @Test("history reads like the story it is, at 80 columns")
    func history() throws {
        let daemon = try StandIn(["GET /v1/history": [(200, try Self.dossier())]])
        defer { daemon.stop() }
        let told = try daemon.ctl("history", "5.2.1", "--unit", "fgw")
        #expect(told.status == 0)
        #expect(told.out.split(separator: "\n").allSatisfy { DisplayWidth.of($0) <= 80 })
        try expectGolden(told.out, "Tests/deadlinectlTests/Golden/history.txt")
        #expect(try daemon.asked().map(\.query) == [["milestone": "5.2.1", "unit": "fgw"]])
        #expect(try daemon.ctl("history", "5.2.1", "--json").out.contains(#""tag" : "qkzvbmta""#))
    }

    @Test("a long record is asked page by page, and printed whole")
    func pages() throws {
        let first = try Self.dossier().replacing(#""ledger" : {"#, with: #""next" : 55, "ledger" : {"#)
        let daemon = try StandIn(["GET /v1/history": [(200, first), (200, try Self.dossier())]])
        defer { daemon.stop() }
        let json = try daemon.ctl("history", "5.2.1", "--json")
        #expect(json.status == 0)
        #expect(try daemon.asked().map { $0.query["after"] } == [nil, "55"])
        #expect(json.out.components(separatedBy: #""body_sha256""#).count == 9, "eight deliveries of two pages")
    }

    @Test("proof prints the record, and writes a page over nothing that is there")
    func proof() throws {
        let daemon = try StandIn(["GET /v1/history": [(200, try Self.dossier())]])
        defer { daemon.stop() }
        let told = try daemon.ctl("proof", "市发改委", "5.2.1")
        #expect(told.out.split(separator: "\n").allSatisfy { DisplayWidth.of($0) <= 80 })
        try expectGolden(told.out, "Tests/deadlinectlTests/Golden/proof.txt")
        let page = TemporaryFolder.url.appendingPathComponent("proof.html").path
        #expect(try daemon.ctl("proof", "fgw", "--html", "-o", page).status == 0)
        #expect(try String(contentsOfFile: page, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
        let again = try daemon.ctl("proof", "fgw", "--html", "-o", page)
        #expect(again.status == 1)
        #expect(again.err.hasSuffix("hint: --force writes over it\n"))
        #expect(try daemon.ctl("proof", "fgw", "--html", "-o", page, "--force").status == 0)
    }

    @Test("a message whose text is not what was hashed is refused, and proves nothing")
    func tampered() throws {
        let daemon = try StandIn([
            "GET /v1/history": [(200, try Self.dossier())], "GET /v1/deliveries/3": [(200, Self.delivery)],
        ])
        defer { daemon.stop() }
        let folder = TemporaryFolder.url.appendingPathComponent("eml").path
        let refused = try daemon.ctl("proof", "fgw", "--eml", folder)
        #expect(refused.status == 1)
        #expect(refused.err.hasPrefix("错误:第3号消息的原文与登记的SHA-256不符"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
}
