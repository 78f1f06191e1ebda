import CLibcurl

/// What went wrong below the protocol, as far as libcurl's code says. The raw value is the reason in the log.
///
/// libcurl.3 errors; the codes seen with 7.88.1 in each phase are rows of the verdict tests.
enum TransportFault: String, Sendable, CaseIterable {
    /// The host's name has no address (yet).
    case dns
    /// Refused, unreachable, or no answer to the connection.
    case connect
    /// The source address or interface is not this machine's.
    case sourceAddress = "source-address"
    /// The certificate is not trusted, has expired or is for another name; or the CA file cannot be read.
    case certificate
    /// TLS could not be agreed on otherwise.
    case tls
    /// STARTTLS is required and not offered.
    case starttlsMissing = "starttls-not-offered"
    /// None of our login mechanisms is offered.
    case loginDenied = "auth-mechanism"
    /// Time is up.
    case timeout
    /// The connection ended under way.
    case dropped
    /// The answer was none of the protocol's.
    case protocolError = "protocol"
    /// libcurl would not start: an option, a URL, memory.
    case setup
    /// Any other of libcurl's codes.
    case other = "transport"

    init(_ code: CURLcode) {
        self =
            switch code {
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .dns
            case CURLE_COULDNT_CONNECT: .connect
            case CURLE_INTERFACE_FAILED: .sourceAddress
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
                CURLE_SSL_INVALIDCERTSTATUS:
                .certificate
            case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM, CURLE_SSL_SHUTDOWN_FAILED,
                CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CLIENTCERT:
                .tls
            case CURLE_USE_SSL_FAILED: .starttlsMissing
            case CURLE_LOGIN_DENIED: .loginDenied
            case CURLE_OPERATION_TIMEDOUT: .timeout
            case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE: .dropped
            case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_REMOTE_ACCESS_DENIED,
                CURLE_HTTP2, CURLE_BAD_CONTENT_ENCODING:
                .protocolError
            case CURLE_OUT_OF_MEMORY, CURLE_URL_MALFORMAT, CURLE_FAILED_INIT, CURLE_BAD_FUNCTION_ARGUMENT,
                CURLE_UNKNOWN_OPTION, CURLE_NOT_BUILT_IN:
                .setup
            default: .other
            }
    }
}
