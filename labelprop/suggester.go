package labelprop

import (
	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
	"gonum.org/v1/gonum/mat"
)

// Suggestion is a row to label next.
type Suggestion struct {
	Row int

	// Opens is the size of the component that had no label before this row, else 0.
	Opens int

	// Gain is what the strategy ranks by, the larger the better; for rows that open
	// a component, its size. Those of different strategies cannot be compared.
	Gain float64
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
	if r := s.f.rows; r != nil {
		// One question for all copies: its answer is as good as theirs. Their parts stand side by side.
		first := r.first[r.row[u]]
		for v := int(first); v < len(s.taken) && r.first[r.row[v]] == first; v++ {
			s.taken[v] = true
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
