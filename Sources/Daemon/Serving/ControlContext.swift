import Hummingbird
import NIOCore

/// A request with the channel it came over, which knows the caller.
struct ControlContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any NIOCore.Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// A ticked list of ten thousand rows is about 2 MB.
    var maxUploadSize: Int { 8 << 20 }
}
