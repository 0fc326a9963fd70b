package labelprop

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/labelprop/internal/pool"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// LabelsLeftOut is what an answer says of l labelled nodes without their labels.
type LabelsLeftOut struct {
	Nodes []int      // the labelled nodes, rising
	Y     []int      // the class of each
	P     *mat.Dense // l×C: the probabilities without the label; a row of zeros where no other label arrives

	// Undecided is of how many nothing is known, beside those that no other label reaches: what others say of them is
	// far below what their own label does, and to solve without them takes too long. Their rows are zeros, too.
	Undecided int

	// Covariance is by how much they are wrong together, from [LeavePairsOut]; nil: not known. Then
	// intervals take it to be about as large as it is in most tables.
	Covariance *MissCovariance
}

// LeaveOut is the function [LeaveOut] after [Solve] with the same arguments. Of r, its answer, a harmonic function on a
// large graph needs the scores alone: the share of the row's own label is subtracted, to about two digits.
//
// Errors: those of the function, and r of another number of nodes or classes ([ErrShape]); nil is no answer at hand.
// Cost: some ten products of W with as many columns as labels where that is quicker, else that of the function.
func (r *Result) LeaveOut(ctx context.Context, g *graph.Graph, seeds Seeds, m Method, o *Options) (
	left *LabelsLeftOut, err error) {
	defer par.Catch(&err, "labelprop")
	nodes, y, err := seeds.labelledClasses()
	if err != nil {
		return nil, err
	}
	if _, err := checked(g, &seeds, m, o); err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	if r == nil {
		return LeaveOut(ctx, g, seeds, m, o)
	}
	if n, c := rows.Dims(r.Scores); n != seeds.n || c != seeds.c {
		return nil, fmt.Errorf("labelprop: %w: an answer of %d nodes and %d classes, labels of %d and %d", ErrShape,
			n, c, seeds.n, seeds.c)
	}
	if seeds.group == nil {
		v, err := roughLeaveOut(orBackground(ctx), Candidate{Graph: g, Method: m}, &seeds, &GraphOptions{Solve: o}, r)
		if err != nil {
			return nil, fmt.Errorf("labelprop: %w", err)
		}
		if v != nil {
			return &LabelsLeftOut{Nodes: nodes, Y: y, P: v.probabilities()}, nil
		}
	}
	return LeaveOut(ctx, g, seeds, m, o)
}

// LeaveOut leaves out each label, by any method: as [LeaveOneOut] for linear methods, to about two
// digits where that is quicker. For others it solves without each label, or of more than 20 without
// each of 20 parts of them, as equal in size as can be: an answer by a twentieth of the labels less
// is a little worse, seldom better. The same is done on graphs of some hundred thousand edges where exact leave-one-out
// leaves labels of linear methods undecided. Labels in groups are left out with their groups.
//
// Errors: those of [Solve], and seeds of [MultiLabel] or [Values]. Cost: mostly that of one Solve
// for linear methods, of min(l, 20) for others.
func LeaveOut(ctx context.Context, g *graph.Graph, seeds Seeds, m Method, o *Options) (r *LabelsLeftOut, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	nodes, y, err := seeds.labelledClasses()
	if err != nil {
		return nil, err
	}
	whole := m != nil && g != nil && seeds.group == nil && len(nodes) > labelParts && g.N() == seeds.n
	if whole && !Linear(m) {
		seeds = seeds.dealt(g)
	}
	left, err := leaveOut(ctx, Candidate{Graph: g, Method: m}, &seeds, o, nil)
	if err == nil && whole && left.undecided() > 0 && affordsParts(g, m) {
		err = left.decideInParts(ctx, g, m, o)
	}
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	return &LabelsLeftOut{Nodes: nodes, Y: y, P: left.probabilities(), Undecided: left.undecided()}, nil
}

// mostInParts is the number of edges of all parts up to which solving without each of them takes some ten seconds.
// Sweeps of spreading take some thirty times as long as elimination.
const mostInParts, sweepsPerElimination = 5e6, 30

// affordsParts reports whether a solve without each part of the labels is soon done.
func affordsParts(g *graph.Graph, m Method) bool {
	edges := labelParts * g.Edges()
	if _, spreads := m.(Spreading); spreads {
		edges *= sweepsPerElimination
	}
	return edges <= mostInParts
}

