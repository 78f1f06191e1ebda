import CLibcurl

/// The TLS sessions of one lane, which outlive its handles: a new connection to the same server resumes them and
/// spares a full handshake.
///
/// Never given to two lanes: there are no locks in it. Certificates were verified when the session was made, and a
/// courier made anew after a reload begins without any.
final class TLSSessions {
    let raw: UnsafeMutableRawPointer

    init() throws(CurlFault) {
        try EasyHandle.startLibrary()
        guard let raw = curl_share_init() else { throw CurlFault(code: CURLE_FAILED_INIT) }
        self.raw = raw
        guard deadlined_share_what(raw, CURL_LOCK_DATA_SSL_SESSION) == CURLSHE_OK else {
            curl_share_cleanup(raw)
            throw CurlFault(code: CURLE_NOT_BUILT_IN)
        }
    }

    deinit {
        curl_share_cleanup(raw)
    }
}
