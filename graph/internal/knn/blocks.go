package knn

// meeting is a block of q, by its first row, and the rows [from, to) of p that it meets.
type meeting struct{ block, from, to int }

// work returns about how long all pairs take, and ranking, in ns.
func (s *allPairs) work() float64 {
	pairs := 0
	for at := 0; at < s.q.n; at += blockRows {
		first := 0
		if s.q == s.p {
			first = at // pairs with lower rows belong to the blocks before
		}
		pairs += (min(s.q.n, at+blockRows) - at) * (s.p.n - first)
	}
	return s.frame.pairTime(s.p.d)*float64(pairs) + rankTime(s.p.d)*float64(s.q.n)
}

// blocks lists the first rows of the blocks of q that meet the strip, those in it first.
func (s *allPairs) blocks() []int {
	var in, before []int
	for at := 0; at < s.q.n; at += blockRows {
		// Where the sets are the same, a pair is compared in the strip of its higher row:
		// blocks behind this strip wait for theirs.
		switch {
		case s.q != s.p || at < s.lo:
			before = append(before, at)
		case at < s.hi:
			in = append(in, at)
		}
	}
	return append(in, before...)
}

// first returns the first row of the strip that a block meets.
func (s *allPairs) first(block int) int {
	if s.q == s.p {
		// Each pair once: the columns start at the first row of the block.
		return max(s.lo, block)
	}
	return s.lo
}
