import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("Zones, and their summer time")
struct ZoneStoryTests {
    private static let newYork = Zone(identifier: "America/New_York") ?? .utc

    /// A list in New York, of which is told at that time of day, on every day of the week.
    private func inputs(_ deadline: String, at hour: String, zone: String = "America/New_York") throws -> PlanInputs {
        let time = try #require(TimeOfDay(hour))
        var inputs = Files.inputs([Files.Node(id: "1.1", deadline: deadline, units: ["a"])], workdays: Workdays([])) {
            $0.at = Sourced(time)
            $0.offDays = Sourced(.keep)
            $0.ahead = Sourced([.days(2), .days(1)])
            $0.overdue = Sourced([])
            $0.statement = Sourced(false)
        }
        inputs.lists[0].zone = zone
        inputs.hours = WorkingHours(from: .hour(0), until: .hour(23))
        return inputs
    }

    /// `03-12 03:00 due`, in New York.
    private func told(_ world: World) -> [String] {
        world.transfers.filter { $0.verdict == .accepted }.map { one in
            let civil = Self.newYork.civil(one.parcel.at)
            return
                "\(civil.description.dropFirst(5)) \(one.parcel.delivery.items.map(\.slot.stage.description).joined(separator: ", "))"
        }
    }

    @Test("an hour that the clocks leave out is said at the first one there is; with a restart in it, once")
    func springForward() throws {
        for dies in [false, true] {
            var world = World(
                try inputs("2017-03-12", at: "02:30"), at: Self.newYork.moment(date("2017-03-01"), .hour(12)))
            try world.accept()
            let change = Self.newYork.moment(date("2017-03-12"), .hour(3))
            world.run(until: change.adding(seconds: -1))
            if dies { world.restart() }
            world.run(until: change)
            if dies { world.restart() }
            world.run(until: change.adding(seconds: 2 * 86400))
            #expect(
                told(world).suffix(3) == ["03-10 02:30 2d", "03-11 02:30 1d", "03-12 03:00 due"])
            world.expectSound()
        }
    }

    @Test("an hour that comes twice is said the first time, and not again an hour later, over a restart too")
    func fallBack() throws {
        for dies in [false, true] {
            var world = World(
                try inputs("2017-11-05", at: "01:30"), at: Self.newYork.moment(date("2017-10-25"), .hour(12)))
            try world.accept()
            let first = Self.newYork.moment(date("2017-11-05"), TimeOfDay("01:30") ?? .midnight)
            world.run(until: first)
            #expect(told(world).last == "11-05 01:30 due")
            if dies { world.restart() }
            // It is half past one again.
            world.run(until: first.adding(seconds: 3600))
            #expect(Self.newYork.civil(world.now).time.description == "01:30")
            world.run(until: first.adding(seconds: 3 * 86400))
            #expect(told(world).suffix(3) == ["11-03 01:30 2d", "11-04 01:30 1d", "11-05 01:30 due"])
            world.expectSound()
        }
    }

    @Test("a list that is given another zone loses nothing and says nothing twice, whichever way it moves")
    func anotherZone() throws {
        for (old, new) in [("Asia/Shanghai", "America/New_York"), ("America/New_York", "Asia/Shanghai")] {
            for hour in [0, 6, 12, 18, 23] {
                let files = try inputs("2017-06-30", at: "09:00", zone: old)
                var world = World(files, at: "2017-06-01 12:00")
                try world.accept()
                world.run(until: shanghai.moment(date("2017-06-28"), .hour(hour)))
                var moved = files
                moved.lists[0].zone = new
                world.reload(moved)
                world.run(until: "2017-07-05")
                let stages = world.transfers.filter { $0.verdict == .accepted }.flatMap(\.parcel.delivery.items)
                    .map(\.slot.stage.description)
                #expect(Set(stages).count == stages.count, "\(old) to \(new) at \(hour): \(stages)")
                // What lay between its two hours when the zone changed is skipped with its reason, or was said.
                let fates = world.fates("1.1", "a")
                #expect(fates.count == 4, "\(fates)")
                #expect(stages.contains("due"))
            }
        }
    }

    @Test("a machine in another zone tells at the list's hours, its own office at the office's")
    func officeElsewhere() throws {
        var inputs = try inputs("2017-06-30", at: "09:00")
        inputs.digests = [Files.weekly("Mon *-*-* 09:00")]
        var world = World(inputs, at: "2017-06-24 12:00")
        try world.accept()
        world.run(until: "2017-06-30")
        let digest = world.transfers.first { $0.parcel.delivery.kind == .digest }
        #expect(digest.map { shown($0.parcel.at) } == "06-26 09:00")
        #expect(world.told.last == "06-29 21:00 a: 1.1 1d")
        world.expectSound()
    }
}
