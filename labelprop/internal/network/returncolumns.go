package network

// returnColumns are the numbers that the iteration has of each column of a block.
type returnColumns struct {
	norm, product []float64 // |r|², and the product of the direction with its image
	by            []float64 // by how much x moves, then the next direction
	past          []geometricTail
}

func newReturnColumns(w int) *returnColumns {
	return &returnColumns{norm: make([]float64, w), product: make([]float64, w), by: make([]float64, w),
		past: make([]geometricTail, w)}
}

// addTerms adds the next term of kii of each column, of labels from lo on. It returns how many columns are not done,
// and the largest estimated rest as a multiple of its limit.
func (a *returnProbabilities) addTerms(c *returnColumns, lo int) (open int, excess float64) {
	for k := range c.by {
		// The step α, and with it the next term α·|r|² of sᵀ(I-S)⁻¹s: all terms are
		// positive, so the sum rises to its limit from below.
		c.by[k] = quotient(c.norm[k], c.product[k])
		a.kii[lo+k] += c.by[k] * c.norm[k]
		c.past[k].add(c.by[k] * c.norm[k])
		// The column is done when the estimated rest is small beside what the other labels
		// give.
		rest, limit := c.past[k].rest(), a.tol*max(a.ownClass[lo+k]-a.kii[lo+k], SmallestProbability)
		if a.relative {
			limit = a.tol * a.kii[lo+k]
		}
		if rest > limit {
			open++
		}
		excess = max(excess, rest/limit)
	}
	return open, excess
}
