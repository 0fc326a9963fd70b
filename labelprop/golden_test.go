package labelprop_test

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// goldenCase is a problem with its exact answer, computed in up to 1,400 digits.
type goldenCase struct {
	ID, Method, Gamma, Graph string
	Alpha                    *float64
	Classes                  int
	X                        [][]float64
	Labels                   []int
	Edges                    [][2]int
	Nodes                    []struct {
		Prob        []string
		LogP        []string `json:"logp"`
		LogRaw      []string `json:"log_raw"`
		Label       *int
		TieSet      []int `json:"tie_set"`
		Gap         string
		Unreachable bool
	}
}

func goldenCases(t *testing.T) []goldenCase {
	raw, err := os.ReadFile("../testdata/golden/numerics/cases.json")
	require.NoError(t, err)
	var file struct{ Cases []goldenCase }
	require.NoError(t, json.Unmarshal(raw, &file))
	return file.Cases
}

func (c *goldenCase) solve(t *testing.T, o *labelprop.Options) (*labelprop.Result, error) {
	x := mat.NewDense(len(c.X), len(c.X[0]), nil)
	for i, row := range c.X {
		x.SetRow(i, row)
	}
	near, err := graph.Complete(t.Context(), x, nil)
	if c.Graph == "edges" {
		near, err = graph.Pairs(x, c.Edges, nil)
	}
	require.NoError(t, err)
	gamma := number(c.Gamma)
	g, err := near.Weigh(rbf(gamma))
	require.NoError(t, err)
	var m labelprop.Method = labelprop.Harmonic{}
	if c.Method == "spreading" {
		m = labelprop.Spreading{Alpha: *c.Alpha}
	}
	return labelprop.Solve(context.Background(), g, classSeeds(c.Labels), m, o)
}

func number(s string) float64 {
	v, _ := strconv.ParseFloat(s, 64)
	return v
}

func TestGoldenCases(t *testing.T) {
	for _, c := range goldenCases(t) {
		t.Run(c.ID, func(t *testing.T) {
			r, err := c.solve(t, nil)
			if allUnlabeled(c.Labels) {
				require.ErrorIs(t, err, labelprop.ErrNoSeeds)
				return
			}
			require.NoError(t, err)
			assert.Empty(t, nans(r.Scores))
			for i := range c.Nodes {
				c.check(t, r, i)
			}
		})
	}
}

// check compares node i with the oracle.
func (c *goldenCase) check(t *testing.T, r *labelprop.Result, i int) {
	want := c.Nodes[i]
	switch {
	case want.Unreachable:
		assert.Equal(t, labelprop.Unlabeled, r.Labels[i], "node %d", i)
		assert.Equal(t, labelprop.Unreachable, r.Status[i], "node %d", i)
		return
	case want.Label == nil:
		assert.Contains(t, want.TieSet, r.Labels[i], "node %d", i)
		assert.False(t, r.Proven[i], "node %d is a tie", i)
		if c.Labels[i] < 0 {
			assert.Equal(t, labelprop.Tied, r.Status[i], "node %d", i)
		}
	default:
		assert.Equal(t, *want.Label, r.Labels[i], "node %d, gap %s", i, want.Gap)
		if c.Labels[i] < 0 {
			assert.Equal(t, labelprop.Propagated, r.Status[i], "node %d, gap %s", i, want.Gap)
		}
	}
	logs := want.LogP
	if c.Method == "spreading" {
		logs = want.LogRaw
	}
	for k := range want.Prob {
		if c.Method == "harmonic" {
			assert.LessOrEqual(t, math.Abs(r.Scores.At(i, k)-number(want.Prob[k])), r.ErrorBound, "node %d, class %d: bound", i, k)
		}
		if k >= len(logs) {
			continue
		}
		l, got := number(logs[k]), r.LogScores.At(i, k)
		if math.IsInf(l, -1) {
			assert.Equal(t, l, got, "node %d, class %d", i, k)
			continue
		}
		const u = 0x1p-53
		assert.InDelta(t, l, got, 1e-12+4*u*math.Abs(c.longest()), "node %d, class %d", i, k)
	}
}

// longest returns γ·max t.
func (c *goldenCase) longest() float64 {
	gamma, most := number(c.Gamma), 0.0
	for i := range c.X {
		for j := range i {
			sum := 0.0
			for k := range c.X[i] {
				d := math.Sqrt(gamma) * (c.X[i][k] - c.X[j][k])
				sum += d * d
			}
			most = max(most, sum)
		}
	}
	return most
}

func allUnlabeled(y []int) bool {
	for _, k := range y {
		if k >= 0 {
			return false
		}
	}
	return true
}

func nans(m *mat.Dense) (places [][2]int) {
	r, c := m.Dims()
	for i := range r {
		for j := range c {
			if math.IsNaN(m.At(i, j)) {
				places = append(places, [2]int{i, j})
			}
		}
	}
	return places
}

// rbf returns the kernel of a γ that may be 0.
func rbf(gamma float64) kernel.Kernel {
	if gamma == 0 {
		return kernel.Unweighted{}
	}
	return kernel.RBF{Gamma: gamma}
}
