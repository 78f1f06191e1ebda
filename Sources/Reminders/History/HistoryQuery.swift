package import WorkLists

/// Whose history is asked of the ledger: one milestone's, one unit's, or one unit's share in a milestone.
package struct HistoryQuery: Sendable, Equatable {
    /// Always given with a milestone; nil: all lists.
    package var list: String?
    /// `3.1.2`, or one occurrence, `7.1.2@2017-07-31`; the number alone means every occurrence. nil: all the unit has.
    package var milestone: String?
    /// nil: every unit that shares the milestone.
    package var unit: UnitID?
    /// Deliveries with a higher id only: a later page.
    package var after: DeliveryID?
    /// At most this many deliveries a page, and never over 200. Default 200.
    package var limit: Int

    /// - Precondition: a unit, or a milestone with its list.
    package init(
        list: String?, milestone: String?, unit: UnitID?, after: DeliveryID? = nil, limit: Int = 200
    ) {
        precondition(unit != nil || (milestone != nil && list != nil), "a history is of a unit or of a milestone")
        self.list = list
        self.milestone = milestone
        self.unit = unit
        self.after = after
        self.limit = limit
    }

    /// Deliveries of one page.
    package var pageLimit: Int { min(max(limit, 1), 200) }

    /// Whether the obligation belongs to what is asked.
    package func asks(for id: ObligationID) -> Bool {
        (list == nil || id.list == list) && (unit == nil || id.unit == unit)
            && (milestone == nil || id.milestone == milestone || id.milestone.hasPrefix("\(milestone ?? "")@"))
    }
}
