/// A key work (重点工作): one row of the table.
package struct KeyWork: Sendable, Equatable {
    /// 序号.
    package var number: Int
    /// The text's first sentence, without its full stop.
    package var title: String
    /// The whole 重点工作 cell.
    package var text: String
    /// The notice's line, from 1.
    package var sourceLine: Int?
    package var measures: [Measure]
    /// The line in the YAML file, from 1; 0 if the work was not read from one.
    package var line: Int

    package init(
        number: Int, title: String, text: String, sourceLine: Int? = nil, measures: [Measure] = [], line: Int = 0
    ) {
        self.number = number
        self.title = title
        self.text = text
        self.sourceLine = sourceLine
        self.measures = measures
        self.line = line
    }
}

/// A measure (工作举措) under a key work, and the units responsible for it.
package struct Measure: Sendable, Equatable {
    /// Work and position: `3.1`.
    package var id: String
    /// The number printed before it; nil where none is.
    package var number: Int?
    package var text: String
    /// The responsible units' names as written, in their order.
    package var responsibleUnits: [String]
    /// The 责任单位 line after its colon, as written.
    package var unitsRaw: String
    /// The 进度安排 cell, as written.
    package var scheduleRaw: String
    /// The notice's line, from 1.
    package var sourceLine: Int?
    package var milestones: [Milestone]
    /// The line in the YAML file, from 1; 0 if the measure was not read from one.
    package var line: Int

    package init(
        id: String, number: Int? = nil, text: String, responsibleUnits: [String] = [], unitsRaw: String = "",
        scheduleRaw: String = "", sourceLine: Int? = nil, milestones: [Milestone] = [], line: Int = 0
    ) {
        self.id = id
        self.number = number
        self.text = text
        self.responsibleUnits = responsibleUnits
        self.unitsRaw = unitsRaw
        self.scheduleRaw = scheduleRaw
        self.sourceLine = sourceLine
        self.milestones = milestones
        self.line = line
    }
}
