import CivilTime

/// A slot without its obligation: what all of one deadline and policy share.
struct SlotForm: Sendable {
    var stage: Stage
    var moment: Moment
    var day: CivilDate
    var movedFrom: CivilDate?
    var origin: Origin
    var yieldsTo: Stage?
    var isLeftOut = false
    var isProvisional = false

    func slot(of obligation: ObligationID, due deadline: CivilDate) -> Slot {
        Slot(
            key: SlotKey(obligation: obligation, deadline: deadline, stage: stage), moment: moment, day: day,
            movedFrom: movedFrom, origin: origin, yieldsTo: yieldsTo, isLeftOut: isLeftOut,
            isProvisional: isProvisional)
    }
}

/// An obligation's slots, by moment, each made when it is asked for: kept, they would be most of a large plan.
struct ObligationSlots: RandomAccessCollection, Sendable {
    let obligation: ObligationID
    let deadline: CivilDate
    let forms: [SlotForm]

    var startIndex: Int { 0 }
    var endIndex: Int { forms.count }

    subscript(position: Int) -> Slot { forms[position].slot(of: obligation, due: deadline) }
}
