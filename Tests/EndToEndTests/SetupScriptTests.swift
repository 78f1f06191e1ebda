import Foundation
import TestSupport
import Testing

/// `scripts/setup` and `scripts/run-demo` on machines that these tests make up: a PATH of stand-ins for `swift`,
/// `dpkg-query`, `id`, `sudo` and `apt-get`, each of which notes that it was called.
@Suite("the set-up of a machine", .temporaryFolder)
struct SetupScriptTests {
    @Test("a Swift that is too old is named, with the version needed", arguments: ["5.10.1", "6.1.3", "6.0"])
    func oldSwift(version: String) throws {
        let setup = try setup("toolchain", swift: version)
        #expect(setup.status == 1)
        #expect(setup.err.contains("6.2 or newer is needed"))
    }

    @Test("a Swift that will do is passed over in silence", arguments: ["6.2", "6.2.1", "6.3.1", "6.10", "7.0"])
    func newSwift(version: String) throws {
        let setup = try setup("toolchain", swift: version)
        #expect(setup == BuiltProduct.Ending(status: 0, out: "", err: ""))
    }

    @Test("without Swift it says where to get it")
    func noSwift() throws {
        let setup = try setup("build", swift: nil)
        #expect(setup.status == 1)
        #expect(setup.err.contains("swift is not on the PATH"))
        #expect(setup.err.contains("swift.org/install"))
    }

    @Test("a Swift that does not run gets the libraries it lacks, and is asked again")
    func swiftWithoutLibraries() throws {
        let marker = TemporaryFolder.url.appendingPathComponent("libraries")
        let setup = try setup(
            "build", installed: "git", user: 0, whenInstalled: marker,
            swiftBody: "[ -e '\(marker.path)' ] || { echo no libncurses >&2; exit 127; }; echo 'Swift version 6.2.1'")
        #expect(setup.status == 0)
        #expect(setup.out.hasPrefix("setup: installing Debian packages: ca-certificates g++ libncurses6"))
    }

    @Test("a Swift that does not run even then is reported with what it said")
    func swiftNeverRuns() throws {
        let setup = try setup("build", user: 0, swiftBody: "echo wrong architecture >&2; exit 126")
        #expect(setup.status == 1)
        #expect(setup.err.contains("wrong architecture"))
    }

    @Test("with everything there, nothing is installed and nothing said")
    func complete() throws {
        let setup = try setup("test", installed: "*", user: 0)
        #expect(setup == BuiltProduct.Ending(status: 0, out: "", err: ""))
        #expect(try calls().isEmpty)
    }

    @Test("mail servers are unpacked, once and not installed, and nobody becomes root by them")
    func mailServers() throws {
        let first = try setup("test", servers: false)
        #expect(first.status == 0)
        #expect(first.out.split(separator: "\n").count == 2)
        #expect(first.out.contains("setup: unpacking postfix") && first.out.contains("setup: unpacking exim"))
        let calls = try calls()
        #expect(calls.count == 2 && calls.allSatisfy { $0.contains(" install --download-only ") })
        for name in ["postfix", "exim"] {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: servers.appendingPathComponent("\(name)/usr/sbin/exim4").path)
            #expect(attributes[.posixPermissions] as? Int == 0o755)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: servers.path).sorted() == ["exim", "postfix"])

        #expect(try run("test") == BuiltProduct.Ending(status: 0, out: "", err: ""))
        #expect(try self.calls() == calls)
    }

    @Test("a mail server that cannot be had is named, and nothing is left that looks like one")
    func noMailServer() throws {
        let setup = try setup("test", aptStatus: 100, servers: false)
        #expect(setup.status == 1)
        #expect(setup.err.contains("apt-get stand-in speaks"))
        #expect(setup.err.contains("could not unpack postfix"))
        #expect(try calls().contains { $0.hasSuffix("update") })
        #expect(try FileManager.default.contentsOfDirectory(atPath: servers.path).isEmpty)
    }

    @Test("root installs just what is missing, and says so in one line")
    func rootInstalls() throws {
        let setup = try setup("build", installed: "ca-certificates|git|g++|lib*[26]|pkg-config", user: 0)
        #expect(setup.status == 0)
        let packages = "libcurl4-openssl-dev libsqlite3-dev libjemalloc-dev libyaml-dev"
        #expect(setup.out == "setup: installing Debian packages: \(packages)\n")
        let calls = try calls()
        #expect(calls.count == 2)
        #expect(calls.first?.hasSuffix("update") == true)
        #expect(calls.last?.hasSuffix(packages) == true)
    }

    @Test("another user installs through sudo")
    func sudoInstalls() throws {
        let setup = try setup("build", installed: "git", user: 1000, sudo: true)
        #expect(setup.status == 0)
        #expect(try calls().contains { $0.hasPrefix("sudo -n apt-get") })
    }

    @Test("with neither root nor sudo the packages are named, and the command that installs them")
    func nobodyInstalls() throws {
        let setup = try setup("build", installed: "ca-certificates|git|g++|lib*[26]", user: 1000)
        #expect(setup.status == 1)
        #expect(setup.err.contains("neither root nor sudo"))
        let packages = "pkg-config libcurl4-openssl-dev libsqlite3-dev libjemalloc-dev libyaml-dev"
        #expect(setup.err.contains("apt-get install \(packages)"))
        #expect(try calls().isEmpty)
    }

