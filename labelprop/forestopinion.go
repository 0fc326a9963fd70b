package labelprop

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/randomforest"
	"github.com/propagate-go/propagate/labelprop/features"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// ForestOptions says how a random forest is grown. The zero value and nil are right for
// most.
type ForestOptions struct {
	// Trees is the number of trees, 2²⁰ at most; 0 means 500, or fewer, but 100 at least, where growing
	// 500 or asking them of all rows would take more than some seconds.
	Trees int

	Seed uint64

	// Weights, one for each column, say how much sooner a node draws one column than another to
	// choose its split from: finite, none below 0 and not all 0; nil: all are drawn alike.
	Weights []float64

	// Observe is told how much of the work is done, by one goroutine at a time; nil: nobody
	// is.
	Observe func(done, total int)

	// Memory, if not nil, is asked for the trees as they grow: how many bytes more, and what for. Its error ends the
	// work.
	Memory func(bytes int64, what string) error
}

// ForestOpinion is the opinion of a random forest [breiman2001] that is grown on the
// labelled rows of a table: the mean of the class shares in the leaves that a row falls into,
// and for a labelled row that over the trees which were grown without it (out of bag); rows
// that are equal and have the same label share the mean of theirs. Each tree draws, of every
// class, as many rows as it has labels; missing values need not be filled in. The seeds have a
// node for each row of the columns; label weights have no part.
//
// It also returns the forest, which knows how much each column matters and answers for new
// rows.
//
// Errors: no column, another number of rows or of weights, a weight or a number of trees out of range, no
// label, seeds of [MultiLabel] and [Values], and that of the context.
// Cost: O(trees · (l·log(l)·√D + n·log(l))) for l labels, n rows and D columns.
func ForestOpinion(ctx context.Context, columns []features.Column, seeds Seeds,
	o *ForestOptions) (opinion Opinion, forest *Forest, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	nodes, y, err := seeds.labelledClasses()
	if err == nil {
		err = checkColumns(columns, seeds.n)
	}
	if err != nil {
		return Opinion{}, nil, err
	}
	if o == nil {
		o = &ForestOptions{}
	}
	trees, err := o.trees(len(nodes), seeds.n, len(columns))
	if err = cmp.Or(err, o.checkWeights(columns)); err != nil {
		return Opinion{}, nil, err
	}
	// Trees draw labels by their number, so these are numbered by class and values: the
	// order of the rows decides nothing.
	compare := func(a, b int) int {
		// Column by column; a missing value stands before all others.
		by := 0
		for j := 0; by == 0 && j < len(columns); j++ {
			by = cmp.Compare(columns[j].At(nodes[a]), columns[j].At(nodes[b]))
		}
		return by
	}
	order := orderOfLabels(y, compare)
	trunk := treeMeter{meter: memory.Meter{Ask: o.Memory, What: "the trees of a random forest"}}
	stopped := func() bool { return ctx.Err() != nil || trunk.refused() != nil }
	grown, asked := forestWork(len(nodes), seeds.n, len(columns)).watched(par.Observer(o.Observe))
	// Every label is left out by about a third of the trees.
	f := randomforest.Grow(columns, taken(nodes, order), taken(y, order), seeds.c,
		randomforest.Options{Trees: trees, Seed: o.Seed, Weights: o.Weights,
			Observe: grown, Stopped: stopped, Grown: trunk.add})
	if err := cmp.Or(ctx.Err(), trunk.refused()); err != nil {
		return Opinion{}, nil, fmt.Errorf("labelprop: %w", err)
	}
	drawn, _ := f.OutOfBag(columns)
	// Back to the order in which the labels were given.
	out := mat.NewDense(len(nodes), seeds.c, nil)
	for at, l := range order {
		out.SetRow(int(l), drawn.RawRowView(at))
	}
	shareAmongEqual(out, order, func(a, b int) bool { return y[a] == y[b] && compare(a, b) == 0 })
	all := f.Probabilities(columns, randomforest.Options{Observe: asked, Stopped: stopped})
	if err := ctx.Err(); err != nil {
		return Opinion{}, nil, fmt.Errorf("labelprop: %w", err)
	}
	return Opinion{Name: forestName, P: all, LeftOut: out, Features: true}, &Forest{f}, nil
}

