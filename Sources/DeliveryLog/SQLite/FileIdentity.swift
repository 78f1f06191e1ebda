import Glibc

/// Which file a path names, whatever it is called: stat(2)'s device and inode.
struct FileIdentity: Equatable {
    private let device: dev_t
    private let inode: ino_t

    /// nil if nothing stands there.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = status.st_dev
        inode = status.st_ino
    }
}
