import Foundation
import TestSupport
import Testing

@Suite("the systemd units", .temporaryFolder)
struct SystemdUnitTests {
    static let units = ["deadlined.service", "deadlined-digest.service"]

    @Test("systemd understands every line of both units")
    func verified() throws {
        let check = try verify(units: Self.units)
        #expect(check == BuiltProduct.Ending(status: 0, out: "", err: ""))
    }

    @Test("the check notices a directive that systemd does not know")
    func noticesUnknownDirective() throws {
        let check = try verify(units: Self.units) { $0.replacing("WatchdogSec=", with: "WatchdogSecs=") }
        #expect(check.err.contains("WatchdogSecs"))
    }

    @Test("systemd rates both units as not exposed: 1.5 of 10 at most", arguments: units)
    func exposure(unit: String) throws {
        let check = try rate(Repository.file("systemd/\(unit)"), threshold: 15)
        #expect(check.status == 0, "\(check.out)")
    }

    @Test("the rating notices a unit that gave up its sandbox")
    func noticesExposure() throws {
        let text = try Repository.text("systemd/deadlined.service")
            .replacing("DynamicUser=yes", with: "DynamicUser=no")
            .replacing("ProtectSystem=strict", with: "ProtectSystem=no")
        let file = TemporaryFolder.url.appendingPathComponent("deadlined.service")
        try text.write(to: file, atomically: true, encoding: .utf8)
        #expect(try rate(file.path, threshold: 15).status != 0)
    }

    @Test("the daemon sees who calls: a user namespace would make every caller `nobody`")
    func callersKeepTheirUser() throws {
        #expect(try settings(of: "deadlined.service")["PrivateUsers"] == ["no"])
    }

    @Test("the digest unit is the daemon's own user, so that the control socket opens to it")
    func digestSharesTheUser() throws {
        let digest = try settings(of: "deadlined-digest.service")
        #expect(digest["User"] == ["deadlined"])
        #expect(digest["DynamicUser"] == ["yes"])
    }

    /// `systemd-analyze verify` on copies that start something which exists; the programs need not be installed.
    private func verify(units: [String], changing change: (String) -> String = { $0 }) throws -> BuiltProduct.Ending {
        let copies = try units.map { unit in
            let copy = TemporaryFolder.url.appendingPathComponent(unit)
            let text = try Repository.text("systemd/\(unit)")
                .replacing("/usr/bin/deadlined ", with: "/bin/true ")
                .replacing("/usr/bin/deadlinectl ", with: "/bin/true ")
            try change(text).write(to: copy, atomically: true, encoding: .utf8)
            return copy.path
        }
        return try BuiltProduct.run("/usr/bin/systemd-analyze", arguments: ["verify", "--man=no"] + copies)
    }

    private func rate(_ path: String, threshold: Int) throws -> BuiltProduct.Ending {
        try BuiltProduct.run(
            "/usr/bin/systemd-analyze",
            arguments: ["security", "--no-pager", "--offline=true", "--threshold=\(threshold)", path])
    }

    /// Directive → its values, in order.
    private func settings(of unit: String) throws -> [String: [String]] {
        let lines = try Repository.text("systemd/\(unit)").split(separator: "\n").filter { !$0.hasPrefix("#") }
        return lines.reduce(into: [:]) { settings, line in
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { return }
            settings[parts[0], default: []].append(parts[1])
        }
    }
}
