import Glibc

/// The symbol of an error number, `ENOSPC`: bounded, the same in every locale, and what an operator searches for.
enum ErrnoName {
    /// What file calls on a daemon's folders fail with (errno.3).
    private static let names: [Int32: String] = [
        EPERM: "EPERM", ENOENT: "ENOENT", EIO: "EIO", ENXIO: "ENXIO", EBADF: "EBADF", EAGAIN: "EAGAIN",
        ENOMEM: "ENOMEM", EACCES: "EACCES", EBUSY: "EBUSY", EEXIST: "EEXIST", EXDEV: "EXDEV", ENODEV: "ENODEV",
        ENOTDIR: "ENOTDIR", EISDIR: "EISDIR", EINVAL: "EINVAL", ENFILE: "ENFILE", EMFILE: "EMFILE",
        EFBIG: "EFBIG", ENOSPC: "ENOSPC", EROFS: "EROFS", EMLINK: "EMLINK", ENAMETOOLONG: "ENAMETOOLONG",
        ENOTEMPTY: "ENOTEMPTY", ELOOP: "ELOOP", EDQUOT: "EDQUOT", ESTALE: "ESTALE", ETIMEDOUT: "ETIMEDOUT",
        EOVERFLOW: "EOVERFLOW", ENOSYS: "ENOSYS", EOPNOTSUPP: "EOPNOTSUPP",
    ]

    static func of(_ number: Int32) -> String { names[number] ?? "errno-\(number)" }
}
