package labelprop

import (
	"context"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// GraphOpinion is the answer of the method m on a graph as an opinion for [Pool], with what
// the method says of each label without it: as of [LeaveOneOut] for [Harmonic] and other
// linear methods, and by solving without each label for others. It also returns the result
// of [Solve], with the labels that are proven.
//
// Errors: those of [Solve], and seeds of [MultiLabel] and [Values]. Cost: that of Solve, and
// of leave-one-out: for a linear method mostly one Solve more, for others one for each label.
func GraphOpinion(ctx context.Context, g *graph.Graph, seeds Seeds, m Method, o *Options) (Opinion, *Result, error) {
	if _, _, err := seeds.labelledClasses(); err != nil {
		return Opinion{}, nil, err
	}
	res, err := Solve(ctx, g, seeds, m, o)
	if err != nil {
		return Opinion{}, nil, err
	}
	left, err := leaveOut(ctx, Candidate{Graph: g, Method: m}, &seeds, o, nil)
	if err != nil {
		return Opinion{}, nil, fmt.Errorf("labelprop: %w", err)
	}
	return Opinion{Name: m.String(), P: res.Probabilities(), LeftOut: left.probabilities()}, res, nil
}

// probabilities returns them as l×C; a row of zeros for a label that is alone in its
// component.
func (v *looProbabilities) probabilities() *mat.Dense {
	p := mat.NewDense(len(v.skipped), v.seeds.c, nil)
	for l, skipped := range v.skipped {
		if skipped {
			continue
		}
		// From logarithms, none of which is so small that all underflow.
		row := p.RawRowView(l)
		for k, log := range v.logs[l*v.seeds.c : (l+1)*v.seeds.c] {
			row[k] = math.Exp(log)
		}
		simplex.Normalize(row)
	}
	return p
}
