package labelprop

import (
	"context"
	"errors"
	"fmt"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
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
	seeds Seeds, m Method, o *Options) (all []Tuned, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	if weigh == nil {
		return nil, errors.New("labelprop: no function that weighs")
	}
	if !seeds.exclusive() {
		return nil, errors.New("labelprop: widths are tuned for one class a node")
	}
	s := &widthSearch{
		ctx: ctx, weigh: weigh, gammas: gammas, seeds: &seeds, method: m, options: o,
		known: make([]*looProbabilities, len(gammas)),
	}
	all, err = s.run()
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", unprefixed{err})
	}
	return all, nil
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
	s.after = smoothTries - len(tried)
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
		s.after = 0
		if err := s.try([]int{all[0].Index}); err != nil {
			return nil, err
		}
	}
}

// numbersTo returns 0, 1, ..., n-1.
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
	s.told.begin(len(which), s.after)
	guess := make([][]float64, len(which))
	for w, i := range which {
		guess[w] = s.guess(i)
	}
	return par.Try(len(which), 1, func(_, w, _ int) error {
		i := which[w]
		g, err := weighed(s.weigh, s.gammas[i])
		if err == nil {
			s.known[i], err = leaveOut(s.ctx, Candidate{Graph: g, Method: s.method}, s.seeds, s.watched(w), guess[w])
		}
		if err != nil {
			return fmt.Errorf("candidate γ = %g: %w", s.gammas[i], unprefixed{err})
		}
		return nil
	})
}

// refine tries the middles of gaps that are in doubt, until there are none.
func (s *widthSearch) refine() error {
	for {
		tried := s.tried()
		doubt := s.doubtful(tried)
		var middles []int
		s.after = 0
		for k := range len(tried) - 1 {
			// A gap is in doubt if one of its ends is, or if they disagree.
			a, b := tried[k], tried[k+1]
			if b-a > 1 && (doubt[k] || doubt[k+1] || s.jumps(a, b)) {
				middles = append(middles, (a+b)/2)
				// Of those that are left in the gap about every second one.
				s.after += (b - a - 2) / 2
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
		return nil, ErrNoneLeftOut
	}
	sortTuned(all)
	return all, nil
}
