package labelprop

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/labelprop/internal/network"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Strategy is the rule by which rows to label next are chosen.
type Strategy int

const (
	// Sigma takes the rows whose labels leave the least Σᵢⱼ Cᵢⱼ in the Gaussian field
	// of the harmonic function, of covariance C = L_UU⁻¹ [ma2013]: Σ-optimality.
	Sigma Strategy = iota
	// Variance takes those that leave the least Σᵢ Cᵢᵢ [ji2012]: V-optimality.
	Variance
	// Margin takes rows whose two likeliest classes are closest together.
	Margin
	// Entropy takes rows with the largest -Σₖ pₖ ln pₖ.
	Entropy
	// Density takes rows with the largest (1 - maxₖ pₖ)·dᵢ: doubt where many are near
	// [settles2008].
	Density
	// Coverage takes rows with the most neighbours that are not next to a label.
	Coverage
)

var strategyNames = [...]string{"sigma", "variance", "margin", "entropy", "density", "coverage"}

func (s Strategy) String() string {
	if s < 0 || int(s) >= len(strategyNames) {
		return fmt.Sprintf("Strategy(%d)", int(s))
	}
	return strategyNames[s]
}

// Suggestion is a row to label next.
type Suggestion struct {
	Row int

	// Opens is the size of the component that had no label before this row, else 0.
	Opens int

	// Gain is what the strategy ranks by, the larger the better; for rows that open
	// a component, its size. Those of different strategies cannot be compared.
	Gain float64
}

// Suggest names up to n rows to label next. Components without any label come
// first, the largest of them before the others and each with its node of the
// largest degree; the rest is chosen by the strategy, one after the other, each as
// if those before it had been labelled. Margin, Entropy and Density judge by the
// probabilities that the method m gives, and take no two neighbours while they have a
// choice; they fall back on Coverage if there is no label at all. Variance and Sigma
// choose among those 256 rows (2²³/n of more than 32,768) that Coverage would take first.
//
// Errors: as of [Solve], an n below 1, an unknown strategy, and seeds of [Values] or
// [MultiLabel], except for Sigma, Variance and Coverage.
// Cost: that of [Solve], and for Variance and Sigma of one with 256 classes; each row
// costs O(edges) more.
func Suggest(ctx context.Context, g *graph.Graph, seeds Seeds, m Method, n int, by Strategy,
	o *Options) ([]Suggestion, error) {
	// No seeds at all is no error here: every component is then one without a label.
	options, err := o.orDefault()
	if err == nil {
		err = checkSuggest(g, &seeds, m, n, by)
	}
	var list []Suggestion
	if err == nil {
		list, err = suggestRows(ctx, g, &seeds, m, n, by, options)
	}
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	return list, nil
}

// suggestRows suggests parts, and names a row of each.
func suggestRows(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, n int, by Strategy,
	o network.Options) ([]Suggestion, error) {
	f, err := foldForSuggest(g, seeds)
	if err != nil {
		return nil, err
	}
	s := newSuggester(f)
	// Components without a label first: nothing else tells of them.
	list := s.components(n)
	if err := s.fill(ctx, g, seeds, m, by, o, n, &list); err != nil {
		return nil, err
	}
	return f.unfoldSuggestions(list), nil
}

// foldForSuggest folds the graph so that copies share parts.
func foldForSuggest(g *graph.Graph, seeds *Seeds) (*folded, error) {
	return foldBy(g, seeds, copiesOf{free: true, labels: true})
}

// unfoldSuggestions names rows in place of parts.
func (f *folded) unfoldSuggestions(list []Suggestion) []Suggestion {
	for i := range list {
		list[i].Row = f.rowOf(list[i].Row)
	}
	return list
}

func checkSuggest(g *graph.Graph, seeds *Seeds, m Method, n int, by Strategy) error {
	if err := seeds.check(g.N()); err != nil && !errors.Is(err, ErrNoSeeds) {
		return err
	}
	if err := m.check(seeds); err != nil {
		return err
	}
	switch {
	case by < Sigma || by > Coverage:
		return fmt.Errorf("unknown strategy %d", int(by))
	case n < 1:
		return fmt.Errorf("%d rows to suggest: ask for 1 at least", n)
	case by.doubts() && !seeds.exclusive():
		return fmt.Errorf("%v needs seeds of one class a node: choose sigma, variance or coverage", by)
	}
	return nil
}

// doubts reports whether the strategy needs probabilities.
func (s Strategy) doubts() bool { return s == Margin || s == Entropy || s == Density }

