import Settings

/// Makes the POST of each attempt: what was composed, signed as the platform has it.
struct RobotRequest: Sendable {
    let platform: RobotSettings.Platform
    let address: RobotAddress
    /// nil: the robot is secured in another way.
    let signature: RobotSignature?
    private let redaction: Redaction

    init(platform: RobotSettings.Platform, address: RobotAddress, signature: RobotSignature?) {
        self.platform = platform
        self.address = address
        self.signature = signature
        redaction = Redaction(forms: Redaction.robotForms(ofURL: address.url) + (signature?.forms ?? []))
    }

    /// Whether the bytes are a JSON object with something in it, as far as a signature can be put in.
    static func accepts(_ bytes: [UInt8]) -> Bool {
        let isBlank: (UInt8) -> Bool = { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return bytes.first == UInt8(ascii: "{")
            && bytes.dropFirst().first { !isBlank($0) } == UInt8(ascii: "\"")
            && bytes.last { !isBlank($0) } == UInt8(ascii: "}")
    }

    /// - Parameters:
    ///   - bytes: a JSON object, as `accepts` has it.
    ///   - seconds: real time since the epoch. DingTalk takes an hour's difference, Feishu and Lark too.
    func post(_ bytes: [UInt8], at seconds: Int64) -> HTTPRequest {
        var request = HTTPRequest(headers: ["Content-Type: application/json"], body: bytes, redaction: redaction)
        guard let signature else { return request }
        let sign: String
        switch platform {
        case .wecom: return request
        case .dingtalk:
            let milliseconds = seconds * 1000
            sign = signature.dingTalk(milliseconds: milliseconds)
            let join = address.url.contains("?") ? "&" : "?"
            request.url = "\(address.url)\(join)timestamp=\(milliseconds)&sign=\(PercentEncoding.encoded(sign))"
        case .feishu, .lark:
            sign = signature.feishu(seconds: seconds)
            request.body =
                Array(#"{"timestamp":"\#(seconds)","sign":"\#(sign)","#.utf8) + bytes.dropFirst()
        }
        request.redaction = redaction.adding(Redaction.forms(of: sign))
        return request
    }
}
