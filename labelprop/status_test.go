package labelprop_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mat"
)

const none = labelprop.Unlabeled

// assertWarned asks for a warning that contains the words, and a hint beside it.
func assertWarned(t *testing.T, r *labelprop.Result, words string) {
	t.Helper()
	for _, w := range r.Warnings {
		var warning labelprop.Warning
		if errors.As(w, &warning) && strings.Contains(w.Error(), words) {
			assert.NotEmpty(t, warning.Hint)
			return
		}
	}
	assert.Fail(t, "no such warning", "%q is not in %v", words, r.Warnings)
}

// shapes lists small problems whose status is known beforehand.
var shapes = []struct {
	name   string
	n      int
	edges  []graph.Edge
	y      []int
	status []labelprop.Status
	labels []int
	warned string // for the methods that clamp
}{
	{
		name: "a component without a label", n: 5,
		edges:  []graph.Edge{{From: 0, To: 1, Weight: 1}, {From: 2, To: 3, Weight: 1}},
		y:      []int{1, none, none, none, none},
		status: []labelprop.Status{labelprop.Given, labelprop.Propagated, labelprop.Unreachable, labelprop.Unreachable, labelprop.Unreachable},
		labels: []int{1, 1, none, none, none}, warned: "3 of 5 nodes unreachable",
	},
	{
		name: "an isolated labelled node", n: 4,
		edges:  []graph.Edge{{From: 0, To: 1, Weight: 1}},
		y:      []int{0, none, 1, none},
		status: []labelprop.Status{labelprop.Given, labelprop.Propagated, labelprop.Given, labelprop.Unreachable},
		labels: []int{0, 0, 1, none}, warned: "1 of 4 nodes unreachable",
	},
	{
		name: "no edges at all", n: 3, y: []int{1, none, 0},
		status: []labelprop.Status{labelprop.Given, labelprop.Unreachable, labelprop.Given},
		labels: []int{1, none, 0}, warned: "1 of 3 nodes unreachable",
	},
	{
		name: "one node", n: 1, y: []int{0},
		status: []labelprop.Status{labelprop.Given}, labels: []int{0},
	},
	{
		name: "one class", n: 4, edges: pathEdges(4), y: []int{none, 0, none, none},
		status: []labelprop.Status{labelprop.Propagated, labelprop.Given, labelprop.Propagated, labelprop.Propagated},
		labels: []int{0, 0, 0, 0},
	},
	{
		name: "one class that is not 0", n: 3, edges: pathEdges(3), y: []int{none, 4, none},
		status: []labelprop.Status{labelprop.Propagated, labelprop.Given, labelprop.Propagated},
		labels: []int{4, 4, 4},
	},
	{
		name: "a tie in the middle", n: 3, edges: pathEdges(3), y: []int{2, none, 1},
		status: []labelprop.Status{labelprop.Given, labelprop.Tied, labelprop.Given},
		labels: []int{2, 1, 1}, warned: "1 nodes tied",
	},
	{
		name: "a tie of three", n: 4, edges: []graph.Edge{{From: 0, To: 1, Weight: 1}, {From: 0, To: 2, Weight: 1}, {From: 0, To: 3, Weight: 1}},
		y:      []int{none, 3, 1, 2},
		status: []labelprop.Status{labelprop.Tied, labelprop.Given, labelprop.Given, labelprop.Given},
		labels: []int{1, 3, 1, 2}, warned: "1 nodes tied",
	},
	{
		name: "ties across a ladder", n: 8, edges: gridEdges(4, 2), y: []int{1, 0, none, none, none, none, 0, 1},
		status: []labelprop.Status{labelprop.Given, labelprop.Given, labelprop.Propagated, labelprop.Propagated,
			labelprop.Propagated, labelprop.Propagated, labelprop.Given, labelprop.Given},
		labels: []int{1, 0, 1, 0, 0, 1, 0, 1},
	},
}

