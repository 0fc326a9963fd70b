package pool

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/sum"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// DealtOut reports whether the numbers of labels look as if so many had been asked of
// every class, rather than drawn from the rows. Given their sum, numbers of a random
// sample are all equally likely, if nothing is known of the shares of the classes,
//
//	ln p = -ln (l+C-1 over C-1),
//
// while of labels dealt out, most classes have the largest number m, and some are cut
// short at any number below. Without a doubt in favour of either, the likelier is taken.
func DealtOut(counts []int) bool {
	most, sum := 0, 0
	for _, k := range counts {
		most, sum = max(most, k), sum+k
	}
	const short = 0.2 // the share of classes that are cut short
	// Class by class: at the most, or cut short at one of the most-1 numbers below.
	dealt := 0.0
	for _, k := range counts {
		if k == most {
			dealt += math.Log(1 - short)
		} else {
			dealt += math.Log(short / float64(most-1))
		}
	}
	return dealt >= -logBinomial(sum+len(counts)-1, len(counts)-1)
}

// logBinomial returns ln (n over k).
func logBinomial(n, k int) float64 {
	// Γ(n+1) = n!
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}

// evenRows is the weight of even shares, in rows for each row: at least leastEven, and
// more where labels are few, so that evenLabels labels a class are as good as a row.
const (
	leastEven  = 0.5
	evenLabels = 10
	rounds     = 50
)

// Shares estimates the shares of the classes among the rows, from probabilities p at even
// shares and l labels, by expectation-maximisation [saerens2002] with a prior for even
// shares:
//
//	πₖ ← (Σᵢ Pᵢₖπₖ/Σⱼ Pᵢⱼπⱼ + s/C) / (n+s),   s = n·max(10·C/l, 0.5).
//
// Cost: O(50·n·C).
func Shares(p *mat.Dense, l int) []float64 {
	n, c := p.Dims()
	even := 1 / float64(c)
	// s is how many rows with even shares the prior is worth.
	s := float64(n) * max(evenLabels*float64(c)/float64(l), leastEven)
	shares := make([]float64, c)
	for k := range shares {
		shares[k] = even
	}
	for range rounds {
		// Expectation: how many rows each class has at these shares. Maximisation: their
		// share, with those of the prior.
		sums := expected(p, shares)
		for k := range shares {
			shares[k] = (sums[k] + s*even) / (float64(n) + s)
		}
	}
	return shares
}

const shareRows = 1024

// expected returns Σᵢ Pᵢₖπₖ/Σⱼ Pᵢⱼπⱼ. Neither the order of the rows nor the number of
// processors makes a difference.
func expected(p *mat.Dense, shares []float64) []float64 {
	n, c := p.Dims()
	parts := make([][]sum.AnyOrder, par.Chunks(n, shareRows))
	par.For(n, shareRows, func(chunk, lo, hi int) {
		sums, row := sumsOfShares(c), make([]float64, c)
		for i := lo; i < hi; i++ {
			// The posterior of the row at these shares.
			copy(row, p.RawRowView(i))
			reweigh(row, shares)
			for k, v := range row {
				sums[k].Add(v)
			}
		}
		parts[chunk] = sums
	})
	// All chunks together.
	sums := make([]float64, c)
	for k := range sums {
		all := sum.Below(1)
		for _, part := range parts {
			all.Join(part[k])
		}
		sums[k] = all.Total()
	}
	return sums
}

// sumsOfShares are c empty sums of numbers up to 1.
func sumsOfShares(c int) []sum.AnyOrder {
	sums := make([]sum.AnyOrder, c)
	for k := range sums {
		sums[k] = sum.Below(1)
	}
	return sums
}

// AtShares multiplies the probabilities, which are those at even shares, by the shares of
// the classes, and divides rows by their sums, in place. Rows of zeros stay.
func AtShares(p *mat.Dense, shares []float64) {
	n, _ := p.Dims()
	par.For(n, shareRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			reweigh(p.RawRowView(i), shares)
		}
	})
}

func reweigh(row, shares []float64) {
	floats.Mul(row, shares)
	simplex.Normalize(row)
}
