package distributed

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// points are rows of small whole numbers, so that many distances are equal, in random order.
func points(rng *rand.Rand, n, d int) [][]float64 {
	x := make([][]float64, n)
	for i := range x {
		x[i] = make([]float64, d)
		for k := range x[i] {
			x[i][k] = float64(rng.IntN(6)) + 10*float64(i%7)*float64(k%2)
		}
	}
	return x
}

// featureFiles writes the rows to two files, in a random order, and returns a configuration for them.
func featureFiles(t *testing.T, rng *rand.Rand, x [][]float64) NeighborsConfig {
	t.Helper()
	folder := t.TempDir()
	var parts [2]bytes.Buffer
	fmt.Fprintln(&parts[0], "a,row,b,c")
	for _, i := range rng.Perm(len(x)) {
		if i%3 == 0 {
			fmt.Fprintf(&parts[0], "%v,%d,%v,%v\n", x[i][0], i, x[i][1], x[i][2])
		} else {
			fmt.Fprintf(&parts[1], "%d,%v,%v,%v\n", i, x[i][0], x[i][1], x[i][2])
		}
	}
	for k := range parts {
		require.NoError(t, os.WriteFile(fmt.Sprintf("%s/x-%d.csv", folder, k), parts[k].Bytes(), 0o666))
	}
	return NeighborsConfig{Features: folder + "/x-*.csv", Nodes: int64(len(x)), Out: folder + "/edges.csv",
		Work: folder + "/work", K: 4, Blocks: 3, Gamma: 0.01}
}

// bruteForce returns the lines of the edges to the k nearest of each row.
func bruteForce(x [][]float64, k int, gamma float64) []string {
	var all []string
	for i := range x {
		square := func(j int) (sum float64) {
			for c := range x[i] {
				sum += (x[i][c] - x[j][c]) * (x[i][c] - x[j][c])
			}
			return sum
		}
		others := []int{}
		for j := range x {
			if j != i {
				others = append(others, j)
			}
		}
		slices.SortStableFunc(others, func(a, b int) int { return int(square(a) - square(b)) })
		for _, j := range others[:k] {
			all = append(all, fmt.Sprintf("%d,%d,%v", i, j, math.Exp(-gamma*square(j))))
		}
	}
	return all
}

// TestNeighbors compares the exact search with brute force, ties and all, for several numbers of blocks; cells that are
// all looked in give the same.
func TestNeighbors(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 22))
	x := points(rng, 90, 3)
	for _, cut := range []struct{ blocks, cells, probe int }{{1, 0, 0}, {4, 0, 0}, {3, 6, 6}} {
		c := featureFiles(t, rng, x)
		c.Blocks, c.Cells, c.Probe = cut.blocks, cut.cells, cut.probe
		files, err := Neighbors(t.Context(), c)
		require.NoError(t, err)
		assert.Equal(t, bruteForce(x, c.K, c.Gamma), lines(t, &Result{Files: files}), "%+v", cut)
		left, err := os.ReadDir(c.Work)
		require.NoError(t, err)
		assert.Empty(t, left, "what was packed is gone")
	}
}

// TestCells finds most neighbours in a few of the cells, and none that is nearer than the nearest.
func TestCells(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 22))
	x := points(rng, 300, 3)
	c := featureFiles(t, rng, x)
	c.Cells, c.Probe, c.Gamma = 14, 3, 0
	files, err := Neighbors(t.Context(), c)
	require.NoError(t, err)
	want, same := map[string]bool{}, 0
	for _, line := range bruteForce(x, c.K, 0) {
		want[line] = true
	}
	for _, line := range lines(t, &Result{Files: files}) {
		assert.True(t, strings.HasSuffix(line, ",1"), line)
		if want[line] {
			same++
		}
	}
	assert.Greater(t, same, 9*len(want)/10)
	assert.Less(t, same, len(want)+1)

	// No number of cells to look in stands for four.
	c.Probe = 4
	four, err := Neighbors(t.Context(), c)
	require.NoError(t, err)
	want4 := lines(t, &Result{Files: four})
	c.Probe = 0
	_, err = Neighbors(t.Context(), c)
	require.NoError(t, err)
	assert.Equal(t, want4, lines(t, &Result{Files: four}))
}

// TestNeighborsThenLabels takes the edges of one command as they are into the other.
func TestNeighborsThenLabels(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 22))
	n := featureFiles(t, rng, points(rng, 70, 3))
	n.Out = strings.Replace(n.Out, ".csv", ".parquet", 1)
	_, err := Neighbors(t.Context(), n)
	require.NoError(t, err)
	folder := strings.TrimSuffix(n.Out, "/edges.parquet")
	var labels bytes.Buffer
	for i := range 14 {
		fmt.Fprintf(&labels, "%d,group %d\n", i, i%7)
	}
	require.NoError(t, os.WriteFile(folder+"/labels.csv", labels.Bytes(), 0o666))
	r, err := Propagate(t.Context(), Config{Edges: folder + "/edges-*.parquet", Labels: folder + "/labels.csv", Nodes: 70,
		Blocks: 2, Out: folder + "/out.csv", Work: folder + "/labelling"})
	require.NoError(t, err)
	// The groups are ten apart, and their rows at most five.
	for i, line := range lines(t, r) {
		assert.Contains(t, line, fmt.Sprintf("%d,group %d,1,", i, i%7))
	}
}