func TestStatus(t *testing.T) {
	for _, s := range shapes {
		for _, m := range methods {
			for _, solver := range solversOf(m.signed) {
				t.Run(fmt.Sprintf("%s/%v/%v", s.name, m.method, solver), func(t *testing.T) {
					r := solveOK(t, fromEdges(t, s.n, s.edges), classSeeds(s.y), m.method, solver)
					assert.Equal(t, s.labels, r.Labels)
					assert.Equal(t, s.status, r.Status)
					if s.warned != "" {
						assertWarned(t, r, s.warned)
					} else {
						assert.Empty(t, r.Warnings)
					}
					assertConsistent(t, r)
				})
			}
		}
	}
}

// assertConsistent checks what holds of every classification.
func assertConsistent(t *testing.T, r *labelprop.Result) {
	t.Helper()
	n, c := r.Scores.Dims()
	for i := range n {
		row := r.Scores.RawRowView(i)
		switch r.Status[i] {
		case labelprop.Unreachable:
			assert.Equal(t, make([]float64, c), row, "node %d", i)
			assert.Equal(t, none, r.Labels[i], "node %d", i)
			assert.False(t, r.Proven[i], "node %d has no label to prove", i)
		case labelprop.Tied:
			assert.False(t, r.Proven[i], "node %d: a tie cannot be proven", i)
			fallthrough
		default:
			assert.GreaterOrEqual(t, r.Labels[i], 0, "node %d", i)
			if r.LogScores != nil { // Poisson may score a class highest that its component does not hold
				assert.InDelta(t, mat.Max(r.Scores.RowView(i)), row[r.Labels[i]], 1e-9, "node %d", i)
			}
		}
	}
	assert.Equal(t, n, r.Count(labelprop.Given)+r.Count(labelprop.Propagated)+r.Count(labelprop.Tied)+r.Count(labelprop.Unreachable))
	assert.LessOrEqual(t, r.CountProven(), n-r.Count(labelprop.Unreachable)-r.Count(labelprop.Tied))
	assert.NotEmpty(t, r.String())
}

func TestAllNodesLabelled(t *testing.T) {
	y := []int{0, 2, 1, 0}
	for _, m := range methods {
		for _, solver := range solversOf(m.signed) {
			r := solveOK(t, path(t, 4), classSeeds(y), m.method, solver)
			assert.Equal(t, 4, r.Count(labelprop.Given), "%v", m.method)
			assert.True(t, r.Converged)
			if !m.clamps {
				continue
			}
			assert.Equal(t, y, r.Labels, "%v", m.method)
			assert.True(t, mat.Equal(oneHot(y, 3), r.Scores), "%v", m.method)
			assert.Equal(t, 4, r.CountProven(), "%v", m.method)
			assert.Empty(t, r.Warnings, "%v", m.method)
		}
	}
}

// In a star the hub is one against many: spreading overrules its label, and says so.
func TestChangedLabelsAreWarnedOf(t *testing.T) {
	g := fromEdges(t, 5, []graph.Edge{{From: 0, To: 1, Weight: 1}, {From: 0, To: 2, Weight: 1}, {From: 0, To: 3, Weight: 1}, {From: 0, To: 4, Weight: 1}})
	y := []int{0, 1, 1, 1, 1}
	for _, solver := range solversOf(false) {
		r := solveOK(t, g, classSeeds(y), labelprop.Spreading{Alpha: 0.9}, solver)
		assert.Equal(t, []int{1, 1, 1, 1, 1}, r.Labels)
		assert.Equal(t, labelprop.Given, r.Status[0])
		assertWarned(t, r, "1 given labels changed by spreading(α=0.9)")
		kept := solveOK(t, g, classSeeds(y), labelprop.Harmonic{}, solver)
		assert.Equal(t, y, kept.Labels)
		assert.Empty(t, kept.Warnings)
	}
}
