import CivilTime
import Dispatch
package import Reminders

/// The clock, as far as it can be believed.
extension Scheduler {
    /// Seconds between two looks at the clock while nothing happens. A step back by days would else be noticed when the
    /// clock has come round again. They count from the machine's start (CLOCK_MONOTONIC), whatever the clock shows.
    private static let lookEvery = 60

    /// The time to go by, read once an event.
    func readClock() -> Moment {
        let reading = clock.now()
        guard var sense else { return reading }
        let before = sense.doubt
        let time = sense.read(reading, isAtStake: engine.hasOpenLists)
        self.sense = sense
        if sense.doubt != before { doubtChanged() }
        return time
    }

    /// In doubt the engine rests: what is under way ends, dated by the last time that was believed, and nothing begins.
    private func doubtChanged() {
        guard let sense else { return }
        engine.rests = isStopping || sense.doubt != nil
        if let doubt = sense.doubt {
            observe(.clockDoubted(doubt, shown: sense.shown, believed: sense.believed))
        } else {
            observe(.clockBelieved)
        }
        // The timer is armed anew, or for nothing.
        executor.queue.async {
            self.assumeIsolated { scheduler in
                scheduler.takeUpFiles()
                scheduler.step { $0.timerFired(now: $1) }
            }
        }
    }

    /// Looks at the clock now and then, and writes a sign of life where nothing else was written for days.
    func watchClock() {
        guard sense != nil else { return }
        let timer = DispatchSource.makeTimerSource(queue: executor.queue)
        timer.schedule(
            deadline: .now() + .seconds(Self.lookEvery), repeating: .seconds(Self.lookEvery), leeway: .seconds(15))
        timer.setEventHandler { @Sendable [weak self] in self?.assumeIsolated { $0.lookAtClock() } }
        timer.activate()
        look = timer
    }

    private func lookAtClock() {
        let now = readClock()
        if sense?.isSilent == true, !isStopping { perform(engine.signOfLife(now: now)) }
    }

    /// Why the clock is not believed, what it shows and what was believed last; nil: it is.
    var clockDoubt: (doubt: ClockSense.Doubt, shown: Moment, believed: Moment)? {
        _ = readClock()
        return sense.flatMap { sense in sense.doubt.map { ($0, sense.shown, sense.believed) } }
    }

    func refuseInDoubt() throws(ActRefusal) {
        if clockDoubt != nil { throw .clockInDoubt }
    }

    /// A person says that the clock is right; returns once that is on disk. Answers whether it was in doubt.
    package func resume(_ request: ReminderEngine.Request) async throws -> Bool {
        guard clockDoubt != nil else { return false }
        let now = clock.now()
        sense?.believe(now)
        doubtChanged()
        let actions = engine.resumed(request, now: now)
        let token = firstToken(actions)
        perform(actions)
        if let token, let failure = await onDisk(token) { throw failure }
        return true
    }
}
