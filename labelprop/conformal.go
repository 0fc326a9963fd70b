package labelprop

import (
	"context"
	"errors"
	"fmt"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
)

// Conformal returns prediction sets: for each row the classes that conform with the given labels,
// among them the true one as often as is asked for. The labels need to be a random sample of the
// rows (for sets by class: those of each class a random sample of its rows). The score of a row in
// a class is s = 1 - P(class), and the p-value compares it with the scores of the labels left out,
//
//	p(y) = (1 + #{i: sᵢ ≥ s(y)}) / (l+1).
//
// Full conformal prediction [vovk2005] gives the row x the label y before labels are left out.
// With G = L_UU⁻¹, H = G·W_UL, F = H·Y, g = 1/G_xx, h = H_xi, and N_i/D_i the answer at label i
// without it,
//
//	sᵢ = 1 - fᵢ(yᵢ),   fᵢ = (N_i - g·h·(F_x - h·Y_i) + g·h·e_y) / (D_i + g·h²),
//
// for [Harmonic] and [Propagation] on graphs that are eliminated whole (up to 800 rows without a
// label, and dense ones up to 2,500); for [Spreading] the shares of (GY)_i - G_ii·Y_i + G_ix·e_y.
// On larger graphs, and for new rows, it is CV+ [barber2021]: s(y) is of the answer at x without
// label i,
//
//	F_x + H_xi·(N_i/D_i - Y_i).
//
// Other methods are solved without each of 20 parts of the labels, for CV+. Scores that are equal
// but for rounding tie, in favour of the class. Rows that no label reaches have the score 1 in
// every class. The p-values of a given label are 1 for its class and 0 for all others.
//
// Errors: those of [Solve], labels that are not certain or of several classes, labels in groups.
// Cost: at most twice [LeaveOneOut] for linear methods, and O(nlC) steps; for others 20 times
// [Solve].
func Conformal(ctx context.Context, g *graph.Graph, seeds Seeds, m Method,
	o *ConformalOptions) (s *PredictionSets, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	if o == nil {
		o = &ConformalOptions{}
	}
	if err = checkConformal(g, &seeds, m, o); err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	// The answer to a label more is known where scores are sums over the labels.
	if d := m.describe(); d.Linear() && (d.Clamps || d.SelfShare > 0) {
		s, err = conformalLinear(ctx, g, &seeds, m, o)
	} else {
		s, err = conformalFolds(ctx, g, &seeds, m, o)
	}
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	return s, nil
}

// checkConformal checks the arguments.
func checkConformal(g *graph.Graph, seeds *Seeds, m Method, o *ConformalOptions) error {
	if _, err := checked(g, seeds, m, o.Solve); err != nil {
		return err
	}
	switch {
	case seeds.group != nil:
		return errors.New("prediction sets compare rows one by one, so that labels must not be in groups")
	case o.Links != nil && o.Links.Nodes() != g.N():
		return fmt.Errorf("%w: links to %d nodes, graph of %d", ErrShape, o.Links.Nodes(), g.N())
	}
	return seeds.checkCertain()
}

// checkCertain checks that every label is of one class, and certain.
func (s *Seeds) checkCertain() error {
	if !s.exclusive() {
		return errors.New("prediction sets are of classes: pass Classes")
	}
	for l, u := range s.nodes {
		// A row of shares has the largest 1 if it names one class.
		if s.weight(l) < 1 || s.row(l)[s.class(l)] < 1 {
			return fmt.Errorf("node %d: prediction sets compare rows with certain labels of one class: pass Classes", u)
		}
	}
	return nil
}
