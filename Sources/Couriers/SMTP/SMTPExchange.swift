import CLibcurl

/// One mail's transfer as libcurl's callbacks see it. Lives for one `curl_easy_perform`, on the lane's queue.
final class SMTPExchange {
    private(set) var dialogue: SMTPDialogue
    private let body: [UInt8]
    private var given = 0
    private let timeouts: SMTPTimeouts
    private let stop: StopFlag
    private unowned let handle: EasyHandle

    init(
        dialogue: SMTPDialogue, body: [UInt8], timeouts: SMTPTimeouts, stop: StopFlag, handle: EasyHandle
    ) {
        self.dialogue = dialogue
        self.body = body
        self.timeouts = timeouts
        self.stop = stop
        self.handle = handle
    }

    private static func at(_ pointer: UnsafeMutableRawPointer?) -> SMTPExchange? {
        pointer.map { Unmanaged<SMTPExchange>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Callbacks that find their exchange through the pointer set by `attach`, and do nothing without one.
    static func installCallbacks(on handle: EasyHandle) throws(CurlFault) {
        try handle.onRead { buffer, size, count, pointer in
            guard let exchange = SMTPExchange.at(pointer), let buffer else { return Int(CURL_READFUNC_ABORT) }
            return exchange.giveBody(UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
        }
        try handle.onHeader { buffer, size, count, pointer in
            guard let exchange = SMTPExchange.at(pointer) else { return size * count }
            // Any other number than the one offered ends the transfer.
            return exchange.mayGoOn ? size * count : 0
        }
        // What little an SMTP transfer writes as a body is not printed.
        try handle.onBody { _, size, count, _ in size * count }
        try handle.onDebug { _, kind, bytes, count, pointer in
            guard let exchange = SMTPExchange.at(pointer), let bytes else { return 0 }
            exchange.saw(kind, UnsafeRawBufferPointer(start: bytes, count: count))
            return 0
        }
        try handle.onProgress { pointer, _, _, _, _ in
            SMTPExchange.at(pointer)?.stop.isRaised == true ? 1 : 0
        }
        try handle.set(CURLOPT_VERBOSE, true)
        try handle.set(CURLOPT_NOPROGRESS, false)
    }

    func attach() throws(CurlFault) {
        try Self.point(handle, at: Unmanaged.passUnretained(self).toOpaque())
    }

    /// After the transfer: the handle outlives the exchange.
    func detach() throws(CurlFault) {
        try Self.point(handle, at: nil)
    }

    private static func point(_ handle: EasyHandle, at pointer: UnsafeMutableRawPointer?) throws(CurlFault) {
        for option in [CURLOPT_READDATA, CURLOPT_HEADERDATA, CURLOPT_DEBUGDATA, CURLOPT_XFERINFODATA] {
            try handle.set(option, pointer: pointer)
        }
    }

    private var mayGoOn: Bool { dialogue.objection == nil && !stop.isRaised }

    private func giveBody(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard mayGoOn else { return Int(CURL_READFUNC_ABORT) }
        dialogue.bodyBegins()
        let count = min(buffer.count, body.count - given)
        buffer.copyBytes(from: body[given..<(given + count)])
        given += count
        if given == body.count {
            // libcurl sends the dot by itself and then waits on this option's word. If it is not taken, the wait
            // is the shorter one, and the end is unknown rather than wrong.
            try? handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, timeouts.final)
        }
        return count
    }

    private func saw(_ kind: curl_infotype, _ bytes: UnsafeRawBufferPointer) {
        switch kind {
        case CURLINFO_HEADER_IN:
            dialogue.received(bytes)
        case CURLINFO_HEADER_OUT:
            dialogue.sent(bytes)
            if dialogue.isQuitting {
                // The verdict is in already; a peer that hangs on QUIT must not hold the lane for it.
                try? handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, timeouts.quit)
            }
        case CURLINFO_TEXT:
            dialogue.noted(bytes)
        default:
            break
        }
    }
}
