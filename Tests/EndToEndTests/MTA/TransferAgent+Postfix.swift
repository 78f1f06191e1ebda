import Foundation
import TestSupport

extension TransferAgent {
    /// Why Postfix cannot run here; nil if it can.
    static var postfixHindrance: String? {
        if !UnpackedServer.postfix.isThere { return "Postfix is not unpacked; hint: `make setup-test`" }
        return getuid() == 0 ? nil : "Postfix's master runs as root only, and the tests do not"
    }

    /// Postfix with Cyrus SASL, its users in a sasldb, all mechanisms offered that Debian offers; idle connections are
    /// ended after a second.
    static func postfix(unknown: String? = nil) async throws -> TransferAgent {
        let server = UnpackedServer.postfix
        let plan = try Plan(unknown: unknown)
        // Any accounts that every Debian has and that are nobody else's here will do.
        guard let owner = getpwnam("news")?.pointee.pw_uid, let group = getgrnam("uucp")?.pointee.gr_gid else {
            throw PeerProcess.DidNotStart(description: "this system has no user news or no group uucp")
        }
        try plan.write(postfixMain(plan, server), "etc/main.cf")
        try plan.write(postfixServices(plan), "etc/master.cf")
        try plan.write("", "etc/dynamicmaps.cf")
        try plan.write(plan.users.map { "\($0)@huzhou.example \($0)/" }.joined(separator: "\n"), "etc/users")
        let sasldb = plan.folder + "/etc/sasl/sasldb2"
        try plan.write(
            "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: \(sasldb)", "etc/sasl/smtpd.conf")

        let libraries = [server.file("usr/lib/postfix")] + server.libraries
        let environment = [
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LD_LIBRARY_PATH": libraries.joined(separator: ":"),
            "SASL_PATH": libraries.map { $0 + "/sasl2" }.joined(separator: ":"), "MAIL_CONFIG": plan.folder + "/etc",
        ]
        try run(
            server.file("usr/sbin/saslpasswd2"),
            ["-p", "-c", "-f", sasldb, "-u", "huzhou.example", Site.user], Site.password, environment)
        chown(sasldb, owner, group)
        try run(server.file("usr/sbin/postmap"), ["hash:" + plan.folder + "/etc/users"], "", environment)

        try plan.makeFolder("queue")
        for name in ["active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private"] {
            try plan.makeFolder("queue/" + name, owner: (owner, 0), mode: 0o700)
        }
        for name in ["saved", "trace"] { try plan.makeFolder("queue/" + name, owner: (owner, 0), mode: 0o700) }
        for name in ["maildrop", "public"] { try plan.makeFolder("queue/" + name, owner: (owner, group)) }
        try plan.makeFolder("queue/pid")
        try plan.makeFolder("data", owner: (owner, group))
        try plan.makeFolder("mail", owner: nobody)
        return try await TransferAgent(
            plan, program: server.file("usr/lib/postfix/sbin/master"),
            arguments: ["-c", plan.folder + "/etc", "-d"], environment: environment)
    }

    private static func postfixMain(_ plan: Plan, _ server: UnpackedServer) -> String {
        """
        compatibility_level = 3.6
        queue_directory = \(plan.folder)/queue
        data_directory = \(plan.folder)/data
        meta_directory = \(plan.folder)/etc
        command_directory = \(server.file("usr/sbin"))
        daemon_directory = \(server.file("usr/lib/postfix/sbin"))
        shlib_directory = \(server.file("usr/lib/postfix"))
        import_environment = MAIL_CONFIG TZ LANG=C LD_LIBRARY_PATH SASL_PATH
        mail_owner = news
        setgid_group = uucp
        maillog_file = \(plan.folder)/log
        maillog_file_prefixes = \(plan.folder)
        myhostname = mail.huzhou.example
        mydestination =
        mynetworks =
        alias_maps =
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        virtual_mailbox_domains = huzhou.example
        virtual_mailbox_base = \(plan.mailFolder)
        virtual_mailbox_maps = hash:\(plan.folder)/etc/users
        virtual_uid_maps = static:\(nobody.user)
        virtual_gid_maps = static:\(nobody.group)
        smtpd_tls_cert_file = \(plan.certificate.certificate)
        smtpd_tls_key_file = \(plan.certificate.key)
        smtpd_tls_security_level = encrypt
        smtpd_tls_auth_only = yes
        smtpd_tls_received_header = yes
        smtpd_sasl_auth_enable = yes
        smtpd_sasl_local_domain = huzhou.example
        smtpd_sasl_authenticated_header = yes
        smtpd_relay_restrictions = permit_sasl_authenticated, reject
        smtpd_recipient_restrictions = permit_sasl_authenticated, reject
        smtpd_peername_lookup = no
        smtpd_timeout = 1s
        """
    }

    /// Debian's own services, as far as they are needed, none of them in a chroot.
    private static func postfixServices(_ plan: Plan) -> String {
        """
        127.0.0.1:\(plan.port) inet n - n - - smtpd
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        error unix - - n - - error
        retry unix - - n - - error
        virtual unix - n n - - virtual
        proxymap unix - - n - - proxymap
        anvil unix - - n - 1 anvil
        postlog unix-dgram n - n - 1 postlogd
        """
    }
}