// TestNothingFound looks in the one cell of each row, where it is alone: there are files without edges.
func TestNothingFound(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(folder+"/x.csv", []byte("0,1\n1,2\n2,3\n3,4\n"), 0o666))
	files, err := Neighbors(t.Context(), NeighborsConfig{Features: folder + "/x.csv", Nodes: 4, Blocks: 2, K: 1, Cells: 4,
		Probe: 1, Out: folder + "/e.csv", Work: folder + "/work"})
	require.NoError(t, err)
	require.Len(t, files, 2)
	assert.Empty(t, lines(t, &Result{Files: files}))
}

// TestLeftBySearch does not take rows that an ended search has left for rows of this one.
func TestLeftBySearch(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(folder+"/x.csv", []byte("0,1\n1,2\n"), 0o666))
	require.NoError(t, os.Mkdir(folder+"/left", 0o777))
	require.NoError(t, os.WriteFile(folder+"/left/rows-00001", nil, 0o666))
	_, err := Neighbors(t.Context(), NeighborsConfig{Features: folder + "/x.csv", Nodes: 4, Blocks: 2, K: 1,
		Out: folder + "/e.csv", Work: folder + "/left"})
	assert.ErrorContains(t, err, "rows 2 to 3 are missing")
}

// TestBadFeatures gives each fault a message that says where it is.
func TestBadFeatures(t *testing.T) {
	for name, c := range map[string]struct {
		text, want string
		change     func(*NeighborsConfig)
	}{
		"missing row":   {"0,1\n1,2\n2,3\n", "row 3 is missing", nil},
		"missing block": {"0,1\n1,2\n", "rows 2 to 3 are missing", nil},
		"twice":         {"0,1\n1,2\n2,3\n3,1\n2,3\n", "row 2 is there twice", nil},
		"text":          {"0,1\n1,x\n", `x.csv:2: feature "x"`, nil},
		"NaN":           {"0,NaN\n", `x.csv:1: feature "NaN"`, nil},
		"fewer cells":   {"0,1,2\n1,2\n", "x.csv:2: 2 cells", nil},
		"large row":     {"9,1\n", "x.csv:1: row 9", nil},
		"γ too large":   {"0,1\n1,2\n2,30\n3,40\n", "rows 2 and 3: the weight", func(c *NeighborsConfig) { c.Gamma = 100 }},
		"too far":       {"0,1\n1,2\n2,1e200\n3,-1e200\n", "rows 2 and 0: their distance is too large", nil},
		"two widths": {"row,a\n0,1\n1,2\n2,3\n3,4\n", "3 cells, and 2 in the header", func(c *NeighborsConfig) {
			appendTo(t, c.Features, "3,4,5\n")
		}},
		"widths of files": {"0,1\n1,2\n2,3\n", "features, others", func(c *NeighborsConfig) {
			require.NoError(t, os.WriteFile(c.Work+".csv", []byte("3,4,5\n"), 0o666))
			c.Features = strings.TrimSuffix(c.Features, "x.csv") + "*.csv"
		}},
		"widths of blocks": {"0,1\n1,2\n", "different numbers of features", func(c *NeighborsConfig) {
			require.NoError(t, os.WriteFile(c.Work+".csv", []byte("2,3,1\n3,4,5\n"), 0o666))
			c.Features = strings.TrimSuffix(c.Features, "x.csv") + "*.csv"
		}},
		"widths by cells": {"0,1\n1,2\n", "different numbers of features", func(c *NeighborsConfig) {
			require.NoError(t, os.WriteFile(c.Work+".csv", []byte("2,3,1\n3,4,5\n"), 0o666))
			c.Features, c.Cells = strings.TrimSuffix(c.Features, "x.csv")+"*.csv", 2
		}},
		"k":     {"", "4 neighbours of 4 rows", func(c *NeighborsConfig) { c.K = 4 }},
		"cells": {"", "5 cells of 4 rows", func(c *NeighborsConfig) { c.Cells = 5 }},
	} {
		folder := t.TempDir()
		require.NoError(t, os.WriteFile(folder+"/x.csv", []byte(c.text), 0o666))
		config := NeighborsConfig{Features: folder + "/x.csv", Nodes: 4, Blocks: 2, K: 1, Out: folder + "/e.csv",
			Work: folder + "/work"}
		if c.change != nil {
			c.change(&config)
		}
		_, err := Neighbors(t.Context(), config)
		assert.ErrorContains(t, err, c.want, name)
	}
}
