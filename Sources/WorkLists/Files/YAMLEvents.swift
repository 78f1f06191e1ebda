import CLibyaml

/// libyaml's parser: the events of a text, one after another.
struct YAMLEvents: ~Copyable {
    enum Kind {
        case streamEnd, documentStart, alias, scalar, sequenceStart, mappingStart, collectionEnd, other
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private var event = yaml_event_t()

    /// - Parameter text: UTF-8 without a byte order mark, not empty; it must stay where it is while this lives.
    init(_ text: UnsafeBufferPointer<UInt8>) throws(YAMLFailure) {
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        guard yaml_parser_initialize(parser) == 1 else { throw .memory }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        var event = event
        yaml_event_delete(&event)
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    mutating func next() throws(YAMLFailure) -> Kind {
        yaml_event_delete(&event)
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        return switch event.type {
        case YAML_SCALAR_EVENT: .scalar
        case YAML_ALIAS_EVENT: .alias
        case YAML_SEQUENCE_START_EVENT: .sequenceStart
        case YAML_MAPPING_START_EVENT: .mappingStart
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: .collectionEnd
        case YAML_DOCUMENT_START_EVENT: .documentStart
        case YAML_STREAM_END_EVENT: .streamEnd
        default: .other
        }
    }

    // MARK: the present event

    /// From 1.
    var line: Int { event.start_mark.line + 1 }
    /// From 1, in Unicode scalars.
    var column: Int { event.start_mark.column + 1 }

    /// Of a scalar; valid until the next event.
    var text: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: event.data.scalar.value, count: event.data.scalar.length)
    }

    /// Whether a scalar is written without quotes and not as a block.
    var isPlain: Bool {
        event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE || event.data.scalar.style == YAML_ANY_SCALAR_STYLE
    }

    /// The name after `&` or, of an alias, after `*`.
    var anchor: String? {
        let name: UnsafePointer<UInt8>? =
            switch event.type {
            case YAML_SCALAR_EVENT: UnsafePointer(event.data.scalar.anchor)
            case YAML_ALIAS_EVENT: UnsafePointer(event.data.alias.anchor)
            case YAML_SEQUENCE_START_EVENT: UnsafePointer(event.data.sequence_start.anchor)
            case YAML_MAPPING_START_EVENT: UnsafePointer(event.data.mapping_start.anchor)
            default: nil
            }
        return name.map { String(cString: $0) }
    }

    private func failure() -> YAMLFailure {
        guard let text = parser.pointee.problem else { return .memory }
        let problem = String(cString: text)
        switch parser.pointee.error {
        case YAML_READER_ERROR:
            return .character(
                problem: problem, offset: parser.pointee.problem_offset, value: Int(parser.pointee.problem_value))
        case YAML_SCANNER_ERROR, YAML_PARSER_ERROR:
            let mark = parser.pointee.problem_mark
            return .syntax(
                problem: problem, line: mark.line + 1, column: mark.column + 1,
                since: parser.pointee.context == nil ? nil : parser.pointee.context_mark.line + 1)
        default: return .memory
        }
    }
}
