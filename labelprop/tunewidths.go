package labelprop

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// TuneWidths is [Tune] over the γ of one kernel on the same neighbours, for a fraction
// of the cost of trying them all: the probability of a label left out is a smooth
// function of γ, so that the γ tried are few, and the others are interpolated, each
// label by itself. Between the ends and the middle the middles are tried; where what had
// been interpolated there is off by more than 0.008 in the mean log loss, so are the
// middles between, and so on, which leaves less than a fourth of that. The best is always
// tried. [Tuned.Interpolated] tells.
//
// weigh makes the graph of a γ and is called from several goroutines. The names are
// those of the γ; places are theirs in gammas. All are tried if fewer than 8 are given,
// or some twice, not rising, or 0 or +Inf.
//
// Errors: those of weigh and of Tune, and seeds of other than one class a node. Cost: 5
// candidates of Tune on smooth curves, two at a time.
func TuneWidths(ctx context.Context, weigh func(gamma float64) (*graph.Graph, error), gammas []float64,
	seeds Seeds, m Method, o *Options) ([]Tuned, error) {
	if !seeds.exclusive() {
		return nil, errors.New("labelprop: widths are tuned for one class a node")
	}
	s := &widthSearch{
		ctx: ctx, weigh: weigh, gammas: gammas, seeds: &seeds, method: m, options: o,
		known: make([]*looProbabilities, len(gammas)),
	}
	all, err := s.run()
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", unprefixed{err})
	}
	return all, nil
}

const (
	fewWidths        = 8    // below it all are tried
	interpolationTol = 8e-3 // of the mean log loss at a middle, before it is tried
)

// widthSearch is the state of TuneWidths.
type widthSearch struct {
	ctx     context.Context
	weigh   func(float64) (*graph.Graph, error)
	gammas  []float64
	seeds   *Seeds
	method  Method
	options *Options
	known   []*looProbabilities // of the γ tried; nil for others
}

func (s *widthSearch) run() ([]Tuned, error) {
	n := len(s.gammas)
	if n == 0 {
		return nil, errors.New("no candidate to tune")
	}
	// Too few widths, or not in order: no curve to interpolate on.
	if !s.smooth() {
		return s.rank(s.try(numbersTo(n)))
	}
	// Both ends and the middle, and from there by bisection.
	tried := []int{0, n / 2, n - 1}
	if err := s.try(tried); err != nil {
		return nil, err
	}
	open := [][2]int{{tried[0], tried[1]}, {tried[1], tried[2]}}
	for len(open) > 0 {
		var err error
		if open, err = s.halve(open); err != nil {
			return nil, err
		}
	}
	// The best must have been tried, not interpolated: try it, and rank again.
	for {
		all, err := s.rank(nil)
		if err != nil || !all[0].Interpolated {
			return all, err
		}
		if err := s.try([]int{all[0].Index}); err != nil {
			return nil, err
		}
	}
}

// smooth reports whether there are curves to speak of.
func (s *widthSearch) smooth() bool {
	for i, g := range s.gammas {
		if !(g > 0) || math.IsInf(g, 1) || i > 0 && !(g > s.gammas[i-1]) {
			return false
		}
	}
	return len(s.gammas) >= fewWidths
}

