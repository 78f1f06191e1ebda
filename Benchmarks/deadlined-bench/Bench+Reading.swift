import CivilTime
import Foundation
import Glibc
import Reminders
import Settings
import WorkLists

/// How long a very large list takes to read from its file, and how much memory it keeps.
extension Bench {
    /// A list of a hundred key works, fifty measures each, twenty milestones each, written as YAML and as JSON into a
    /// folder that is removed afterwards, and read back from there.
    static func reading(_ configuration: Configuration) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("deadlined-bench-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            let list = largeList(like: configuration)
            for (ending, text) in [("yaml", WorkListWriter.text(list)), ("json", WorkListJSON.text(list))] {
                try text.write(
                    to: folder.appendingPathComponent("bench.\(ending)"), atomically: false, encoding: .utf8)
            }
        }
        for ending in ["yaml", "json"] {
            let path = folder.appendingPathComponent("bench.\(ending)").path
            let kept = kept(path)
            report("read a list, \(ending)", runs: 5) {
                guard let list = readList(path) else { return "not read" }
                return "\(list.works.lazy.flatMap(\.measures).map(\.milestones.count).reduce(0, +)) milestones, \(kept)"
            }
        }
    }

    /// nil if there is any problem.
    private static func readList(_ path: String) -> WorkList? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let (list, problems) = WorkListReader.read(text, file: path)
        return problems.isEmpty ? list : nil
    }

    /// What the process has more in memory with the list than without, all that is free given back to the system.
    private static func kept(_ path: String) -> String {
        let kept = ResidentMemory.kept { readList(path) }
        return String(format: "%.0f MB kept of a file of %.0f MB", kept, Double(fileSize(path)) / 1e6)
    }

    private static func fileSize(_ path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }

    /// A hundred thousand milestones, no two with the same text, of the length of the published list's.
    private static func largeList(like configuration: Configuration) -> WorkList {
        let measures = configuration.inputs.lists.flatMap(\.works).flatMap(\.measures)
        let texts = measures.map(\.text)
        let requirements = measures.flatMap(\.milestones).map(\.requirement)
        let units = configuration.inputs.directory.units.map(\.name)
        let deadlines = [("6月底前", 6, 30), ("9月底前", 9, 30), ("12月底前", 12, 31)]
        var count = 0
        func milestone(_ id: String) -> Milestone {
            count += 1
            let (phrase, month, day) = deadlines[count % deadlines.count]
            return Milestone(
                id: id, deadlinePhrase: phrase, deadline: CivilDate(year: 2017, month: month, day: day), kind: .date,
                requirement: "第\(count)项:" + requirements[count % requirements.count], sourceLine: count)
        }
        func measure(_ id: String, _ number: Int) -> Measure {
            let milestones = (1...20).map { milestone("\(id).\($0)") }
            return Measure(
                id: id, number: number, text: texts[count / 20 % texts.count],
                responsibleUnits: (0...number % 3).map { units[(count / 20 + $0) % units.count] },
                scheduleRaw: milestones.map { ($0.deadlinePhrase ?? "") + $0.requirement }.joined(),
                sourceLine: count, milestones: milestones)
        }
        var list = WorkList(id: "bench", title: "重点工作清单", year: 2017)
        list.works = (1...100).map { work in
            KeyWork(
                number: work, title: "重点工作\(work)", text: texts[work % texts.count],
                measures: (1...50).map { measure("\(work).\($0)", $0) })
        }
        return list
    }
}
