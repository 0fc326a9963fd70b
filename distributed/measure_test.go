//go:build unix

package distributed

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/propagate-go/propagate/graph"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// measurement skips a test unless PROPAGATE_MEASURE is set.
func measurement(t *testing.T) {
	t.Helper()
	if os.Getenv("PROPAGATE_MEASURE") == "" {
		t.Skip("set PROPAGATE_MEASURE=1")
	}
}

// localProblem joins each row to ten others: eight within 50 rows, two anywhere. One row in a hundred is labelled.
func localProblem(nodes, classes int) problem {
	rng := rand.New(rand.NewPCG(5, 22))
	p := problem{nodes: nodes, labels: make([]int, nodes), classes: classes}
	weight := func(i, j int) float64 { return 0.1 + float64((min(i, j)*31+max(i, j)*17)%89)/100 }
	for i := range nodes {
		p.labels[i] = -1
		if rng.IntN(100) == 0 || i < classes {
			p.labels[i] = i % classes
		}
		for k := range 10 {
			j := rng.IntN(nodes)
			if k < 8 {
				j = (i + rng.IntN(101) - 50 + nodes) % nodes
			}
			p.edges = append(p.edges, graph.Edge{From: i, To: j, Weight: weight(i, j)})
		}
	}
	return p
}

// TestLarge compares a large graph with one machine, bit for bit, and prints the processor time of both. A million rows
// instead of 100,000: PROPAGATE_ROWS=1000000.
func TestLarge(t *testing.T) {
	measurement(t)
	nodes, iterations := 100_000, 30
	if rows := os.Getenv("PROPAGATE_ROWS"); rows != "" {
		var err error
		nodes, err = strconv.Atoi(rows)
		require.NoError(t, err)
		iterations = 10
	}
	p := localProblem(nodes, 10)
	c := p.files(t)
	c.Blocks, c.MaxIter = 16, iterations
	begin, wall := processorTime(), time.Now()
	r, err := propagate(context.Background(), c, func(at progress) error {
		t.Logf("iteration %d: %.1f s of processor time", at.Iteration, processorTime()-begin)
		return nil
	})
	require.NoError(t, err)
	t.Logf("%d rows, %d iterations: %.1f s, %.1f s of processor time, peak %.2f GB; %d ghosts for %d ends of edges", nodes,
		iterations, time.Since(wall).Seconds(), processorTime()-begin, peak(), r.Ghosts, r.Entries)
	begin = processorTime()
	single := p.single(t, 0, iterations)
	t.Logf("one machine: %.1f s", processorTime()-begin)
	got := lines(t, r)
	require.Len(t, got, nodes)
	checkScores(t, got, single)
	for _, cut := range []struct{ blocks, batch int }{{1, 30}, {3, 1}} {
		if nodes > 100_000 {
			break // a million rows are compared once
		}
		c := p.files(t)
		c.Blocks, c.Batch, c.MaxIter = cut.blocks, cut.batch, iterations
		r, err := Propagate(context.Background(), c)
		require.NoError(t, err)
		assert.Equal(t, strings.Join(got, "\n"), strings.Join(lines(t, r), "\n"), fmt.Sprint(cut))
	}
}

// processorTime is that of this process, in seconds.
func processorTime() float64 {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

// peak is the most memory that this process held, in GB.
func peak() float64 {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return float64(u.Maxrss) / 1e6
}
