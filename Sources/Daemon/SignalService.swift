import Foundation
import Glibc
import Logging
import Reminders
import ServiceLifecycle
import UnixSignals

/// HUP reads the files again, USR1 sends the digest now. TERM and INT are the service group's.
struct SignalService: Service {
    let service: DaemonService
    /// Trapped since the process began, so that none is lost.
    let signals: UnixSignalsSequence
    let logger: Logger

    /// A signal does not say who sent it: the daemon's own user, or root.
    private static func request() -> ReminderEngine.Request {
        ReminderEngine.Request(actor: Act.Actor(uid: geteuid(), name: "SIGUSR1"), key: UUID().uuidString)
    }

    func run() async throws {
        for await signal in signals.cancelOnGracefulShutdown() {
            if signal == .sighup {
                _ = await service.reload()
            } else {
                do {
                    _ = try await service.sendDigest(by: Self.request())
                } catch let refusal as ActRefusal {
                    logger.error("the digest was not sent", metadata: ["reason": "\(refusal)"])
                } catch {
                    logger.error("the digest is not on disk yet", metadata: ["reason": "\(error)"])
                }
            }
        }
    }
}
