package import Couriers
package import Messages
package import Reminders
package import Settings

extension Scheduler {
    /// All that a scheduler is made of.
    package struct Setup: Sendable {
        package var engine: ReminderEngine
        package var ledger: any Ledger
        package var composer: Composer
        package var couriers: [(ChannelSettings, any Courier)]
        package var clock: DaemonClock
        /// Virtual seconds to leave of a stretch in which nothing happens; nil: time is not leapt over.
        package var leap: Int64?
        /// The lists taken at the start, for the ledger.
        package var adopted: [LedgerRecord]
        /// Whether the clock can be believed; nil: it is right by definition.
        package var sense: ClockSense?
        /// What the engine takes up after its start: the files, where they changed while no process ran.
        package var next: PlanInputs?
        package var observe: @Sendable (SchedulerEvent) -> Void

        package init(
            engine: ReminderEngine, ledger: any Ledger, composer: Composer,
            couriers: [(ChannelSettings, any Courier)], clock: DaemonClock, adopted: [LedgerRecord] = [],
            sense: ClockSense? = nil, next: PlanInputs? = nil, leap: Int64? = nil,
            observe: @escaping @Sendable (SchedulerEvent) -> Void
        ) {
            self.engine = engine
            self.ledger = ledger
            self.composer = composer
            self.couriers = couriers
            self.clock = clock
            self.adopted = adopted
            self.sense = sense
            self.next = next
            self.leap = leap
            self.observe = observe
        }
    }
}
