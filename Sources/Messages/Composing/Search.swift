enum Search {
    /// The largest of 0…`bound` that fits, where whatever is smaller than one that fits does too; 0 if none does.
    static func largest(upTo bound: Int, fits: (Int) -> Bool) -> Int {
        guard bound > 0, fits(1) else { return 0 }
        var (low, high) = (1, 2)
        while high <= bound, fits(high) { (low, high) = (high, high * 2) }
        high = min(high, bound + 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if fits(middle) { low = middle } else { high = middle }
        }
        return low
    }
}
