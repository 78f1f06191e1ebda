import CivilTime

/// The notice around its table: title, number, addressees, preamble, numbered sections, signature, annex title.
struct NoticeHead {
    private var lines: [NoticeLine]
    private var taken: Set<Int> = []

    /// - Parameter lines: those before the table, or all where there is no table.
    init(_ lines: [NoticeLine]) { self.lines = lines.filter { !$0.isBlank } }

    /// Reads everything but the duties, which need the year.
    mutating func readFrame(into reading: inout NoticeReading) {
        readNumber(into: &reading)
        let dateAt = readSignature(into: &reading)
        readAnnexTitle(after: dateAt, into: &reading)
        readTitle(into: &reading)
        readAddressees(into: &reading)
    }

    private mutating func take(_ index: Int, for field: String, into reading: inout NoticeReading) {
        taken.insert(index)
        reading.use(lines[index], for: field)
    }

    // MARK: number and title

    private mutating func readNumber(into reading: inout NoticeReading) {
        for (index, line) in lines.enumerated() {
            guard let place = Self.number(in: line.text), place == line.text.startIndex..<line.text.endIndex else {
                continue
            }
            reading.list.documentNumber = line.text.text
            return take(index, for: "document_number", into: &reading)
        }
        // A page title may be all there is: 湖政办发〔2017〕33号《…》.
        for line in lines.prefix(10) {
            if let place = Self.number(in: line.text) {
                reading.list.documentNumber = line.text[place].text
                return reading.doubt(line: line.number, line.text[place].text, "发文字号取自网页标题")
            }
        }
    }

    /// 湖政办发〔2017〕33号, with brackets of any kind.
    static func number(in text: Scalars) -> Range<Int>? {
        for (open, scalar) in zip(text.indices, text) where "〔[［(（【".unicodeScalars.contains(scalar) {
            var scanner = GlyphScanner(text)
            scanner.index = open + 1
            guard let year = scanner.number(), (1949...2200).contains(year),
                scanner.takeIf({ "〕]］)）】".unicodeScalars.contains($0) })
            else { continue }
            _ = scanner.take("第")
            guard scanner.number() != nil, scanner.take("号") else { continue }
            var start = open
            while start > text.startIndex, open - start < 12, (0x3400...0x9FFF).contains(text[start - 1].value) {
                start -= 1
            }
            if start < open { return start..<scanner.index }
        }
        return nil
    }

    private static let titleEndings = [
        "通知", "意见", "方案", "办法", "决定", "通报", "清单", "要点", "计划", "安排", "分解", "一览表", "细则", "规定", "公告", "函",
    ]

    private static func isTitle(_ text: Scalars) -> Bool {
        (6...120).contains(text.count) && !text.contains(where: \.isStop)
            && titleEndings.contains { text.ends(with: $0) }
    }

    private mutating func readTitle(into reading: inout NoticeReading) {
        for (index, line) in lines.enumerated() where !taken.contains(index) {
            guard Self.number(in: line.text) == nil, Self.isTitle(line.text) else { continue }
            reading.list.title = line.text.text
            reading.list.sourceLine = line.number
            return take(index, for: "title", into: &reading)
        }
        for line in lines.prefix(10) {
            guard Self.number(in: line.text) != nil, let open = line.text.firstIndex(of: "《"),
                let end = line.text.end(ofBracketAt: open)
            else { continue }
            reading.list.title = line.text[(open + 1)..<(end - 1)].text
            reading.list.sourceLine = line.number
            return reading.doubt(line: line.number, reading.list.title, "标题取自网页标题")
        }
    }

    // MARK: signature and annex

    /// The last line that is a date and no more, and the issuer above it.
    private mutating func readSignature(into reading: inout NoticeReading) -> Int? {
        guard let index = lines.indices.last(where: { Self.date(lines[$0].text) != nil }),
            let (date, isOdd) = Self.date(lines[index].text)
        else { return nil }
        take(index, for: "issued_on", into: &reading)
        reading.list.issuedOn = date
        if date == nil { reading.doubt(line: lines[index].number, lines[index].text.text, "成文日期不存在") }
        if isOdd { reading.doubt(line: lines[index].number, lines[index].text.text, "成文日期写法有误,请核对") }
        if index > 0, !taken.contains(index - 1), lines[index - 1].text.count <= 40,
            UnitNames.endsLikeUnit(lines[index - 1].text), !lines[index - 1].text.contains(where: \.isStop)
        {
            reading.list.issuer = lines[index - 1].text.text
            take(index - 1, for: "issuer", into: &reading)
        }
        return index
    }

