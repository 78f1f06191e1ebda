import CivilTime
import Testing

@testable import WorkLists

/// A schedule cell, the phrase and date its first milestone gets, and its kind.
private let phrases: [(cell: String, phrase: String?, deadline: String?, kind: DeadlineKind)] = [
    ("6月底前公布第三批事项。", "6月底前", "2017-06-30", .date),
    ("12月底前开展年度督查考核。", "12月底前", "2017-12-31", .date),
    ("2月底前完成。", "2月底前", "2017-02-28", .date),
    ("６月底前完成。", "６月底前", "2017-06-30", .date),
    ("六月底前完成。", "六月底前", "2017-06-30", .date),
    ("6月底,进度达到35%以上。", "6月底", "2017-06-30", .date),
    ("6月底，进度达到35%以上。", "6月底", "2017-06-30", .date),
    ("12月,进度完成100%。", "12月", "2017-12-31", .date),
    ("12月底做好总结。", "12月底", "2017-12-31", .date),
    ("6月底完成", "6月底", "2017-06-30", .date),
    ("6月末之前完成。", "6月末之前", "2017-06-30", .date),
    ("原则上于2019年6月底前完成。", "2019年6月底前", "2019-06-30", .date),
    ("年底前完成。", "年底前", "2017-12-31", .date),
    ("2020年底前完成。", "2020年底前", "2020-12-31", .date),
    ("2020年年底前,我市初步建成试点领域。", "2020年年底前", "2020-12-31", .date),
    ("到2027年底，建成社区30个以上。", "2027年底", "2027-12-31", .date),
    ("2020年12月", "2020年12月", "2020-12-31", .date),
    ("全年", "全年", "2017-12-31", .yearlong),
    ("全年力争培育企业15家。", "全年", "2017-12-31", .yearlong),
    ("4月30日前报备案。", "4月30日前", "2017-04-30", .date),
    ("4月30号前报备案。", "4月30号前", "2017-04-30", .date),
    ("2020年2月3日前,将方案报送。", "2020年2月3日前", "2020-02-03", .date),
    ("4月20日(星期四)前上报。", "4月20日(星期四)前", "2017-04-20", .date),
    ("6月20日18：00前报送。", "6月20日18：00前", "2017-06-20", .date),
    ("6月18日(星期日)上午下班前报送。", "6月18日(星期日)上午下班前", "2017-06-18", .date),
    ("2月29日前完成。", "2月29日前", nil, .date),
    ("6月31日前完成。", "6月31日前", nil, .date),
    ("2月上旬前,完成设计招标。", "2月上旬前", "2017-02-10", .date),
    ("2月中旬完成设计招标。", "2月中旬", "2017-02-20", .date),
    ("①2月下旬前,完成设计招标。", "2月下旬前", "2017-02-28", .date),
    ("11月前全面完成。", "11月前", "2017-10-31", .date),
    ("1月前全面完成。", "1月前", "2016-12-31", .date),
    ("1月份", "1月份", "2017-01-31", .date),
    ("9月投入使用。", "9月", "2017-09-30", .date),
    ("第三季度进行督查。", "第三季度", "2017-09-30", .date),
    ("二季度末完成。", "二季度末", "2017-06-30", .date),
    ("上半年完成。", "上半年", "2017-06-30", .date),
    ("年中完成评估。", "年中", "2017-06-30", .date),
    ("力争6月底前完成。", "6月底前", "2017-06-30", .date),
    ("今年6月底前完成。", "今年6月底前", "2017-06-30", .date),
    ("明年3月底前完成。", "明年3月底前", "2018-03-31", .date),
    ("8-12月逐步完成。", "8-12月", "2017-12-31", .date),
    ("2017年11月3日至2017年11月20日止。", "2017年11月3日至2017年11月20日止", "2017-11-20", .date),
    ("3月1日-3月7日开学。", "3月1日-3月7日", "2017-03-07", .date),
    ("3月1日-7日开学。", "3月1日-7日", "2017-03-07", .date),
    ("定期进行督查。", "定期", nil, .recurring),
    ("持续推进", "持续推进", nil, .none),
    ("在30个工作日内上报。", "在30个工作日内", nil, .none),
    ("完成方案编制(6月底前)。", "6月底前", "2017-06-30", .date),
    // What is content and no deadline.
    ("密切关注市场变化,适时修订调控政策。", nil, nil, .none),
    ("研究制订培育实施计划(2018—2020年)。", nil, nil, .none),
    ("每家最高补助500万元。", nil, nil, .none),
    ("每个县市每天有医师在县级医院工作。", nil, nil, .none),
    ("完成1号机组改造,推进318国道改建。", nil, nil, .none),
    ("参加第四届世界浙商大会。", nil, nil, .none),
    ("2017年度清单落实。", nil, nil, .none),
    ("待规划获批后,纳入清单。", nil, nil, .none),
]

