import CivilTime
import Control
import Foundation
import Messages
import Reminders
import TestSupport
import Testing

@testable import deadlinectl

@Suite("asking the daemon")
struct ClientTests {
    @Test("a query's values are escaped byte by byte, and parameters without a value left out")
    func query() {
        let path = ControlClient.path(
            ControlPath.log, [("unit", "市发改委(铁办)&x=1"), ("state", nil), ("limit", "5")])
        #expect(
            path == "/v1/log?unit=%E5%B8%82%E5%8F%91%E6%94%B9%E5%A7%94%28%E9%93%81%E5%8A%9E%29%26x%3D1&limit=5")
        #expect(ControlClient.path(ControlPath.status, [("unit", nil)]) == "/v1/status")
        #expect(ControlClient.escaped("aZ09-._~ +é") == "aZ09-._~%20%2B%C3%A9")
    }

    @Test("what the daemon refuses is said in its words, and what is no answer of its kind as such")
    func refusals() {
        let said = CurlRequest.Reply(
            status: 409, body: Data(#"{"error":"3.1.2 is shared by 3 units","hint":"name one"}"#.utf8))
        #expect(ControlClient.refusal(said) == Failure("3.1.2 is shared by 3 units", hint: "name one"))
        let page = ControlClient.refusal(CurlRequest.Reply(status: 502, body: Data("<html>".utf8)))
        #expect(page.message == "the daemon refused without saying why (HTTP 502)")
        #expect(page.status == .refused)
    }

    @Test("a failure prints error and hint, and no control character of the answer")
    func failure() {
        let failure = Failure("no unit 'x\u{1B}[2J'", hint: "a\nb")
        #expect(failure.description == "error: no unit 'x [2J'\nhint: a b")
    }

    @Test(
        "a socket's path that does not fit the kernel's structure is refused before it is tried", arguments: [0, 108])
    func longPath(length: Int) {
        #expect(throws: Failure.self) { try SocketPath.check(String(repeating: "a", count: length)) }
    }

    @Test(
        "why a connection failed decides the exit status",
        arguments: [
            (ENOENT, Failure.Status.noDaemon, "no daemon answers at /x: no such file or directory"),
            (ECONNREFUSED, .noDaemon, "no daemon answers at /x: connection refused"),
            (EACCES, .refused, "the socket /x is not open to this user: permission denied"),
        ])
    func connections(code: Int32, status: Failure.Status, message: String) {
        let failure = SocketPath.failure("/x", code)
        #expect(failure.status == status)
        #expect(failure.message == message)
        #expect(failure.hint != nil)
    }

    @Test("a ticked line's key is what it says, so that the same line in another file is the same act")
    func keys() throws {
        let id = try #require(ObligationID("huzhou-2017:3.1.2/fgw"))
        let date = try #require(CivilDate(iso: "2017-06-28"))
        let first = TickedRow(line: 4, obligation: id, mark: .done, on: date, document: "湖发改〔2017〕12号")
        var moved = first
        moved.line = 9
        #expect(TickedActs.key(first) == "csv|done|huzhou-2017:3.1.2|fgw|2017-06-28|湖发改〔2017〕12号")
        #expect(TickedActs.key(moved) == TickedActs.key(first))
        var corrected = first
        corrected.on = nil
        #expect(TickedActs.key(corrected) == "csv|done|huzhou-2017:3.1.2|fgw||湖发改〔2017〕12号")
        let act = TickedActs.act(first, reason: nil, onBehalfOf: "王主任")
        #expect(act.kind == "done")
        #expect(act.list == "huzhou-2017")
        #expect(act.milestone == "3.1.2")
        #expect(act.unit == "fgw")
        #expect(act.on == date)
        #expect(!act.allUnits)
        #expect(act.onBehalfOf == "王主任")
    }
}