    /// 2017年3月31日, 二〇一七年三月三十一日; nil inside if there is no such day.
    static func date(_ text: Scalars) -> (date: CivilDate?, isOdd: Bool)? {
        var scanner = GlyphScanner(text)
        guard let year = scanner.number(), (1949...2200).contains(year) else { return nil }
        scanner.skipBlanks()
        // A misprint seen in a signed notice: 2026月3月26日.
        let isOdd = !scanner.take("年")
        if isOdd, !scanner.take("月") { return nil }
        scanner.skipBlanks()
        guard let month = scanner.number() else { return nil }
        scanner.skipBlanks()
        guard scanner.take("月") else { return nil }
        scanner.skipBlanks()
        guard let day = scanner.number() else { return nil }
        scanner.skipBlanks()
        guard scanner.take("日"), scanner.rest.isEmpty else { return nil }
        return (CivilDate(year: year, month: month, day: day), isOdd)
    }

    private mutating func readAnnexTitle(after date: Int?, into reading: inout NoticeReading) {
        let first = date.map { $0 + 1 } ?? max(0, lines.count - 3)
        guard first < lines.count,
            let index = lines.indices[first...].last(where: { !taken.contains($0) && Self.isTitle(lines[$0].text) })
        else { return }
        // Without a signature the only title in sight is the notice's own.
        if date == nil, !lines[..<index].contains(where: { Self.isTitle($0.text) }) { return }
        reading.list.annexTitle = lines[index].text.text
        take(index, for: "annex_title", into: &reading)
    }

    // MARK: addressees, preamble, sections

    private var addresseesAt: Int?
    private var signatureAt: Int {
        lines.indices.first { taken.contains($0) && $0 > (addresseesAt ?? -1) } ?? lines.count
    }

    private mutating func readAddressees(into reading: inout NoticeReading) {
        for (index, line) in lines.enumerated() where !taken.contains(index) {
            guard let colon = line.text.last, colon.isColon, line.text.count <= 300 else { continue }
            let names = line.text.dropLast().pieces(endingAt: { $0 == "、" || $0.isComma || $0.isSemicolon })
                .map { $0.trimmed(of: { $0 == "、" || $0.isComma || $0.isSemicolon }) }
            guard !names.isEmpty, names.allSatisfy({ !$0.isEmpty && UnitNames.endsLikeUnit($0) }) else { continue }
            reading.list.addressees = names.map(\.text)
            addresseesAt = index
            return take(index, for: "addressees", into: &reading)
        }
    }

    /// Reads the preamble and the sections, and leaves the rest as unread.
    mutating func readBody(calendar: NoticeCalendar, into reading: inout NoticeReading) {
        var sentences = DutySentences(calendar: calendar)
        var preamble: [String] = []
        var isInSection = false
        let signature = signatureAt
        for index in lines.indices where !taken.contains(index) {
            let line = lines[index]
            if index >= signature {
                reading.leave(line)
            } else if let (section, body) = Self.section(line.text) {
                isInSection = true
                sentences.open(section: section)
                sentences.read(line, body: body)
                taken.insert(index)
            } else if isInSection {
                sentences.read(line, body: Self.withoutSubnumber(line.text))
                taken.insert(index)
            } else if let addresseesAt, index > addresseesAt {
                preamble.append(line.text.text)
                take(index, for: "preamble", into: &reading)
            } else {
                reading.leave(line)
            }
        }
        if !preamble.isEmpty { reading.list.preamble = preamble.joined(separator: "\n") }
        finish(sentences, into: &reading)
    }

    private func finish(_ sentences: DutySentences, into reading: inout NoticeReading) {
        reading.list.duties = sentences.duties
        for doubt in sentences.doubts { reading.doubt(line: doubt.line, doubt.text, doubt.why) }
        let byNumber = Dictionary(lines.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        for duty in sentences.duties {
            if let line = duty.sourceLine.flatMap({ byNumber[$0] }) { reading.use(line, for: "duties.\(duty.id)") }
        }
        for left in sentences.leftovers {
            if let line = byNumber[left.line] { reading.leave(line, text: left.text, why: "没有看出由谁办理") }
        }
        // A line that only lent its words to another line's duties (the limit of 500 characters).
        for (number, line) in byNumber where reading.coverage[number] == nil { reading.use(line, for: "duties") }
    }

    /// 三、…: the numeral and what follows it.
    static func section(_ text: Scalars) -> (String, Scalars)? {
        let numeral = text.prefix { $0.numeral != nil }
        guard (1...3).contains(numeral.count), numeral.endIndex < text.endIndex else { return nil }
        let mark = text[numeral.endIndex]
        guard mark == "、" || mark == "." || mark == "．" else { return nil }
        return (numeral.text, text[(numeral.endIndex + 1)...])
    }

    /// （一）…, 1.…
    private static func withoutSubnumber(_ text: Scalars) -> Scalars {
        var scanner = GlyphScanner(text)
        scanner.skipListMark()
        return scanner.rest
    }
}
