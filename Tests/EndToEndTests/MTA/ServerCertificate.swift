import Foundation
import TestSupport

/// A certificate for `localhost`, signed by an authority that nobody else trusts. Both are made by openssl.
struct ServerCertificate: Sendable {
    /// PEM files.
    let authority: String
    let certificate: String
    let key: String

    init(in folder: URL) throws {
        authority = folder.path + "/authority.pem"
        certificate = folder.path + "/certificate.pem"
        key = folder.path + "/key.pem"
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        let signer = folder.path + "/authority-key.pem"
        try Self.openssl(
            ["req", "-x509"] + curve
                + ["-subj", "/CN=An authority of the tests", "-keyout", signer, "-out", authority])
        try Self.openssl(
            ["req", "-x509", "-CA", authority, "-CAkey", signer] + curve
                + [
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-addext",
                    "basicConstraints=critical,CA:FALSE", "-keyout", key, "-out", certificate,
                ])
    }

    private static func openssl(_ arguments: [String]) throws {
        let made = try BuiltProduct.run("/usr/bin/openssl", arguments: arguments)
        guard made.status == 0 else { throw PeerProcess.DidNotStart(description: "openssl: \(made.err)") }
    }
}
