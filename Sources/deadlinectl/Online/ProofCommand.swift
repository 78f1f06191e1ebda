import ArgumentParser
import Control
import Foundation
import Messages
import Reminders

struct ProofCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "proof", abstract: "What a unit was told, as a record that can be filed.",
        discussion: """
            Each message with name and address as they were, its times, every attempt with the server's reply, its \
            SHA-256, and what was recorded and not sent. --eml writes the messages themselves beside it, byte by byte, \
            under the names that the record gives; `sha256sum -c SHA256SUMS` there checks them.

              deadlinectl proof 市发改委
              deadlinectl proof 市发改委 5.2.1 --html -o proof.html --eml messages
            """)

    @Argument(help: "The unit: its id or name.")
    var unit: String

    @Argument(help: "Only about this milestone: 3.1.2, 三-2, huzhou-2017:3.1.2, 7.1.2@2017-07-31.")
    var milestone: String?

    @Option(help: ArgumentHelp("The list, where the milestone's number is in several.", valueName: "id"))
    var list: String?

    @Flag(help: "As one HTML page for A4.")
    var html = false

    @OptionGroup var file: OutputFileOptions

    @Option(help: ArgumentHelp("Write each message's own bytes into this folder; it is made.", valueName: "dir"))
    var eml: String?

    @OptionGroup var online: OnlineOptions

    func validate() throws {
        if html, online.json { throw ValidationError("--html and --json exclude each other") }
    }

    func perform() throws {
        let dossier = try online.client.dossier(milestone: milestone, unit: unit, list: list)
        let files = try eml.map { try MessageFolder(path: $0).write(dossier.history, asking: online.client) } ?? [:]
        if online.json { return try file.print(Array(JSONText.of(dossier).utf8)) }
        let sheet = ProofSheet(dossier, files: files)
        if html { return try file.print(ProofPage.html(sheet)) }
        // A file is no terminal: no colours, and columns as on paper.
        let (width, style) = file.path == nil ? (Terminal.standard.width, Terminal.standard.style) : (80, .plain)
        try file.print(Array(ProofReport.text(sheet, width: width, style: style).utf8))
    }
}

/// Where a document goes that is filed: a file, or standard output.
struct OutputFileOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("Write it to this file.", valueName: "file"))
    var path: String?

    @Flag(help: "Write over a file that is there.")
    var force = false

    func print(_ bytes: [UInt8]) throws(Failure) {
        guard let path else { return Terminal.raw(bytes) }
        try NoticeFile.write(bytes, to: path, force: force)
    }
}

/// The folder that the messages of a proof are written to.
struct MessageFolder {
    let path: String

    /// - Returns: each file's name by its delivery. One whose text retention has cut has no file.
    /// - Throws: `Failure` also where a text is not what the ledger has the hash of.
    func write(_ history: History, asking client: ControlClient) throws(Failure) -> [Int64: String] {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Failure("the folder \(path) cannot be made")
        }
        var names: [Int64: String] = [:]
        var checks = ""
        for delivery in history.deliveries {
            let id = delivery.row.id
            let answer = try client.get("\(ControlPath.deliveries)/\(id)", as: DeliveryAnswer.self).answer
            guard let body = answer.body else { continue }
            let file = EvidenceFile(delivery, tag: history.ledger.tag, bytes: Array(body.utf8))
            guard file.sha256 == delivery.bodyHash else {
                guard answer.language == .en else {
                    throw Failure(
                        "第\(id)号消息的原文与登记的SHA-256不符", hint: "台账被人改动或已损坏,不能证明这条消息",
                        language: .zh)
                }
                throw Failure(
                    "the text of delivery \(id) does not have the SHA-256 that was recorded with it",
                    hint: "the ledger was changed by another hand, or is damaged: it proves nothing about this message")
            }
            // What stands there already under the same name is the same message, or a person must look.
            try NoticeFile.write(file.bytes, to: "\(path)/\(file.name)", force: isThere(file))
            names[id] = file.name
            checks += file.checkLine
        }
        try NoticeFile.write(checks, to: "\(path)/SHA256SUMS", force: true)
        return names
    }

    private func isThere(_ file: EvidenceFile) -> Bool {
        FileManager.default.contents(atPath: "\(path)/\(file.name)").map { [UInt8]($0) } == file.bytes
    }
}
