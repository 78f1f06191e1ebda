import CivilTime
import Messages
import Reminders
import Settings
import Testing
import WorkLists

/// The end of June 2017 as the office might have drafted a circular about it on 14 July.
enum CircularScene {
    static func circular(_ language: Language = .zh, isSettled: Bool = false) throws -> Circular {
        let told = Circular.Told(
            at: try DossierScene.moment("2017-07-05T09:00:03"), channel: "mail", to: "zhangsan@huzhou.example",
            delivery: 52)
        let items = [
            try item("fgw", "市发改委", .open, told: told),
            try item("fgw", "市发改委", .open, milestone: "8.2.1", requirement: "完成年度任务的一半", isLate: true, told: told),
            try item("czj", "市财政局", .open, told: nil), try item("jxw", "市经信委", .reported, told: told),
            try item("jxw", "市经信委", .done, milestone: "7.1.1", told: told),
        ]
        return Circular(
            now: try DossierScene.moment("2017-07-14T10:00:00"), zone: "Asia/Shanghai", language: language,
            isRehearsal: false, office: "市政府督查室", phone: "0572-0000000", lists: [DossierScene.basis],
            deadline: try Huzhou.date("2017-06-30"), items: isSettled ? [items[4]] : items)
    }

    private static func item(
        _ unit: String, _ name: String, _ state: ObligationState, milestone: String = DossierScene.milestone,
        requirement: String = DossierScene.requirement, isLate: Bool = false, told: Circular.Told?
    ) throws -> Circular.Item {
        Circular.Item(
            past: PastDeadline(
                line: try DossierScene.line(
                    unit, name, state, milestone: milestone, requirement: requirement, lastTold: told?.at),
                workdaysPast: 10, isLate: isLate), told: told)
    }
}
