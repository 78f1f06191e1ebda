/// Sets of numbered elements that hang together, directly or through others (union-find with path halving).
struct Circles {
    private var parents: [Int] = []

    /// The next element, alone.
    mutating func add() -> Int {
        parents.append(parents.count)
        return parents.count - 1
    }

    mutating func join(_ a: Int, _ b: Int) {
        let (a, b) = (root(of: a), root(of: b))
        if a != b { parents[max(a, b)] = min(a, b) }
    }

    /// Each circle's elements in the order in which they came, and the circles by their first.
    mutating func groups() -> [[Int]] {
        var places: [Int] = Array(repeating: -1, count: parents.count)
        var groups: [[Int]] = []
        for element in parents.indices {
            let root = root(of: element)
            if places[root] < 0 {
                places[root] = groups.count
                groups.append([])
            }
            groups[places[root]].append(element)
        }
        return groups
    }

    private mutating func root(of number: Int) -> Int {
        var number = number
        while parents[number] != number {
            parents[number] = parents[parents[number]]
            number = parents[number]
        }
        return number
    }
}
