package import Reminders

extension RefusalWords {
    package func text(_ refusal: RequestRefusal) -> RefusalText {
        switch language {
        case .zh: chinese(refusal)
        case .en: english(refusal)
        }
    }

    package func text(_ unknown: UnknownDigest) -> RefusalText {
        switch language {
        case .zh:
            RefusalText(
                "没有叫“\(unknown.name)”的督查情况",
                hint: unknown.likely.map { "是不是“\($0)”?" }
                    ?? (unknown.known.isEmpty
                        ? "deadlined.yaml 的 digests 中没有设置" : "现有:\(wording.names(unknown.known))"))
        case .en:
            RefusalText(
                "no digest is called \(unknown.name)",
                hint: unknown.likely.map { "did you mean \($0)?" }
                    ?? (unknown.known.isEmpty
                        ? "deadlined.yaml names none under `digests:`"
                        : "there is: \(unknown.known.joined(separator: ", "))"))
        }
    }

    private func chinese(_ refusal: RequestRefusal) -> RefusalText {
        switch refusal {
        case .nobodyGetsDigest:
            RefusalText("这份督查情况没有收件人", hint: "请为应收到的人补充联系方式")
        case .unknownDelivery(let id):
            RefusalText("没有第\(id)号消息", hint: "消息编号见 deadlinectl log")
        case .namesNoDelivery(let text):
            RefusalText("“\(text)”不对应台账中的任何消息", hint: "请写消息编号、Message-ID 或退信寄到的地址")
        case .noDate(let text):
            RefusalText("“\(text)”不是日期", hint: "写法如 2017-06-30")
        case .officeWithoutMailbox:
            RefusalText("督查室现在没有带邮箱的联系人", hint: "用 --to 写明收件地址")
        case .takesNoAddress(let channel):
            RefusalText("通道 \(channel) 的收件人是固定的,不能另写地址", hint: "去掉 --to")
        case .notOnDiskYet(let name):
            RefusalText(
                "尚未写入磁盘:\(name)",
                hint: "现在只保存在运行中的程序里,台账一旦可写就会写入:停止程序之前请先检查磁盘")
        case .notOnDisk(let name):
            RefusalText("没有写入磁盘:\(name)", hint: "程序即将停止:请检查磁盘,重新启动后再登记一次")
        case .notReadable(let name):
            RefusalText("台账暂时无法读取:\(name)", hint: "稍后再试;仍然如此的,请检查磁盘")
        }
    }

    private func english(_ refusal: RequestRefusal) -> RefusalText {
        switch refusal {
        case .nobodyGetsDigest:
            RefusalText("nobody would get this digest", hint: "give those whom it is for a contact")
        case .unknownDelivery(let id):
            RefusalText("no delivery has the number \(id)", hint: "`deadlinectl log` lists them")
        case .namesNoDelivery(let text):
            RefusalText(
                "\(text) names no delivery of this ledger",
                hint: "its number, its Message-ID, or the address that the bounce went to")
        case .noDate(let text):
            RefusalText("\(text) is no date", hint: "write it as 2017-06-30")
        case .officeWithoutMailbox:
            RefusalText("the office has no contact with a mail address now", hint: "name one with --to")
        case .takesNoAddress(let channel):
            RefusalText("channel \(channel) has readers of its own: no address can be given", hint: "leave out --to")
        case .notOnDiskYet(let name):
            RefusalText(
                "not on disk yet: \(name)",
                hint: "it is kept only while the daemon runs, and written as soon as the ledger can be: "
                    + "look at the disk before you stop it")
        case .notOnDisk(let name):
            RefusalText(
                "not on disk: \(name)", hint: "the daemon ends: look at the disk, start it, and ask again")
        case .notReadable(let name):
            RefusalText("the ledger cannot be read: \(name)", hint: "ask again; if it stays so, look at the disk")
        }
    }
}