/// A schedule cell, and the time of day that its deadline gets.
private let times: [(cell: String, time: String?)] = [
    ("6月20日18：00前报送。", "18:00"), ("6月20日18:30前报送。", "18:30"), ("6月20日17时前报送。", "17:00"),
    ("6月20日17时30分前报送。", "17:30"), ("6月20日下午5时前报送。", "17:00"), ("6月20日上午9点前报送。", "09:00"),
    ("6月20日中午12点前报送。", "12:00"), ("6月20日晚上8点30分前报送。", "20:30"), ("6月20日24：00前报送。", nil),
    ("6月20日上午下班前报送。", nil), ("6月20日中午前报送。", nil), ("6月20日前报送。", nil),
]

private let recurring: [(cell: String, phrase: String, days: [String])] = [
    ("自7月份起,每两个月组织一次督查。", "自7月份起,每两个月", ["07-31", "09-30", "11-30"]),
    ("从7月起，每2个月组织一次督查。", "从7月起，每2个月", ["07-31", "09-30", "11-30"]),
    (
        "每月25日前报送。", "每月25日前",
        ["03-25", "04-25", "05-25", "06-25", "07-25", "08-25", "09-25", "10-25", "11-25", "12-25"]
    ),
    ("从10月起,务于每月25日前报送。", "从10月起,务于每月25日前", ["10-25", "11-25", "12-25"]),
    ("每季度末月20日前报送。", "每季度末月20日前", ["03-20", "06-20", "09-20", "12-20"]),
    ("从第二季度起,每个季度第1个月的20日前报送。", "从第二季度起,每个季度第1个月的20日前", ["04-20", "07-20", "10-20"]),
    ("每季度召开会议。", "每季度", ["03-31", "06-30", "09-30", "12-31"]),
    ("每半年报送一次。", "每半年", ["06-30", "12-31"]),
    ("每年2月底前完成。", "每年2月底前", ["02-28"]),
    ("每年1月31日前公开。", "每年1月31日前", ["01-31"]),
]

@Suite("Deadline phrases")
struct DeadlinePhraseTests {
    private let calendar = NoticeCalendar(year: 2017, issuedOn: CivilDate(year: 2017, month: 3, day: 31))

    private func first(_ cell: String) throws -> ScheduleCell.Part {
        try #require(ScheduleCell.parts(of: Scalars(cell), measure: "举措", calendar: calendar).first)
    }

    @Test("a phrase is read with its date and kind", arguments: phrases)
    func phrase(_ sample: (cell: String, phrase: String?, deadline: String?, kind: DeadlineKind)) throws {
        let part = try first(sample.cell)
        #expect(part.phrase == sample.phrase)
        #expect(part.deadline?.description == sample.deadline)
        #expect(part.kind == sample.kind)
    }

    @Test("a recurring phrase becomes a rule with these days in 2017", arguments: recurring)
    func rule(_ sample: (cell: String, phrase: String, days: [String])) throws {
        let part = try first(sample.cell)
        #expect(part.phrase == sample.phrase)
        #expect(part.kind == .recurring)
        let milestone = Milestone(id: "1.1.1", kind: .recurring, rrule: part.rrule, requirement: "")
        #expect(milestone.occurrences().map(\.description) == sample.days.map { "2017-" + $0 })
        #expect(!part.doubts.isEmpty)
    }

    @Test(
        "a phrase that may mean something else is put up for review",
        arguments: [
            ("4月20日(星期五)前上报。", "星期与日期不符"), ("2月29日前完成。", "2月只有28天"), ("11月前完成。", "11月底"), ("12月,完成。", "只写了月份"),
            ("6月20日上午下班前报送。", "时刻"), ("3月1日-3月7日开学。", "起止日期"), ("8-12月完成。", "起止月份"), ("2015年6月底前完成。", "早于清单年度"),
            ("上半年完成。", "可能只是内容"), ("在30个工作日内上报。", "另一个时间起算"), ("完成编制(6月底前)。", "写在句中"), ("适时修订。", "没有看出期限"),
            ("全年", "取自工作举措"), ("6月底前待规划获批后,纳入清单。", "前置条件"), ("6月底前完成600家,9月底前完成800家。", "同一句里"),
        ])
    func doubt(cell: String, why: String) {
        let parts = ScheduleCell.parts(of: Scalars(cell), measure: "举措", calendar: calendar)
        #expect(parts.flatMap(\.doubts).contains { $0.why.contains(why) })
    }

