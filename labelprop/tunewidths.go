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
// label by itself. Both ends and the middle are tried, and then the middle of every gap
// in which a score may be off by more than 0.008, in the mean log loss or in the accuracy:
// where the γ at its ends could not have been interpolated from the others, or where they
// disagree on a label. So a curve that jumps is tried where it does. The best is always
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
	fewWidths  = 8   // below it all are tried
	mostChange = 0.2 // of the log loss from one γ tried to the next, with others between
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
	for {
		// Middles of gaps, until no gap is in doubt.
		if err := s.refine(); err != nil {
			return nil, err
		}
		// The best must have been tried, not interpolated: try it, look at the gaps beside it, and rank again.
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
	by := (s.abscissa(i) - s.abscissa(below)) / (s.abscissa(above) - s.abscissa(below))
	between := make([]float64, len(lower))
	for e, v := range lower {
		between[e] = v + by*(upper[e]-v)
	}
	return between
}

// refine tries the middles of gaps that are in doubt, until there are none.
func (s *widthSearch) refine() error {
	for {
		tried := s.tried()
		doubt := s.doubtful(tried)
		var middles []int
		for k := range len(tried) - 1 {
			// A gap is in doubt if one of its ends is, or if they disagree.
			a, b := tried[k], tried[k+1]
			if b-a > 1 && (doubt[k] || doubt[k+1] || s.jumps(a, b)) {
				middles = append(middles, (a+b)/2)
			}
		}
		if len(middles) == 0 {
			return nil
		}
		if err := s.try(middles); err != nil {
			return err
		}
	}
}

// jumps reports whether the scores of two γ tried are too far apart for anything to be said of those between.
func (s *widthSearch) jumps(a, b int) bool {
	v, w := s.known[a], s.known[b]
	return v.disagrees(w) || v.distance(w) > mostChange
}

// tried returns the places of the γ tried, rising.
func (s *widthSearch) tried() []int {
	var all []int
	for i, v := range s.known {
		if v != nil {
			all = append(all, i)
		}
	}
	return all
}

// doubtful reports of each γ tried whether it could not have been interpolated from the others. What is
// interpolated next to it lies closer to the γ tried than it does to the others, so its error is the smaller one.
func (s *widthSearch) doubtful(tried []int) []bool {
	doubt := make([]bool, len(tried))
	for k := 1; k < len(tried)-1; k++ {
		// The curve without this point, at this point.
		others := slices.Delete(slices.Clone(tried), k, k+1)
		guess := s.interpolate(others, tried[k])
		doubt[k] = guess.distance(s.known[tried[k]]) > interpolationTol/4
	}
	return doubt
}

// between interpolates at the i-th γ, which was not tried.
func (s *widthSearch) between(i int) *looProbabilities { return s.interpolate(s.tried(), i) }

// interpolate interpolates at the i-th γ, which lies between two of the nodes, the logarithm of each probability
// by itself: they are smooth in γ, and rows are normalised afterwards. The curve is the monotone piecewise cubic
// [fritsch1980], which stays between the values at both sides however unequal the distances are.
func (s *widthSearch) interpolate(nodes []int, i int) *looProbabilities {
	right, _ := slices.BinarySearch(nodes, i)
	// The nodes on either side, and one more beyond each for the slopes.
	near := nodes[max(right-2, 0):min(right+2, len(nodes))]
	left := min(right, 2) - 1
	x := make([]float64, len(near))
	for k, node := range near {
		x[k] = s.abscissa(node)
	}
	v, y := newLOOProbabilities(s.seeds), make([]float64, len(near))
	copy(v.skipped, s.known[near[left]].skipped)
	for e := range v.logs {
		for k, node := range near {
			y[k] = s.known[node].logs[e]
		}
		v.logs[e] = monotoneCubic(x, y, left, s.abscissa(i))
	}
	for r, skipped := range v.skipped {
		if !skipped {
			simplex.LogSoftmax(v.logs[r*s.seeds.c : (r+1)*s.seeds.c])
		}
	}
	return v
}

// abscissa is √γ: at a small γ answers change in proportion to γ, at a large one their logarithms do.
func (s *widthSearch) abscissa(i int) float64 { return math.Sqrt(s.gammas[i]) }

// rank scores all γ, the best first, unless err.
func (s *widthSearch) rank(err error) ([]Tuned, error) {
	if err != nil {
		return nil, err
	}
	all, judged := make([]Tuned, len(s.gammas)), false
	for i, g := range s.gammas {
		// A γ that was not tried is interpolated.
		v := s.known[i]
		if v == nil {
			v = s.between(i)
		}
		all[i] = v.score()
		judged = judged || all[i].Skipped < len(v.skipped)
		all[i].Name, all[i].Index, all[i].Interpolated = fmt.Sprintf("γ = %g", g), i, s.known[i] == nil
	}
	if !judged {
		return nil, errors.New(noneJudged)
	}
	sortTuned(all)
	return all, nil
}
