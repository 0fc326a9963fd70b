package labelprop

import (
	"fmt"

	"github.com/propagate-go/propagate/labelprop/internal/pool"
	"gonum.org/v1/gonum/mat"
)

// PoolRule is by what [Pool] makes one answer of several opinions. It holds for new rows, too.
type PoolRule struct {
	Parts  []Part
	Judged int // labels that were left out: those of classes with two and more

	// DealtOut says that the numbers of labels look as if so many had been asked of every
	// class. Then Shares are the estimated shares of the classes among the nodes, which P
	// takes account of; otherwise they are nil, and the labels speak for the shares.
	DealtOut bool
	Shares   []float64

	// Few says that labels are too few to be left out, less than 1.5 a class, or 2.5 where
	// the graph outweighs the features: then the
	// features and BalancedPoisson on the graph decide, and GraphShare is the weight of the
	// latter.
	Few        bool
	GraphShare float64

	blend pool.Blend // of the parts, but for that of GraphShare
}

// Part says how much an opinion counts in a pool.
type Part struct {
	Name        string
	Features    bool    // of each row alone, without a graph
	Weight      float64 // the weights sum to 1
	Temperature float64 // the power that its probabilities are raised to
	LogLoss     float64 // the mean over the labels left out, at the temperature; NaN: none
	Accuracy    float64 // the share of the labels left out that it names; NaN: none
}

// Temperature is the power that the mean of the opinions is raised to.
func (r *PoolRule) Temperature() float64 { return r.blend.T }

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
	switch {
	// The last of the parts is the graph's, where labels are few.
	case len(rows) > len(r.blend.Weights):
		p.P = pool.Mix(p.P, rows[len(rows)-1], r.GraphShare)
	case r.Shares != nil:
		pool.AtShares(p.P, r.Shares)
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
	m, c := opinions[0].P.Dims()
	rows := make([]*mat.Dense, len(opinions))
	for o := range opinions {
		if opinions[o].Name != r.Parts[o].Name {
			return nil, fmt.Errorf("labelprop: opinion %d is %q, that of the pool is %q", o, opinions[o].Name,
				r.Parts[o].Name)
		}
		rows[o] = opinions[o].P
		// Rows and classes are the same in all of them.
		if n, k := rows[o].Dims(); n != m || k != c || r.Shares != nil && k != len(r.Shares) {
			return nil, fmt.Errorf("labelprop: %w: %s is %d×%d, for %d rows and %d classes", ErrShape,
				opinions[o].Name, n, k, m, c)
		}
	}
	return rows, nil
}
