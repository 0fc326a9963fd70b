package labelprop

import (
	"fmt"
	"math"

	"github.com/propagate-go/propagate/labelprop/internal/pool"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// PoolExplanation says what the answer for one row is made of.
type PoolExplanation struct {
	P             []float64 // the answer, C probabilities
	Label, Second int       // its most probable classes; Unlabeled: no opinion at all

	// LogOdds is ln P(Label)/P(Second), the sum of those of the Parts and of FromShares,
	// which is what the shares of the classes add.
	LogOdds, FromShares float64

	Parts []PartOfRow // in the order of those of the pool
}

// PartOfRow says how much an opinion counts for one row.
type PartOfRow struct {
	Name string

	// P is what the opinion says, C probabilities; nil: nothing, and it leaves its weight to
	// the others, unless it stands beside them.
	P           []float64
	Weight      float64 // for this row; the weights sum to 1
	Temperature float64
	LogOdds     float64 // what it adds to the log-odds of the answer
}

// Explain tells what the answer for a row is made of, from the opinions on it, those of Parts
// in that order: rows of C probabilities, or of zeros. They are rows of Opinion.P, or of
// Opinion.LeftOut for a label that was given.
//
// Errors: other opinions, and shapes that do not fit.
func (r *PoolRule) Explain(rows [][]float64) (*PoolExplanation, error) {
	opinions := make([]Opinion, len(rows))
	for o, row := range rows {
		if o >= len(r.Parts) || len(row) == 0 {
			return nil, fmt.Errorf("labelprop: %w: %d opinions, the pool has %d", ErrShape, len(rows), len(r.Parts))
		}
		opinions[o] = Opinion{Name: r.Parts[o].Name, P: mat.NewDense(1, len(row), row), Features: r.Parts[o].Features}
	}
	found, err := r.Apply(opinions)
	if err != nil {
		return nil, err
	}
	e := &PoolExplanation{P: found.P.RawRowView(0), Label: found.Labels[0], Second: Unlabeled}
	// Silent opinions have neither probabilities nor weight.
	for o, row := range rows {
		part := PartOfRow{Name: r.Parts[o].Name, Temperature: r.Parts[o].Temperature}
		speaks := floats.Sum(row) > 0
		if speaks {
			part.P = row
		}
		if speaks || r.Parts[o].Beside {
			part.Weight = r.Parts[o].Weight
		}
		e.Parts = append(e.Parts, part)
	}
	e.shareWeights()
	if e.Label != Unlabeled && len(e.P) > 1 {
		e.Second = second(e.P, e.Label)
		r.explainOdds(e, rows)
		r.raise(e.Parts)
	}
	return e, nil
}

// shareWeights gives the weights of opinions that say nothing to the others.
func (e *PoolExplanation) shareWeights() {
	// Of a row of which nothing is said, there is nothing to share.
	sum := 0.0
	for _, part := range e.Parts {
		sum += part.Weight
	}
	if sum == 0 {
		return
	}
	for o := range e.Parts {
		e.Parts[o].Weight /= sum
	}
}

// second returns the most probable class but one.
func second(p []float64, first int) int {
	rest := append([]float64(nil), p...)
	rest[first] = math.Inf(-1)
	return simplex.Largest(rest)
}

// explainOdds divides the log-odds of the first class against the second among the parts.
func (r *PoolRule) explainOdds(e *PoolExplanation, rows [][]float64) {
	e.LogOdds = math.Log(e.P[e.Label] / e.P[e.Second])
	odds := func(logs []float64) float64 { return logs[e.Label] - logs[e.Second] }
	// The logarithms of a blend are sums over its opinions.
	blended, sum := len(r.blend.Weights), 0.0
	for o, terms := range r.blend.Terms(rows[:blended]) {
		if terms != nil {
			e.Parts[o].LogOdds = odds(terms)
			sum += e.Parts[o].LogOdds
		}
	}
	if r.factors != nil {
		e.FromShares = math.Log(r.factors[e.Label] / r.factors[e.Second])
	}
	if blended == len(rows) {
		return
	}
	// The pool so far is itself one of two opinions, and what it adds is divided as before.
	of := pool.Blend{Weights: []float64{1 - r.PoissonShare, r.PoissonShare},
		Temperatures: []float64{1, pool.PoissonTemperature}, T: 1}
	if e.Parts[blended].P == nil {
		of.Weights = []float64{1, 0}
	}
	terms := of.Terms([][]float64{r.blend.Of(matrices(rows[:blended])).RawRowView(0), rows[blended]})
	scale := odds(terms[0])
	if sum != 0 {
		scale /= sum
	}
	for o := range blended {
		e.Parts[o].LogOdds *= scale
	}
	if terms[1] != nil {
		e.Parts[blended].LogOdds = odds(terms[1])
	}
}

// raise multiplies the log-odds of the parts by the power that the answer is raised to.
func (r *PoolRule) raise(parts []PartOfRow) {
	if r.power > 0 {
		for o := range parts {
			parts[o].LogOdds *= r.power
		}
	}
}

// matrices returns rows as matrices of one row.
func matrices(rows [][]float64) []*mat.Dense {
	all := make([]*mat.Dense, len(rows))
	for o, row := range rows {
		all[o] = mat.NewDense(1, len(row), row)
	}
	return all
}
