package labelprop

import (
	"cmp"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/rows"
)

// MixedClasses are two classes whose labels, left out, are taken for each other far more often than other labels are
// taken for others.
type MixedClasses struct {
	First, Second  int // First < Second
	Mistaken, Of   int // labels of one that are taken for the other, and labels of both
	Others, Beside int // labels that are taken for any other class, and all labels
}

const (
	// leastMistaken and leastMistakenShare are how many labels of two classes, and which share of them, are taken for
	// each other at least.
	leastMistaken, leastMistakenShare = 5, 0.15
	// mixedChance is how rarely chance may deal so many mistakes to any two classes.
	mixedChance = 0.001
)

// MixedClasses lists the pairs of classes that are taken for each other more often than chance deals the mistakes of
// all labels to two classes (hypergeometric, with a probability of 0.001 for all pairs), for at least 5 labels and 15 %
// of theirs; the most mistaken first. Such classes overlap, or labels of one were given as the other: labels cannot
// tell which. A class that was given another name all over a place agrees with itself, and is not found. nil with two
// classes, which nothing is to be compared with. O(lC).
func (l *LabelsLeftOut) MixedClasses() []MixedClasses {
	if l.size() == 0 {
		return nil
	}
	_, c := rows.Dims(l.P)
	if c < 3 || l.check(c) != nil {
		return nil
	}
	count, pairs, all := make([]int, c), map[[2]int]int{}, 0
	for i, y := range l.Y {
		count[y]++
		row := l.P.RawRowView(i)
		// A row of zeros is taken for nothing.
		if k := firstLargest(row); k != y && row[k] > 0 {
			pairs[[2]int{min(k, y), max(k, y)}]++
			all++
		}
	}
	var mixed []MixedClasses
	for pair, mistaken := range pairs {
		of := count[pair[0]] + count[pair[1]]
		if mistaken < leastMistaken || float64(mistaken) < leastMistakenShare*float64(of) {
			continue
		}
		if atLeastDrawn(mistaken, of, all, len(l.Y)) < mixedChance/float64(c*(c-1)/2) {
			mixed = append(mixed, MixedClasses{pair[0], pair[1], mistaken, of, all, len(l.Y)})
		}
	}
	slices.SortFunc(mixed, func(a, b MixedClasses) int {
		return cmp.Or(cmp.Compare(b.Mistaken, a.Mistaken), cmp.Compare(a.First, b.First),
			cmp.Compare(a.Second, b.Second))
	})
	return mixed
}

// atLeastDrawn is the probability that, of n things of which some are marked, a draw of so many has hits marked ones or
// more.
func atLeastDrawn(hits, drawn, marked, n int) float64 {
	sum := 0.0
	for k := max(hits, drawn+marked-n); k <= min(drawn, marked); k++ {
		sum += math.Exp(logChoose(marked, k) + logChoose(n-marked, drawn-k) - logChoose(n, drawn))
	}
	return sum
}

// logChoose is the logarithm of the binomial coefficient.
func logChoose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}
