import Dispatch
import Glibc
import Reminders
import Synchronization

/// Puts mails into a folder in maildir form: whole or not at all, and on the disk before it says so.
///
/// Line ends become LF, as in every maildir; the rest stays byte for byte. Files block, so they have a serial queue
/// of their own.
final class MaildirCourier: Courier {
    /// Calls wait for the queue anyway; a few under way keep it busy between two answers.
    let limit = 4
    private let folder: String
    private let queue = DispatchQueue(label: "deadlined.maildir")
    private let stop = StopFlag()

    init(folder: String) {
        self.folder = folder
    }

    func carry(_ parcel: Parcel, notes: Transcript?, ended: @escaping @Sendable (TransferEnd) -> Void) {
        queue.async { [folder, stop] in
            guard !stop.isRaised else { return ended(TransferEnd(.channelDown, reason: "closed")) }
            ended(Maildir(path: folder).put(parcel))
        }
    }

    func close() async {
        stop.raise()
        // What is under way is a matter of milliseconds, and ends first.
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume() }
        }
    }
}

/// The folder itself. Runs on the courier's queue.
private struct Maildir {
    let path: String

    private struct Failure: Error {
        var number: Int32
    }

    func put(_ parcel: Parcel) -> TransferEnd {
        let name = MaildirFileName.of(messageID: parcel.messageID)
        do {
            // A reader may have taken an earlier attempt already, under the same name with flags behind it.
            if parcel.attempt > 1, let read = try alreadyRead(name) { return accepted(read) }
            do {
                try write(parcel.bytes, name)
            } catch let failure where failure.number == ENOENT {
                try makeFolders()
                try write(parcel.bytes, name)
            }
            return accepted("new/" + name)
        } catch {
            return TransferEnd(.channelDown, reason: ErrnoName.of(error.number))
        }
    }

    private func accepted(_ file: String) -> TransferEnd {
        TransferEnd(.accepted, reason: "accepted", reply: ReplyText.clean(file))
    }

    private func write(_ bytes: [UInt8], _ name: String) throws(Failure) {
        let temporary = "\(path)/tmp/\(name)"
        do throws(Failure) {
            // One process owns the state directory: what stands here is an attempt that was cut off.
            let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard file >= 0 else { throw Failure(number: errno) }
            do throws(Failure) {
                try write(localLines(bytes), to: file)
                try check(fsync(file))
            } catch {
                Glibc.close(file)
                throw error
            }
            // Network file systems may tell of a full disk only here.
            try check(Glibc.close(file))
            try check(rename(temporary, "\(path)/new/\(name)"))
        } catch {
            unlink(temporary)
            throw error
        }
        try syncFolder("\(path)/new")
    }

    private func write(_ bytes: [UInt8], to file: Int32) throws(Failure) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(file, $0.baseAddress.map { $0 + done }, bytes.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure(number: count < 0 ? errno : ENOSPC) }
            done += count
        }
    }

    private func localLines(_ bytes: [UInt8]) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(bytes.count)
        for byte in bytes {
            if byte == 0x0A, lines.last == 0x0D { lines.removeLast() }
            lines.append(byte)
        }
        return lines
    }

    private func syncFolder(_ folder: String) throws(Failure) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(number: errno) }
        defer { Glibc.close(descriptor) }
        try check(fsync(descriptor))
    }

    /// Every missing folder down to `tmp`, `new` and `cur`, each synced into the one above it.
    private func makeFolders() throws(Failure) {
        var parts = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: true) {
            let above = parts.isEmpty ? "/" : parts
            parts += "/" + part
            try makeFolder(parts, in: above)
        }
        for part in ["tmp", "new", "cur"] { try makeFolder("\(path)/\(part)", in: path) }
    }

    private func makeFolder(_ folder: String, in above: String) throws(Failure) {
        if mkdir(folder, 0o700) == 0 { return try syncFolder(above) }
        let number = errno
        guard number == EEXIST || number == EISDIR else {
            // A folder that is there may stand in one we may not write to.
            guard access(folder, F_OK) == 0 else { throw Failure(number: number) }
            return
        }
    }

    /// `cur/NAME:2,S` or the like, if a reader has moved it there.
    private func alreadyRead(_ name: String) throws(Failure) -> String? {
        guard let entries = opendir("\(path)/cur") else {
            if errno == ENOENT { return nil }
            throw Failure(number: errno)
        }
        defer { closedir(entries) }
        while let entry = readdir(entries) {
            let found = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if found == name || found.hasPrefix(name + ":") { return "cur/" + found }
        }
        return nil
    }

    private func check(_ result: Int32) throws(Failure) {
        if result != 0 { throw Failure(number: errno) }
    }
}
