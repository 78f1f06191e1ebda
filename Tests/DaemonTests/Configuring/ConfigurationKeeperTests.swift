import Control
import Foundation
import Reminders
import Settings
import TestSupport
import Testing

@testable import Daemon

@Suite("the copy of the configuration in use", .temporaryFolder)
struct ConfigurationKeeperTests {
    private var state: String { TemporaryFolder.url.path }
    private var keeper: ConfigurationKeeper {
        ConfigurationKeeper(
            folder: Repository.file("Config"), state: state, credentials: nil, staysHere: true, isRehearsal: true)
    }

    @Test("it reads as what was taken, and nothing else is left beside it")
    func kept() throws {
        #expect(try keeper.readKept() == nil)
        let candidate = try keeper.read()
        let files = try #require(candidate.files.take())
        #expect(candidate.files.take() == nil, "the texts are not held twice")
        for _ in 1...2 { try keeper.keep(files) }
        #expect(try keeper.readKept()?.files.take() == files)
        #expect(try FileManager.default.contentsOfDirectory(atPath: state) == ["adopted"])
    }

    @Test("on a clock that runs faster rates hold in real time all the same")
    func rates() throws {
        let folder = TemporaryFolder.url.path + "/config"
        try FileManager.default.copyItem(atPath: Repository.file("Config"), toPath: folder)
        let settings = folder + "/deadlined.yaml"
        let text = try String(contentsOfFile: settings, encoding: .utf8)
        try text.replacing("    kind: maildir\n", with: "    kind: maildir\n    rate: [20/1m, 5/1s]\n")
            .write(toFile: settings, atomically: true, encoding: .utf8)
        func rates(speed: Double) throws -> [RateLimit]? {
            let keeper = ConfigurationKeeper(
                folder: folder, state: state, credentials: nil, staysHere: false, isRehearsal: true, speed: speed)
            return try keeper.read().configuration.inputs.channels["maildir"]?.rates
        }
        #expect(try rates(speed: 1) == [RateLimit(count: 20, seconds: 60), RateLimit(count: 5, seconds: 1)])
        #expect(try rates(speed: 3600) == [RateLimit(count: 20, seconds: 216_000), RateLimit(count: 5, seconds: 3600)])
    }

    @Test("where the power went between the two names, the one before is read, and the next keeping mends it")
    func betweenNames() throws {
        let files = try #require(try keeper.read().files.take())
        try keeper.keep(files)
        let adopted = state + "/adopted"
        try FileManager.default.moveItem(atPath: adopted, toPath: adopted + ".old")
        try FileManager.default.createDirectory(atPath: adopted + ".new", withIntermediateDirectories: false)
        #expect(try keeper.readKept()?.files.take() == files)
        try keeper.keep(files)
        #expect(try FileManager.default.contentsOfDirectory(atPath: state) == ["adopted"])
    }
}
