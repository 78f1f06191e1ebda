import Control
import Foundation
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
        for _ in 1...2 { try keeper.keep(candidate.files) }
        #expect(try keeper.readKept()?.files == candidate.files)
        #expect(try FileManager.default.contentsOfDirectory(atPath: state) == ["adopted"])
    }

    @Test("where the power went between the two names, the one before is read, and the next keeping mends it")
    func betweenNames() throws {
        let candidate = try keeper.read()
        try keeper.keep(candidate.files)
        let adopted = state + "/adopted"
        try FileManager.default.moveItem(atPath: adopted, toPath: adopted + ".old")
        try FileManager.default.createDirectory(atPath: adopted + ".new", withIntermediateDirectories: false)
        #expect(try keeper.readKept()?.files == candidate.files)
        try keeper.keep(candidate.files)
        #expect(try FileManager.default.contentsOfDirectory(atPath: state) == ["adopted"])
    }
}
