import CivilTime
import Reminders
import Testing
import WorkLists

@Suite("An obligation's slots")
struct SlotSeriesTests {
    private func series(
        _ deadline: String, time: String? = nil, kind: Obligation.Kind = .milestone, workdays: Workdays = Files.china,
        _ change: (inout Policy) -> Void = { _ in }
    ) -> [Slot] {
        var policy = Policy()
        policy.escalate = Sourced([])
        change(&policy)
        let obligation = Obligation(
            id: ObligationID(list: "demo", milestone: "1.1", unit: "a"), kind: kind, deadline: date(deadline),
            time: time.flatMap { TimeOfDay($0) }, number: "1.1", requirement: "")
        return SlotSeries(workdays: workdays, zone: shanghai).slots(
            of: obligation, policy: policy, assignedAfter: nil)
    }

    /// `05-31 30d`, with `<-06-03` where an off day moved it, `>due` where it gives way, `-` where it is left out, `?` where
    /// it is provisional.
    private func lines(_ slots: [Slot]) -> [String] {
        slots.map { slot in
            "\(slot.day.description.dropFirst(5)) \(slot.key.stage)"
                + (slot.movedFrom.map { "<-\($0.description.dropFirst(5))" } ?? "")
                + (slot.yieldsTo.map { ">\($0)" } ?? "") + (slot.isLeftOut ? "-" : "") + (slot.isProvisional ? "?" : "")
        }
    }

