package labelprop

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// GraphOptions are the options of [GraphOpinion]. The zero value and nil are right for most.
type GraphOptions struct {
	Solve *Options

	// Judge are the labelled nodes that are left out, such as those of [Judges]; nil: all of
	// them. Each costs about as much as a class does in Solve.
	Judge []int

	// LeavingOut is told of how many labels are left out, one call at a time, first of none when
	// the labels of all nodes are known; nil: nobody is told.
	LeavingOut func(done, total int)
}

// GraphOpinion is the answer of the method m on a graph as an opinion for [Pool], with what
// the method says of each label without it: as of [LeaveOneOut] for [Harmonic] and
// [Propagation], to about two digits where elimination would take long, and by solving
// without each label for methods that are not linear. It also returns the result of [Solve],
// with the labels that are proven; where proofs would take most of the time, the scores of a
// linear method are only bound to 3·10⁻³, and fewer labels are proven.
//
// Errors: those of [Solve], and seeds of [MultiLabel] and [Values]. Cost: that of Solve, and
// of leave-one-out: for a linear method mostly one Solve more, for others one for each label.
func GraphOpinion(ctx context.Context, g *graph.Graph, seeds Seeds, m Method,
	o *GraphOptions) (opinion Opinion, r *Result, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	if _, _, err := seeds.labelledClasses(); err != nil {
		return Opinion{}, nil, err
	}
	if o == nil {
		o = &GraphOptions{}
	}
	// An opinion is pooled by its scores: labels are proven where that takes little time.
	options := o.Solve
	if Linear(m) {
		options = options.forScores()
	}
	res, err := Solve(ctx, g, seeds, m, options)
	if err != nil {
		return Opinion{}, nil, err
	}
	if o.LeavingOut != nil {
		func() {
			defer par.Blame("LeavingOut")
			o.LeavingOut(0, len(seeds.nodes))
		}()
	}
	c := Candidate{Graph: g, Method: m}
	left, err := roughLeaveOut(ctx, c, &seeds, o, res)
	if err == nil && left == nil {
		left, err = leaveOut(ctx, c, &seeds, o.Solve, nil)
	}
	if err != nil {
		return Opinion{}, nil, fmt.Errorf("labelprop: %w", err)
	}
	opinion = Opinion{Name: m.String(), P: res.Probabilities(), LeftOut: left.probabilities(), Graph: g}
	if o.Judge != nil {
		opinion.Judged = make([]bool, len(seeds.nodes))
		for l, node := range seeds.nodes {
			_, opinion.Judged[l] = slices.BinarySearch(o.Judge, node)
		}
	}
	return opinion, res, nil
}

// roughLeaveOut leaves out the labels to judge by, from the answer at hand; nil where another
// way is better.
func roughLeaveOut(ctx context.Context, c Candidate, seeds *Seeds, o *GraphOptions,
	res *Result) (*looProbabilities, error) {
	if !Linear(c.Method) {
		return nil, nil
	}
	f, err := foldChecked(c.Graph, seeds, c.Method, o.Solve)
	if err != nil {
		return nil, err
	}
	nw, options, err := linearNetwork(ctx, f.g, f.seeds, f.method(c.Method), o.Solve)
	if err != nil {
		return nil, err
	}
	// Each part has the answer of a row of its own.
	if o.LeavingOut != nil {
		options.LeavingOut = func(done, total int) {
			defer par.Blame("LeavingOut")
			o.LeavingOut(done, total)
		}
	}
	answer := func(part int) []float64 { return res.Scores.RawRowView(f.rowOf(part)) }
	rough, err := nw.RoughLeaveOneOut(ctx, options, f.judged(o.Judge), answer)
	if rough == nil || err != nil {
		return nil, err
	}
	v := &looProbabilities{seeds: f.seeds, logs: rough.Logs, skipped: rough.Skipped}
	v.unfold(f)
	return v, nil
}

// judged returns the places, among the labels of the parts, of those to judge by; nil: all.
func (f *folded) judged(nodes []int) []int {
	var places []int
	for l, part := range f.seeds.nodes {
		if _, there := slices.BinarySearch(nodes, f.rowOf(part)); nodes == nil || there {
			places = append(places, l)
		}
	}
	return places
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
