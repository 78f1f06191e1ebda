import Control
import Foundation
import HTTPTypes
import Hummingbird
import Messages
import Reminders
import WorkLists

/// The verbs about self-check reports.
extension ControlRoutes {
    /// Reads beside the engine, which is asked twice: for the forms, and to record.
    func reports(_ request: Request, _ context: ControlContext) async throws -> Response {
        let asked = try await decode(ReportsQuestion.self, request, context)
        let peer = try await caller(context)
        let words = await scheduler.refusalWords
        let reader = ReportReader(
            asked.files.map { .init(name: $0.name, bytes: [UInt8]($0.content)) }, language: words.language)
        var forms: [ObligationID: Result<ReportForm, RefusalText>] = [:]
        for (id, form) in await scheduler.reportForms(of: reader.obligations) {
            forms[id] = form.mapError(words.text)
        }
        let directory = await scheduler.directory
        let (reports, problems) = reader.read(forms: forms) { directory.unit(idOrName: $0)?.id }
        guard problems.isEmpty else {
            let faults = problems.map {
                ReportsAnswer.Fault(file: $0.file, line: $0.line, message: $0.message, hint: $0.hint)
            }
            return try json(
                ReportsAnswer(reports: [], problems: faults, isDryRun: asked.isDryRun, language: words.language))
        }
        let actor = Act.Actor(uid: peer.uid, name: peer.name, onBehalfOf: asked.onBehalfOf)
        let filings = try reports.map { report in
            ReportFiling(
                obligation: report.obligation, body: try ReportBody(report.text), actor: actor, on: asked.on,
                reason: asked.reason)
        }
        let new = Set(try await scheduler.file(filings, isDryRun: asked.isDryRun))
        return try json(
            ReportsAnswer(
                reports: reports.map { report in
                    ReportsAnswer.Row(
                        list: report.obligation.list, duty: report.obligation.milestone,
                        unit: report.obligation.unit.rawValue, unitName: report.unitName,
                        characters: report.characters, isNew: new.contains(report.obligation))
                }, problems: [], isDryRun: asked.isDryRun, language: words.language))
    }

    func collections(_ request: Request) async throws -> Response {
        let query = request.uri.queryParameters
        var collections = try await scheduler.reportCollections(
            list: query["list"].map(String.init), duty: query["duty"].map(String.init))
        var filed: [String: [FiledReport]] = [:]
        for list in Set(collections.map(\.list)) {
            filed[list] = try await reading { try ledger.reports(list: list) }
        }
        for index in collections.indices {
            let mine = filed[collections[index].list, default: []].filter {
                $0.obligation.milestone == collections[index].duty
            }
            for report in mine { collections[index].fill(report, with: report.body.text ?? ReportText(parts: [])) }
        }
        return try json(CollectionsAnswer(collections: collections, language: await scheduler.language))
    }
}
