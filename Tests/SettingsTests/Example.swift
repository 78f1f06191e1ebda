import Settings

/// A small configuration without a fault, for tests that put one in.
enum Example {
    static let settings = """
        office:
          name: 市政府督查室
          phone: 0572-0000000
          contacts:
            - name: 督查专员
              mail: ducha@huzhou.example
        channels:
          maildir:
            kind: maildir
            from: 市政府督查室 <ducha@huzhou.example>
          mail:
            kind: smtp
            host: mail.huzhou.example
            user: deadlined
            password_file: /etc/deadlined/secrets/mail
            from: ducha@huzhou.example
          board:
            kind: webhook
            url: https://board.huzhou.example/hook
            secret_file: /etc/deadlined/secrets/board
        reminders:
          ahead: [30d, 10wd]
          overdue: [3wd]
          at: 09:00
          channels: [maildir, mail]
          hours:
            from: 08:00
            until: 20:00
        lists:
          demo:
            reminders:
              ahead: [10wd]
        units:
          fgw:
            reminders:
              at: 08:30
        milestones:
          demo:1.1.1:
            reminders:
              due: no
        colours:
          blue: 30d
        digests:
          weekly:
            schedule: Mon *-*-* 09:00
        control:
          mode: 0660

        """

    static let units = """
        units:
          - id: fgw
            name: 市发改委
            contacts:
              - {name: 王某, mail: fgw@huzhou.example}
              - {name: 张某, role: leader, mail: fgw-leader@huzhou.example}
          - id: jxw
            name: 市经信委
            contacts:
              - {name: 李某, mail: jxw@huzhou.example}
              - {name: 赵某, role: leader, mail: jxw-leader@huzhou.example}
        groups:
          - name: 市府各部门
            members: [fgw, jxw]

        """

    static let list = """
        id: demo
        title: 2027年度重点工作清单
        issued_on: 2027-03-31
        year: 2027
        duties:
          - id: 三-1
            who: [市府各部门]
            what: 报送自查报告
            deadline: 2027-06-30
        works:
          - number: 1
            title: 推进项目
            text: 推进项目。
            measures:
              - id: 1.1
                text: 开工。
                responsible_units: [市发改委, 市经信委]
                milestones:
                  - id: 1.1.1
                    deadline: 2027-06-30
                    requirement: 开工3个。
                  - id: 1.1.2
                    deadline: 2027-12-31
                    requirement: 完工3个。

        """

    static func calendar(_ year: Int) -> NamedText {
        NamedText(
            name: "calendars/cn/\(year).json",
            text: """
                {
                  "year": \(year),
                  "days": [
                    {"name": "元旦", "date": "\(year)-01-01", "isOffDay": true}
                  ]
                }

                """)
    }

    static var files: ConfigurationFiles {
        ConfigurationFiles(
            settings: NamedText(name: "deadlined.yaml", text: settings),
            units: NamedText(name: "units.yaml", text: units),
            lists: [NamedText(name: "worklists/demo.yaml", text: list)],
            calendars: [calendar(2027), calendar(2028)])
    }
}
