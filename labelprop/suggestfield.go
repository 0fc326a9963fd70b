package labelprop

import (
	"context"
	"slices"

	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/network"
)

// field is the Gaussian field of the harmonic function, whose covariance, given
// the labelled rows, is C = L_UU⁻¹. Its columns at some candidates are known. When
// row k is labelled, C loses CₖCₖᵀ/Cₖₖ, whatever the label turns out to be, so its
// trace loses ‖Cₖ‖²/Cₖₖ and its sum (1ᵀCₖ)²/Cₖₖ.
type field struct {
	by        Strategy
	candidate []int       // nodes
	at        []int       // their places in the columns
	column    [][]float64 // of C, by candidate, in one unit
	used      []bool
	mass      []float64 // how many copies each free node stands for
}

// candidates is the number of columns of C that are solved for: 256, or as many as
// take 64 MB.
func candidates(n int) int { return min(max((1<<23)/max(n, 1), 16), 256) }

// field solves for the columns of those rows that coverage takes first.
func (s *suggester) field(ctx context.Context, by Strategy, o network.Options) (*field, error) {
	f := &field{by: by, candidate: s.coverageOrder(candidates(s.g.N()))}
	f.used = make([]bool, len(f.candidate))
	if len(f.candidate) == 0 {
		return f, nil
	}
	// Columns of L_UU⁻¹ with the labels clamped, as those of the harmonic function are.
	nw := network.New(s.g, s.zeros(len(f.candidate)), Harmonic{}.describe())
	var err error
	f.column, f.at, err = nw.Covariance(ctx, f.candidate, o)
	for _, u := range nw.Free {
		f.mass = append(f.mass, s.mass(u))
	}
	return f, err
}

// coverageOrder returns the rows that coverage would take next, m at most, that have a
// label or a suggestion in their component.
func (s *suggester) coverageOrder(m int) []int {
	// The greedy cover of the graph, on a copy of the account.
	more := suggester{g: s.g, f: s.f, taken: slices.Clone(s.taken), covered: slices.Clone(s.covered)}
	var rows []int
	for len(rows) < m {
		u, _ := more.mostUncovered()
		if u < 0 {
			break
		}
		more.take(u)
		if ind, _, _ := csr.Of(s.g).Row(u); len(ind) > 0 {
			rows = append(rows, u)
		}
	}
	id, count := s.g.Components()
	known := make([]bool, count)
	for u, c := range id {
		known[c] = known[c] || s.taken[u]
	}
	// In a component without a label the covariance is infinite.
	return slices.DeleteFunc(rows, func(u int) bool { return !known[id[u]] })
}

// zeros returns labels with the value 0 in m columns at every taken row.
func (s *suggester) zeros(m int) *network.Labels {
	z := &network.Labels{Cols: m}
	for u, taken := range s.taken {
		if taken {
			z.Nodes = append(z.Nodes, u)
		}
	}
	z.Y = make([]float64, len(z.Nodes)*m)
	return z
}

// next returns the candidate that leaves least, and takes it into account.
func (f *field) next() (row int, gain float64) {
	// Greedy: the largest gain among those that are left.
	best := -1
	for k := range f.candidate {
		if f.used[k] {
			continue
		}
		if g := f.gain(k); best < 0 || g > gain {
			best, gain = k, g
		}
	}
	if best < 0 {
		return -1, 0
	}
	f.used[best] = true
	// The others are now given this row too.
	f.condition(best)
	return f.candidate[best], gain
}

// gain returns by how much the label of candidate k reduces the trace or the sum of C.
func (f *field) gain(k int) float64 {
	sum := 0.0
	for i, v := range f.column[k] {
		if f.by == Variance {
			// V-optimality takes ‖Cₖ‖² off the trace,
			sum += f.mass[i] * (v * v)
		} else {
			sum += f.mass[i] * v
		}
	}
	if f.by == Sigma {
		// Σ-optimality (1ᵀCₖ)² off the sum of all entries; both over Cₖₖ.
		sum *= sum
	}
	if own := f.column[k][f.at[k]]; own > 0 {
		return sum / own
	}
	return 0
}

// condition takes CₖCₖᵀ/Cₖₖ from the columns that may yet be chosen.
func (f *field) condition(k int) {
	known := f.column[k]
	own := known[f.at[k]]
	par.For(len(f.column), 8, func(_, lo, hi int) {
		for j := lo; j < hi; j++ {
			if f.used[j] || !(own > 0) {
				continue
			}
			// Column j of C - CₖCₖᵀ/Cₖₖ.
			share := known[f.at[j]] / own
			for i, v := range known {
				f.column[j][i] -= share * v
			}
		}
	})
}
