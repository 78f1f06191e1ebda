/// A JSON value (RFC 8259) that knows where it stands, so that a bad entry can be named by line and column.
struct LocatedJSON {
    enum Value {
        case object([Member])
        case array([LocatedJSON])
        case string(String)
        /// As written: calendars hold nothing but years, and those fit an Int.
        case number(String)
        case bool(Bool)
        case null
    }

    struct Member {
        let key: String
        let place: Place
        let value: LocatedJSON
    }

    typealias Place = JSONEvents.Place

    let value: Value
    let place: Place

    /// What this is, for "a text stands where … belongs".
    var kind: String {
        switch value {
        case .object: "an object"
        case .array: "a list"
        case .string: "a text"
        case .number: "a number"
        case .bool(let value): value ? "true" : "false"
        case .null: "null"
        }
    }
}

extension LocatedJSON {
    /// - Parameter expected: what the text should be, for messages: `a calendar`.
    static func read(_ text: String, as expected: String) throws(JSONEvents.SyntaxError) -> LocatedJSON {
        try Array(text.utf8).withUnsafeBufferPointer { bytes throws(JSONEvents.SyntaxError) in
            var events = JSONEvents(bytes, of: expected)
            let value = try value(try events.next(), &events)
            // Nothing but the end may follow.
            _ = try events.next()
            return value
        }
    }

    /// The value that begins with the present event.
    private static func value(
        _ kind: JSONEvents.Kind, _ events: inout JSONEvents
    ) throws(JSONEvents.SyntaxError) -> LocatedJSON {
        let place = events.place
        let value: Value =
            switch kind {
            case .objectStart: .object(try members(&events))
            case .arrayStart: .array(try values(&events))
            case .string: .string(text(events))
            case .number: .number(text(events))
            case .yes: .bool(true)
            case .no: .bool(false)
            case .null, .name, .objectEnd, .arrayEnd, .end: .null
            }
        return LocatedJSON(value: value, place: place)
    }

    private static func members(_ events: inout JSONEvents) throws(JSONEvents.SyntaxError) -> [Member] {
        var members: [Member] = []
        while try events.next() == .name {
            let (key, place) = (text(events), events.place)
            members.append(Member(key: key, place: place, value: try value(try events.next(), &events)))
        }
        return members
    }

    private static func values(_ events: inout JSONEvents) throws(JSONEvents.SyntaxError) -> [LocatedJSON] {
        var values: [LocatedJSON] = []
        while true {
            let kind = try events.next()
            if kind == .arrayEnd { return values }
            values.append(try value(kind, &events))
        }
    }

    private static func text(_ events: JSONEvents) -> String {
        events.hasEscapes
            ? String(decoding: events.unescaped(), as: UTF8.self) : String(decoding: events.bytes, as: UTF8.self)
    }
}
