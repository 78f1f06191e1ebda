/// The paths of the control API: HTTP/1.1 with JSON over a Unix socket. Fields are snake_case and stable.
package enum ControlPath {
    /// GET → ``StatusAnswer``. Query: `unit`.
    package static let status = "/v1/status"
    /// GET → ``StatusPageAnswer``. Query: `unit`.
    package static let statusPage = "/v1/status/page"
    /// GET → ``AgendaAnswer``. Query: `days` (default 30), `unit`.
    package static let agenda = "/v1/agenda"
    /// GET → ``LogAnswer``. Query: `from`, `until` (seconds since the epoch), `unit`, `milestone`, `channel`, `state`,
    /// `before`, `after`, `limit`.
    package static let log = "/v1/log"
    /// GET `/v1/deliveries/123` → ``DeliveryAnswer``.
    package static let deliveries = "/v1/deliveries"
    /// GET → ``Dossier``, a page of it. Query: `milestone`, `unit` (one of them at least), `list`, `after`, `limit`.
    package static let history = "/v1/history"
    /// GET → ``Circular``. Query: `list`, `deadline`.
    package static let circular = "/v1/circular"
    /// POST ``ActsQuestion`` → ``ActsAnswer``.
    package static let acts = "/v1/acts"
    /// POST ``ReportsQuestion`` → ``ReportsAnswer``. GET → ``CollectionsAnswer``. Query: `list`, `duty`.
    package static let reports = "/v1/reports"
    /// POST ``DigestQuestion`` → ``DigestAnswer``.
    package static let digest = "/v1/digest"
    /// POST ``RetryQuestion`` → ``RetryAnswer``.
    package static let retry = "/v1/retry"
    /// POST ``BouncedQuestion`` → ``BouncedAnswer``.
    package static let bounced = "/v1/bounced"
    /// POST ``TestQuestion`` → ``TestAnswer``.
    package static let test = "/v1/test"
    /// POST ``ResumeQuestion`` → ``ResumeAnswer``.
    package static let resume = "/v1/resume"
    /// POST ``ReloadQuestion`` → ``ReloadAnswer``.
    package static let reload = "/v1/reload"
}
