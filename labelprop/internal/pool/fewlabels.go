package pool

import (
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/sum"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// fewPerClass is the mean number of labels a class below which the labels left out say
// nothing: most classes would be without a label then.
const fewPerClass = 1.5

// Few reports whether the labels are too few to judge opinions by leaving them out.
func Few(labels, classes int) bool { return float64(labels)/float64(classes) < fewPerClass }

// The weight of balanced Poisson learning is poissonAtOne/m² with m labels a class,
// below mostPoisson of them, and more where there are clusters and m is below mostClusters: from
// there on the labels left out tell more. Where fewer than one row in rowsPerLabel has a label,
// harmonic functions are nearly constant, so that it stands for the graph that leads the pool.
const (
	poissonAtOne, mostPoisson = 0.8, 4
	mostClusters              = 3
	rowsPerLabel              = 100
	leastShare                = 0.05 // less is not worth a solve
)

// PoissonShare returns the weight of balanced Poisson learning against a pool of n rows whose
// labels are few, but can be left out. graphs is the weight of the graphs in that pool, which
// has to be near 1 to matter: g⁴ is 0.06 at 1/2. clusters is that of [Clusters].
func PoissonShare(counts []int, n int, graphs, clusters float64) float64 {
	labels := 0
	for _, k := range counts {
		labels += k
	}
	share, each, full := 0.0, float64(labels)/float64(len(counts)), 1.0
	if DealtOut(counts) {
		each, full = fullClasses(counts)
	}
	// Classes that had fewer rows than labels were asked for are not of one size, to which
	// balanced Poisson learning brings them.
	if each < mostPoisson {
		trust := min(1, max(0, mostClusters-each))
		share = max(min(1, poissonAtOne/(each*each)), clusters*trust) * full * full
	}
	if labels*rowsPerLabel < n {
		share = max(share, graphs*graphs*graphs*graphs)
	}
	if share < leastShare {
		return 0
	}
	return share
}

// fullClasses returns the largest number of labels of a class, and the share of the classes that
// have so many.
func fullClasses(counts []int) (most, share float64) {
	largest, full := slices.Max(counts), 0
	for _, k := range counts {
		if k == largest {
			full++
		}
	}
	return float64(largest), float64(full) / float64(len(counts))
}

// Smoothness returns how far an answer follows a graph of n nodes: 1 where no edge joins
// two classes, and 0 where as much weight does as if the classes were dealt to the nodes
// at random,
//
//	(w - e)/(1 - e),   e = Σ qₖ²,
//
// with w the share of the weight of all edges that is within classes, and q the shares of
// the classes in the degrees. Of one class alone it is 1. The order of the nodes makes no
// difference. Cost: O(edges).
func Smoothness(weights mat.NonZeroDoer, class []int, classes int) float64 {
	most := 0.0
	weights.DoNonZero(func(_, _ int, w float64) { most = max(most, w) })
	same, sums := sum.Below(most), make([]sum.AnyOrder, classes)
	for k := range sums {
		sums[k] = sum.Below(most)
	}
	// Every edge comes twice, once from either end.
	weights.DoNonZero(func(i, j int, w float64) {
		sums[class[i]].Add(w)
		if class[i] == class[j] {
			same.Add(w)
		}
	})
	degrees := make([]float64, classes)
	for k := range sums {
		degrees[k] = sums[k].Total()
	}
	total, within := simplex.Sum(degrees), same.Total()
	if total == 0 {
		return 1
	}
	// What chance would join.
	chance := 0.0
	for _, d := range degrees {
		chance += d / total * d / total
	}
	if chance >= 1 {
		return 1
	}
	return (within/total - chance) / (1 - chance)
}

// Where the answer of the features is smoother than mostSmooth on the graph, the graph
// has nothing to add; below leastSmooth the rows of its clusters are torn apart, and it
// knows better. The fewer rows there are for one label, the farther a graph is to be
// trusted: from nearRows on, mostSmooth rises by up to nearTrust.
const (
	leastSmooth, mostSmooth = 0.75, 0.95
	nearRows, nearTrust     = 200, 0.2
)

// GraphShare returns the weight of a graph, in [0,1], against that of opinions of the
// features, where labels are too few to leave one out. smoothness is that of the answer of
// the features on the graph. On images, features alone tear clusters apart (0.5 to 0.8);
// on tables of few columns they are smooth already (0.85 and more), and there the one
// label of a class is no measure of how far its class reaches.
func GraphShare(smoothness, rowsPerLabel float64) float64 {
	rise := nearTrust * max(0, 1-rowsPerLabel/nearRows)
	return min(1, max(0, (mostSmooth+rise-smoothness)/(mostSmooth-leastSmooth)))
}

// An answer that is smoother than wholeClusters on a graph keeps its clusters whole; below
// tornClusters there are hardly any.
const tornClusters, wholeClusters = 0.93, 0.97

// Clusters returns, in [0,1], how far a graph has clusters that an answer on it keeps whole and
// the opinions of the features tear apart; own and features are the smoothness of both.
func Clusters(own, features float64) float64 {
	return Whole(own) * GraphShare(features, nearRows)
}

// Whole returns, in [0,1], how far an answer whose smoothness on a graph is own keeps clusters of it
// whole.
func Whole(own float64) float64 {
	return min(1, max(0, (own-tornClusters)/(wholeClusters-tornClusters)))
}

// Whether an answer keeps clusters whole cannot be seen with leastRows rows for one label, and
// surely from enoughRows on.
const leastRows, enoughRows = 5, 20

// FewShare returns the weight of balanced Poisson learning where labels are too few to leave one
// out: [GraphShare], but down to half of it where its answer, own, does not keep clusters of the
// graph whole. It brings classes to one size, which follows no cluster then.
func FewShare(own, features, rowsPerLabel float64) float64 {
	seen := min(1, max(0, (rowsPerLabel-leastRows)/(enoughRows-leastRows)))
	return (1 - seen*(1-Whole(own))/2) * GraphShare(features, rowsPerLabel)
}

// PoissonTemperature is the power that the probabilities of balanced Poisson learning are
// raised to: they are too timid where it is right.
const PoissonTemperature = 2

// Mix returns the distributions exp((1-s)·ln a + 2s·ln b), divided by their sums: those of a
// pool a and of balanced Poisson learning b. A row of zeros in one of them is that of the
// other.
func Mix(a, b *mat.Dense, s float64) *mat.Dense {
	la, lb := logarithms(a), logarithms(b)
	n, _ := a.Dims()
	par.For(n, 256, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			mixRow(la.RawRowView(i), lb.RawRowView(i), s)
		}
	})
	return distributions(la, 1)
}

// mixRow writes the mean of logarithms to a. Of two rows that say nothing it is even.
func mixRow(a, b []float64, s float64) {
	switch silentA, silentB := a[0] > 0, b[0] > 0; {
	case silentA && silentB:
		clear(a)
	case silentA:
		copy(a, b)
		floats.Scale(PoissonTemperature, a)
	case !silentB:
		floats.Scale(1-s, a)
		floats.AddScaled(a, s*PoissonTemperature, b)
	}
}

// Classes returns the most probable class of each row, the first of equals.
func Classes(p *mat.Dense) []int {
	// Rows may be logarithms or probabilities: the order is the same.
	n, _ := p.Dims()
	class := make([]int, n)
	for i := range class {
		class[i] = floats.MaxIdx(p.RawRowView(i))
	}
	return class
}