func numbersTo(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// try solves for some γ.
func (s *widthSearch) try(which []int) error {
	// Guesses are taken before the goroutines write what they find.
	guess := make([][]float64, len(which))
	for w, i := range which {
		guess[w] = s.guess(i)
	}
	return par.Try(len(which), 1, func(_, w, _ int) error {
		i := which[w]
		g, err := s.weigh(s.gammas[i])
		if err == nil {
			s.known[i], err = leaveOut(s.ctx, Candidate{Graph: g, Method: s.method}, s.seeds, s.options, guess[w])
		}
		if err != nil {
			return fmt.Errorf("candidate γ = %g: %w", s.gammas[i], unprefixed{err})
		}
		return nil
	})
}

// guess interpolates between the answers of the nearest γ tried, below and above; nil if
// there are none.
func (s *widthSearch) guess(i int) []float64 {
	// The nearest γ on either side whose answers were kept.
	below, above := i-1, i+1
	for below >= 0 && (s.known[below] == nil || s.known[below].answer == nil) {
		below--
	}
	for above < len(s.known) && (s.known[above] == nil || s.known[above].answer == nil) {
		above++
	}
	if below < 0 || above == len(s.known) {
		return nil
	}
	lower, upper := s.known[below].answer, s.known[above].answer
	// Linear interpolation, entry by entry.
	by := s.lagrange([]int{below, above}, above, i)
	between := make([]float64, len(lower))
	for e, v := range lower {
		between[e] = v + by*(upper[e]-v)
	}
	return between
}

// halve tries the middles of intervals and returns the halves of those in which a curve
// was not where it was thought to be.
func (s *widthSearch) halve(open [][2]int) ([][2]int, error) {
	var middles []int
	var guessed []Tuned
	// Intervals without a γ inside are done.
	open = slices.DeleteFunc(open, func(o [2]int) bool { return o[1]-o[0] < 2 })
	for _, o := range open {
		middle := (o[0] + o[1]) / 2
		// The interpolated score of the middle, before it is tried.
		middles, guessed = append(middles, middle), append(guessed, s.between(middle).score())
	}
	if err := s.try(middles); err != nil {
		return nil, err
	}
	var halves [][2]int
	for k, i := range middles {
		// Only where the curve was somewhere else do the halves have to be looked at.
		if math.Abs(guessed[k].LogLoss-s.known[i].score().LogLoss) > interpolationTol {
			halves = append(halves, [2]int{open[k][0], i}, [2]int{i, open[k][1]})
		}
	}
	return halves, nil
}

// between interpolates at the i-th γ, by the cubic through the four nearest of those
// tried, two to either side if there are.
func (s *widthSearch) between(i int) *looProbabilities {
	var below, above []int
	for k, v := range s.known {
		switch {
		case v == nil:
		case k < i:
			below = append(below, k)
		default:
			above = append(above, k)
		}
	}
	// Two nodes on either side, or more on one where the other has fewer.
	left := min(2, len(below))
	right := min(4-left, len(above))
	left = min(4-right, len(below))
	nodes := append(slices.Clone(below[len(below)-left:]), above[:right]...)
	v := newLOOProbabilities(s.seeds)
	copy(v.skipped, s.known[nodes[0]].skipped)
	for _, k := range nodes {
		// Logarithms are interpolated: they are smooth in γ, and rows are normalised
		// afterwards.
		by := s.lagrange(nodes, k, i)
		for e, l := range s.known[k].logs {
			v.logs[e] += by * l
		}
	}
	for r := range v.skipped {
		simplex.LogSoftmax(v.logs[r*s.seeds.c : (r+1)*s.seeds.c])
	}
	return v
}

// lagrange returns the weight of the value at node k in that at i, over √γ: at a small γ answers
// change in proportion to γ, at a large one their logarithms do.
func (s *widthSearch) lagrange(nodes []int, k, i int) float64 {
	by := 1.0
	for _, j := range nodes {
		if j != k {
			// The factor of Lagrange's basis polynomial in √γ.
			xj := math.Sqrt(s.gammas[j])
			by *= (math.Sqrt(s.gammas[i]) - xj) / (math.Sqrt(s.gammas[k]) - xj)
		}
	}
	return by
}

// rank scores all γ, the best first, unless err.
func (s *widthSearch) rank(err error) ([]Tuned, error) {
	if err != nil {
		return nil, err
	}
	all := make([]Tuned, len(s.gammas))
	for i, g := range s.gammas {
		// A γ that was not tried is interpolated.
		v := s.known[i]
		if v == nil {
			v = s.between(i)
		}
		all[i] = v.score()
		all[i].Name, all[i].Index, all[i].Interpolated = fmt.Sprintf("γ = %g", g), i, s.known[i] == nil
		if math.IsNaN(all[i].Accuracy) {
			return nil, errors.New(noneJudged)
		}
	}
	sortTuned(all)
	return all, nil
}
