package graph

import "github.com/propagate-go/propagate/kernel"

// In a table of n different rows at most m = (n-1)/2 neighbours, half of the other rows, set a width.
// However the rows lie in two groups, the larger group then has more than m rows, and the
// widths of its rows lie inside it. With more neighbours, widths may be as large as the
// distance between the groups, and the weights would no longer tell near from far.

// mostRank returns the largest rank of the neighbour that sets a local width: ⌊m⌋, and at
// least 1.
func (n *Neighbors) mostRank() int { return max(1, (n.nodes()-1)/2) }

// duplicateShare is the part of the squared distance to the nearest row that differs, which is
// σ² of a row that is identical with its neighbours up to the rank, in a table of too few
// rows. Two groups of identical rows then have weights of exp(-8) between them, not exp(-1).
const duplicateShare = 1.0 / 8

// localRank returns the rank that sets local widths, and the share of the squared distance
// to the nearest row that differs in place of a width of 0.
func (n *Neighbors) localRank(rank int) (allowed int, share float64) {
	if most := n.mostRank(); rank > most {
		return most, duplicateShare
	}
	return rank, 1
}

// tooFewFor reports whether the perplexity of k is above (n-1)/3, the usual bound, as about 3
// times as many neighbours as the perplexity have a share: [Neighbors.Weigh] then takes
// exp(-d²/(σᵢσⱼ)) with the largest rank allowed, ⌊m⌋. A lower perplexity would not do, as the p of
// a row that is far from all others have the sum 1, too. Two rows have one edge, whose weight
// decides nothing.
func (n *Neighbors) tooFewFor(k kernel.PerplexityMatched) bool {
	return (n.nodes() > 2 || n.rows.Copies()) && 3*k.Count() > float64(n.nodes()-1)
}

// copied reports whether node u stands for more than rank rows.
func (n *Neighbors) copied(u, rank int) bool {
	return n.rows.Copies() && n.rows.Same == nil && len(n.rows.Of(u)) > rank
}
