/// One year's holidays and make-up working days (调休), as its calendar file has them.
///
/// The file has the shape of the holiday-cn data: `{"year", "papers": [address…], "days": [{"name", "date",
/// "isOffDay"}…]}`; other names are passed over. Only the days that differ from the plain week need be in it.
/// It can hold days of December of the year before: a New Year's holiday is announced with the year it opens.
package struct HolidayYear: Hashable, Sendable {
    /// A day that the file speaks of: off, or (`isOffDay` false) worked although it may be a weekend.
    package struct Day: Hashable, Sendable {
        package let date: CivilDate
        package let name: String
        package let isOffDay: Bool
        /// Where the day stands in its file, both from 1; 0 for days that came from no file.
        package let line: Int
        package let column: Int

        package init(date: CivilDate, name: String, isOffDay: Bool, line: Int = 0, column: Int = 0) {
            self.date = date
            self.name = name
            self.isOffDay = isOffDay
            self.line = line
            self.column = column
        }
    }

    package let year: Int
    /// The addresses of the notices that the file was made from.
    package let papers: [String]
    /// By date, each once.
    package let days: [Day]
    /// As it was given to ``parse(_:fileName:)``.
    package let fileName: String

    package init(year: Int, papers: [String] = [], days: [Day], fileName: String = "") {
        self.year = year
        self.papers = papers
        var known: Set<CivilDate> = []
        self.days = days.filter { known.insert($0.date).inserted }.sorted { $0.date < $1.date }
        self.fileName = fileName
    }

    /// Reads a calendar file's text. With any problem there is no year: half a calendar would be a wrong one.
    package static func parse(_ text: String, fileName: String) -> (HolidayYear?, [CalendarProblem]) {
        var reader = HolidayYearReader(fileName: fileName)
        let year = reader.read(text)
        return (reader.problems.isEmpty ? year : nil, reader.problems)
    }
}
