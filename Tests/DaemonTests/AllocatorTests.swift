import CJemalloc
import Glibc
import Testing

@Suite("malloc")
struct AllocatorTests {
    @Test("is jemalloc's, and gives back what is free")
    func purges() {
        #expect(jemalloc_purge() == 0)
        // Only its own malloc counts what it hands out.
        var before: UInt64 = 0
        var after: UInt64 = 0
        var size = MemoryLayout<UInt64>.size
        #expect(mallctl("thread.allocated", &before, &size, nil, 0) == 0)
        let block = malloc(1 << 20)
        #expect(block != nil)
        #expect(mallctl("thread.allocated", &after, &size, nil, 0) == 0)
        free(block)
        #expect(after - before >= 1 << 20)
    }
}
