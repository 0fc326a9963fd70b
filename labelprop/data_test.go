package labelprop_test

import (
	"encoding/csv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// dataset is a table of ../testdata: features, truth, classes numbered in the
// order of their names.
type dataset struct {
	name    string
	x       *mat.Dense
	truth   []int
	classes int
}

var cache sync.Map // file name → records

// records returns the lines of a CSV file of ../testdata after its header.
func records(t testing.TB, name string) [][]string {
	if r, ok := cache.Load(name); ok {
		return r.([][]string)
	}
	f, err := os.Open(filepath.Join("..", "testdata", name))
	require.NoError(t, err)
	defer f.Close()
	r, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	cache.Store(name, r[1:])
	return r[1:]
}

// load reads a table whose last two columns are the given labels and the truth.
func load(t testing.TB, name string) dataset {
	lines := records(t, name+".csv")
	d := len(lines[0]) - 2
	var truth []string
	x := mat.NewDense(len(lines), d, nil)
	for i, line := range lines {
		for j, cell := range line[:d] {
			v, err := strconv.ParseFloat(cell, 64)
			require.NoError(t, err)
			x.Set(i, j, v)
		}
		truth = append(truth, line[d+1])
	}
	names := slices.Compact(slices.Sorted(slices.Values(truth)))
	set := dataset{name: name, x: x, classes: len(names)}
	for _, name := range truth {
		at, _ := slices.BinarySearch(names, name)
		set.truth = append(set.truth, at)
	}
	return set
}

// thinned keeps every k-th row.
func (d dataset) thinned(k int) dataset {
	n, cols := d.x.Dims()
	out := dataset{name: d.name, classes: d.classes, x: mat.NewDense((n+k-1)/k, cols, nil)}
	for i := 0; i < n; i += k {
		out.x.SetRow(i/k, d.x.RawRowView(i))
		out.truth = append(out.truth, d.truth[i])
	}
	return out
}

// standardized brings every feature to mean 0 and standard deviation 1.
func (d dataset) standardized() dataset {
	n, cols := d.x.Dims()
	out := d
	out.x = mat.NewDense(n, cols, nil)
	for j := range cols {
		col := mat.Col(nil, j, d.x)
		mean, sd := stat.MeanStdDev(col, nil)
		for i := range col {
			out.x.Set(i, j, (col[i]-mean)/sd)
		}
	}
	return out
}

// draw labels k random rows of each class with their truth.
func (d dataset) draw(k int, seed uint64) []int { return drawn(d.truth, k, seed) }

func drawn(truth []int, k int, seed uint64) []int {
	y := slices.Repeat([]int{labelprop.Unlabeled}, len(truth))
	left := map[int]int{}
	for _, i := range rand.New(rand.NewPCG(seed, 1)).Perm(len(truth)) {
		if c := truth[i]; left[c] < k {
			left[c]++
			y[i] = c
		}
	}
	return y
}

// accuracy is the share of right labels where y has none.
func accuracy(labels, truth, y []int) float64 {
	right, all := 0, 0
	for i, c := range y {
		if c >= 0 {
			continue
		}
		all++
		if labels[i] == truth[i] {
			right++
		}
	}
	return float64(right) / float64(all)
}

// cora returns the citation graph, every edge of weight 1, with its topics.
func cora(t testing.TB) (*graph.Graph, []int) {
	var topic []int
	for _, line := range records(t, "cora.nodes.csv") {
		c, err := strconv.Atoi(line[2])
		require.NoError(t, err)
		topic = append(topic, c)
	}
	var edges []graph.Edge
	for _, line := range records(t, "cora.edges.csv") {
		from, err := strconv.Atoi(line[0])
		require.NoError(t, err)
		to, err := strconv.Atoi(line[1])
		require.NoError(t, err)
		edges = append(edges, graph.Edge{From: from, To: to, Weight: 1})
	}
	g, err := graph.FromEdges(len(topic), edges)
	require.NoError(t, err)
	return g, topic
}
