package labelprop

import (
	"context"
	"math"
	"slices"
	"sync"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

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

	told      widthsTold
	observing sync.Mutex // one goroutine at a time
	after     int        // how many γ will be tried after those at hand, about
}

// widthsTold is how far the search is, for its observer. How many γ it will try shows only on the way.
type widthsTold struct {
	done     int       // tried, before those at hand
	expected int       // to be tried in all
	shares   []float64 // of those at hand
	last     []float64 // what each of these told of last, by the way that it takes now
	again    []bool    // whether it takes a second way
}

// smoothTries is how many γ a smooth curve takes.
const smoothTries = 5

// begin notes that so many more are tried, and about how many after them.
func (t *widthsTold) begin(more, after int) {
	t.done += len(t.shares)
	t.shares, t.last, t.again = make([]float64, more), make([]float64, more), make([]bool, more)
	t.expected = t.done + more + after
}

// firstWay is the part of a γ that the quick way to leave labels out counts: another may be taken where it does not do.
const firstWay = 0.5

// tell notes how far one of those at hand is, and returns the share of all that is done.
func (t *widthsTold) tell(w int, share float64) float64 {
	const anew = 0.1
	t.again[w] = t.again[w] || share < t.last[w]-anew
	t.last[w] = share
	if share *= firstWay; t.again[w] {
		share = firstWay + t.last[w]*(1-firstWay)
	}
	t.shares[w] = max(t.shares[w], share)
	sum := float64(t.done)
	for _, share := range t.shares {
		sum += share
	}
	return sum / float64(t.expected)
}

// watched returns the options of one of the γ at hand, whose observer is told of all labels of all γ.
func (s *widthSearch) watched(w int) *Options {
	if s.options == nil || s.options.Observe == nil {
		return s.options
	}
	one := *s.options
	one.Observe = func(p Progress) error {
		// Within one γ the phases before labels are left out take little time.
		s.observing.Lock()
		defer s.observing.Unlock()
		share := s.told.last[w]
		if p.Phase == LeavingOut {
			share = p.Share
		}
		return s.options.Observe(Progress{Phase: LeavingOut, Share: s.told.tell(w, share)})
	}
	return &one
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

// jumps reports whether the scores of two γ tried are too far apart for anything to be said of those between.
func (s *widthSearch) jumps(a, b int) bool {
	v, w := s.known[a], s.known[b]
	return v.disagrees(w) || v.distance(w) > mostChange
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
