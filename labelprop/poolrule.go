package labelprop

import (
	"fmt"

	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/labelprop/internal/pool"
	"gonum.org/v1/gonum/mat"
)

// Apply makes one answer of opinions on m new rows, by the weights, temperatures and shares
// of the classes that Pool has found. The opinions are those of Parts, in that order; of each,
// P and Features count. Cost: O(opinions·m·C).
//
// Errors: other opinions, and shapes that do not fit.
func (r *PoolRule) Apply(opinions []Opinion) (*Pooled, error) {
	rows, err := r.check(opinions)
	if err != nil {
		return nil, err
	}
	// The blend of all parts, or of the features alone where labels are few.
	p := &Pooled{PoolRule: *r}
	p.P = r.blend.Of(rows[:len(r.blend.Weights)])
	// The last of the parts is that for few labels.
	if len(rows) > len(r.blend.Weights) {
		p.P = pool.Mix(p.P, rows[len(rows)-1], r.PoissonShare)
	}
	if r.power > 0 {
		pool.Raise(p.P, r.power)
	}
	if r.factors != nil {
		pool.AtShares(p.P, r.factors)
	}
	p.decide(opinions)
	return p, nil
}

// check checks that the opinions are those of the parts, and returns what they say.
func (r *PoolRule) check(opinions []Opinion) ([]*mat.Dense, error) {
	if len(opinions) != len(r.Parts) || len(opinions) == 0 {
		return nil, fmt.Errorf("labelprop: %w: %d opinions, the pool has %d", ErrShape, len(opinions), len(r.Parts))
	}
	// Names tell an opinion in the wrong place, which shapes do not.
	m, c := rows.Dims(opinions[0].P)
	all := make([]*mat.Dense, len(opinions))
	for o := range opinions {
		if opinions[o].Name != r.Parts[o].Name {
			return nil, fmt.Errorf("labelprop: opinion %d is %q, that of the pool is %q", o, opinions[o].Name,
				r.Parts[o].Name)
		}
		all[o] = opinions[o].P
		// Rows and classes are the same in all of them.
		if n, k := rows.Dims(all[o]); n != m || k != c || r.factors != nil && k != len(r.factors) {
			return nil, fmt.Errorf("labelprop: %w: %s is %d×%d, for %d rows and %d classes", ErrShape,
				opinions[o].Name, n, k, m, c)
		}
	}
	return all, nil
}
