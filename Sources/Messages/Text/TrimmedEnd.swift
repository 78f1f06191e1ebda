extension String {
    /// Without these signs at its end: a sentence goes on.
    func trimmingEnd(_ signs: String) -> String {
        var text = Substring(self)
        while let last = text.last, signs.contains(last) || last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
