// Package randomforest grows random forests [breiman2001] on few labelled rows, and
// judges each labelled row by the trees that have not seen it.
package randomforest

import (
	"math/rand/v2"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/features"
	"gonum.org/v1/gonum/mat"
)

// Options says how a forest is grown. The zero value works.
type Options struct {
	Trees int // 0 means 500
	Seed  uint64

	// Tries is how many columns a node draws to choose its split from; 0 means the
	// square root of their number, rounded.
	Tries int

	// Weights say how much sooner a node draws one column than another; nil: all are drawn alike.
	Weights []float64

	// PerTree bounds the labelled rows that one tree is grown on; 0 means 5,000.
	PerTree int

	// Observe is told after each tree that is grown, by one goroutine at a time; nil: nobody is.
	Observe func(done, total int)

	// Stopped is asked before each tree: where it says yes, the rest of the trees is not grown, and the forest is of no
	// use; nil: never.
	Stopped func() bool

	// Grown is told how many bytes each tree takes, by several goroutines at a time; nil: nobody is.
	Grown func(bytes int)
}

func (o Options) stopped() bool { return o.Stopped != nil && o.Stopped() }

func (o Options) withDefaults(columns int) Options {
	if o.Trees == 0 {
		o.Trees = 500
	}
	if o.Tries == 0 {
		o.Tries = rootOf(columns)
	}
	if o.PerTree == 0 {
		o.PerTree = 5000
	}
	return o
}

// rootOf returns the square root of n, rounded to a whole number of 1 or more.
func rootOf(n int) int {
	// (r+1/2)² is never whole: r is the root rounded while r(r+1) ≥ n.
	r := 1
	for r*(r+1) < n {
		r++
	}
	return r
}

// Forest is a set of trees, grown on the labelled rows of a table.
type Forest struct {
	trees       []tree
	labels      []int // the labelled rows of the table; nil in a forest that was read
	classes     int
	nominal     []bool    // by column: categories, not numbers
	importances []float64 // by column
}

// Grow grows a forest. labelled are rows of the table, y their classes, from 0 to
// classes-1. Each tree draws, of every class, as many rows as it has, with
// replacement, so that the shares of the classes are the same in all trees and a row
// left out is missed by its own class alone. The result does not depend on the number
// of processors.
//
// Cost: O(trees · l·log(l)·√columns) for l labelled rows, of PerTree at most.
func Grow(table []features.Column, labelled, y []int, classes int, o Options) *Forest {
	o = o.withDefaults(len(table))
	data := newSample(table, labelled, y, classes)
	f := &Forest{trees: make([]tree, o.Trees), labels: labelled, classes: classes, nominal: data.nominal}
	done := par.Counter(o.Trees, o.Observe)
	// Every tree has random numbers of its own, so that the order in which trees are
	// grown does not matter.
	par.For(o.Trees, 4, func(_, lo, hi int) {
		g := newGrower(data, o)
		for t := lo; t < hi && !o.stopped(); t++ {
			g.random = rand.New(rand.NewPCG(o.Seed, uint64(t)))
			f.trees[t] = g.grow()
			if o.Grown != nil {
				o.Grown(f.trees[t].bytes())
			}
		}
		done.Add(hi - lo)
	})
	if !o.stopped() {
		f.importances = f.importance()
	}
	return f
}

// Classes returns the number of classes.
func (f *Forest) Classes() int { return f.classes }

// Fits reports whether a table has the columns of the forest: as many numbers and
// categories, in the same order.
func (f *Forest) Fits(table []features.Column) bool {
	if len(table) != len(f.nominal) {
		return false
	}
	// A split on a category compares codes, one on a number compares sizes.
	for j, c := range table {
		if c.Categories > 0 != f.nominal[j] {
			return false
		}
	}
	return true
}

// Probabilities returns the mean of the class shares in the leaves that each row of
// the table falls into, n×C. Of the options Observe is told of the rows that are done, and Stopped
// is asked before some rows each. Cost: O(n · trees · depth).
func (f *Forest) Probabilities(table []features.Column, o Options) *mat.Dense {
	rows := newRows(table)
	done := par.Counter(rows.n, o.Observe)
	p := mat.NewDense(rows.n, f.classes, nil)
	par.For(rows.n, 64, func(_, lo, hi int) {
		row := make([]float64, rows.d)
		for i := lo; i < hi && !o.stopped(); i++ {
			// All trees walk the same row, which stays in the cache.
			rows.read(row, i)
			f.vote(p.RawRowView(i), row, func(int) bool { return true })
		}
		done.Add(hi - lo)
	})
	return p
}

// OutOfBag returns, for each labelled row, what the trees say that were grown without
// it, l×C, and the number of these trees. A row of which there are none is a row of
// zeros: that of a class with one label.
func (f *Forest) OutOfBag(table []features.Column) (p *mat.Dense, trees []int) {
	rows := newRows(table)
	p, trees = mat.NewDense(len(f.labels), f.classes, nil), make([]int, len(f.labels))
	par.For(len(f.labels), 16, func(_, lo, hi int) {
		row := make([]float64, rows.d)
		for l := lo; l < hi; l++ {
			// Only trees that did not draw the label may speak of it.
			rows.read(row, f.labels[l])
			trees[l] = f.vote(p.RawRowView(l), row, func(t int) bool { return !f.trees[t].drew[l] })
		}
	})
	return p, trees
}

// vote writes the mean of the leaves of those trees that may vote to p, and returns
// how many there are.
func (f *Forest) vote(p, row []float64, may func(t int) bool) int {
	votes := 0
	for t := range f.trees {
		if !may(t) {
			continue
		}
		votes++
		for k, share := range f.trees[t].leaf(row) {
			p[k] += float64(share)
		}
	}
	// The sum is in the order of the trees, whatever the number of processors.
	for k := range p {
		p[k] /= float64(max(votes, 1))
	}
	return votes
}

// Importances returns how much each column lowers the Gini impurity, summed over all
// trees and divided by the sum over all columns; zeros where no tree has a split.
func (f *Forest) Importances() []float64 { return f.importances }

func (f *Forest) importance() []float64 {
	all, sum := make([]float64, len(f.nominal)), 0.0
	for t := range f.trees {
		// Every split counts by its gain, which is in rows, so that splits near the root
		// count most.
		for _, n := range f.trees[t].nodes {
			if n.column >= 0 {
				all[n.column] += n.gain
				sum += n.gain
			}
		}
	}
	if sum > 0 {
		for k := range all {
			all[k] /= sum
		}
	}
	return all
}
