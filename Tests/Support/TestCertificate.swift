package import Foundation

/// A self-signed certificate in the test's folder, made by `openssl`.
package struct TestCertificate: Sendable {
    /// PEM files.
    package var certificate: String
    package var key: String

    private struct NotMade: Error, CustomStringConvertible {
        var description: String
    }

    /// Valid from now on for two days, or only in the year 2020.
    package static func make(
        name: String = "localhost", isExpired: Bool = false, in folder: URL = TemporaryFolder.url
    ) async throws -> TestCertificate {
        let stem = folder.appendingPathComponent("tls-\(UUID().uuidString)").path
        let made = TestCertificate(certificate: stem + ".pem", key: stem + ".key")
        let request = [
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=\(name)",
            "-addext", "subjectAltName=DNS:\(name)", "-keyout", made.key,
        ]
        guard isExpired else {
            try openssl(request + ["-x509", "-days", "2", "-out", made.certificate], folder)
            return made
        }
        // Only `openssl ca` takes dates, and it wants a folder of its own.
        let desk = folder.appendingPathComponent("ca-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: desk, withIntermediateDirectories: true)
        try "".write(to: desk.appendingPathComponent("index.txt"), atomically: true, encoding: .utf8)
        try settings.write(to: desk.appendingPathComponent("ca.cnf"), atomically: true, encoding: .utf8)
        try openssl(request + ["-out", "request.pem"], desk)
        let signing = ["ca", "-config", "ca.cnf", "-selfsign", "-keyfile", made.key, "-batch", "-notext"]
        let year = ["-startdate", "200101000000Z", "-enddate", "201231000000Z"]
        try openssl(signing + year + ["-in", "request.pem", "-out", made.certificate], desk)
        return made
    }

    private static let settings = """
        [ca]
        default_ca = own
        [own]
        database = index.txt
        new_certs_dir = .
        rand_serial = yes
        default_md = sha256
        policy = any
        copy_extensions = copy
        [any]
        commonName = supplied

        """

    private static func openssl(_ arguments: [String], _ folder: URL) throws {
        let run = try BuiltProduct.run("/usr/bin/openssl", arguments: arguments, folder: folder)
        guard run.status == 0 else {
            throw NotMade(description: "openssl made no certificate: \(run.err); hint: `make setup-test` installs it")
        }
    }
}
