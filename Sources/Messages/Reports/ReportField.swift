import Reminders
import Settings

/// What is to be filled in for each part of a report, as the notice asks: 工作进度、存在的问题以及相关建议.
enum ReportField: CaseIterable {
    case progress, problems, suggestions

    func title(_ language: Language) -> String {
        switch (self, language) {
        case (.progress, .zh): "工作进度"
        case (.problems, .zh): "存在的问题"
        case (.suggestions, .zh): "相关建议"
        case (.progress, .en): "Progress"
        case (.problems, .en): "Problems"
        case (.suggestions, .en): "Suggestions"
        }
    }

    /// Titles that mean the field, longer ones first.
    var titles: [String] {
        let others = self == .problems ? ["存在问题"] : []
        return Language.allCases.map { title($0) } + others
    }

    func text(of part: ReportText.Part) -> String {
        switch self {
        case .progress: part.progress
        case .problems: part.problems
        case .suggestions: part.suggestions
        }
    }
}

/// The lines that head a report's file.
enum ReportHead: CaseIterable {
    case list, unit, duty, deadline, id

    func title(_ language: Language) -> String {
        switch (self, language) {
        case (.list, .zh): "清单"
        case (.unit, .zh): "单位"
        case (.duty, .zh): "事项"
        case (.deadline, .zh): "期限"
        case (.id, .zh): "编号"
        case (.list, .en): "List"
        case (.unit, .en): "Unit"
        case (.duty, .en): "Duty"
        case (.deadline, .en): "Deadline"
        case (.id, .en): "Id"
        }
    }
}
