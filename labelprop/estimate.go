package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/internal/rows"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Estimate is a number that is not known, and an interval that holds it with a probability of 95 %.
type Estimate struct{ Value, Low, High float64 }

// LeastEstimated and LeastShares are the numbers of labels from which the accuracy and the shares of
// classes are estimated.
const LeastEstimated, LeastShares = 20, 30

const (
	// Where the covariance of the errors is not known, each hit of leave-one-out, and each of its
	// errors by class, counts as so many observations: they depend on each other, as labels stand in
	// for each other.
	independent, independentMisses = 0.7, 0.75
	// partlyIndependent is that of errors by class where a part of their covariance is known.
	partlyIndependent = 0.9
	// pseudoMiss is added to the squared misses of a class, so that one that was never missed so far
	// has an interval, too.
	pseudoMiss = 0.5
	// tail is the probability on either side of an interval.
	tail = 0.025
)

// ExpectedAccuracy estimates which share of the others of n nodes an answer names rightly: that of
// the labels left out which are, p, with a Clopper-Pearson interval for fewer observations,
//
//	l' = min(q(1-q)/V, L),   V = p'(1-p')/L + max(c, 0),   L = l·(1 - l/n),   p' = (l·p + ½)/(l+1):
//
// as the others are a sample themselves, and as hits depend on each other, c being the covariance of
// the hits ([MissCovariance]). q is p', but at least √V away from 0 and 1: a share is hardly known to
// be nearer to them. The ends are rounded outwards to a whole number of nodes. Where c is not known,
// l' = 0.7·(l - C/2)·(1 - l/n), C classes with a label. The labels need to be a random sample of the
// nodes. false with less than [LeastEstimated] of them, or where more than one in 50 is undecided. O(lC).
func (l *LabelsLeftOut) ExpectedAccuracy(n int) (Estimate, bool) {
	labels := l.size()
	if labels < LeastEstimated || n <= labels || l.unknown() {
		return Estimate{}, false
	}
	if _, c := rows.Dims(l.P); l.check(c) != nil {
		return Estimate{}, false
	}
	right := 0.0
	for i, y := range l.Y {
		right += hit(l.P.RawRowView(i), y)
	}
	share := right / float64(labels)
	low, high := proportion(share, l.observations(right, n))
	// Of so many others a whole number is right; what rounding makes of one is no more.
	others := float64(n - labels)
	low, high = math.Floor(low*others+1e-9)/others, math.Ceil(high*others-1e-9)/others
	return Estimate{share, low, high}, true
}

// unknown reports whether so many labels are undecided that nothing follows from the others.
func (l *LabelsLeftOut) unknown() bool { return mostUndecided*l.Undecided > l.size() }

// mostUndecided is one in how many labels may be undecided: they count as wrong.
const mostUndecided = 50

// observations is the number of independent ones that are worth as much as the hits.
func (l *LabelsLeftOut) observations(right float64, n int) float64 {
	labels := float64(len(l.Y))
	rest := 1 - labels/float64(n)
	if l.Covariance == nil {
		// The more classes there are, the fewer labels stand for each.
		seen := map[int]bool{}
		for _, y := range l.Y {
			seen[y] = true
		}
		return max(1, independent*(labels-float64(len(seen))/2)) * rest
	}
	// The variance of the share, with half a hit and half a miss more, so that it is above 0.
	p := (right + 0.5) / (labels + 1)
	variance := p*(1-p)/(labels*rest) + max(0, l.Covariance.Hits)
	// How many independent ones have it, if there is one miss at least, or about one of those that are left.
	least := min(math.Sqrt(variance), 0.5)
	q := between(least, p, 1-least)
	return min(q*(1-q)/variance, labels*rest)
}

// proportion returns the Clopper-Pearson interval of a share of so many observations, whole or not.
func proportion(share, observations float64) (low, high float64) {
	hits, misses := share*observations, (1-share)*observations
	low, high = 0, 1
	// The quantiles of beta distributions, which end at 0 and 1 without a hit or a miss.
	if hits > 0 {
		low = distuv.Beta{Alpha: hits, Beta: misses + 1}.Quantile(tail)
	}
	if misses > 0 {
		high = distuv.Beta{Alpha: hits + 1, Beta: misses}.Quantile(1 - tail)
	}
	return low, high
}

