import GRDB
import GRDBSQLite

/// What a parameter of a statement that writes is bound to; what reads takes GRDB's own arguments, which box each value
/// and copy its bytes on the way.
enum SQLValue {
    case integer(Int64?)
    case text(String?)
    case bytes([UInt8])

    static func integer(_ value: Int?) -> SQLValue { .integer(value.map(Int64.init)) }
    static func flag(_ value: Bool) -> SQLValue { .integer(value ? 1 : 0) }
}

extension Database {
    /// Runs a cached statement that answers no rows; how many it changed.
    /// - Parameter values: one for each parameter, in order.
    /// - Throws: `DatabaseError`.
    func run(_ sql: String, _ values: ArraySlice<SQLValue>) throws -> Int {
        let statement = try cachedStatement(sql: sql).sqliteStatement
        precondition(Int(sqlite3_bind_parameter_count(statement)) == values.count, "a value for each parameter")
        defer {
            // Bytes are bound where they stand, and stand there for this call only.
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        try Self.bind(values, to: statement, from: 1)
        return changesCount
    }

    func run(_ sql: String, _ values: [SQLValue]) throws -> Int { try run(sql, values[...]) }

    /// Binds the values from that position on, then runs the statement while they are alive.
    private static func bind(_ values: ArraySlice<SQLValue>, to statement: SQLiteStatement, from first: Int32) throws {
        var position = first
        for (index, value) in zip(values.indices, values) {
            switch value {
            case .integer(let number?): try check(sqlite3_bind_int64(statement, position, number))
            case .text(var text?):
                // A null pointer would be NULL, not the empty text.
                if text.isEmpty {
                    try check(sqlite3_bind_text(statement, position, "", 0, transient))
                } else {
                    try text.withUTF8 { text in
                        try check(
                            text.withMemoryRebound(to: CChar.self) {
                                sqlite3_bind_text(statement, position, $0.baseAddress, Int32($0.count), transient)
                            })
                    }
                }
            case .bytes(let bytes):
                return try bytes.withUnsafeBytes { bytes in
                    try check(
                        sqlite3_bind_blob64(statement, position, bytes.baseAddress, UInt64(bytes.count), nil))
                    try bind(values[(index + 1)...], to: statement, from: position + 1)
                }
            case .integer(nil), .text(nil): try check(sqlite3_bind_null(statement, position))
            }
            position += 1
        }
        let code = sqlite3_step(statement)
        guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    private static func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    /// SQLite copies what it is given.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
