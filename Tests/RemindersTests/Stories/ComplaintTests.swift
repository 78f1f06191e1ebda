import CivilTime
import Reminders
import TestSupport
import Testing
import WorkLists

/// What users of other reminder systems complained about, and what happens here instead.
@Suite("Complaints about other systems")
struct ComplaintTests {
    private static let accepted = TransferEnd(.accepted, reason: "accepted", code: 250)

    private func year(
        _ nodes: [Files.Node] = [Files.june], until: String, policy: (inout PolicyOverrides) -> Void = { _ in }
    ) throws -> World {
        var world = World(Files.inputs(nodes, policy: policy), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: until)
        return world
    }

    // MARK: - Days

    @Test(
        "weekends used up the escalation ladder: here no weekend and no holiday takes a step of the asking",
        .bug("https://github.com/getprobo/probo/issues/1591", "getprobo/probo#1591"))
    func weekendsUseUpNoStep() throws {
        // From Sunday 1 October to Sunday the 8th all days are off; Saturday 30 September is worked.
        let node = Files.Node(id: "1.1", deadline: "2017-09-29", units: ["a"])
        var world = try year([node], until: "2017-09-29 12:00") {
            $0.overdue = Sourced([.workdays(1), .workdays(2), .workdays(3)])
        }
        let before = world.told.count
        world.run(until: "2017-10-12")
        #expect(
            world.told.dropFirst(before) == [
                "09-30 09:00 a: 1.1 overdue-1", "10-09 09:00 a: 1.1 overdue-2", "10-10 09:00 a: 1.1 overdue-3",
            ])
        world.expectSound()
    }

    @Test(
        "what follows a missed date should count working days: here it does where the lead says so",
        .bug("https://github.com/operately/operately/issues/1329", "operately/operately#1329"))
    func workingDaysAreCounted() throws {
        // Thursday 29 June: four working days on is Wednesday, four days on is Monday.
        let node = Files.Node(id: "1.1", deadline: "2017-06-29", units: ["a"])
        for (lead, told) in [(Lead.workdays(4), "07-05"), (.days(4), "07-03")] {
            var world = try year([node], until: "2017-06-29 12:00") { $0.overdue = Sourced([lead]) }
            world.run(until: "2017-07-10")
            #expect(world.told.suffix(1) == ["\(told) 09:00 a: 1.1 overdue-1"], "\(lead)")
            world.expectSound()
        }
    }

    @Test(
        "make-up working days were not known: here a Saturday that is worked is a day like any other",
        .bug("https://github.com/NateScarlet/holiday-cn/issues/301", "NateScarlet/holiday-cn#301"),
        .bug("https://github.com/openkursar/hello-halo/issues/405", "openkursar/hello-halo#405"),
        .bug(
            "https://github.com/scottleedavis/mattermost-plugin-remind/issues/169",
            "scottleedavis/mattermost-plugin-remind#169"))
    func makeUpDays() throws {
        // Saturday 30 September 2017 is worked for National Day: due on it, and the day before Monday 9 October.
        let nodes = [
            Files.Node(id: "1.1", deadline: "2017-09-30", units: ["a"]),
            Files.Node(id: "1.2", deadline: "2017-10-09", units: ["b"]),
        ]
        var world = try year(nodes, until: "2017-09-28 12:00") { $0.ahead = Sourced([.workdays(1)]) }
        let before = world.told.count
        world.run(until: "2017-10-09 12:00")
        #expect(
            world.told.dropFirst(before) == [
                "09-29 09:00 a: 1.1 1wd", "09-30 09:00 a: 1.1 due", "09-30 09:00 b: 1.2 1wd", "10-09 09:00 b: 1.2 due",
            ])
        world.expectSound()
    }

    @Test(
        "seven-day reminders came six days ahead, by time zone: here the list's zone decides, daylight saving or not",
        .bug("https://github.com/ilios/ilios/issues/2287", "ilios/ilios#2287"),
        .bug("https://gitlab.com/gitlab-org/gitlab/-/issues/20591", "gitlab-org/gitlab#20591"),
        arguments: [
            "Asia/Shanghai", "America/Los_Angeles", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago",
            "UTC",
        ])
    func sevenDaysAreSeven(name: String) throws {
        let zone = try #require(Zone(identifier: name))
        // In America the clocks are put forward on 12 March 2017, between the reminder and the deadline.
        let deadline = date("2017-03-15")
        let node = Files.Node(id: "1.1", deadline: deadline.description, units: ["a"])
        for hour in [8, 12, 16, 19] {
            var inputs = Files.inputs([node]) {
                $0.ahead = Sourced([.days(7)])
                $0.due = Sourced(false)
                $0.at = Sourced(.hour(hour))
            }
            inputs.lists[0].zone = name
            var world = World(inputs, at: zone.moment(date("2017-03-01"), .hour(12)))
            try world.accept()
            world.run(until: zone.moment(deadline, .hour(23)))
            let said = world.transfers.filter { one in
                one.parcel.delivery.items.contains { $0.slot.stage == .ahead(.days(7)) }
            }
            #expect(
                said.map { zone.civil($0.parcel.at) } == [CivilDateTime(date: date("2017-03-08"), time: .hour(hour))])
        }
    }

    // MARK: - Once, and not never

    @Test(
        "run twice it sent duplicates, not run on the day it never sent: here it is said once either way",
        .bug(
            "https://github.com/londonhackspace/hackspace-foundation-sites/issues/153",
            "londonhackspace/hackspace-foundation-sites#153"),
        .bug("https://github.com/cometjc/redmine_mail_reminder/issues/120", "cometjc/redmine_mail_reminder#120"))
    func onceEitherWay() throws {
        // Friday 16 June, 10wd.
        var twice = try year(until: "2017-06-16 09:30")
        for time in ["09:31", "09:32", "17:00"] {
            twice.sleep(until: "2017-06-16 \(time)")
            twice.run(until: "2017-06-16 \(time)")
        }
        var never = try year(until: "2017-06-15 12:00")
        never.sleep(until: "2017-06-19 08:30")
        for (world, line) in [(twice, "06-16 09:00 a: 1.1 10wd"), (never, "06-19 08:30 a: 1.1 10wd late")] {
            var world = world
            world.run(until: "2017-06-26")
            #expect(world.told.filter { $0.contains("10wd") } == [line])
            world.expectSound()
        }
    }

    @Test(
        "ticks in downtime were missed, and everything fired at once after it: here one message says what still matters",
        .bug(
            "https://github.com/scottleedavis/mattermost-plugin-remind/issues/218",
            "scottleedavis/mattermost-plugin-remind#218"),
        .bug("https://github.com/anoadragon453/matrix-reminder-bot/issues/9", "anoadragon453/matrix-reminder-bot#9"))
    func oneMessageAfterDowntime() throws {
        let nodes = (1...20).map { Files.Node(id: "1.\($0)", deadline: "2017-06-30", units: ["a"]) }
        var world = try year(nodes, until: "2017-05-20")
        let before = world.told.count
        // 30d, 10wd and 3wd of twenty items fell into it.
        world.sleep(until: "2017-06-28 10:00")
        world.run(until: "2017-06-29")
        #expect(world.told.dropFirst(before).count == 1)
        let items = world.told.last?.split(separator: ": ").last?.split(separator: ", ") ?? []
        #expect(items.count == 20 && items.allSatisfy { $0.hasSuffix(" 3wd late") })
        world.expectSound()
    }

    @Test(
        "the same reminder came twice, late, and every five minutes: here it comes once, on time, however often it is looked",
        .bug("https://github.com/nextcloud/server/issues/29434", "nextcloud/server#29434"),
        .bug("https://github.com/nextcloud/server/issues/53184", "nextcloud/server#53184"),
        .bug("https://github.com/nextcloud/calendar/issues/4811", "nextcloud/calendar#4811"))
    func notEveryFiveMinutes() throws {
        var world = try year(until: "2017-06-16 00:00")
        let before = world.told.count
        let midnight = world.now
        for tick in 1...(2 * 24 * 12) { world.stepClock(to: midnight.adding(seconds: Int64(tick * 300))) }
        #expect(world.told.dropFirst(before) == ["06-16 09:00 a: 1.1 10wd"])
        world.expectSound()
    }

    @Test(
        "what was pending was lost at a restart: here it goes out after it, under the same Message-ID",
        .bug("https://github.com/grafana/alerting/issues/156", "grafana/alerting#156"))
    func pendingSurvives() throws {
        var world = try year(until: "2017-06-16 08:00")
        let before = world.transfers.count
        let noon = moment("2017-06-16 12:00")
        world.peers = { $0.at < noon ? TransferEnd(.deferred, reason: "greylisted", code: 451) : Self.accepted }
        world.run(until: "2017-06-16 09:01")
        #expect(world.transfers.dropFirst(before).map(\.verdict) == [.deferred])
        world.sleep(until: "2017-06-16 12:01")
        world.run(until: "2017-06-17")
        let attempts = world.transfers.dropFirst(before)
        #expect(attempts.last?.verdict == .accepted)
        #expect(Set(attempts.map(\.parcel.delivery.messageID)).count == 1)
        #expect(attempts.count { $0.verdict == .accepted } == 1)
        world.expectSound()
    }

    // MARK: - What is no longer to be said

    @Test(
        "finished items still reminded: here done ends the series, and takes back what was still waiting",
        .bug("https://github.com/OneUptime/oneuptime/issues/2150", "OneUptime/oneuptime#2150"))
    func finished() throws {
        var world = try year(until: "2017-06-27 08:00")
        world.peers = { _ in TransferEnd(.deferred, reason: "greylisted", code: 451) }
        world.run(until: "2017-06-27 09:01")
        #expect(world.transfers.last?.verdict == .deferred)
        try world.act(.done, "1.1", unit: "a")
        let attempts = world.transfers.count
        world.peers = { _ in Self.accepted }
        world.run(until: "2018-01-31")
        #expect(world.transfers.count == attempts)
        #expect(world.dropped.last?.hasSuffix("withdrawn") == true)
        world.expectSound()
    }

    @Test(
        "skipped reminders left no trace: here every stage that was planned has its end on record, and why",
        .bug("https://github.com/liliMozi/openhanako/issues/2602", "liliMozi/openhanako#2602"))
    func everySkipLeavesItsReason() throws {
        // Left out on a Sunday, missed in downtime, settled before its time.
        var world = try year(until: "2017-05-20") {
            $0.ahead = Sourced([.days(33), .days(30), .workdays(10), .workdays(3)])
            $0.offDays = Sourced(.skip)
        }
        world.sleep(until: "2017-06-19 10:00")
        world.run(until: "2017-06-20")
        try world.act(.done, "1.1", unit: "a")
        world.run(until: "2017-07-31")
        #expect(
            world.fates("1.1", "a") == [
                "assigned sent", "33d skipped: its day is an off day, and the policy leaves it out",
                "30d superseded: a later slot of the obligation took its place", "10wd sent",
                "3wd skipped: settled before its moment", "due skipped: settled before its moment",
                "overdue-1 skipped: settled before its moment", "overdue-2 skipped: settled before its moment",
            ])
        world.expectSound()
    }

    // MARK: - Who gets what

    @Test(
        "many mails went to one address: here whoever answers for several units gets one, with all of it",
        .bug("https://github.com/nextcloud/server/issues/29434", "nextcloud/server#29434"),
        .bug("https://github.com/f0y/due_date_reminder/issues/33", "f0y/due_date_reminder#33"))
    func oneMailAnAddress() throws {
        let units = [Files.unit("a", ["one@x"]), Files.unit("b", ["one@x", "two@x"]), Files.unit("c", ["two@x"])]
        let nodes = (1...9).map { Files.Node(id: "1.\($0)", deadline: "2017-06-30", units: ["a", "b", "c"]) }
        var world = World(Files.inputs(nodes, units: units), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-07-31")
        let said = world.acceptances().map { "\($0.day) \($0.parcel.delivery.recipient.address)" }
        #expect(Set(said).count == said.count)
        #expect(said.count == 7 * 2)
        #expect(world.acceptances().allSatisfy { Set($0.parcel.delivery.items.map(\.slot.obligation)).count == 18 })
        world.expectSound()
    }

    @Test(
        "a preview that cannot send was wanted: here the program that previews has nothing in it that sends",
        .bug("https://github.com/edgeryders/dynalist_companion/issues/71", "edgeryders/dynalist_companion#71"),
        .bug("https://github.com/pullreminders/backlog/issues/21", "pullreminders/backlog#21"))
    func previewCannotSend() throws {
        var dependencies: [Substring: [Substring]] = [:]
        for block in try Repository.text("Package.swift").split(separator: "arget(").dropFirst() {
            let words = block.prefix { $0 != "]" }.split(separator: "\"", omittingEmptySubsequences: false)
            let quoted = words.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
            if let name = quoted.first { dependencies[name] = Array(quoted.dropFirst()) }
        }
        #expect(dependencies["Daemon"]?.contains("Couriers") == true)
        var linked: Set<Substring> = ["deadlinectl"]
        var open = linked
        while let target = open.popFirst() {
            for name in dependencies[target] ?? [] where linked.insert(name).inserted { open.insert(name) }
        }
        #expect(linked.isSuperset(of: ["deadlinectl", "Control", "Reminders", "CivilTime"]))
        #expect(linked.isDisjoint(with: ["Couriers", "DeliveryLog", "Daemon"]))
    }
}
