import Foundation
import TestSupport
import Testing

@testable import deadlinectl

@Suite("reading a mail back")
struct MailTextTests {
    @Test(
        "mails that Python's email package composes are read as they were written",
        arguments: ["base64", "quoted-printable"])
    func oracle(encoding: String) throws {
        let script = """
            import sys
            from email.message import EmailMessage
            from email.policy import SMTP
            mail = EmailMessage(policy=SMTP)
            mail["From"] = "市政府督查室 <ducha@huzhou.example>"
            mail["To"] = "fgw@huzhou.example"
            mail["Subject"] = "【市政府重点工作】市发改委:8项节点及自查报告6月30日(周五)到期,还有3个工作日 and a plain tail"
            mail.set_content("第一行\\n\\n= 第三行: 100%\\n", cte=sys.argv[1])
            mail.add_alternative("<p>第一行</p>", subtype="html", cte=sys.argv[1])
            mail.add_attachment("编号\\r\\n".encode(), maintype="text", subtype="csv", filename="重点工作台账-市发改委-2017年6月30日.csv")
            sys.stdout.buffer.write(bytes(mail))
            """
        let ending = try BuiltProduct.run("/usr/bin/python3", arguments: ["-c", script, encoding])
        try #require(ending.status == 0)
        let mail = MailText(ending.out)
        #expect(mail.text == "第一行\n\n= 第三行: 100%\n")
        #expect(
            mail.header("subject")
                == "【市政府重点工作】市发改委:8项节点及自查报告6月30日(周五)到期,还有3个工作日 and a plain tail")
        #expect(mail.header("From") == "市政府督查室 <ducha@huzhou.example>")
        #expect(mail.otherParts == ["text/html", "text/csv 重点工作台账-市发改委-2017年6月30日.csv"])
    }

    @Test(
        "encoded words join without the space between them, and only well-formed ones count",
        arguments: [
            ("=?utf-8?B?5biC?= =?utf-8?B?5Y+R?=", "市发"), ("a =?utf-8?Q?b=5Fc_d?= e", "a b_c d e"),
            ("=?utf-8?B?5biC?=  =?utf-8?B?5Y+R?= x", "市发 x"), ("=?gb2312?B?ytA=?=", "=?gb2312?B?ytA=?="),
            ("=?utf-8?B?%%%?=", "=?utf-8?B?%%%?="), ("", ""),
        ])
    func words(text: String, decoded: String) {
        #expect(MailText.decodingWords(text) == decoded)
    }

    @Test(
        "a mail that is not well formed shows what can be found and does not crash",
        arguments: [
            "", "\n", "Subject: x", "Content-Type: multipart/mixed; boundary=b\n\n--b\n",
            "Content-Type: multipart/mixed\n\nx",
            "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!",
            "Content-Type: multipart/mixed; boundary=\n\n--\n\n----",
            " folded first\nSubject: =?=\n\n=",
        ])
    func broken(raw: String) {
        let mail = MailText(raw)
        #expect((mail.text ?? "").count <= raw.count)
    }
}
