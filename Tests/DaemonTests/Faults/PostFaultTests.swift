import Couriers
import Reminders
import TestSupport
import Testing

@Suite("a webhook's receiver or a platform that misbehaves, from the engine to the disk", .temporaryFolder)
struct PostFaultTests {
    @Test(
        "each fault has its state in the log and its next attempt, and disturbs no other delivery",
        arguments: PostFault.all)
    func matrix(_ fault: PostFault) async throws {
        try await Turnstile.faults.pass {
            let isRobot = fault.kind != .webhook
            // A webhook has two requests under way: both meet the channel's fault, one its own.
            let requests = fault.end.verdict == .channelDown && !isRobot ? 2 : 1
            let peer = try await ScriptedPeer.start(
                ScriptedPeer.Posts(
                    kind: fault.kind.rawValue, answers: Array(repeating: fault.answer, count: requests) + [.init()]))
            let office = try await FaultyOffice(
                FaultyOffice.posts(fault.kind, port: peer.port, timeout: fault.timeout))
            let matrix = FaultMatrix(
                end: fault.end, struck: fault.end.verdict == .accepted ? 0 : requests, step: 5,
                messages: isRobot ? 1 : 3, peer: "127.0.0.1:\(peer.port)")
            try await office.run { try matrix.isOver($0) }
            try matrix.check(office)
        }
    }
}
