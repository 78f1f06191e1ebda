/// What a unit reported, part by part, in the form's order.
package struct ReportText: Sendable, Equatable, Codable {
    package struct Part: Sendable, Equatable, Codable {
        /// The form's part: a measure's id.
        package var id: String
        /// 工作进度.
        package var progress: String
        /// 存在的问题; 无 where there is none.
        package var problems: String
        /// 相关建议, likewise.
        package var suggestions: String

        package init(id: String, progress: String, problems: String, suggestions: String) {
            self.id = id
            self.progress = progress
            self.problems = problems
            self.suggestions = suggestions
        }
    }

    package var parts: [Part]

    package init(parts: [Part]) { self.parts = parts }
}
