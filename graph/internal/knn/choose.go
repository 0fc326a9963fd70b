package knn

// Which search answers. n is the number of rows of p, d that of the columns; times are
// those of a row, in ns on the machine where they were measured (2 cores, AVX-512).
//
//	search          rows                 metric             wins when
//	tree            dense, d ≤ 32        known              few columns: a sample of leaves costs less than
//	                                                        the next search below, see treecost.go
//	IVF             dense, n ≥ 20,000    products           recall < 1: 4000 + n(0.15 + 0.005d)/6
//	re-ranking      n ≥ 20,000           others, or sparse  recall < 1: the IVF on stand-in rows, then d²
//	all pairs       dense, d ≥ 3         products           8000 + n(0.15 + 0.005d), in float32; in bytes
//	                                                        0.4 of that, if the processor has products of
//	                                                        bytes and a sample of the rows is told apart
//	inverted lists  sparse               products           about the values that two rows share; of positive
//	                                                        values those of rare columns
//	brute force     any                  any                n(3 + d/4); where nothing else can do
//
// The first that fits is taken, from the top. "products" are the metrics that follow from
// |a|² + |b|² - 2a·b: Euclidean and cosine. Approximate searches need recall < 1 and q = p.
// Options.Direct leaves brute force alone.

const (
	// minRows and minColumns are from where on the float32 comparison of all pairs is
	// faster than brute force: below, packing rows costs more than it saves.
	minRows, minColumns = 128, 3
	// maxColumns is where the bound on float32 rounding would reach half the distance.
	maxColumns = 1 << 20
	// minCodeColumns is from where on products of bytes are faster than those of float32,
	// and minCodeRows the least number of rows, of both sets, for which coding them pays.
	minCodeColumns, minCodeRows = 48, 1024
	// minCodedValues is the least number of values n·d for which codes with errors pay: each
	// row costs about 30 µs to tell its nearest apart, and n·d times 2.5 ps are won.
	minCodedValues = 1 << 24
	// mostMeasured is the part of the pairs of a sample, one in so many, up to which pairs
	// that codes do not exclude may be measured in float64.
	mostMeasured = 24
	// shareOfRows is the least n/k with which float32 lists are short beside all rows.
	shareOfRows = 4
	// minApproximate is the number of rows from which on an approximate search is tried:
	// below, its training and its sample of 512 rows cost as much as an exact search.
	minApproximate = 20000
	// maxTreeColumns and maxTreeNeighbors are the most with which a tree is tried: beyond,
	// no sample of real rows was faster, and building a tree to find that out costs time.
	maxTreeColumns, maxTreeNeighbors = 32, 128
	// minQueryShare is the least share m/n of new rows for which a tree of n rows is built.
	minQueryShare = 1.0 / 16
)

// run finds the nearest rows by the first search of the table above that fits.
func (s *query) run() (near *Lists, recall float64, err error) {
	t, err := s.chooseTree()
	// Exact and approximate searches by descending speed; the last one always runs.
	switch {
	case err != nil:
		return nil, 0, err
	case t != nil:
		near, err = s.tree(t)
		return near, 1, err
	case s.fitsIVF():
		return s.ivf()
	case s.fitsRerank():
		return s.rerank()
	}
	near, err = s.exact()
	return near, 1, err
}

// exact compares all pairs, in the fastest way that fits.
func (s *query) exact() (*Lists, error) {
	// Dense rows by tiles, sparse ones by columns; whatever is left pair by pair.
	switch {
	case s.fitsAllPairs():
		return s.allPairs()
	case s.fitsInverted():
		return s.inverted()
	}
	return s.bruteForce()
}

// fitsTree reports whether rows can be divided by boxes: dense ones at a known metric,
// all with a direction.
func (s *query) fitsTree() bool {
	return !s.Direct && s.p.hasTree(s.k) && s.q.hasTree(1) && float64(s.q.n) >= minQueryShare*float64(s.p.n)
}

// hasTree reports whether the rows can be searched by a tree for k neighbours.
func (p *Points) hasTree(k int) bool {
	return p.dense != nil && p.facts.isKnown() && !p.hasZero() &&
		p.d <= maxTreeColumns && p.n >= minRows && k <= maxTreeNeighbors && k < p.n
}

// fitsIVF reports whether an approximate search among the lists of centres fits.
func (s *query) fitsIVF() bool { return s.approximate() && s.p.n >= minApproximate && s.fitsAllPairs() }

// fitsRerank reports whether stand-in rows may be searched instead: 8 times as many rows
// as may have to be ranked.
func (s *query) fitsRerank() bool {
	return s.approximate() && s.p.n >= max(minApproximate, 8*maxReranked*s.k) && !s.fitsAllPairs()
}

// approximate reports whether some neighbours may be missed. The recall is that of the
// rows among themselves, so new rows are searched exactly.
func (s *query) approximate() bool { return s.q == s.p && s.Recall > 0 && s.Recall < 1 && !s.Direct }

// fitsAllPairs reports whether float32 products can bound the distances: no square may
// be lost below the range of float64, and no row be farther out than the others see.
func (s *query) fitsAllPairs() bool {
	// Products lose digits where squares underflow, and rows that were moved in have no
	// true norms: both are left to brute force.
	q, p := s.q, s.p
	return !s.Direct && p.facts.products && p.dense != nil && q.dense != nil &&
		p.d >= minColumns && p.d < maxColumns && p.n >= minRows && shareOfRows*s.k <= p.n && squaresHold(q, p)
}

// fitsCodes reports whether products of bytes may be faster than those of float32. It is
// asked where fitsAllPairs holds.
func (s *query) fitsCodes() bool {
	return s.tier.HasBytes() && s.p.d >= minCodeColumns && s.p.d <= maxCodeColumns &&
		min(s.q.n, s.p.n) >= minCodeRows
}

// fitsInverted reports whether products of sparse rows can bound the distances.
func (s *query) fitsInverted() bool {
	return !s.Direct && s.p.facts.products && s.p.dense == nil && s.q.dense == nil && squaresHold(s.q, s.p)
}

// squaresHold reports whether no square of a value, or of a difference, leaves the range
// of float64.
func squaresHold(q, p *Points) bool { return !q.moved && min(q.gridExp, p.gridExp) >= minGrid }
