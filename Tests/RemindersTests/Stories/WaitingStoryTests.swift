import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("While a message waits")
struct WaitingStoryTests {
    /// Two obligations, both late on Friday night: the message waits for Monday.
    private func waiting(_ units: [OfficeUnit]? = nil) throws -> World {
        let nodes = ["1.1", "1.2"].map { Files.Node(id: $0, deadline: "2017-06-30", units: ["a"]) }
        var world = World(Files.inputs(nodes, units: units), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-15 12:00")
        world.sleep(until: "2017-06-16 22:00")
        return world
    }

    @Test("done: a message without it takes its place, under a new Message-ID")
    func doneOfTwo() throws {
        var world = try waiting()
        world.run(until: "2017-06-17 10:00")
        try world.act(.done, "1.1")
        world.run(until: "2017-06-20")
        #expect(world.told.suffix(1) == ["06-19 09:00 a: 1.2 10wd late"])
        #expect(world.dropped == ["#3 superseded by #4"])
        #expect(world.transfers.last?.parcel.delivery.messageID == "naive-4@x")
        #expect(world.fates("1.1", "a").suffix(1) == ["10wd skipped: settled before it was sent"])
        world.expectSound()
    }

    @Test("done, both: the message is withdrawn")
    func doneBoth() throws {
        var world = try waiting()
        try world.act(.done, "1.1")
        try world.act(.done, "1.2")
        world.run(until: "2017-06-20")
        #expect(world.told.count == 2)
        #expect(world.dropped == ["#3 superseded by #4", "#4 withdrawn"])
        world.expectSound()
    }

    @Test("a process that dies between the act and the new message says nothing of what is done")
    func diesInBetween() throws {
        var world = try waiting()
        // The act is on disk; what follows from it is not.
        world.fuse = 3
        try world.act(.done, "1.1")
        #expect(world.isDead)
        #expect(world.ledger.acts.count == 2)
        #expect(world.dropped.isEmpty)
        world.restart()
        world.run(until: "2017-06-20")
        #expect(world.told.suffix(1) == ["06-19 09:00 a: 1.2 10wd late"])
        world.expectSound()
    }

    @Test("done after its second-day retry was put off: it leaves the message, also over a restart")
    func deferredThenDone() throws {
        for restarts in [false, true] {
            var world = World(Files.inputs([Files.june]), at: "2017-04-06 17:00")
            try world.accept()
            world.run(until: "2017-06-16 08:00")
            world.peers = { _ in TransferEnd(.deferred, reason: "greylisted", code: 451) }
            world.run(until: "2017-06-16 10:00")
            if restarts { world.sleep(until: "2017-06-16 10:01") }
            try world.act(.done, "1.1")
            world.peers = { _ in TransferEnd(.accepted, reason: "accepted") }
            world.run(until: "2017-06-18")
            #expect(world.told.count == 2, "restarts: \(restarts)")
            #expect(world.dropped == ["#3 withdrawn"])
            world.expectSound()
        }
    }

    @Test("what may have arrived is frozen: it goes out again as it was, though it was done meanwhile")
    func unknownThenDone() throws {
        var world = World(Files.inputs([Files.june]), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-16 08:00")
        world.peers = {
            $0.attempt == 1 ? TransferEnd(.unknown, reason: "timeout") : TransferEnd(.accepted, reason: "ok")
        }
        world.run(until: "2017-06-16 09:01")
        try world.act(.done, "1.1")
        world.run(until: "2017-06-17")
        #expect(world.attempts.suffix(2) == ["06-16 09:00 #3 unknown", "06-16 09:05 #3 accepted"])
        world.expectSound()
    }

    @Test("a new contact gets what waited for the old one")
    func changedContact() throws {
        var world = try waiting()
        world.run(until: "2017-06-18 10:00")
        var inputs = world.inputs
        inputs.directory = Directory(units: [Files.unit("a", ["new@x"])])
        world.reload(inputs)
        world.run(until: "2017-06-20")
        // With what the new one was never handed.
        #expect(
            world.told.suffix(1) == [
                "06-19 09:00 new: 1.1 10wd late, 1.1 assigned late, 1.2 10wd late, 1.2 assigned late"
            ])
        #expect(world.dropped == ["#3 withdrawn"])
        #expect(world.fates("1.1", "a").suffix(1) == ["10wd sent"])
        world.expectSound()
    }

    @Test("a contact who goes while another stays: nothing is sent twice to who stays")
    func oneOfTwoGoes() throws {
        var world = try waiting([Files.unit("a", ["a1@x", "a2@x"])])
        var inputs = world.inputs
        inputs.directory = Directory(units: [Files.unit("a", ["a2@x", "a3@x"])])
        world.reload(inputs)
        world.run(until: "2017-06-20")
        let monday = world.told.filter { $0.hasPrefix("06-19") }
        #expect(
            monday.sorted() == [
                "06-19 09:00 a2: 1.1 10wd late, 1.2 10wd late",
                "06-19 09:00 a3: 1.1 10wd late, 1.1 assigned late, 1.2 10wd late, 1.2 assigned late",
            ])
        world.expectSound()
    }

