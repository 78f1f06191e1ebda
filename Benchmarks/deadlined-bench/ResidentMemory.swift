import CJemalloc
import Foundation
import Glibc

/// What of the process stands in memory.
enum ResidentMemory {
    /// Bytes, once all that is free was given back to the system.
    static func bytes() -> Int {
        _ = jemalloc_purge()
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) : 0
    }

    /// What `make` left in memory, in MB, as long as its value lives.
    static func kept<Value>(by make: () -> Value) -> Double {
        let before = bytes()
        let value = make()
        let after = bytes()
        return withExtendedLifetime(value) { Double(after - before) / 1e6 }
    }
}
