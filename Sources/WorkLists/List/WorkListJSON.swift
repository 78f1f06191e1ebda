import CivilTime

/// A work list as JSON, with stable snake_case fields: `deadlinectl import --json`.
///
/// Its fields are those of the hand-made transcription of the Huzhou notice, with `source_line` at each thing read and
/// `unread` and `review` beside them. Every field is always there; what is not known is null.
package enum WorkListJSON {
    package static func text(_ list: WorkList) -> String { JSONValue.of(list).text(0) + "\n" }
}

/// JSON with its fields in the order given.
private enum JSONValue {
    case null
    case bool(Bool)
    case int(Int)
    case string(String)
    case array([JSONValue])
    case object([(String, JSONValue)])

    static func string(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    static func int(_ number: Int?) -> JSONValue { number.map { .int($0) } ?? .null }
    static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

    static func of(_ list: WorkList) -> JSONValue {
        .object([
            ("id", .string(list.id)), ("title", .string(list.title)), ("document_number", string(list.documentNumber)),
            ("issuer", string(list.issuer)), ("issued_on", string(list.issuedOn?.description)),
            ("year", list.year == 0 ? .null : .int(list.year)), ("zone", .string(list.zone)),
            ("public", .bool(list.isPublic)), ("content", .string(list.content.rawValue)),
            ("short_name", string(list.shortName)),
            ("addressees", strings(list.addressees)), ("annex_title", string(list.annexTitle)),
            ("table_header", strings(list.tableHeader)), ("preamble", string(list.preamble)),
            ("source_line", int(list.sourceLine)), ("duties", .array(list.duties.map(of))),
            ("works", .array(list.works.map(of))), ("unread", .array(list.unread.map(of))),
            ("review", .array(list.review.map(of))),
        ])
    }

    private static func of(_ duty: Duty) -> JSONValue {
        var constraints: [(String, JSONValue)] = []
        if !duty.basis.isEmpty { constraints.append(("basis", strings(duty.basis))) }
        if let standard = duty.standard { constraints.append(("standard", .string(standard))) }
        if let purpose = duty.purpose { constraints.append(("purpose", .string(purpose))) }
        if let limit = duty.maxCharacters {
            constraints.append(("max_chars_per_work", .int(limit)))
            constraints.append(("max_chars_strictness", string(duty.maxCharactersStrictness)))
        }
        if !duty.contents.isEmpty {
            constraints.append(("contents", strings(duty.contents)))
            constraints.append(("contents_open_ended", .bool(duty.contentsAreOpenEnded)))
        }
        return .object([
            ("id", .string(duty.id)), ("section", .string(duty.section)), ("who", strings(duty.who)),
            ("what", .string(duty.what)), ("what_assembled", .bool(duty.whatIsAssembled)),
            ("deadline_phrase", string(duty.deadlinePhrase)), ("deadline", string(duty.deadline?.description)),
            ("deadline_time", string(duty.deadlineTime?.description)),
            ("kind", .string(duty.kind.rawValue)), ("rrule", string(duty.rrule)), ("period", string(duty.period)),
            ("recipient", string(duty.recipient)), ("report", .bool(duty.isReport)),
            ("constraints", .object(constraints)), ("evidence", strings(duty.evidence)),
            ("source_line", int(duty.sourceLine)),
        ])
    }

    private static func of(_ work: KeyWork) -> JSONValue {
        .object([
            ("number", .int(work.number)), ("title", .string(work.title)), ("text", .string(work.text)),
            ("source_line", int(work.sourceLine)), ("measures", .array(work.measures.map(of))),
        ])
    }

    private static func of(_ measure: Measure) -> JSONValue {
        .object([
            ("id", .string(measure.id)), ("number", int(measure.number)), ("text", .string(measure.text)),
            ("responsible_units", strings(measure.responsibleUnits)), ("units_raw", .string(measure.unitsRaw)),
            ("schedule_raw", .string(measure.scheduleRaw)), ("source_line", int(measure.sourceLine)),
            ("milestones", .array(measure.milestones.map(of))),
        ])
    }

    private static func of(_ milestone: Milestone) -> JSONValue {
        var fields: [(String, JSONValue)] = [
            ("id", .string(milestone.id)), ("deadline_phrase", string(milestone.deadlinePhrase)),
            ("deadline", string(milestone.deadline?.description)),
            ("deadline_time", string(milestone.deadlineTime?.description)), ("kind", .string(milestone.kind.rawValue)),
            ("rrule", string(milestone.rrule)), ("condition", string(milestone.condition)),
            ("requirement", .string(milestone.requirement)), ("source_line", int(milestone.sourceLine)),
        ]
        if milestone.kind == .recurring {
            fields.append(("occurrences", strings(milestone.occurrences().map(\.description))))
        }
        return .object(fields)
    }

    private static func of(_ remark: Remark) -> JSONValue {
        .object([("line", .int(remark.line)), ("text", .string(remark.text)), ("why", .string(remark.why))])
    }

    // MARK: text

    func text(_ depth: Int) -> String {
        let inner = String(repeating: " ", count: depth + 1)
        let outer = String(repeating: " ", count: depth)
        switch self {
        case .null: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .int(let number): return String(number)
        case .string(let text): return Self.quoted(text)
        case .array(let values):
            guard !values.isEmpty else { return "[]" }
            return "[\n" + values.map { inner + $0.text(depth + 1) }.joined(separator: ",\n") + "\n\(outer)]"
        case .object(let fields):
            guard !fields.isEmpty else { return "{}" }
            let lines = fields.map { "\(inner)\(Self.quoted($0.0)): \($0.1.text(depth + 1))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{2028}": result += "\\u2028"
            case "\u{2029}": result += "\\u2029"
            default:
                if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
