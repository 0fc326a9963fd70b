package pool

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Opinion is what one method says of n rows and C classes.
type Opinion struct {
	Name string

	// P is n×C: the probabilities of the classes. A row of zeros says nothing, as a graph
	// does of rows that no label reaches.
	P *mat.Dense

	// LeftOut is l×C: of each labelled row, what the method says of it without its label.
	// nil: it cannot be told.
	LeftOut *mat.Dense

	// Judged says of which labels LeftOut was found; nil: of all. Opinions are compared by
	// labels that all were judged by.
	Judged []bool

	// Prior is the weight before the labels left out have been seen; 0 means 1.
	Prior float64

	// Beside says that the opinion rests on other evidence than the rest.
	Beside bool
}

// Part says how much an opinion counts in a pool.
type Part struct {
	Name        string
	Weight      float64 // the weights sum to 1
	Temperature float64 // above 1: the opinion is made bolder
	LogLoss     float64 // the mean over the labels left out, at the temperature; NaN: none
	Accuracy    float64 // the share of the labels left out that it names; NaN: none
}

// Answer is the opinion of a pool.
type Answer struct {
	P       *mat.Dense // n×C, rows that sum to 1
	LeftOut *mat.Dense // l×C
	Parts   []Part
	Blend   Blend // by which the answer for other rows follows
	Judged  int   // how many labels were left out
}

const (
	// floor is mixed into every opinion as an even distribution, so that none rules a
	// class out alone.
	floor = 0.02

	// boldness is the weight of (ln t)² against the log likelihood of the labels left out:
	// a temperature of 2 has to be worth 5 nats.
	boldness = 10

	// trust is what one nat of log likelihood is worth in the logarithm of a weight. The
	// labels left out are few, and depend on each other: 1 would trust them fully.
	trust = 0.25
)

// Combine pools opinions on the same rows. y are the classes of the labelled rows, from 0
// to classes-1. The labels left out that count are those of classes with two labels and
// more; where there are none, all opinions count by their priors.
//
// Errors: no opinion, or shapes that do not fit together. Cost: O(opinions·n·C).
func Combine(opinions []Opinion, y []int, classes int) (*Answer, error) {
	if err := check(opinions, len(y), classes); err != nil {
		return nil, err
	}
	count := countsOf(y, classes)
	judged := judgeable(opinions, y, count)
	a := &Answer{Judged: len(judged)}
	logs := make([]logOpinion, len(opinions))
	likelihood := make([]float64, len(opinions))
	// Each opinion is judged by itself, at its best temperature.
	for o, opinion := range opinions {
		logs[o] = takeLogs(opinion)
		if opinion.Beside && opinion.LeftOut != nil {
			logs[o].judged = madeUp(logs[o].leftOut, y, count)
		}
		a.Blend.Beside = append(a.Blend.Beside, opinion.Beside)
		part := Part{Name: opinion.Name, Temperature: 1, LogLoss: math.NaN(), Accuracy: math.NaN()}
		if left := logs[o].judged; left != nil && len(judged) > 0 {
			part.Temperature = temperature(left, y, judged)
			likelihood[o] = logLikelihood(left, y, judged, part.Temperature)
			part.LogLoss = -likelihood[o] / float64(len(judged))
			part.Accuracy = accuracy(left, y, judged)
		}
		a.Parts = append(a.Parts, part)
	}
	// Then the weights, for which all likelihoods have to be known, and the sum.
	weigh(a.Parts, opinions, likelihood)
	a.blend(logs, y, judged)
	return a, nil
}

func check(opinions []Opinion, l, classes int) error {
	if len(opinions) == 0 {
		return fmt.Errorf("pool: no opinion")
	}
	n, _ := opinions[0].P.Dims()
	for _, o := range opinions {
		if r, c := o.P.Dims(); r != n || c != classes {
			return fmt.Errorf("pool: %s is %d×%d, for %d rows and %d classes", o.Name, r, c, n, classes)
		}
		if o.LeftOut == nil {
			continue
		}
		if r, c := o.LeftOut.Dims(); r != l || c != classes {
			return fmt.Errorf("pool: %s left out is %d×%d, for %d labels and %d classes", o.Name, r, c, l, classes)
		}
	}
	return nil
}

// countsOf returns the number of labels of each class.
func countsOf(y []int, classes int) []int {
	// Classes without a label count, too.
	count := make([]int, classes)
	for _, k := range y {
		count[k]++
	}
	return count
}

// judgeable lists the labels of classes with another label: without the only label of
// its class, nothing can be said of a row but other classes. All opinions must have been
// judged by them.
func judgeable(opinions []Opinion, y, count []int) []int {
	// A label without another of its class is not judged.
	var judged []int
	for l, k := range y {
		unjudged := func(o Opinion) bool { return o.Judged != nil && !o.Judged[l] }
		if count[k] > 1 && !slices.ContainsFunc(opinions, unjudged) {
			judged = append(judged, l)
		}
	}
	return judged
}

// weigh sets the weights: prior·exp(trust·log likelihood), divided by their sum over the opinions that stand beside
// the others, and by that over the others.
func weigh(parts []Part, opinions []Opinion, likelihood []float64) {
	for _, beside := range []bool{false, true} {
		// Relative to the best, so that nothing underflows but what is far worse.
		best, sum := math.Inf(-1), 0.0
		for o := range parts {
			if opinions[o].Beside == beside {
				best = max(best, likelihood[o])
			}
		}
		// A nat of all labels left out counts a quarter.
		for o := range parts {
			if opinions[o].Beside == beside {
				parts[o].Weight = cmp.Or(opinions[o].Prior, 1) * math.Exp(trust*(likelihood[o]-best))
				sum += parts[o].Weight
			}
		}
		for o := range parts {
			if opinions[o].Beside == beside {
				parts[o].Weight /= sum
			}
		}
	}
}

// blend applies the weights to all rows and to the labels left out, and gives the sum a
// temperature of its own: a mean of opinions that do not err alike is too timid.
func (a *Answer) blend(logs []logOpinion, y []int, judged []int) {
	a.Blend.T = 1
	var all, withoutLabel, toJudge []*mat.Dense
	for o, part := range a.Parts {
		a.Blend.Weights = append(a.Blend.Weights, part.Weight)
		a.Blend.Temperatures = append(a.Blend.Temperatures, part.Temperature)
		all, withoutLabel = append(all, logs[o].p), append(withoutLabel, logs[o].leftOut)
		toJudge = append(toJudge, logs[o].judged)
	}
	// What stands beside the others is weighed by labels that have been made up for.
	share, bold := a.Blend.standBeside(toJudge, y, judged)
	for o := range a.Parts {
		a.Parts[o].Weight = a.Blend.Weights[o]
	}
	n, c := all[0].Dims()
	// The same sum for the labels left out: the pool's leave-one-out.
	left := a.Blend.sum(withoutLabel, max(len(y), 1), c)
	if a.Blend.T = bold; len(judged) > 0 && share == 0 {
		a.Blend.T = temperature(left, y, judged)
	}
	a.P, a.LeftOut = distributions(a.Blend.sum(all, n, c), a.Blend.T), distributions(left, a.Blend.T)
}
