package import Reminders

/// Self-check reports, as they are asked for and given in.
extension Scheduler {
    /// What each of these obligations has to report on, or why nothing.
    package func reportForms(of ids: Set<ObligationID>) -> [(ObligationID, Result<ReportForm, ActRefusal>)] {
        ids.map { id in
            do throws(ActRefusal) {
                return (id, .success(try engine.reportForm(of: id)))
            } catch {
                return (id, .failure(error))
            }
        }
    }

    /// Records reports, all or none; returns once they are on disk. Answers those whose text is new.
    ///
    /// - Throws: `ActRefusal`, `LedgerFailure`.
    package func file(_ filings: [ReportFiling], isDryRun: Bool) async throws -> [ObligationID] {
        try refuseInDoubt()
        let now = readClock()
        var trial = engine
        let (new, actions) = try trial.file(filings, now: now)
        if !isDryRun {
            engine = trial
            let token = firstToken(actions)
            perform(actions)
            if let token, let failure = await onDisk(token) { throw failure }
        }
        return new
    }

    package func reportCollections(list: String?, duty: String?) throws -> [ReportCollection] {
        try engine.reportCollections(list: list, duty: duty)
    }
}
