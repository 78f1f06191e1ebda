import Control
import Foundation
import Messages
import Reminders

/// `report --export`: all reports, written where they were asked for.
struct ReportExport {
    let command: ReportCommand

    func perform() throws(Failure) {
        let reply = try command.online.client.get(
            ControlPath.reports, [("list", command.milestone ?? command.act.list), ("duty", command.duty)],
            as: CollectionsAnswer.self)
        if command.online.json { return Terminal.out(JSONText.pretty(reply.bytes)) }
        let (collections, language) = (reply.answer.collections, reply.answer.language)
        guard let output = command.output else { return Terminal.raw(bytes(of: collections)) }
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: output, isDirectory: &isFolder), isFolder.boolValue {
            for collection in collections {
                let name = ReportDocument.name(collection, ending: command.csv ? "csv" : "txt")
                try write([collection], to: "\(output)/\(name)", language)
            }
        } else {
            try write(collections, to: output, language)
        }
    }

    private func write(_ collections: [ReportCollection], to path: String, _ language: Language) throws(Failure) {
        try NoticeFile.write(bytes(of: collections), to: path, force: command.force)
        Terminal.out((language == .zh ? "已写入 " : "written to ") + PlainLine.of(path))
        for collection in collections {
            Terminal.out(ReportsReport.summary(of: collection, width: Terminal.standard.width, language: language))
        }
    }

    private func bytes(of collections: [ReportCollection]) -> [UInt8] {
        if command.csv { return ReportCSV.write(collections) }
        return ReportDocument.write(collections)
    }
}