    @Test("a time of day is read with the day; what no clock shows is left to a person", arguments: times)
    func timeOfDay(cell: String, time: String?) throws {
        let part = try first(cell)
        #expect(part.deadline == CivilDate(iso: "2017-06-20"))
        #expect(part.time?.description == time)
        let isVague = time == nil && cell != "6月20日前报送。"
        #expect(part.doubts.contains { $0.why.contains("时刻") } == isVague)
    }

    @Test("a plain phrase is not in doubt", arguments: ["6月底前公布事项。", "2017年6月30日前公布事项。", "年底前,公布事项。"])
    func plain(cell: String) throws { #expect(try first(cell).doubts.isEmpty) }

    @Test("commas part only before a firm phrase, and nothing is parted in brackets and quotations")
    func cuts() {
        let cut = { (cell: String) in
            ScheduleCell.parts(of: Scalars(cell), measure: "", calendar: self.calendar).map(\.requirement)
        }
        #expect(cut("6月底前完成甲,9月底前完成乙,12月底前完成丙。") == ["完成甲", "完成乙", "完成丙。"])
        #expect(cut("6月底前完成甲，9月底前完成乙。") == ["完成甲", "完成乙。"])
        #expect(cut("12月底前批复初设,争取年内开工。") == ["批复初设,争取年内开工。"])
        #expect(cut("6月底前完成“甲。9月底前乙”(丙。12月底前丁)。") == ["完成“甲。9月底前乙”(丙。12月底前丁)。"])
        #expect(cut("6月底前完成甲;完成乙。9月底前完成丙。") == ["完成甲;完成乙。", "完成丙。"])
        #expect(cut("完成甲。6月底前完成乙。") == ["完成甲。", "完成乙。"])
        #expect(cut("6月底前力争完成甲。力争9月底前完成乙。") == ["力争完成甲。", "力争完成乙。"])
        #expect(cut("") == [])
    }

    @Test("without a year no date is made up")
    func withoutYear() throws {
        let parts = ScheduleCell.parts(of: Scalars("6月底前完成。"), measure: "", calendar: NoticeCalendar())
        #expect(parts.first?.deadline == nil)
        #expect(parts.first?.kind == .date)
        #expect(parts.first?.doubts.contains { $0.why.contains("没有年份") } == true)
    }
}

@Suite("Names of units")
struct UnitNameTests {
    @Test(
        "a line of units is parted where the names part",
        arguments: [
            ("市行政服务中心、市编委办", ["市行政服务中心", "市编委办"], false),
            ("市“大好高、新”项目办公室、市财政局。", ["市“大好高、新”项目办公室", "市财政局"], false),
            ("市发改委(铁办、港办)", ["市发改委(铁办、港办)"], true),
            ("市发改委，市财政局", ["市发改委", "市财政局"], true),
            ("市发改委；市财政局", ["市发改委", "市财政局"], true),
            ("市财政局和市发改委", ["市财政局", "市发改委"], true),
            ("市财政局 市发改委", ["市财政局", "市发改委"], false),
            ("市税务局等", ["市税务局"], true),
            ("市财政局、市财政局", ["市财政局"], true),
            ("市总工会、市和平公园", ["市总工会", "市和平公园"], false),
            ("市市场监管局", ["市市场监管局"], false),
            ("", [], false),
        ] as [(String, [String], Bool)])
    func split(line: String, names: [String], _: Bool) {
        #expect(UnitNames.split(Scalars(line)).names == names)
    }

    @Test("a comma between units is doubted: it may part leading from supporting ones")
    func comma() {
        #expect(UnitNames.split(Scalars("市发改委，市财政局")).doubts.count == 1)
        #expect(UnitNames.split(Scalars("市发改委、市财政局")).doubts.isEmpty)
    }

    @Test(
        "the subject of a sentence is found",
        arguments: [
            ("各县区政府及市府各部门要根据", ["各县区政府", "市府各部门"]), ("请各责任单位分别于6月30日前", ["各责任单位"]),
            ("市政府督查室定期对清单", ["市政府督查室"]), ("清单中明确的责任单位为相关工作", ["清单中明确的责任单位"]),
            ("各县(市、区)人民政府要", ["各县(市、区)人民政府"]), ("市发改委、市财政局要", ["市发改委", "市财政局"]),
        ])
    func subject(clause: String, who: [String]) {
        #expect(UnitNames.subject(of: Scalars(clause), mustAct: false)?.who == who)
    }

    @Test("a sentence without one has none", arguments: ["提高认识", "进一步拉高标杆", "结合实际制定清单", "办理情况", ""])
    func none(clause: String) { #expect(UnitNames.subject(of: Scalars(clause), mustAct: true) == nil) }
}