    @Test("a channel that is gone: what waited goes over the one there is")
    func goneChannel() throws {
        var world = try waiting()
        var inputs = world.inputs
        inputs.channels = ["other": ChannelTraits(addressing: .mail, limit: 1, messageIDDomain: "y")]
        inputs.policies.all.channels = Sourced(["other"])
        inputs.office.channels = ["other"]
        world.reload(inputs)
        world.run(until: "2017-06-20")
        #expect(world.told.suffix(1) == ["06-19 09:00 a: 1.1 10wd late, 1.2 10wd late"])
        #expect(world.transfers.last?.parcel.delivery.channel == "other")
        world.expectSound()
    }

    @Test("no contact is left: the office is told, and the slots fail")
    func noContactLeft() throws {
        var world = try waiting()
        var inputs = world.inputs
        inputs.directory = Directory(units: [Files.unit("a", [])])
        world.reload(inputs)
        #expect(world.told(.trouble) == ["06-16 22:00 office: 1.1 10wd late, 1.2 10wd late"])
        #expect(world.fates("1.1", "a").suffix(1) == ["10wd failed: the unit has no contact; the office was told"])
        world.expectSound()
    }

    @Test("a milestone that left the files leaves the message")
    func goneMilestone() throws {
        var world = try waiting()
        var inputs = world.inputs
        inputs.lists = [Files.list([Files.Node(id: "1.2", deadline: "2017-06-30", units: ["a"])])]
        world.reload(inputs)
        world.run(until: "2017-06-20")
        #expect(world.told.suffix(1) == ["06-19 09:00 a: 1.2 10wd late"])
        #expect(world.fates("1.1", "a").suffix(1) == ["10wd skipped: no longer in the files"])
        world.expectSound()
    }

    @Test("a deadline that moved leaves the message, and the unit is told of the new one")
    func movedDeadline() throws {
        var world = try waiting()
        var inputs = world.inputs
        inputs.lists = [
            Files.list([
                Files.Node(id: "1.1", deadline: "2017-09-29", units: ["a"]),
                Files.Node(id: "1.2", deadline: "2017-06-30", units: ["a"]),
            ])
        ]
        world.reload(inputs)
        world.run(until: "2017-06-20")
        #expect(world.told.suffix(1) == ["06-19 09:00 a: 1.1 moved-2017-06-16, 1.2 10wd late"])
        #expect(world.fates("1.1", "a").contains("10wd skipped: its deadline was moved"))
        world.expectSound()
    }

