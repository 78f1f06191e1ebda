import ArgumentParser
import Control

struct WithdrawCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Record that something is not owed any more (撤销).",
        discussion: """
            Nothing is said of it from now on; what waits is taken back. It counts as withdrawn, not as done.

              deadlinectl withdraw 5.2.1 --all-units --document 湖政办发〔2017〕60号 --reason "项目取消"
            """)

    @OptionGroup var target: ActTarget
    @OptionGroup var act: ActOptions
    @OptionGroup var online: OnlineOptions

    func perform() throws { try ActDialogue(online).record("withdrawn", target, act) }
}
