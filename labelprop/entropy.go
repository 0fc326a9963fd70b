package labelprop

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/goldensection"
	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/mat"
)

// entropyShare is the ε of [LabelEntropy] for 0.
const entropyShare = 0.01

// LabelEntropy is the average label entropy of [zhu2003], in nats, from given labels of
// one class a node,
//
//	H = -1/u Σᵢ Σₖ Fᵢₖ ln Fᵢₖ   over the u other nodes,
//
// of the harmonic function F of the smoothed walk P̃ = ε/n·11ᵀ + (1-ε)D⁻¹W. Without the
// smoothing it falls to 0 as weights become extreme, whatever the labels. One equation
// with one more column is enough: with G what labels give where steps to anywhere end the
// walk, and h how likely that is, F = G + h·sᵀ/n with s the sums of the columns of F.
// ε in (0,1); 0 means 0.01.
//
// Errors: an ε out of range, and those of [Solve]. Cost: that of Solve.
func LabelEntropy(ctx context.Context, g *graph.Graph, seeds Seeds, epsilon float64,
	o *Options) (entropy float64, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	if epsilon == 0 {
		epsilon = entropyShare
	}
	if err := seeds.check(g.N()); err != nil {
		return 0, fmt.Errorf("labelprop: %w", err)
	}
	n, c := g.N(), seeds.c
	// A step to anywhere ends at one more class, that of column c.
	anywhere := mat.NewDense(n, c+1, nil)
	for i := range n {
		anywhere.Set(i, c, 1)
	}
	smoothed, err := seeds.WithPrior(anywhere, epsilon)
	if err != nil {
		return 0, err
	}
	r, err := Solve(ctx, g, smoothed, Harmonic{}, o)
	if err != nil {
		return 0, err
	}
	// Its scores G and h solve the smoothed walk for any F.
	return smoothedEntropy(r, seeds.index(), c), nil
}

// smoothedEntropy returns H by the columns G and h of the scores of r, l being the place of each
// node among the labels or -1.
func smoothedEntropy(r *Result, l []int, c int) float64 {
	n := len(l)
	sums, lost := make([]float64, c), 0.0
	r.inOrder(func(i int) {
		row := r.Scores.RawRowView(i)
		// Sums of the columns of G, and of h.
		for k := range sums {
			sums[k] += row[k]
		}
		lost += row[c]
	})
	total, free := 0.0, 0
	r.inOrder(func(i int) {
		// The entropy is over unlabelled nodes.
		if l[i] >= 0 {
			return
		}
		free++
		row := r.Scores.RawRowView(i)
		for k, s := range sums {
			// s = ΣG + Σh·s/n gives s/n = ΣG/(n - Σh), and with it F = G + h·s/n.
			if f := row[k] + row[c]*s/(float64(n)-lost); f > 0 {
				total -= f * math.Log(f)
			}
		}
	})
	return total / float64(max(free, 1))
}

const (
	entropyDoublings = 6    // to either side of the start
	entropyWidth     = 0.05 // of ln γ, to which the minimum is found
)

// MinimizeEntropy returns the γ at which [LabelEntropy] is least, and that least: of the 13
// that are powers of two times start, 1/64 to 64, the best, bettered between its
// neighbours by the golden section [kiefer1953]. weigh makes the graph of a γ, as
//
//	func(gamma float64) (*graph.Graph, error) { return near.Weigh(kernel.RBF{Gamma: gamma}) }
//
// Errors: those of weigh and of LabelEntropy. Cost: some 22 times Solve.
func MinimizeEntropy(ctx context.Context, weigh func(gamma float64) (*graph.Graph, error), start float64,
	seeds Seeds, epsilon float64, o *Options) (gamma, entropy float64, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	if weigh == nil {
		return 0, 0, errors.New("labelprop: no function that weighs")
	}
	if !(start > 0) || math.IsInf(start, 1) {
		return 0, 0, fmt.Errorf("labelprop: the search begins at γ = %g: it must be above 0 and finite", start)
	}
	// The first error ends the search: every later value is infinite.
	at := func(logGamma float64) float64 {
		g, failed := weighed(weigh, math.Exp(logGamma))
		h := math.Inf(1)
		if failed == nil && err == nil {
			h, failed = LabelEntropy(ctx, g, seeds, epsilon, o)
		}
		if failed != nil && err == nil {
			err = failed
		}
		return h
	}
	best, entropy := math.Log(start), math.Inf(1)
	// A grid first, as the entropy may have several minima; then its best cell by the golden
	// section.
	for step := -entropyDoublings; step <= entropyDoublings && err == nil; step++ {
		x := math.Log(start) + float64(step)*math.Ln2
		if h := at(x); h < entropy {
			best, entropy = x, h
		}
	}
	if err != nil {
		return 0, 0, err
	}
	x := goldensection.Least(best-math.Ln2, best+math.Ln2, entropyWidth, at)
	// The section may end slightly above the grid's best.
	if h := at(x); h < entropy {
		best, entropy = x, h
	}
	if err != nil {
		return 0, 0, err
	}
	return math.Exp(best), entropy, nil
}
