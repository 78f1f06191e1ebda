package import Settings

/// The secrets of all channels, read by the daemon at start and at reload, and held in memory only.
///
/// It prints, reflects and dumps as a count: a secret must not reach a log by way of a description.
package struct Secrets: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let values: [SecretReference: [UInt8]]

    package init(values: [SecretReference: [UInt8]]) {
        self.values = values
    }

    package subscript(reference: SecretReference) -> [UInt8]? { values[reference] }

    package var description: String { "\(values.count) secrets" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

/// One secret inside a courier, with the same reticence.
struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let bytes: [UInt8]

    var description: String { "a secret" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

extension SecretReference {
    /// How errors name it: the credential's name or the file as configured.
    var spokenName: String {
        switch self {
        case .credential(let name): "credential \(name)"
        case .file(let path): "file \(path)"
        }
    }
}
