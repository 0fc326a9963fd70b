package elimination

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/propagate-go/propagate/internal/lognum"
)

type goldenCase struct {
	ID      string      `json:"id"`
	Method  string      `json:"method"`
	Gamma   string      `json:"gamma"`
	Alpha   float64     `json:"alpha"`
	Classes int         `json:"classes"`
	X       [][]float64 `json:"X"`
	Labels  []int       `json:"labels"`
	Graph   string      `json:"graph"`
	Edges   [][2]int    `json:"edges"`
	Nodes   []struct {
		Prob        []string  `json:"prob"`
		LogP        []string  `json:"logp"`
		LogRaw      []string  `json:"log_raw"`
		T           []*string `json:"t"`
		Label       *int      `json:"label"`
		TieSet      []int     `json:"tie_set"`
		Gap         *string   `json:"gap"`
		Unreachable bool      `json:"unreachable"`
	} `json:"nodes"`
}

func loadGolden(t *testing.T) []goldenCase {
	raw, err := os.ReadFile("../../testdata/golden/numerics/cases.json")
	require.NoError(t, err)
	var file struct {
		Cases []goldenCase `json:"cases"`
	}
	require.NoError(t, json.Unmarshal(raw, &file))
	require.Len(t, file.Cases, 49)
	return file.Cases
}

func (c *goldenCase) gamma(t *testing.T) float64 {
	if c.Gamma == "inf" {
		return math.Inf(1)
	}
	return number(t, c.Gamma)
}

// number parses a decimal, which may be beyond float64.
func number(t *testing.T, s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		require.ErrorIs(t, err, strconv.ErrRange)
	}
	return v
}

func (c *goldenCase) problem(t *testing.T) problem {
	p := problem{gamma: c.gamma(t), labels: c.Labels, classes: c.Classes, dim: len(c.X[0])}
	for _, row := range c.X {
		p.x = append(p.x, row...)
	}
	if c.Graph == "edges" {
		p.edges = c.Edges
	} else {
		p.edges = complete(len(c.X))
	}
	if c.Method == "spreading" {
		p.alpha = &c.Alpha
	}
	return p
}

func TestGolden(t *testing.T) {
	worst := map[Arithmetic]float64{}
	for _, c := range loadGolden(t) {
		for _, a := range []Arithmetic{Auto, Float, Pair, Big} {
			t.Run(c.ID+"/"+a.String(), func(t *testing.T) {
				p := c.problem(t)
				nw, nodes := p.network(t)
				sol, err := nw.Eliminate(context.Background(), &Options{Arithmetic: a})
				if a == Float && err != nil {
					require.ErrorIs(t, err, ErrRange)
					return
				}
				require.NoError(t, err)
				w := c.compare(t, p, nw, nodes, sol)
				worst[a] = math.Max(worst[a], w)
			})
		}
	}
	t.Logf("worst |Δ log p| / max(1, |log p|): %v", worst)
}

// compare checks labels, logarithms and the error bound, and returns the worst
// relative error of a logarithm.
func (c *goldenCase) compare(t *testing.T, p problem, nw *Network, nodes []int32, sol *Solution) float64 {
	worst := 0.0
	for k, node := range nodes {
		want := c.Nodes[node]
		if want.Unreachable {
			for cl := range c.Classes {
				require.True(t, sol.F[k*c.Classes+cl].IsZero())
			}
			continue
		}
		c.compareLabel(t, sol, k, int(node))
		logs, target := sol.logs(k), want.LogP
		if c.Method == "spreading" {
			target = want.LogRaw
		}
		for cl, s := range target {
			exact := number(t, s)
			if math.IsInf(exact, -1) {
				require.Less(t, logs[cl], -1e300)
				continue
			}
			diff := math.Abs(logs[cl] - exact)
			scale := math.Max(1, math.Abs(exact))
			if math.IsInf(logs[cl], -1) {
				diff = 0
				require.Less(t, exact, -1e307)
			}
			require.LessOrEqual(t, diff, sol.LogError(k, cl)+1e-16*scale, "own bound: node %d class %d: %v, want %v", node, cl, logs[cl], exact)
			limit := 1e-12 + 4*u*p.gammaT(nw)
			if sol.Arithmetic == Big {
				limit = 1e-14 * scale
			}
			require.LessOrEqual(t, diff, limit, "node %d class %d: %v, want %v", node, cl, logs[cl], exact)
			worst = math.Max(worst, diff/scale)
		}
		if c.Gamma == "inf" {
			c.compareLimit(t, sol, k, int(node))
		}
	}
	return worst
}

func (c *goldenCase) compareLimit(t *testing.T, sol *Solution, k, node int) {
	total := lognum.NewGamma(math.Inf(1)).Sum(sol.F[k*c.Classes : (k+1)*c.Classes])
	for cl, s := range c.Nodes[node].Prob {
		got := math.Exp(lognum.NewGamma(math.Inf(1)).LogRatio(sol.F[k*c.Classes+cl], total))
		require.InDelta(t, number(t, s), got, 1e-13, "node %d class %d", node, cl)
	}
}

func (c *goldenCase) compareLabel(t *testing.T, sol *Solution, k, node int) {
	want := c.Nodes[node]
	gap := math.Inf(1)
	if want.Gap != nil {
		gap = number(t, *want.Gap)
	}
	best := sol.best(k)
	if want.Label == nil || gap <= 1e-12 {
		for _, cl := range want.TieSet {
			require.LessOrEqual(t, sol.Margin(k, best, cl), 1e-12)
		}
		return
	}
	require.Equal(t, *want.Label, best, "node %d: %v", node, sol.logs(k))
}

func (s *Solution) best(i int) int {
	best := 0
	for c := range s.Classes {
		if s.LogRatio(i, c, best) > 0 {
			best = c
		}
	}
	return best
}

func (s *Solution) logs(i int) (out []float64) {
	for c := range s.Classes {
		out = append(out, s.Log(i, c))
	}
	return out
}