// dealt returns seeds whose labels are in so many parts, as groups; they are dealt by the values of the rows, not by
// their places.
func (s Seeds) dealt(g *graph.Graph) Seeds {
	group := slices.Repeat([]int{-1}, s.n)
	for l, part := range dealInOrder(labelOrder(g, &s), labelParts) {
		group[s.nodes[l]] = part
	}
	s.group = group
	return s
}

// undecided is how many labels are skipped though others reach them.
func (v *looProbabilities) undecided() int {
	count := 0
	for _, open := range v.open {
		if open {
			count++
		}
	}
	return count
}

// decideInParts takes what is open from solves without each part of the labels.
func (v *looProbabilities) decideInParts(ctx context.Context, g *graph.Graph, m Method, o *Options) error {
	parts := v.seeds.dealt(g)
	found, err := refitted(ctx, Candidate{Graph: g, Method: m}, &parts, o)
	if err != nil {
		return err
	}
	c := v.seeds.c
	for i, open := range v.open {
		if open {
			copy(v.logs[i*c:(i+1)*c], found.logs[i*c:])
			v.skipped[i], v.open[i] = found.skipped[i], false
		}
	}
	return nil
}

// LabelsLeftOut returns what the pool says of the labelled nodes from opinions that have not seen
// their labels, at the shares of the classes that P has: of those labels by which all opinions were
// judged. nil where Few.
func (r *Pooled) LabelsLeftOut() *LabelsLeftOut {
	n, c := rows.Dims(r.LeftOut)
	if n == 0 || n != len(r.nodes) {
		return nil
	}
	// Labels by which a part of the pool was not judged would seem worse than they are.
	left := &LabelsLeftOut{}
	var shares []float64
	for l, u := range r.nodes {
		if r.judged != nil && !r.judged[l] {
			continue
		}
		left.Nodes, left.Y = append(left.Nodes, u), append(left.Y, r.y[l])
		shares = append(shares, r.LeftOut.RawRowView(l)...)
	}
	if len(left.Y) == 0 {
		return nil
	}
	left.P = mat.NewDense(len(left.Y), c, shares)
	if len(r.Shares) == c {
		pool.AtShares(left.P, r.Shares)
	}
	return left
}

// judgedByAll tells by which labels all opinions were judged; nil: by all.
func judgedByAll(opinions []Opinion) []bool {
	var all []bool
	for _, o := range opinions {
		switch {
		case o.Judged == nil:
		case all == nil:
			all = slices.Clone(o.Judged)
		default:
			for l, is := range o.Judged {
				all[l] = all[l] && is
			}
		}
	}
	return all
}

// DealtOut reports whether labels look chosen by class, about as many of each: then they are no random
// sample of the rows. It compares how likely the numbers of labels are under either.
func (s Seeds) DealtOut() bool { return s.exclusive() && pool.DealtOut(s.classCounts()) }

// check checks that the labels go with so many classes.
func (l *LabelsLeftOut) check(classes int) error {
	if l == nil || len(l.Y) == 0 {
		return nil
	}
	// Shapes first, so that what follows may index.
	n, c := rows.Dims(l.P)
	if n != len(l.Y) || c != classes || l.Nodes != nil && len(l.Nodes) != n {
		return fmt.Errorf("labelprop: %w: %d×%d left out of %d nodes, for %d labels and %d classes", ErrShape, n, c,
			len(l.Nodes), len(l.Y), classes)
	}
	if l.Covariance != nil && len(l.Covariance.Classes) != classes {
		return fmt.Errorf("labelprop: %w: the covariance of %d classes, for %d", ErrShape, len(l.Covariance.Classes),
			classes)
	}
	for i, class := range l.Y {
		if class < 0 || class >= classes {
			return fmt.Errorf("labelprop: label %d: class %d is not in [0,%d)", i, class, classes)
		}
		// NaN would make every estimate NaN.
		if sum := floats.Sum(l.P.RawRowView(i)); math.IsNaN(sum) || math.IsInf(sum, 0) {
			return fmt.Errorf("labelprop: label %d: its probabilities are not finite", i)
		}
	}
	return nil
}

// size returns the number of labels, 0 for nil.
func (l *LabelsLeftOut) size() int {
	if l == nil {
		return 0
	}
	return len(l.Y)
}