    @Test("the default policy for a Friday at the end of June")
    func endOfJune() {
        #expect(
            lines(series("2017-06-30")) == [
                "05-31 30d", "06-16 10wd", "06-27 3wd", "06-30 due", "07-05 overdue-1", "07-12 overdue-2",
            ])
    }

    @Test("a deadline on a Saturday that is worked is no off day")
    func workedSaturday() {
        // 30 September 2017 is worked for National Day; 30d before it is 31 August.
        #expect(
            lines(series("2017-09-30")) == [
                "08-31 30d", "09-18 10wd", "09-27 3wd", "09-30 due", "10-11 overdue-1", "10-18 overdue-2",
            ])
    }

    @Test("a deadline on a Sunday is said on the Friday before it, and asked after once working days have passed")
    func sunday() {
        #expect(
            lines(series("2017-12-31")) == [
                "12-01 30d", "12-18 10wd", "12-27 3wd", "12-29 due<-12-31", "01-04 overdue-1", "01-11 overdue-2",
            ])
    }

    @Test("reports are reminded 15 and 5 working days ahead, occurrences 5")
    func leadsByKind() {
        #expect(lines(series("2017-06-30", kind: .report)).prefix(3) == ["06-09 15wd", "06-23 5wd", "06-30 due"])
        #expect(lines(series("2017-07-31", kind: .occurrence)).prefix(2) == ["07-24 5wd", "07-31 due"])
        #expect(lines(series("2017-06-30", kind: .duty)).prefix(1) == ["05-31 30d"])
    }

    @Test("slots that fall on one day become one: the nearest to the deadline wins")
    func sharedDay() {
        // Monday 9 October 2017 follows eight days off: 1d, 3d, and 1w all move to Saturday 30 September.
        let slots = series("2017-10-09") {
            $0.ahead = Sourced([.days(1), .days(3), .weeks(1), .workdays(1)])
            $0.overdue = Sourced([])
        }
        // Of rules that name several days the one that names the latest: 1d, the 8th.
        #expect(
            Set(lines(slots)) == [
                "09-30 1d<-10-08", "09-30 3d<-10-06>1d", "09-30 1w<-10-02>1d", "09-30 1wd>1d", "10-09 due",
            ])
    }

    @Test("a due slot that moves onto an ahead slot's day takes it")
    func dueTakesTheDay() {
        // Sunday 2 July: due moves to Friday 30 June, where 1wd stands.
        let slots = series("2017-07-02") { $0.ahead = Sourced([.workdays(1)]) }
        #expect(lines(slots).prefix(2) == ["06-30 1wd>due", "06-30 due<-07-02"])
    }

    @Test(
        "an off day moves a slot back, forward or not at all, but never past the deadline",
        arguments: [
            // Deadline Monday 31 July 2017, 2d is Saturday the 29th; deadline Sunday 30 July, 1d is Saturday.
            ("2017-07-31", OffDayMove.previous, "07-28 2d<-07-29"), ("2017-07-31", .next, "07-31 2d<-07-29>due"),
            ("2017-07-31", .keep, "07-29 2d"), ("2017-07-30", .previous, "07-28 2d>due"),
            ("2017-07-30", .next, "07-28 2d>due"), ("2017-07-30", .keep, "07-28 2d"),
            ("2017-07-31", .skip, "07-29 2d-"),
            ("2017-07-30", .skip, "07-28 2d>due"),
        ])
    func offDays(deadline: String, move: OffDayMove, expected: String) {
        let slots = series(deadline) {
            $0.ahead = Sourced([.days(2)])
            $0.offDays = Sourced(move)
        }
        let own = lines(slots.filter { $0.key.stage == .ahead(.days(2)) }).first
        #expect(own == expected)
        for slot in slots where !slot.key.stage.isAfterDeadline { #expect(slot.day <= date(deadline)) }
    }

    @Test(
        "a quiet day moves what falls on it, before the deadline back and after it on; leads count it all the same",
        arguments: [
            // 16 June is a Friday, 27 June a Tuesday, 30 June a Friday, 5 and 12 July Wednesdays.
            ([Weekday.friday], ["05-31 30d", "06-15 10wd<-06-16", "06-27 3wd", "06-29 due<-06-30", "07-05 overdue-1"]),
            (
                [.friday, .thursday, .wednesday],
                [
                    "05-27 30d<-05-31", "06-13 10wd<-06-16", "06-27 3wd", "06-27 due<-06-30", "07-10 overdue-1<-07-05",
                ]
            ),
        ])
    func quietDays(weekdays: [Weekday], expected: [String]) {
        let slots = series("2017-06-30") {
            $0.quiet = Sourced(QuietDays(weekdays: Set(weekdays)))
            $0.overdue = Sourced([.workdays(3)])
        }
        #expect(slots.count == expected.count)
        #expect(Set(lines(slots).map { $0.prefix { $0 != ">" } }.map(String.init)) == Set(expected))
    }

    @Test("a statement and what is handed out wait for a day that is not quiet, the latter not past the deadline")
    func quietAfterwards() {
        var policy = Policy()
        policy.quiet = Sourced(QuietDays(weekdays: [], spans: [date("2017-08-01")...date("2017-08-03")]))
        let obligation = Obligation(
            id: ObligationID(list: "demo", milestone: "1.1", unit: "a"), kind: .milestone,
            deadline: date("2017-06-30"), number: "1.1", requirement: "")
        let series = SlotSeries(workdays: Files.china, zone: shanghai)
        let statement = series.statement(of: obligation, policy: policy, after: date("2017-07-20"))
        #expect(statement?.day == date("2017-08-04") && statement?.key.stage == .statement(year: 2017, month: 8))
        #expect(series.statement(of: obligation, policy: policy, after: date("2017-08-04"))?.day == date("2017-09-01"))
        for (quiet, told) in [("2017-06-29", "2017-06-29"), ("2017-06-28", "2017-06-29")] {
            policy.quiet = Sourced(QuietDays(weekdays: [], spans: [date("2017-06-28")...date(quiet)]))
            let slots = series.slots(of: obligation, policy: policy, assignedAfter: moment("2017-06-27 12:00"))
            let expected = quiet == "2017-06-29" ? "2017-06-30" : told
            #expect(slots.first { $0.key.stage == .assigned }?.day == date(expected))
        }
        policy.quiet = Sourced(QuietDays(weekdays: [], spans: [date("2017-06-28")...date("2017-06-30")]))
        let slots = series.slots(of: obligation, policy: policy, assignedAfter: moment("2017-06-27 12:00"))
        #expect(slots.first { $0.key.stage == .assigned }?.day == date("2017-06-28"))
    }

    @Test(
        "a deadline with a time of day: what is due is said on that day if it is not too late by then, else the day before",
        arguments: [
            ("18:00", "06-30 due"), ("09:01", "06-30 due"), ("09:00", "06-29 due<-06-30"),
            ("08:00", "06-29 due<-06-30"),
        ])
    func timeOfDay(time: String, expected: String) {
        let slots = series("2017-06-30", time: time) { $0.ahead = Sourced([]) }
        #expect(lines(slots).first == expected)
        // Friday the 30th at eight: nothing ahead is said that morning either.
        let ahead = series("2017-07-03", time: time) {
            $0.ahead = Sourced([.days(1)])
            $0.offDays = Sourced(.next)
        }
        let first = ahead.first { $0.key.stage == .ahead(.days(1)) }
        #expect(first?.day == date(time > "09:00" ? "2017-07-03" : "2017-06-30"))
    }

    @Test(
        "months go by the month's end",
        // The 28th to 30th of May 2017 are off, the Saturday before them is worked.
        arguments: [("2017-03-31", "02-28 1m"), ("2017-06-30", "05-27 1m<-05-30")])
    func months(deadline: String, expected: String) {
        let slots = series(deadline) { $0.ahead = Sourced([.months(1)]) }
        #expect(lines(slots).first == expected)
    }

    @Test("what comes after the deadline is never on its day, whatever the lead")
    func neverOnTheDay() {
        let slots = series("2017-06-30") { $0.overdue = Sourced([.days(0), .workdays(0), .days(1)]) }
        #expect(
            lines(slots).suffix(3) == [
                "07-03 overdue-1<-07-01>overdue-3", "07-03 overdue-2<-07-01>overdue-3", "07-03 overdue-3<-07-01",
            ])
    }

    @Test("leads after the deadline are numbered by their days, however they are written")
    func overdueInAnyOrder() {
        let slots = series("2017-06-30") { $0.overdue = Sourced([.workdays(8), .workdays(3), .workdays(8)]) }
        #expect(lines(slots).suffix(2) == ["07-05 overdue-1", "07-12 overdue-2"])
    }

    @Test("a lead that stands twice is one slot")
    func twice() {
        let slots = series("2017-06-30") { $0.ahead = Sourced([.workdays(3), .days(30), .workdays(3)]) }
        #expect(Set(slots.map(\.key)).count == slots.count)
    }

    @Test("what the policy leaves out is not there")
    func leftOut() {
        #expect(
            series("2017-06-30") {
                $0.ahead = Sourced([])
                $0.due = Sourced(false)
                $0.overdue = Sourced([])
            }.isEmpty)
    }

    @Test("assigned is on the next working day after the list was accepted")
    func assigned() {
        let obligation = Obligation(
            id: ObligationID(list: "demo", milestone: "1.1", unit: "a"), kind: .milestone,
            deadline: date("2017-06-30"), number: "1.1", requirement: "")
        let series = SlotSeries(workdays: Files.china, zone: shanghai)
        for (accepted, told) in [
            ("2017-03-31 17:00", "2017-04-01 09:00"), ("2017-04-01 00:00", "2017-04-05 09:00"),
            ("2017-09-30 23:59", "2017-10-09 09:00"),
        ] {
            let slots = series.slots(of: obligation, policy: Policy(), assignedAfter: moment(accepted))
            #expect(slots.first { $0.key.stage == .assigned }?.moment == moment(told))
        }
    }

    // MARK: - Calendars to come

    @Test("without the year's calendar ahead slots go by weekday and say so; what depends on no calendar does not")
    func provisional() {
        let slots = series("2018-06-29", workdays: Files.calendars(2017...2017)) { $0.overdue = Sourced([]) }
        #expect(lines(slots) == ["05-30 30d?", "06-15 10wd?", "06-26 3wd?", "06-29 due?"])
        let kept = series("2018-06-29", workdays: Files.calendars(2017...2017)) {
            $0.offDays = Sourced(.keep)
            $0.overdue = Sourced([])
        }
        #expect(lines(kept) == ["05-30 30d", "06-15 10wd?", "06-26 3wd?", "06-29 due"])
    }

    @Test("December's last days are settled by the next year's calendar alone")
    func endOfDecember() {
        let without = series("2017-12-31", workdays: Files.calendars(2017...2017))
        #expect(lines(without) == ["12-01 30d", "12-18 10wd?", "12-27 3wd?", "12-29 due<-12-31?"])
        #expect(series("2017-12-31", workdays: Files.calendars(2017...2018)).filter(\.isProvisional).isEmpty)
    }

    @Test("what comes after the deadline waits for the calendar it depends on")
    func waits() {
        #expect(
            lines(series("2017-12-15", workdays: Files.calendars(2017...2017))).suffix(2) == [
                "12-15 due", "12-20 overdue-1",
            ])
        #expect(
            lines(series("2017-12-15", workdays: Files.calendars(2017...2018))).suffix(2)
                == ["12-20 overdue-1", "12-27 overdue-2"])
    }

    // MARK: - Statements

    @Test("statements are on each month's first working day, once the overdue stages are over")
    func statements() {
        let obligation = Obligation(
            id: ObligationID(list: "demo", milestone: "1.1", unit: "a"), kind: .milestone,
            deadline: date("2017-06-30"), number: "1.1", requirement: "")
        let series = SlotSeries(workdays: Files.calendars(2017...2018), zone: shanghai)
        var days: [String] = []
        var day = obligation.deadline
        while let slot = series.statement(of: obligation, policy: Policy(), after: day) {
            days.append("\(slot.day) \(slot.key.stage)")
            day = slot.day
        }
        #expect(
            days.prefix(5) == [
                "2017-08-01 statement-2017-08", "2017-09-01 statement-2017-09", "2017-10-09 statement-2017-10",
                "2017-11-01 statement-2017-11", "2017-12-01 statement-2017-12",
            ])
        // The calendars end with 2018.
        #expect(days.last == "2018-12-03 statement-2018-12")
        var silent = Policy()
        silent.statement = Sourced(false)
        #expect(series.statement(of: obligation, policy: silent, after: obligation.deadline) == nil)
    }

    @Test("a statement never shares the last overdue stage's day")
    func statementAfterOverdue() {
        // 30 April 2017 is a Sunday: overdue moves to Tuesday 2 May, the month's first working day.
        let obligation = Obligation(
            id: ObligationID(list: "demo", milestone: "1.1", unit: "a"), kind: .milestone,
            deadline: date("2017-04-25"), number: "1.1", requirement: "")
        var policy = Policy()
        policy.overdue = Sourced([.days(5)])
        policy.escalate = Sourced([])
        let series = SlotSeries(workdays: Files.china, zone: shanghai)
        let overdue = series.slots(of: obligation, policy: policy, assignedAfter: nil).last
        #expect(overdue?.day == date("2017-05-02"))
        #expect(series.statement(of: obligation, policy: policy, after: obligation.deadline)?.day == date("2017-06-01"))
    }

    // MARK: - Any policy

    @Test("any deadline and any policy: ordered, on working days unless kept, on the right side of the deadline")
    func property() {
        for seed in 1...3000 {
            var random = Seeded(UInt64(seed))
            let deadline = date("2017-01-01").adding(days: random.pick(0...3285))
            let move = OffDayMove.allCases[random.pick(0...3)]
            func leads(_ random: inout Seeded) -> [Lead] {
                (0..<random.pick(0...5)).map { _ in
                    let n = random.pick(0...25)
                    return [.days(n), .weeks(n % 6), .months(n % 4), .workdays(n)][random.pick(0...3)]
                }
            }
            var policy = Policy()
            policy.escalate = Sourced([])
            policy.ahead = Sourced(leads(&random))
            policy.overdue = Sourced(leads(&random))
            policy.due = Sourced(random.chance(80))
            policy.offDays = Sourced(move)
            if random.chance(40) {
                let first = deadline.adding(days: random.pick(-40...20))
                policy.quiet = Sourced(
                    QuietDays(
                        weekdays: random.chance(50) ? [Weekday.allCases[random.pick(0...6)]] : [],
                        spans: [first...first.adding(days: random.pick(0...9))]))
            }
            let time = random.chance(30) ? TimeOfDay(hour: random.pick(7...19), minute: 0) : nil
            let obligation = Obligation(
                id: ObligationID(list: "demo", milestone: "1.1", unit: "a"), kind: .milestone, deadline: deadline,
                time: time, number: "1.1", requirement: "")
            let slots = SlotSeries(workdays: Files.china, zone: shanghai)
                .slots(of: obligation, policy: policy, assignedAfter: nil)
            for problem in problems(slots, obligation, policy) {
                Issue.record("seed \(seed), deadline \(deadline), \(move): \(problem)")
            }
        }
    }

    private func problems(_ slots: [Slot], _ obligation: Obligation, _ policy: Policy) -> [String] {
        var problems: [String] = []
        let (deadline, move) = (obligation.deadline, policy.offDays.value)
        if slots != slots.sorted(by: { $0.moment < $1.moment }) { problems.append("not ordered") }
        if Set(slots.map(\.key)).count != slots.count { problems.append("a key twice") }
        for (day, group) in Dictionary(grouping: slots.filter { !$0.isLeftOut }, by: \.day)
        where group.count(where: \.isSaid) != 1 {
            problems.append("\(day) has not one winner")
        }
        for slot in slots where slot.isLeftOut {
            let isFree = Files.china.isWorkday(slot.day) && !policy.quiet.value.contains(slot.day)
            if move != .skip || isFree || slot.key.stage == .due || slot.yieldsTo != nil {
                problems.append("\(slot.key.stage) on \(slot.day) is left out")
            }
        }
        for slot in slots where !slot.isLeftOut {
            let isAfter = slot.key.stage.isAfterDeadline
            if isAfter != (slot.day > deadline) { problems.append("\(slot.key.stage) on \(slot.day)") }
            if (isAfter || move != .keep) && !Files.china.isWorkday(slot.day) {
                problems.append("\(slot.key.stage) on \(slot.day), an off day")
            }
            if policy.quiet.value.contains(slot.day) {
                problems.append("\(slot.key.stage) on \(slot.day), a quiet day")
            }
            if !isAfter, slot.moment >= obligation.end(in: shanghai) {
                problems.append("\(slot.key.stage) on \(slot.day), when it is over")
            }
            if let winner = slot.yieldsTo, let rival = slots.first(where: { $0.key.stage == winner }) {
                let own = slot.movedFrom ?? slot.day
                if rival.day != slot.day || rival.movedFrom ?? rival.day < own {
                    problems.append("yields to the farther")
                }
            }
            if slot.moment != shanghai.moment(slot.day, .hour(9)) { problems.append("not at nine") }
        }
        return problems
    }
}
