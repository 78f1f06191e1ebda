import Reminders
import WorkLists

/// What is wrong with a filled-in report, for whoever gives it in.
enum ReportFault: Hashable {
    case tooLarge(kilobytes: Int)
    case noText
    case idMissing
    case idUnknown(String)
    /// Another file, so called, reports for the same unit and duty.
    case givenTwice(first: String)
    /// The head names another unit than the id does.
    case otherUnit(named: String, unit: String)
    case partMissing(String)
    case tooLong(part: String, characters: Int, limit: Int)
    case strangePart(String, unit: String, parts: [String])
    case partTwice(String, firstLine: Int)
    case fieldTwice(String, part: String)
    case fieldMissing(ReportField, part: String)
    case fieldEmpty(ReportField, part: String)
    /// «None» is no progress.
    case noProgress(String, part: String)

    func text(_ language: Language) -> RefusalText {
        switch language {
        case .zh: chinese
        case .en: english
        }
    }

    private var chinese: RefusalText {
        switch self {
        case .tooLarge(let size):
            return RefusalText("文件超过\(size)KB", hint: "自查报告是几页的文本文件,请核对是不是这个文件")
        case .noText:
            return RefusalText("不是UTF-8或GB18030编码的文本", hint: "请另存为文本文件(.txt),不要用Word、WPS格式")
        case .idMissing:
            return RefusalText("没有“编号”一行,不知道是哪个单位的报告", hint: "请在随提醒发去的文件上填写,其中有“编号:”一行")
        case .idUnknown(let text):
            return RefusalText("编号“\(text)”不对应任何报告", hint: "“编号”一行请保持原样,如 编号:huzhou-2017:三-2/fgw")
        case .givenTwice(let first):
            return RefusalText("与 \(first) 是同一单位、同一任务的报告", hint: "只交有效的一份")
        case .otherUnit(let named, let unit):
            return RefusalText("单位写的是“\(named)”,编号却是\(unit)的", hint: "各单位请在发给本单位的文件上填写")
        case .partMissing(let part):
            return RefusalText("缺少【\(part)】一项", hint: "本单位的每条举措都要有一项,请从原文件中补上")
        case .tooLong(let part, let characters, let limit):
            return RefusalText(
                "【\(part)】有\(characters)字,超出\(characters - limit)字(不超过\(limit)字)",
                hint: "三栏合计,按WPS、Word“字数统计”中的“字数”计算")
        case .strangePart(let part, let unit, let parts):
            return RefusalText("【\(part)】不是\(unit)的事项", hint: "该单位的事项:\(parts.joined(separator: "、"))")
        case .partTwice(let part, let line):
            return RefusalText("【\(part)】重复,第\(line)行已有", hint: "只保留一处")
        case .fieldTwice(let title, let part):
            return RefusalText("【\(part)】的“\(title)”重复", hint: "请合并写在第一处")
        case .fieldMissing(let field, let part):
            return RefusalText(
                "【\(part)】缺少“\(field.title(.zh))”一栏", hint: "请保留这一行:\(field.title(.zh)):")
        case .fieldEmpty(let field, let part):
            return RefusalText(
                "【\(part)】的“\(field.title(.zh))”没有填写",
                hint: field == .progress ? "请写明进展;没有开始的,写“尚未启动”" : "没有的,写“无”")
        case .noProgress(let said, let part):
            return RefusalText(
                "【\(part)】的“\(ReportField.progress.title(.zh))”写的是“\(said)”", hint: "请写明进展;没有开始的,写“尚未启动”")
        }
    }

    /// The names of the fields stay as they stand in the file that was sent.
    private var english: RefusalText {
        switch self {
        case .tooLarge(let size):
            return RefusalText(
                "it has more than \(size) KB", hint: "a report is a text file of a few pages: is it the right one?")
        case .noText:
            return RefusalText(
                "it is no text in UTF-8 or GB18030",
                hint: "save it as a text file (.txt), not as a document of Word or WPS")
        case .idMissing:
            return RefusalText(
                "the line 编号 is missing: nothing says whose report it is",
                hint: "fill in the file that came with the reminder; its line begins 编号:")
        case .idUnknown(let text):
            return RefusalText(
                "`\(text)` names no report", hint: "keep the line as it was sent: 编号:huzhou-2017:三-2/fgw")
        case .givenTwice(let first):
            return RefusalText(
                "it reports for the same unit and duty as \(first)", hint: "give in the one that holds")
        case .otherUnit(let named, let unit):
            return RefusalText(
                "it is headed `\(named)`, and its 编号 is that of \(unit)",
                hint: "each unit fills in the file that was sent to it")
        case .partMissing(let part):
            return RefusalText(
                "part 【\(part)】 is missing",
                hint: "every measure of the unit has a part; take it from the file as it was sent")
        case .tooLong(let part, let characters, let limit):
            return RefusalText(
                "part 【\(part)】 has \(characters) characters, \(characters - limit) more than \(limit)",
                hint: "its three fields together count, as 字数 in WPS and Word")
        case .strangePart(let part, let unit, let parts):
            return RefusalText(
                "part 【\(part)】 is not one of \(unit)", hint: "its parts: \(parts.joined(separator: ", "))")
        case .partTwice(let part, let line):
            return RefusalText("part 【\(part)】 stands twice, first in line \(line)", hint: "keep one of them")
        case .fieldTwice(let title, let part):
            return RefusalText("\(title) of part 【\(part)】 stands twice", hint: "put all of it under the first")
        case .fieldMissing(let field, let part):
            return RefusalText(
                "\(field.title(.zh)) of part 【\(part)】 is missing", hint: "keep its line: \(field.title(.zh)):")
        case .fieldEmpty(let field, let part):
            return RefusalText(
                "\(field.title(.zh)) of part 【\(part)】 is empty",
                hint: field == .progress
                    ? "say how far it is; 尚未启动 where nothing has begun" : "write 无 if there is none")
        case .noProgress(let said, let part):
            return RefusalText(
                "\(ReportField.progress.title(.zh)) of part 【\(part)】 says `\(said)`",
                hint: "say how far it is; 尚未启动 where nothing has begun")
        }
    }
}

extension Problem {
    init(file: String, line: Int = 0, _ fault: ReportFault, _ language: Language) {
        let text = fault.text(language)
        self.init(file: file, line: line, text.message, hint: text.hint)
    }
}
