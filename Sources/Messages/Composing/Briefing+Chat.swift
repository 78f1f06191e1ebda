import Reminders
import WorkLists

extension Briefing {
    /// The same for a chat, where everybody reads: of a list that is not public there are figures and dates, and neither
    /// text nor title, whatever the channel may carry.
    ///
    /// A message that speaks of several lists is as restrained as the most restrained of them.
    var forChat: Briefing {
        guard basis.contains(where: { !$0.isPublic }) else { return self }
        var briefing = self
        briefing.basis = basis.map { basis in
            guard !basis.isPublic else { return basis }
            return Basis(
                list: basis.list, title: basis.list, shortName: office.name, documentNumber: nil, issuer: nil,
                isPublic: false, content: .count)
        }
        return briefing
    }
}
