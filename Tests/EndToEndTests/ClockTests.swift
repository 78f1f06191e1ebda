import Foundation
import TestSupport
import Testing

@Suite("a clock that is stepped under the running daemon", .temporaryFolder)
struct ClockTests {
    private static let zone = TimeZone(identifier: "Asia/Shanghai")

    /// `days` from today at that time of day, in Shanghai.
    private static func day(_ days: Int, _ hour: Int = 0, _ minute: Int = 0, _ second: Int = 0) throws -> Date {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(zone)
        let day = try #require(calendar.date(byAdding: .day, value: days, to: Date()))
        return try #require(calendar.date(bySettingHour: hour, minute: minute, second: second, of: day))
    }

    private static func iso(_ date: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = zone
        format.dateFormat = "yyyy-MM-dd"
        return format.string(from: date)
    }

    /// One milestone, due in 60 days, of which its unit is told 40 and 20 days ahead, whatever day that is.
    private static func site() throws -> Site {
        let site = try Site.local(extra: "")
        try site.edit(
            "deadlined.yaml", replacing: "reminders:\n",
            with: "reminders:\n  ahead: [40d, 20d]\n  off_days: keep\n")
        try FileManager.default.removeItem(atPath: site.config + "/worklists/huzhou-2017.yaml")
        let deadline = try day(60)
        try site.write(
            """
            id: demo
            title: 清单
            year: \(iso(deadline).prefix(4))
            works:
              - number: 1
                title: 工作
                text: 工作。
                measures:
                  - id: "1.1"
                    text: 举措
                    responsible_units: [市发改委]
                    milestones:
                      - id: "1.1.1"
                        deadline_phrase: 届时
                        deadline: \(iso(deadline))
                        kind: date
                        requirement: 完成

            """, "worklists/demo.yaml")
        return site
    }

    private static func started() async throws -> (RunningDaemon, SteppedClock, Site) {
        let site = try site()
        let clock = try SteppedClock()
        let daemon = try await RunningDaemon.start(site, environment: clock.environment)
        try await daemon.accept("demo")
        return (daemon, clock, site)
    }

    private static func told(_ daemon: RunningDaemon) async throws -> [String] {
        try await daemon.deliveries().filter { $0.kind == "reminder" && $0.state == "accepted" }.flatMap(\.slots)
            .map { String($0.split(separator: "|").last ?? "") }
    }

    /// What `status` says of the clock; a calendar that is missing is another matter.
    private static func doubt(_ daemon: RunningDaemon) async throws -> String? {
        try await daemon.standing().alarms.first { $0.hasPrefix("本机时钟") }
    }

    @Test("stepped on to a second before a reminder, it goes out at its moment; stepped back a few hours, not again")
    func followed() async throws {
        let (daemon, clock, _) = try await Self.started()
        try clock.set(to: try Self.day(20, 8, 59, 58))
        try await until("it is told") { try await Self.told(daemon) == ["assigned", "40d"] }
        let row = try #require(try await daemon.deliveries().last)
        let nine = try Int64(Self.day(20, 9).timeIntervalSince1970)
        #expect((0..<20).contains((row.acceptedAt ?? 0) - nine))
        try clock.set(to: try Self.day(20, 3))
        try await until("its clock is back") {
            try await daemon.standing().now < nine
        }
        try clock.set(to: try Self.day(20, 8, 59, 58))
        // Asked after nine on the queue that the timer fires on.
        try await until("nine has passed again") { try await daemon.standing().now > nine + 1 }
        #expect(try await Self.told(daemon) == ["assigned", "40d"])
        #expect(try await Self.doubt(daemon) == nil)
        #expect(try await daemon.stop() == 0)
    }

    @Test("months ahead, it is doubted: nothing is sent or recorded until it is right again, and then nothing is lost")
    func ahead() async throws {
        let (daemon, clock, site) = try await Self.started()
        try clock.set(to: try Self.day(70))
        try await until("it is doubted") {
            try await Self.doubt(daemon)?.contains("远远超前于") == true
        }
        #expect(daemon.log.contains("clock is in doubt"))
        #expect(FileManager.default.fileExists(atPath: site.state + "/alarm"))
        let refused = try await daemon.control.ask("POST", "/v1/digest", #"{"dry_run":false}"#)
        #expect(refused.status == 409 && refused.text.contains("deadlinectl resume"))
        #expect(try await daemon.deliveries().isEmpty)
        let reload = try await daemon.reload()
        #expect(!reload.taken && reload.problems.first?.hasPrefix("clock: error: it is in doubt") == true)
        #expect(try await daemon.deliveries().isEmpty)

        try clock.setRight()
        try await until("it is believed") { try await Self.doubt(daemon) == nil }
        try clock.set(to: try Self.day(20, 8, 59, 58))
        try await until("it is told") { try await Self.told(daemon) == ["assigned", "40d"] }
        #expect(!FileManager.default.fileExists(atPath: site.state + "/alarm"))
        #expect(try await daemon.stop() == 0)
    }

    @Test(
        "doubted at the start too; a person says that it is right, that is on record, and what was missed is told once")
    func resumed() async throws {
        let (first, clock, site) = try await Self.started()
        try await first.kill()
        // A working hour of a day after the first reminder and before the second: Wednesday.
        var away = 50
        let calendar = Calendar(identifier: .gregorian)
        while calendar.component(.weekday, from: try Self.day(away)) != 4 { away += 1 }
        try clock.set(to: try Self.day(away, 10))
        let daemon = try await RunningDaemon.start(site, environment: clock.environment)
        try await until("it is doubted") {
            try await Self.doubt(daemon)?.contains("远远超前于") == true
        }
        #expect(try await daemon.deliveries().isEmpty)
        let answer = try await daemon.control.ask("POST", "/v1/resume", #"{"reason":"off for weeks"}"#)
        #expect(answer.text == #"{"language":"zh","was_in_doubt":true}"#)
        try await until("it is told") { try await Self.told(daemon).contains("20d") }
        #expect(try await Self.told(daemon).sorted() == ["20d", "assigned"])
        let again = try await daemon.control.ask("POST", "/v1/resume", "{}")
        #expect(again.text == #"{"language":"zh","was_in_doubt":false}"#)
        #expect(try await Self.doubt(daemon) == nil)
        try await daemon.kill()
        // What it was told is on disk.
        let next = try await RunningDaemon.start(site, environment: clock.environment)
        #expect(try await Self.doubt(next) == nil)
        #expect(try await next.stop() == 0)
    }

    @Test("days behind, it is doubted until it is right again")
    func behind() async throws {
        let (daemon, clock, _) = try await Self.started()
        try clock.set(to: try Self.day(20, 9, 0, 30))
        try await until("it is told") { try await Self.told(daemon) == ["assigned", "40d"] }
        try clock.set(to: try Self.day(15, 9))
        try await until("it is doubted") {
            try await Self.doubt(daemon)?.contains("早于最后可信的时间") == true
        }
        try clock.set(to: try Self.day(20, 9, 5))
        try await until("it is believed") { try await Self.doubt(daemon) == nil }
        #expect(try await Self.told(daemon) == ["assigned", "40d"])
        #expect(try await daemon.stop() == 0)
    }
}
