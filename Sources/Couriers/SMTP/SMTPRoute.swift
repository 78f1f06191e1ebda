import CLibcurl
import Foundation
import Settings

/// What all lanes of a channel have in common: where to, how encrypted, as whom.
struct SMTPRoute: Sendable {
    let channel: String
    let settings: SMTPSettings
    /// The password, or with XOAUTH2 the bearer token.
    let password: Secret?
    /// Takes the login's secrets out of replies that repeat them.
    let redaction: Redaction
    private let url: String

    init(channel: String, settings: SMTPSettings, secrets: Secrets) throws(CourierSetupError) {
        func problem(_ text: String, hint: String) -> CourierSetupError {
            CourierSetupError(channel: channel, problem: text, hint: hint)
        }
        self.channel = channel
        self.settings = settings
        guard Self.isName(settings.host) else {
            throw problem(
                "host, `\(ReplyText.clean(settings.host))`, not a host name or address", hint: "mail.example.org")
        }
        guard (1...65535).contains(settings.port) else {
            throw problem("port, \(settings.port), out of range", hint: "587 for starttls, 465 for tls")
        }
        if let name = settings.clientName, !Self.isName(name) {
            throw problem("client name, `\(ReplyText.clean(name))`, not a host name", hint: "the name EHLO gives")
        }
        guard Envelope.accepts(settings.bounces.address) else {
            throw problem("bounce address, not a bare mail address", hint: "bounces@example.org")
        }
        if let login = settings.login {
            guard !login.user.isEmpty, !login.user.utf8.contains(0) else {
                throw problem("login, no user name", hint: "give the account's name under user")
            }
            guard let bytes = secrets[login.password] else {
                throw problem(
                    "password, \(login.password.spokenName), was not read", hint: "check that it exists and reload")
            }
            guard !bytes.contains(0) else {
                throw problem(
                    "password, \(login.password.spokenName), holds a NUL byte", hint: "write it as plain text")
            }
            password = Secret(bytes: bytes)
            redaction = Redaction(forms: Self.forms(of: bytes, user: login.user))
        } else {
            password = nil
            redaction = Redaction(forms: [])
        }
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        let scheme = settings.security == .tls ? "smtps" : "smtp"
        url = "\(scheme)://\(host):\(settings.port)/\(settings.clientName ?? "")"
    }

    /// A secret as it goes over the wire: bare, and in base64 alone (LOGIN), behind the user's name (PLAIN, RFC 4616)
    /// and as a bearer token (XOAUTH2).
    private static func forms(of secret: [UInt8], user: String) -> [[UInt8]] {
        let plain = [0] + Array(user.utf8) + [0] + secret
        let bearer = Array("user=\(user)\u{01}auth=Bearer ".utf8) + secret + [1, 1]
        return [secret] + [secret, plain, bearer].map { Array(Data($0).base64EncodedData()) }
    }

    /// Letters, digits, dots, hyphens, underscores, and the colons of an IPv6 address: nothing that means something
    /// in a URL.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 255
            && text.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || ".-_:".unicodeScalars.contains($0)
            }
    }

    /// Sets everything that does not change from mail to mail.
    func configure(_ handle: EasyHandle, timeouts: SMTPTimeouts) throws(CurlFault) {
        try handle.set(CURLOPT_URL, url)
        let scheme = settings.security == .tls ? "smtps" : "smtp"
        try handle.set(CURLOPT_PROTOCOLS_STR, scheme)
        try handle.set(CURLOPT_REDIR_PROTOCOLS_STR, scheme)
        try handle.set(CURLOPT_FOLLOWLOCATION, false)
        try handle.set(CURLOPT_PROXY, "")
        try handle.set(CURLOPT_NOSIGNAL, true)
        try handle.set(CURLOPT_QUICK_EXIT, true)
        try handle.set(CURLOPT_CONNECT_ONLY, 1)
        try handle.set(CURLOPT_TCP_KEEPALIVE, true)

        try handle.set(CURLOPT_USE_SSL, Int((settings.security == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL).rawValue))
        let least = settings.minTLS == .tls13 ? CURL_SSLVERSION_TLSv1_3 : CURL_SSLVERSION_TLSv1_2
        try handle.set(CURLOPT_SSLVERSION, Int(least))
        try handle.set(CURLOPT_SSL_VERIFYPEER, settings.verify)
        // 2 compares the name; 1 is refused by libcurl.
        try handle.set(CURLOPT_SSL_VERIFYHOST, settings.verify ? 2 : 0)
        if let caFile = settings.caFile {
            try handle.set(CURLOPT_CAINFO, caFile)
            // The file stands in place of the system's anchors, not beside them.
            try handle.unset(CURLOPT_CAPATH)
        }
        if let source = settings.sourceAddress {
            // Without the prefix libcurl would guess, and look an unknown interface up as a host's name.
            try handle.set(CURLOPT_INTERFACE, (source.isAddress ? "host!" : "if!") + source.text)
        }
        if let login = settings.login, let password {
            try handle.set(CURLOPT_USERNAME, login.user)
            switch login.mechanism {
            case .xoauth2:
                try handle.set(CURLOPT_XOAUTH2_BEARER, secret: password)
                try handle.set(CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2")
            case .plain, .login, nil:
                try handle.set(CURLOPT_PASSWORD, secret: password)
                let options = login.mechanism.map { "AUTH=\($0.rawValue.uppercased())" } ?? "AUTH=PLAIN;AUTH=LOGIN"
                try handle.set(CURLOPT_LOGIN_OPTIONS, options)
            }
        }
        try handle.set(CURLOPT_CONNECTTIMEOUT, timeouts.connect)
        try handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, timeouts.reply)
        try SMTPExchange.installCallbacks(on: handle)
    }
}