    @Test("the day's second message waits for the next working day and goes with what comes then")
    func secondOfTheDay() throws {
        // 1.2 is told at 14:00, 1.1 at 09:00; both have their 10wd on 16 June.
        let nodes = ["1.1", "1.2"].map { Files.Node(id: $0, deadline: "2017-06-30", units: ["a"]) }
        var inputs = Files.inputs(nodes)
        var override = PolicyOverrides()
        override.at = Sourced(.hour(14))
        inputs.policies.milestones["demo:1.2"] = override
        var world = World(inputs, at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-20")
        #expect(world.told.suffix(2) == ["06-16 09:00 a: 1.1 10wd", "06-19 14:00 a: 1.2 10wd"])
        // On the deadline's day it does not wait.
        world.run(until: "2017-07-01")
        #expect(world.told.suffix(2) == ["06-30 09:00 a: 1.1 due", "06-30 14:00 a: 1.2 due"])
        world.expectSound()
    }

    @Test("a message that was put off is not the day's message: the next one takes it over")
    func putOffIsNotTold() throws {
        let nodes = ["1.1", "1.2"].map { Files.Node(id: $0, deadline: "2017-06-30", units: ["a"]) }
        var inputs = Files.inputs(nodes)
        var override = PolicyOverrides()
        override.at = Sourced(.hour(14))
        inputs.policies.milestones["demo:1.2"] = override
        for restarts in [false, true] {
            var world = World(inputs, at: "2017-04-06 17:00")
            try world.accept()
            world.run(until: "2017-06-16 08:00")
            world.peers = { parcel in
                shanghai.civil(parcel.at).time < .hour(14)
                    ? TransferEnd(.deferred, reason: "greylisted") : TransferEnd(.accepted, reason: "accepted")
            }
            world.run(until: "2017-06-16 13:00")
            if restarts { world.sleep(until: "2017-06-16 13:30") }
            world.run(until: "2017-06-17")
            #expect(world.told.suffix(1) == ["06-16 14:00 a: 1.1 10wd, 1.2 10wd"], "restarts: \(restarts)")
            world.expectSound()
        }
    }

    @Test("what may have arrived is the day's message, also for a process that did not send it")
    func mayHaveArrivedIsTold() throws {
        let nodes = ["1.1", "1.2"].map { Files.Node(id: $0, deadline: "2017-06-30", units: ["a"]) }
        var inputs = Files.inputs(nodes)
        var override = PolicyOverrides()
        override.at = Sourced(.hour(14))
        inputs.policies.milestones["demo:1.2"] = override
        var world = World(inputs, at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-16 08:00")
        world.peers = { _ in TransferEnd(.unknown, reason: "timeout") }
        world.run(until: "2017-06-16 09:01")
        world.peers = { _ in TransferEnd(.accepted, reason: "accepted") }
        world.sleep(until: "2017-06-16 14:00")
        world.run(until: "2017-06-20")
        #expect(world.told.suffix(2) == ["06-16 14:00 a: 1.1 10wd", "06-19 14:00 a: 1.2 10wd"])
        world.expectSound()
    }

    @Test("a deputy whose message waited is told all, though the liaison was told already")
    func theOthersMessage() throws {
        let units = [Files.unit("a", ["a1@x", "a2@x"])]
        let nodes = [Files.june, Files.Node(id: "1.2", deadline: "2017-07-03", units: ["a"])]
        var world = World(Files.inputs(nodes, units: units), at: "2017-04-06 17:00")
        try world.accept()
        world.run(until: "2017-06-16 08:00")
        world.peers = { parcel in
            parcel.delivery.recipient.address == "a2@x" && parcel.at < moment("2017-06-19 09:00")
                ? TransferEnd(.deferred, reason: "greylisted") : TransferEnd(.accepted, reason: "accepted")
        }
        world.run(until: "2017-06-19 09:30")
        #expect(
            world.told.suffix(2).sorted() == ["06-19 09:00 a1: 1.2 10wd", "06-19 09:00 a2: 1.1 10wd, 1.2 10wd"])
        world.expectSound()
    }
}
