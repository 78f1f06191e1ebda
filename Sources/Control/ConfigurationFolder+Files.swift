import Glibc
import WorkLists

/// What tells one state of a file from another: an editor's save changes at least one of these.
struct FileStamp: Equatable {
    private let device: UInt
    private let inode: UInt
    private let size: Int
    fileprivate let modified: [Int]

    /// nil: there is no such file, or it may not be looked at.
    init?(path: String) {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        self.init(info)
    }

    init(_ info: stat) {
        device = UInt(info.st_dev)
        inode = UInt(info.st_ino)
        size = info.st_size
        // The change time too: a file written twice within one tick of the modification time, or put back by `touch`.
        modified = [info.st_mtim.tv_sec, info.st_mtim.tv_nsec, info.st_ctim.tv_sec, info.st_ctim.tv_nsec]
    }
}

extension FileStamp {
    /// Milliseconds since the file was last written.
    func age(at now: timespec) -> Int {
        (now.tv_sec - modified[0]) * 1000 + (now.tv_nsec - modified[1]) / 1_000_000
    }
}

/// A file's text, or why it cannot be had.
enum FileText {
    struct Refusal {
        var line = 0
        var column = 0
        var message: String
        var hint: String?
    }

    case text(String, FileStamp)
    case refused(Refusal, FileStamp?)

    static func read(_ path: String, largest: Int) -> FileText {
        // Without O_NONBLOCK the opening of a named pipe would wait for its writer for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let why = String(cString: strerror(errno)).lowercased()
            return .refused(Refusal(message: "the file cannot be read: \(why)"), FileStamp(path: path))
        }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else {
            return .refused(Refusal(message: "the file cannot be read"), FileStamp(path: path))
        }
        let stamp = FileStamp(info)
        guard info.st_mode & S_IFMT == S_IFREG else {
            return .refused(Refusal(message: "is not a plain file"), stamp)
        }
        guard info.st_size <= largest else {
            return .refused(
                Refusal(
                    message: "the file has \(info.st_size >> 20) MB, more than the \(largest >> 20) MB that are read",
                    hint: "divide it into several lists"), stamp)
        }
        guard let bytes = bytes(of: descriptor, expected: info.st_size, largest: largest) else {
            let why = String(cString: strerror(errno)).lowercased()
            return .refused(Refusal(message: "the file cannot be read: \(why)"), stamp)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return .refused(notUTF8(bytes), stamp)
        }
        return .text(text, stamp)
    }

    /// All bytes up to the end; one more than `largest` if the file has grown past it meanwhile.
    private static func bytes(of descriptor: Int32, expected: Int, largest: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(expected)
        var block = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= largest {
            let count = Glibc.read(descriptor, &block, block.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            bytes += block.prefix(count)
        }
        return bytes
    }

    /// Where the bytes stop being UTF-8, and what they look like instead.
    private static func notUTF8(_ bytes: [UInt8]) -> Refusal {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return Refusal(
                line: 1, column: 1, message: "the file is in UTF-16, not UTF-8",
                hint: "save it as UTF-8 (记事本:另存为,编码选“UTF-8”)")
        }
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var line = 1
        var column = 1
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) {
            if scalar.first == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return Refusal(
            line: line, column: column, message: "the file is not in UTF-8",
            hint: "it may be in GBK: save it as UTF-8 (记事本:另存为,编码选“UTF-8”)")
    }
}

/// The names of the files in a folder, in order, without those that begin with a dot.
struct FolderListing {
    private(set) var names: [String] = []
    private(set) var problems: [Problem] = []

    /// `folder` stands under `root`; `deep` goes into its folders, at most eight of them, which ends any loop of links.
    init(root: String, folder: String, deep: Bool) {
        list(root: root, folder: folder, depth: deep ? 8 : 1)
        names.sort()
    }

    static func exists(_ path: String) -> Bool {
        // lstat: a link that leads nowhere is there, and its reading says why it fails.
        var info = stat()
        return lstat(path, &info) == 0
    }

    static func isFolder(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }

    private mutating func list(root: String, folder: String, depth: Int) {
        guard depth > 0 else { return }
        guard let handle = opendir(root + "/" + folder) else {
            let why = String(cString: strerror(errno)).lowercased()
            problems.append(Problem(file: folder, "the folder cannot be read: \(why)"))
            return
        }
        defer { closedir(handle) }
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard !name.hasPrefix(".") else { continue }
            let path = folder + "/" + name
            if Self.isFolder(root + "/" + path) {
                list(root: root, folder: path, depth: depth - 1)
            } else {
                names.append(path)
            }
        }
    }
}
