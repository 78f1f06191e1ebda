/// A group robot (群机器人): it speaks into one chat, where everybody reads it.
package struct RobotSettings: Sendable, Equatable {
    package enum Platform: String, Sendable, Equatable, CaseIterable {
        /// 企业微信群机器人.
        case wecom
        /// 钉钉群机器人.
        case dingtalk
        /// 飞书自定义机器人.
        case feishu
        /// Feishu outside China: the same, under another host.
        case lark
    }

    package var platform: Platform
    /// Where the robot's whole URL stands, as the app shows it: a key is in it, so all of it is a secret.
    package var address: SecretReference
    /// The robot's signing secret (加签). nil: it is secured in another way, by a keyword or by addresses. WeCom has none.
    package var signingSecret: SecretReference?
    /// Whether the units' contacts are called (@) by their user ids or mobile numbers. Default yes.
    package var mentions: Bool
    package var caFile: String?
    package var verify: Bool
    /// Seconds for one request. Default 20.
    package var timeout: Int

    package init(
        platform: Platform, address: SecretReference, signingSecret: SecretReference? = nil, mentions: Bool = true,
        caFile: String? = nil, verify: Bool = true, timeout: Int = 20
    ) {
        self.platform = platform
        self.address = address
        self.signingSecret = signingSecret
        self.mentions = mentions
        self.caFile = caFile
        self.verify = verify
        self.timeout = timeout
    }
}