// ClassShares estimates the share of every class among n nodes from their probabilities p (n×C), by
// prediction-powered inference [angelopoulos2023]: what the probabilities sum to, corrected by how
// much they are off at the labels left out, Δᵢ = Yᵢ - fᵢ,
//
//	θ = (Σ_U F + Σ_L Y)/n + (1 - l/n)·mean Δ,
//	se² = (1 - l/n)·(Σ(Δ - mean Δ)² + ½)/(l(l-1)) + (1 - l/n)²·max(c, 0),
//
// and Student's t with l-1 degrees of freedom. The ½ is half a miss more, as of a class that was
// never missed so far; c is the covariance of the errors of the class ([MissCovariance]). Where it
// is not known, the first part is divided by 0.75 in place of it, and by 0.9 beside it where it is
// partial. A class without a label is not judged by errors: its share is at most that of which 2.5 %
// of samples have no label (Clopper-Pearson). And given labels count as they are. If f explains the
// share R² of the variance of Y, the interval is about √(1-R²) times as wide as from the labels
// alone. The labels need to be a random sample of the nodes. nil with less than [LeastShares] of
// them, or where more than one in 50 is undecided.
//
// Errors: [ErrShape]. Cost: O(nC).
func (l *LabelsLeftOut) ClassShares(p *mat.Dense) ([]Estimate, error) {
	n, c := rows.Dims(p)
	if err := l.check(c); err != nil || l.size() < LeastShares || n <= l.size() || l.unknown() {
		return nil, err
	}
	labels := float64(len(l.Y))
	rest := 1 - labels/float64(n)
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: labels - 1}.Quantile(1 - tail)
	sums, given := l.sums(p), l.counts(c)
	shares := make([]Estimate, c)
	for k := range shares {
		// How far the probabilities of the class are off where the truth is known.
		mean, square := l.misses(k)
		theta := sums[k]/float64(n) + rest*mean
		half := t * math.Sqrt(l.variance(k, square, rest))
		low, high := theta-half, theta+half
		if given[k] == 0 {
			_, high = proportion(0, labels/rest)
			high = max(high, theta)
		}
		// At least the given labels of the class are of it, and those of others are not.
		least, most := given[k]/float64(n), 1-(labels-given[k])/float64(n)
		shares[k] = Estimate{between(least, theta, most), between(least, low, most), between(least, high, most)}
	}
	return shares, nil
}

// variance is that of the estimated share of a class, of so many squared misses, if the share rest of
// the nodes has no label.
func (l *LabelsLeftOut) variance(class int, square, rest float64) float64 {
	labels := float64(len(l.Y))
	alone := rest * (square + pseudoMiss) / labels / (labels - 1)
	if l.Covariance == nil {
		return alone / independentMisses
	}
	if l.Covariance.Partial {
		alone /= partlyIndependent
	}
	return alone + rest*rest*max(0, l.Covariance.Classes[class])
}

// counts returns the number of labels of each class.
func (l *LabelsLeftOut) counts(classes int) []float64 {
	counts := make([]float64, classes)
	for _, y := range l.Y {
		counts[y]++
	}
	return counts
}

// sums returns the sum of each class over the nodes, of labelled ones as they are given.
func (l *LabelsLeftOut) sums(p *mat.Dense) []float64 {
	n, c := p.Dims()
	// Of labelled nodes the truth counts, not what the answer says.
	given := make(map[int]int, len(l.Nodes))
	for i, u := range l.Nodes {
		given[u] = l.Y[i]
	}
	sums := make([]float64, c)
	for u := range n {
		if y, is := given[u]; is {
			sums[y]++
			continue
		}
		for k, v := range p.RawRowView(u) {
			sums[k] += v
		}
	}
	return sums
}

// misses returns the mean of Yᵢ - fᵢ of a class over the labels, and the sum of its squared
// deviations.
func (l *LabelsLeftOut) misses(class int) (mean, square float64) {
	// Δ = Y - f is above 0 where the class was missed, below where it was named wrongly.
	off := make([]float64, len(l.Y))
	for i, y := range l.Y {
		if off[i] = -l.P.At(i, class); y == class {
			off[i]++
		}
		mean += off[i] / float64(len(l.Y))
	}
	for _, d := range off {
		square += (d - mean) * (d - mean)
	}
	return mean, square
}

// between brings a share between two others.
func between(least, share, most float64) float64 { return min(most, max(least, share)) }

// hit is 1 where the class is named, else 0; a row of zeros names nothing.
func hit(row []float64, class int) float64 {
	if row[class] > 0 && firstLargest(row) == class {
		return 1
	}
	return 0
}

// firstLargest returns the first class that is the largest but for rounding.
func firstLargest(row []float64) int {
	// What differs by rounding alone is equal.
	best := 0
	for k, v := range row {
		if v > row[best]*(1+1e-12) {
			best = k
		}
	}
	return best
}