// fill adds suggestions by the strategy until there are n.
func (s *suggester) fill(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, by Strategy,
	o network.Options, n int, list *[]Suggestion) error {
	var next func() (row int, gain float64)
	switch {
	case len(*list) >= n:
		return nil
	// These two go by the Gaussian field, which needs no probabilities.
	case by == Variance || by == Sigma:
		field, err := s.field(ctx, by, o)
		if err != nil {
			return err
		}
		next = field.next
	// These go by probabilities; without any label there are none.
	case by.doubts() && len(seeds.nodes) > 0:
		o.ScoresOnly = true
		r, err := solveChecked(ctx, g, seeds, m, o)
		if err != nil {
			return err
		}
		doubt := s.doubts(s.ofParts(r.Probabilities()), by)
		next = func() (int, float64) { return s.mostDoubtful(doubt) }
	default:
		next = s.mostUncovered
	}
	for len(*list) < n {
		// One after the other, each as if those before had been labelled.
		row, gain := next()
		if row < 0 {
			break
		}
		s.take(row)
		*list = append(*list, Suggestion{Row: row, Gain: gain})
	}
	return nil
}

// suggester keeps account of what has been labelled and suggested.
type suggester struct {
	g       *graph.Graph
	f       *folded
	taken   []bool // labelled or suggested
	covered []bool // taken, or next to one that is
}

func newSuggester(f *folded) *suggester {
	n := f.g.N()
	s := &suggester{g: f.g, f: f, taken: make([]bool, n), covered: make([]bool, n)}
	for _, u := range f.seeds.nodes {
		s.take(u)
	}
	return s
}

// mass returns how many rows part u stands for.
func (s *suggester) mass(u int) float64 {
	if s.f.mass == nil {
		return 1
	}
	return s.f.mass[u]
}

// ofParts returns the rows of p, n×C, for the parts.
func (s *suggester) ofParts(p *mat.Dense) *mat.Dense {
	if s.f.rows == nil {
		return p
	}
	_, c := p.Dims()
	return rowsOf(p, s.f.rows.row, c)
}

func (s *suggester) take(u int) {
	s.taken[u], s.covered[u] = true, true
	if s.f.mass != nil && s.f.mass[u] != 1 {
		// The copies of the other part are as good as labelled.
		for _, v := range []int{u - 1, u + 1} {
			if v >= 0 && v < len(s.taken) && s.f.rows.first[s.f.rows.row[v]] == s.f.rows.first[s.f.rows.row[u]] {
				s.taken[v] = true
			}
		}
	}
	// A labelled row covers its neighbours.
	ind, _, _ := csr.Of(s.g).Row(u)
	for _, v := range ind {
		s.covered[v] = true
	}
}

// mostUncovered returns the row that covers most, the first of them, -1 if all are
// taken.
func (s *suggester) mostUncovered() (row int, gain float64) {
	row, most := -1, -1.0
	for u := range s.taken {
		ind, _, _ := csr.Of(s.g).Row(u)
		// A row covers itself and its neighbours at most: skip those that cannot win.
		if s.taken[u] || s.f.mass == nil && float64(len(ind)+1) <= most {
			continue
		}
		count := 0.0
		if !s.covered[u] {
			count += s.mass(u)
		}
		for _, v := range ind {
			if !s.covered[v] {
				count += s.mass(int(v))
			}
		}
		if count > most {
			row, most = u, count
		}
	}
	return row, most
}

// doubts returns how doubtful every row is by the probabilities p, -Inf where no label arrives.
func (s *suggester) doubts(p *mat.Dense, by Strategy) []float64 {
	out := make([]float64, s.g.N())
	degree := network.RelativeDegrees(s.g)
	for u := range out {
		row := p.RawRowView(u)
		switch {
		// Rows that no label reaches belong to components that come first anyway.
		case mat.Sum(mat.NewVecDense(len(row), row)) == 0:
			out[u] = math.Inf(-1)
		case by == Margin:
			out[u] = -margin(row)
		case by == Entropy:
			out[u] = stat.Entropy(row)
		default:
			// Doubt times the relative degree.
			out[u] = (1 - row[simplex.Largest(row)]) * degree[u]
		}
	}
	return out
}

// mostDoubtful returns the row in most doubt, among those that are not next to a
// suggestion or label while there are any.
func (s *suggester) mostDoubtful(doubt []float64) (row int, gain float64) {
	row, gain = -1, math.Inf(-1)
	free := false
	for u, d := range doubt {
		if s.taken[u] || free && s.covered[u] {
			continue
		}
		// The first row that is not next to a label or suggestion beats all that are.
		if better := !s.covered[u] && !free; d > gain || better && !math.IsInf(d, -1) {
			row, gain, free = u, d, free || better
		}
	}
	return row, gain
}

// margin is the difference of the two largest entries.
func margin(p []float64) float64 {
	first, second := 0.0, 0.0
	for _, v := range p {
		// The two largest in one pass.
		if v > first {
			first, second = v, first
		} else {
			second = max(second, v)
		}
	}
	return first - second
}
