import CivilTime
import Daemon
import Foundation
import Logging
import Reminders
import TestSupport
import Testing

@Suite("the alarm file", .temporaryFolder)
struct AlarmFileTests {
    private var path: String { TemporaryFolder.url.path + "/" + AlarmFile.name }
    private var text: String? { try? String(contentsOfFile: path, encoding: .utf8) }

    private func make() -> AlarmFile {
        AlarmFile(state: TemporaryFolder.url.path, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test("it has a line a channel while something is wrong, and is gone when nothing is")
    func lines() throws {
        let file = make()
        file.settle()
        #expect(text == nil)
        let since = try #require(Moment(iso8601: "2027-06-28T01:00:00Z"))
        file.note(ChannelAlarm(channel: "robot", state: .held(fault: "key")))
        file.note(ChannelAlarm(channel: "mail", state: .held(fault: "connect")))
        file.note(ChannelAlarm(channel: "mail", state: .silent(since: since, reason: "auth", waiting: 38)))
        file.settle()
        #expect(
            text == """
                channel mail has accepted nothing since 2027-06-28T01:00:00Z: auth, 38 waiting
                channel robot is held: key

                """)
        file.note(ChannelAlarm(channel: "mail", state: .freed))
        file.settle()
        #expect(text == "channel robot is held: key\n")
        file.note(ChannelAlarm(channel: "robot", state: .freed))
        file.settle()
        #expect(text == nil)
    }

    @Test("what an earlier process left goes with its successor's start")
    func leftOver() throws {
        try Data("channel mail is held: auth\n".utf8).write(to: URL(fileURLWithPath: path))
        make().settle()
        #expect(text == nil)
    }
}
