/// The version of both programs.
package enum DeadlinedVersion {
    package static let current = "0.1.0"
}