    @Test("what apt-get says when it fails is shown")
    func installFails() throws {
        let setup = try setup("build", installed: "git", user: 0, aptStatus: 100)
        #expect(setup.status == 1)
        #expect(setup.err.contains("apt-get stand-in speaks"))
        #expect(setup.err.contains("could not install: ca-certificates"))
    }

    @Test("a folder named demo that `make run` did not make is left alone")
    func foreignDemoFolder() throws {
        let kept = TemporaryFolder.url.appendingPathComponent("demo/thesis.txt")
        let demo = try runDemo { try write("one year's work", to: kept) }
        #expect(demo.status == 1)
        #expect(demo.err.contains("left alone"))
        #expect(FileManager.default.fileExists(atPath: kept.path))
    }

    @Test("a second run starts afresh in the folder of the first")
    func demoStartsAfresh() throws {
        let old = TemporaryFolder.url.appendingPathComponent("demo/state/ledger.sqlite")
        let demo = try runDemo {
            try write("", to: TemporaryFolder.url.appendingPathComponent("demo/.deadlined-demo"))
            try write("of the first run", to: old)
        }
        #expect(demo.status == 0)
        #expect(demo.out.contains("--state demo/state"))
        #expect(!FileManager.default.fileExists(atPath: old.path))
    }

    // MARK: the made-up machine

    /// Runs `scripts/setup`. `installed` is a `case` pattern of the packages that dpkg knows; `servers`: whether the
    /// mail servers are there.
    private func setup(
        _ step: String, swift: String? = "6.3.1", installed: String = "*", user: Int = 0, sudo: Bool = false,
        aptStatus: Int = 0, whenInstalled: URL? = nil, swiftBody: String? = nil, servers: Bool = true
    ) throws -> BuiltProduct.Ending {
        if let swift {
            try standIn("swift", swiftBody ?? "echo 'Swift version \(swift) (swift-\(swift)-RELEASE)'")
        }
        try standIn("dpkg-query", "case \"$4\" in \(installed)) printf installed ;; *) exit 1 ;; esac")
        try standIn("id", "echo \(user)")
        try standIn(
            "apt-get",
            """
            note apt-get "$@"; echo apt-get stand-in speaks; \(whenInstalled.map { ">'\($0.path)'" } ?? ":")
            [ "$4" = "${4#Dir::Cache::archives=}" ] || >"${4#*=}/a.deb"
            exit \(aptStatus)
            """)
        try standIn("dpkg", "mkdir -p \"$3/usr/sbin\"; >\"$3/usr/sbin/exim4\"; chmod 4755 \"$3/usr/sbin/exim4\"")
        if servers {
            for name in ["postfix", "exim"] {
                try FileManager.default.createDirectory(
                    at: self.servers.appendingPathComponent(name), withIntermediateDirectories: true)
            }
        }
        if sudo { try standIn("sudo", "note sudo \"$@\"; shift; exec \"$@\"") }
        for tool in [
            "bash", "sed", "head", "tail", "sort", "mktemp", "rm", "env", "true", "cat", "mkdir", "mv", "chmod",
        ] {
            try FileManager.default.createSymbolicLink(
                atPath: bin.appendingPathComponent(tool).path, withDestinationPath: "/usr/bin/\(tool)")
        }
        return try run(step)
    }

    /// Runs it on the machine that was made up last.
    private func run(_ step: String) throws -> BuiltProduct.Ending {
        try BuiltProduct.run(
            "/bin/bash", arguments: [Repository.file("scripts/setup"), step],
            environment: ["PATH": bin.path, "DEADLINED_MAIL_SERVERS": servers.path])
    }

    /// Runs a copy of `scripts/run-demo` beside a daemon that only says how it was called.
    private func runDemo(after prepare: () throws -> Void) throws -> BuiltProduct.Ending {
        let root = TemporaryFolder.url
        try write(Repository.text("scripts/run-demo"), to: root.appendingPathComponent("scripts/run-demo"))
        let daemon = root.appendingPathComponent(".build/debug/deadlined")
        try write("#!/bin/sh\necho \"$@\"\n", to: daemon)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: daemon.path)
        try prepare()
        return try BuiltProduct.run("/bin/bash", arguments: [root.appendingPathComponent("scripts/run-demo").path])
    }

    private var bin: URL { TemporaryFolder.url.appendingPathComponent("bin") }
    private var servers: URL { TemporaryFolder.url.appendingPathComponent("mail-servers") }
    private var noted: URL { TemporaryFolder.url.appendingPathComponent("calls") }

    /// What the stand-ins for sudo and apt-get were asked.
    private func calls() throws -> [String] {
        guard FileManager.default.fileExists(atPath: noted.path) else { return [] }
        return try String(contentsOf: noted, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private func standIn(_ name: String, _ body: String) throws {
        let file = bin.appendingPathComponent(name)
        try write("#!/bin/bash\nnote() { echo \"$*\" >>'\(noted.path)'; }\n\(body)\n", to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }

    private func write(_ text: String, to file: URL) throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }
}
