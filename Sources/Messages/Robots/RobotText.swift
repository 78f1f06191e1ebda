/// Stands in until the robots' texts are written: marks nothing.
package enum RobotText {
    package static func markedAsRepeat(_ bytes: [UInt8]) -> [UInt8] { bytes }
}
