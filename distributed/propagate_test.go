package distributed

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"
	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) { os.Exit(test(m)) }

func test(m *testing.M) int {
	flag.Parse()
	beam.Init()
	slog.SetDefault(slog.New(slog.DiscardHandler)) // the runner says much
	// It leaves an empty file in the temporary folder for each pipeline.
	temporary, err := os.MkdirTemp("", "distributed")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(temporary) }()
	if err := os.Setenv("TMPDIR", temporary); err != nil {
		panic(err)
	}
	return m.Run()
}

// problem is a graph with given labels.
type problem struct {
	nodes   int
	edges   []graph.Edge
	labels  []int // -1: none
	classes int
}

// randomProblem has rings of edges with shortcuts, loops, and edges that are listed again from the other end; some
// rows have no edge, one of them a label, and a part of the graph has no label.
func randomProblem(rng *rand.Rand, nodes, classes int) problem {
	p := problem{nodes: nodes, labels: make([]int, nodes), classes: classes}
	weight := map[[2]int]float64{}
	apart := nodes - nodes/5
	for i := range nodes {
		if rng.IntN(20) == 0 {
			continue
		}
		for range 3 {
			j := i + rng.IntN(9) - 4
			if rng.IntN(4) == 0 {
				j = rng.IntN(nodes)
			}
			// The last fifth is joined to itself alone.
			if j < 0 || j >= nodes || (i < apart) != (j < apart) || i == apart-1 || j == apart-1 {
				continue
			}
			pair := [2]int{min(i, j), max(i, j)}
			if weight[pair] == 0 {
				weight[pair] = 1e-3 + rng.Float64()
			}
			p.edges = append(p.edges, graph.Edge{From: i, To: j, Weight: weight[pair]})
		}
	}
	for i := range p.labels {
		p.labels[i] = -1
		if i < apart && (i < classes || i == apart-1 || rng.IntN(15) == 0) {
			p.labels[i] = i % classes
		}
	}
	return p
}

// files writes the problem to a folder, in a few files, and returns a configuration for them.
func (p problem) files(t *testing.T) Config {
	t.Helper()
	folder := t.TempDir()
	parts := make([]bytes.Buffer, 3)
	for k, e := range p.edges {
		fmt.Fprintf(&parts[k%3], "%d,%d,%v\n", e.From, e.To, e.Weight)
	}
	for k := range parts {
		require.NoError(t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("edges-%d.csv", k)), parts[k].Bytes(), 0o666))
	}
	labels := bytes.NewBufferString("row,label\n")
	for i, y := range p.labels {
		if y >= 0 {
			fmt.Fprintf(labels, "%d,c%d\n", i, y)
		}
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, "labels.csv"), labels.Bytes(), 0o666))
	return Config{Edges: folder + "/edges-*.csv", Labels: folder + "/labels.csv", Nodes: int64(p.nodes), Blocks: 3,
		Out: folder + "/out/labels.csv", Work: folder + "/work", Scores: true}
}

// single solves the problem on one machine by so many iterations.
func (p problem) single(t *testing.T, alpha float64, iterations int) *labelprop.Result {
	t.Helper()
	g, err := graph.FromEdges(p.nodes, p.edges)
	require.NoError(t, err)
	method := labelprop.Method(labelprop.Harmonic{})
	if alpha > 0 {
		method = labelprop.Spreading{Alpha: alpha}
	}
	seeds, err := labelprop.Classes(p.labels, p.classes)
	require.NoError(t, err)
	r, err := labelprop.Solve(context.Background(), g, seeds, method,
		&labelprop.Options{Solver: labelprop.Iteration, MaxIter: iterations, Tol: 1e-300})
	require.NoError(t, err)
	require.Equal(t, iterations, r.Iterations)
	return r
}

// lines are the lines of all files of a result, without their headers.
func lines(t *testing.T, r *Result) []string {
	t.Helper()
	var all []string
	for _, name := range r.Files {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		some := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		all = append(all, some[1:]...)
	}
	return all
}

// TestSameBitsAsOneMachine compares the scores with those of labelprop.Solve, digit by digit, for any number of blocks
// and of iterations in a batch.
func TestSameBitsAsOneMachine(t *testing.T) {
	const iterations = 12
	p := randomProblem(rand.New(rand.NewPCG(1, 22)), 300, 3)
	for _, alpha := range []float64{0, 0.9} {
		single := p.single(t, alpha, iterations)
		var want []string
		for _, cut := range []struct{ blocks, batch int }{{1, 12}, {3, 5}, {16, 1}} {
			c := p.files(t)
			c.Alpha, c.Blocks, c.Batch, c.MaxIter = alpha, cut.blocks, cut.batch, iterations
			r, err := Propagate(t.Context(), c)
			require.NoError(t, err)
			assert.EqualValues(t, iterations, r.Iterations)
			got := lines(t, r)
			require.Len(t, got, p.nodes)
			if want == nil {
				want = got
				checkScores(t, got, single)
			}
			assert.Equal(t, want, got, "%+v", cut)
		}
	}
}

// checkScores compares the last cells of each line with the scores of one machine, and those before with its labels.
func checkScores(t *testing.T, got []string, single *labelprop.Result) {
	t.Helper()
	n, c := single.Scores.Dims()
	probs := single.Probabilities()
	for i := range n {
		cells := strings.Split(got[i], ",")
		label, confidence := "", ""
		if k := single.Labels[i]; k >= 0 {
			label, confidence = fmt.Sprintf("c%d", k), cells[2]
			share, err := strconv.ParseFloat(cells[2], 64)
			require.NoError(t, err)
			require.InDelta(t, probs.At(i, k), share, 1e-15)
		}
		require.Equal(t, []string{fmt.Sprint(i), label, confidence, single.Status[i].String()}, cells[:4], got[i])
		for k := range c {
			require.Equal(t, fmt.Sprint(single.Scores.At(i, k)), cells[4+k], "row %d: %s", i, got[i])
		}
	}
}
