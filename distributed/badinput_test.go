package distributed

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestBadInput gives each fault a message that says where it is, and nothing that looks like a result.
func TestBadInput(t *testing.T) {
	const edges, labels = "0,1\n1,2,1\n2,3\n", "0,a\n3,b\n"
	for name, c := range map[string]struct {
		edges, labels string
		change        func(*Config)
		want          []string
	}{
		"row too large":     {"0,1\n1,4\n", labels, nil, []string{"edges.csv:2:", "row 4: rows are numbered from 0 to 3"}},
		"row beyond 2³²":    {"0,4294967296\n", labels, nil, []string{"edges.csv:1:", "row 4294967296"}},
		"negative row":      {"0,-1\n", labels, nil, []string{"edges.csv:1:", `"-1" is no row number`}},
		"text":              {"0,1\nx,2\n", labels, nil, []string{"edges.csv:2:", `"x" is no row number`}},
		"a text first":      {"x,2\n0,1\n", labels, nil, []string{"edges.csv:1:", `"x" is no row number`}},
		"no such column":    {"from,weight\n0,1\n", labels, nil, []string{"edges.csv", `no column "to"`}},
		"weight 0":          {"0,1,0\n", labels, nil, []string{"edges.csv:1:", `weight "0"`}},
		"weight NaN":        {"0,1,NaN\n", labels, nil, []string{"edges.csv:1:", `weight "NaN"`}},
		"weight infinite":   {"0,1,1e999\n", labels, nil, []string{"edges.csv:1:", `weight "1e999"`}},
		"one cell":          {"0\n", labels, nil, []string{"edges.csv:1:", "1 cells"}},
		"a quote":           {"0,1\n\"0,1\n", labels, nil, []string{"edges.csv:2", "quote"}},
		"two weights":       {"0,1,1\n2,1\n1,0,2\n", labels, nil, []string{"nodes 0 and 1 are joined by two weights, 1 and 2"}},
		"two labels":        {edges, "0,a\n3,b\n0,b\n", nil, []string{"node 0 has two labels"}},
		"no label":          {edges, "0,\n", nil, []string{"no label is given"}},
		"label of no row":   {edges, "9,a\n", nil, []string{"labels.csv:1:", "row 9"}},
		"no such file":      {edges, labels, func(c *Config) { c.Edges += "x" }, []string{"edges.csvx: no such file"}},
		"too many blocks":   {edges, labels, func(c *Config) { c.Blocks = 5 }, []string{"5 blocks of 4 nodes"}},
		"no nodes":          {edges, labels, func(c *Config) { c.Nodes = 0 }, []string{"0 nodes"}},
		"beyond 2³² nodes":  {edges, labels, func(c *Config) { c.Nodes = 1<<32 + 1 }, []string{"from 1 to 2³²"}},
		"alpha":             {edges, labels, func(c *Config) { c.Alpha = 1 }, []string{"α = 1"}},
		"alpha below 0":     {edges, labels, func(c *Config) { c.Alpha = -0.5 }, []string{"α = -0.5"}},
		"alpha NaN":         {edges, labels, func(c *Config) { c.Alpha = math.NaN() }, []string{"α = NaN"}},
		"batch":             {edges, labels, func(c *Config) { c.Batch = -1 }, []string{"-1 iterations in a batch"}},
		"tolerance":         {edges, labels, func(c *Config) { c.Tol = 2 }, []string{"a tolerance of 2"}},
		"a pattern":         {edges, labels, func(c *Config) { c.Work += "[1]" }, []string{"must be without *, ? and ["}},
		"no result":         {edges, labels, func(c *Config) { c.Out = "labels" }, []string{`result "labels"`}},
		"too long messages": {edges, labels, func(c *Config) { c.MaxMessage = 31 }, []string{"32 bytes", "--blocks, at least 3"}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(folder, "edges.csv"), []byte(c.edges), 0o666))
			require.NoError(t, os.WriteFile(filepath.Join(folder, "labels.csv"), []byte(c.labels), 0o666))
			config := Config{Edges: folder + "/edges.csv", Labels: folder + "/labels.csv", Nodes: 4, Blocks: 2,
				Out: folder + "/labels-out.csv", Work: folder + "/work"}
			if c.change != nil {
				c.change(&config)
			}
			_, err := Propagate(t.Context(), config)
			require.Error(t, err)
			for _, part := range c.want {
				assert.ErrorContains(t, err, part)
			}
			assert.Less(t, len(err.Error()), 500, "%s", err)
			assert.False(t, strings.Contains(err.Error(), "goroutine"), "%s", err)
			made, err := filepath.Glob(folder + "/labels-out*")
			require.NoError(t, err)
			assert.Empty(t, made)
		})
	}
}