// trees returns how many trees are grown of some labels, for so many rows and columns.
func (o *ForestOptions) trees(labels, rows, columns int) (int, error) {
	switch {
	case o.Trees < 0 || o.Trees > mostTreesAsked:
		return 0, fmt.Errorf("labelprop: %d trees: give 0 to %d", o.Trees, mostTreesAsked)
	case o.Trees == 0:
		return treesFor(labels, rows, columns), nil
	}
	return o.Trees, nil
}

// checkWeights checks that each column has a weight, from which probabilities follow.
func (o *ForestOptions) checkWeights(columns []features.Column) error {
	if o.Weights == nil {
		return nil
	}
	if len(o.Weights) != len(columns) {
		return fmt.Errorf("labelprop: %w: %d weights of %d columns", ErrShape, len(o.Weights), len(columns))
	}
	// A draw needs one column at least that may be drawn.
	none := floats.Max(o.Weights) == 0
	for j, w := range o.Weights {
		if none || !(w >= 0) || math.IsInf(w, 1) {
			return fmt.Errorf("labelprop: column %s has the weight %g: weights are finite, not below 0, and not all 0",
				columns[j].Name, w)
		}
	}
	return nil
}

// treeMeter asks for the memory of trees that several goroutines grow.
type treeMeter struct {
	mu    sync.Mutex
	meter memory.Meter
	err   error
}

func (m *treeMeter) add(bytes int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.meter.Add(bytes); m.err == nil {
		m.err = err
	}
}

// refused returns the error of memory that was refused.
func (m *treeMeter) refused() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.err
}

// orderOfLabels returns the places of labels, by class and then as values compares their rows.
// Labels that are alike in both are equal in all that opinions of the features know.
func orderOfLabels(y []int, values func(a, b int) int) []int32 {
	order := make([]int32, len(y))
	for l := range order {
		order[l] = int32(l)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		if by := cmp.Compare(y[a], y[b]); by != 0 {
			return by
		}
		return values(int(a), int(b))
	})
	return order
}

// The number of trees, and how many comparisons all of them may take: to be grown, and to
// answer.
const (
	mostTrees, leastTrees   = 500, 100
	mostGrowing, mostAsking = 1e8, 1e8
)

// mostTreesAsked keeps a stray number from asking for all memory.
const mostTreesAsked = 1 << 20

// treesFor returns how many trees l labels, n rows and d columns can have in some seconds.
func treesFor(l, n, d int) int {
	work := forestWork(l, n, d)
	return int(min(mostTrees, max(leastTrees, min(mostGrowing/work.grow, mostAsking/work.ask))))
}

// treeWork is how many comparisons a tree takes: to be grown, and to answer for all rows.
type treeWork struct{ grow, ask float64 }

// forestWork is that of a tree on l labels, n rows and d columns.
func forestWork(l, n, d int) treeWork {
	// A tree sorts its labels by √d columns on each of log₂l levels, and a row passes those.
	levels := math.Log2(float64(max(l, 2)))
	return treeWork{grow: float64(l) * levels * math.Sqrt(float64(d)), ask: float64(n) * levels}
}

// growTime is how many times as long a comparison takes while a tree is grown, where values are sorted, as while it is
// asked: 38 to 44 ns beside 10 to 12 on tables of 16 to 719 columns.
const growTime = 4

// workParts is of how many parts of the work observers are told.
const workParts = 1000

// watched returns the observers of growing and of asking that tell observe of all the work; nil for nil.
func (w treeWork) watched(observe func(done, total int)) (grown, asked func(done, total int)) {
	if observe == nil {
		return nil, nil
	}
	// Growing comes first, and takes its share of the time.
	grow := growTime * w.grow
	share := grow / (grow + w.ask)
	part := func(from, share float64) func(done, total int) {
		return func(done, total int) {
			observe(int(workParts*(from+share*float64(done)/float64(total))), workParts)
		}
	}
	return part(0, share), part(share, 1-share)
}
