package graph_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"gonum.org/v1/gonum/mat"
)

// searches are all ways to find neighbours. A new one gets a line here and goes
// through every test of the list.
var searches = []struct {
	name string
	find func(x mat.Matrix, m kernel.Metric) (*graph.Neighbors, error)
	want func(d distances) joins
}{
	{"1 nearest", knn(1, false), func(d distances) joins { return d.union(1) }},
	{"5 nearest", knn(5, false), func(d distances) joins { return d.union(5) }},
	{"5 mutual", knn(5, true), func(d distances) joins { return d.mutual(5) }},
	{"8 nearest of 9", knn(8, false), func(d distances) joins { return d.union(8) }},
	{"8 mutual of 9", knn(8, true), func(d distances) joins { return d.mutual(8) }},
	{"radius 0", radius(0), func(d distances) joins { return d.within(0) }},
	{"radius 1", radius(1), func(d distances) joins { return d.within(1) }},
	{"radius 2.5", radius(2.5), func(d distances) joins { return d.within(2.5) }},
	{"radius ∞", radius(math.Inf(1)), func(d distances) joins { return d.within(math.Inf(1)) }},
	{"complete", complete, func(d distances) joins { return d.within(math.Inf(1)) }},
}

func knn(k int, mutual bool) func(mat.Matrix, kernel.Metric) (*graph.Neighbors, error) {
	return func(x mat.Matrix, m kernel.Metric) (*graph.Neighbors, error) {
		return graph.KNN(context.Background(), x, k, &graph.SearchOptions{Metric: m, Mutual: mutual})
	}
}

func radius(r float64) func(mat.Matrix, kernel.Metric) (*graph.Neighbors, error) {
	return func(x mat.Matrix, m kernel.Metric) (*graph.Neighbors, error) {
		return graph.Radius(context.Background(), x, r, &graph.SearchOptions{Metric: m})
	}
}

func complete(x mat.Matrix, m kernel.Metric) (*graph.Neighbors, error) {
	return graph.Complete(context.Background(), x, &graph.SearchOptions{Metric: m})
}

// datasets for the searches. A sparse row is added up one column after the other, a
// dense one in four parts, so the cosines of the wide rows may differ in the last
// digit, which exact has to say.
var datasets = []struct {
	name      string
	x         [][]float64
	tolerance float64
}{
	{"9 rows of a small grid", integerRows(random(1), 9, 2, 2), 0},
	{"70 rows of a small grid", integerRows(random(2), 70, 3, 2), 0},
	{"all rows equal", integerRows(random(3), 20, 2, 0), 0},
	{"40 rows of 9 integers", integerRows(random(4), 40, 9, 40), 1e-11},
	{"66 rows of 6 random numbers", randomRows(random(5), 66, 6), 1e-11},
}

func TestSearchesAgainstSorting(t *testing.T) {
	for _, s := range searches {
		for _, data := range datasets {
			for _, m := range metrics {
				// Cosines that are equal differ by rounding, which decides on ties.
				if _, cosine := m.metric.(kernel.Cosine); cosine && data.tolerance == 0 {
					continue
				}
				d := allDistances(data.x, m.naive)
				want := s.want(d)
				for _, form := range forms {
					t.Run(fmt.Sprintf("%s/%s/%v/%s", s.name, data.name, m.metric, form.name), func(t *testing.T) {
						got, err := s.find(form.of(data.x), m.metric)
						if err != nil {
							t.Fatal(err)
						}
						requireUndirected(t, got)
						requireNeighbors(t, d, want, data.tolerance, got)
					})
				}
			}
		}
	}
}

func TestSearchesDoNotDependOnWorkers(t *testing.T) {
	x := integerRows(random(6), 300, 3, 3)
	for _, s := range searches {
		want, err := s.find(dense(x), nil)
		if err != nil {
			t.Fatal(err)
		}
		withWorkers(t, func(t *testing.T) {
			got, err := s.find(dense(x), nil)
			if err != nil {
				t.Fatal(err)
			}
			requireSame(t, want, got)
		})
	}
}

func TestSearchesDoNotChangeTheMatrix(t *testing.T) {
	x := integerRows(random(7), 20, 3, 4)
	for _, m := range metrics {
		for _, s := range searches {
			for _, unit := range []float64{1, 1e120, 1e-200} {
				given, before := dense(x), dense(x)
				given.Scale(unit, given)
				before.Scale(unit, before)
				got, err := s.find(given, m.metric)
				if err != nil {
					t.Fatal(err)
				}
				requireJoined(t, got)
				if !mat.Equal(before, given) {
					t.Fatalf("%s, %v: the matrix has changed", s.name, m.metric)
				}
			}
		}
	}
}
