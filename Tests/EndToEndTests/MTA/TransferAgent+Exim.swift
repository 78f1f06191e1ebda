import Foundation
import TestSupport

extension TransferAgent {
    /// Why Exim cannot run here; nil if it can.
    static var eximHindrance: String? {
        UnpackedServer.exim.isThere ? nil : "Exim is not unpacked; hint: `make setup-test`"
    }

    /// Exim as somebody who is not root, with AUTH LOGIN and nothing else. It ends idle connections after a second and takes five mails over one.
    ///
    /// - Parameter greylists: it puts each recipient off once.
    static func exim(unknown: String? = nil, greylists: Bool = false) async throws -> TransferAgent {
        let plan = try Plan(unknown: unknown)
        let owner = getuid() == 0 ? nobody : (getuid(), getgid())
        // It runs as that user from the start, who may not reach the repository.
        let program = plan.folder + "/exim4"
        try run("/bin/cp", [UnpackedServer.exim.file("usr/sbin/exim4"), program])
        try plan.makeFolder("lib")
        try run("/bin/cp", ["-r"] + UnpackedServer.exim.libraries.map { $0 + "/." } + [plan.folder + "/lib"])
        // Exim wants the account that it was built for, which only an installation makes.
        let account = "Debian-exim:x:\(owner.0):\(owner.1)::/:/bin/false"
        try plan.write("root:x:0:0::/root:/bin/sh\n" + account, "passwd")
        try plan.write("root:x:0:\nDebian-exim:x:\(owner.1):", "group")
        try plan.write(plan.users.map { "\($0): \($0)" }.joined(separator: "\n"), "users")
        try plan.write(eximSettings(plan, program: program, greylists: greylists), "exim.conf")
        chown(plan.certificate.key, owner.0, owner.1)
        for name in ["spool", "mail", "log", "seen"] { try plan.makeFolder(name, owner: owner) }
        return try await TransferAgent(
            plan, program: program, arguments: ["-C", plan.folder + "/exim.conf", "-bdf"],
            environment: [
                "PATH": "/usr/bin:/bin", "LD_LIBRARY_PATH": plan.folder + "/lib", "LD_PRELOAD": "libnss_wrapper.so",
                "NSS_WRAPPER_PASSWD": plan.folder + "/passwd", "NSS_WRAPPER_GROUP": plan.folder + "/group",
            ])
    }

    private static func eximSettings(_ plan: Plan, program: String, greylists: Bool) -> String {
        // The first to make the folder is put off.
        let greylist = """
            defer message = 4.7.1 greylisted, come again later
                  condition = ${run{/bin/mkdir \(plan.folder)/seen/$local_part}{yes}{no}}
            """
        return """
            primary_hostname = mail.huzhou.example
            qualify_domain = huzhou.example
            exim_path = \(program)
            keep_environment = LD_LIBRARY_PATH : LD_PRELOAD : NSS_WRAPPER_PASSWD : NSS_WRAPPER_GROUP
            deliver_drop_privilege
            spool_directory = \(plan.folder)/spool
            log_file_path = \(plan.folder)/log/%s
            pid_file_path = \(plan.folder)/spool/exim.pid
            local_interfaces = 127.0.0.1
            daemon_smtp_ports = \(plan.port)
            disable_ipv6
            host_lookup =
            tls_advertise_hosts = *
            tls_certificate = \(plan.certificate.certificate)
            tls_privatekey = \(plan.certificate.key)
            auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}
            smtp_receive_timeout = 1s
            smtp_accept_max_per_connection = 5
            acl_smtp_rcpt = recipient
            acl_smtp_data = accept
            begin acl
            recipient:
              deny message = 5.7.1 log in first
                   ! authenticated = *
              deny message = 5.1.1 nobody of that name
                   ! verify = recipient
              \(greylists ? greylist : "")
              accept
            begin routers
            users:
              driver = accept
              domains = huzhou.example
              local_parts = lsearch;\(plan.folder)/users
              transport = maildir
            begin transports
            maildir:
              driver = appendfile
              maildir_format
              directory = \(plan.mailFolder)/$local_part_data
              envelope_to_add
              return_path_add
            begin authenticators
            login:
              driver = plaintext
              public_name = LOGIN
              server_prompts = Username:: : Password::
              server_condition = ${if and{{eq{$auth1}{\(Site.user)}}{eq{$auth2}{\(Site.password)}}}}
              server_set_id = $auth1
            """
    }
}
