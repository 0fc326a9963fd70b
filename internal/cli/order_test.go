package cli_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// questionnaire returns lines of yes/no answers of two groups, some with a label.
func questionnaire(n, columns int) []string {
	r := rand.New(rand.NewPCG(4, 4))
	lines := make([]string, n)
	for i := range lines {
		group, label := r.IntN(2), ""
		if r.IntN(15) == 0 {
			label = []string{"low", "high"}[group]
		}
		cells := []string{fmt.Sprint("p", i)}
		for range columns {
			answer := 0
			if r.Float64() < []float64{0.25, 0.7}[group] {
				answer = 1
			}
			cells = append(cells, fmt.Sprint(answer))
		}
		lines[i] = strings.Join(append(cells, label), ",")
	}
	return lines
}

// The same file in another order has the same answers, digit by digit.
func TestOrderOfTheFileDecidesNothing(t *testing.T) {
	skipIfSlow(t)
	for _, columns := range []int{3, 7} {
		lines := questionnaire(240, columns)
		head := "id," + strings.Repeat("q,", columns)
		for j := range columns {
			head = strings.Replace(head, "q,", fmt.Sprintf("q%d,", j), 1)
		}
		head += "label"
		for _, flags := range []string{"", "--metric cosine", "--graph complete", "--connect", "--kernel connectivity -k 5",
			"--method spreading", "--method balanced-poisson", "--method mad", "--method wnll", "--graph radius --radius 1.1",
			"--scale standard", "--method pool"} {
			var answers []string
			for seed := range uint64(3) {
				order := slices.Clone(lines)
				rand.New(rand.NewPCG(seed, 1)).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
				args := append([]string{"-q", "--proba", "--id", "id"}, strings.Fields(flags)...)
				got := propagate(head+"\n"+strings.Join(order, "\n")+"\n", append(args, "-")...)
				require.NotEmpty(t, got.out, got.err)
				sorted := strings.Split(got.out, "\n")
				slices.Sort(sorted)
				answers = append(answers, strings.Join(sorted, "\n"))
			}
			assert.Equal(t, answers[0], answers[1], "%d columns, %s", columns, flags)
			assert.Equal(t, answers[0], answers[2], "%d columns, %s", columns, flags)
		}
	}
}

// All rows are one point: each label is a third of the answer, wherever the labels stand.
func TestCopiesOfOneRow(t *testing.T) {
	for _, labels := range [][]int{{0, 38, 39}, {39, 0, 1}, {20, 21, 22}} {
		cells := make([]string, 40)
		for i := range cells {
			cells[i] = "1,2,"
		}
		for k, i := range labels {
			cells[i] += []string{"B", "A", "A"}[k]
		}
		got := propagate("x,y,label\n"+strings.Join(cells, "\n")+"\n", "-q", "--proba", "-")
		require.Equal(t, 37, strings.Count(got.out, ",A,0.6667,propagated,0.6666666666666666,0.3333333333333333"), got.out+got.err)
	}
}

// A row of zeros has no direction, and so no cosine distance.
func TestRowsWithoutADistance(t *testing.T) {
	got := propagate("x,y,label\n1,0,a\n2,0.1,\n0,0,\n0,1,b\n0.1,3,\n", "--metric", "cosine", "-k", "1", "-")
	assert.Contains(t, got.err, "rows without neighbours, as they hold nothing but zeros, which have no cosine distance: 1")
	assert.Contains(t, got.out, "0,0,,,0.0000,unreachable")
}

// The nodes and the edges of a graph in another order have the same answers, digit by digit: nodes are computed in
// the order of their names.
func TestOrderOfNodesAndEdgesDecidesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	nodes, edges := make([]string, 80), make([]string, 0, 240)
	for i := range nodes {
		nodes[i] = fmt.Sprintf("n%d,", i)
		if i%9 == 0 {
			nodes[i] += []string{"a", "b", "c"}[i/9%3]
		}
	}
	for i := range 80 {
		for _, step := range []int{1, 3, 11} {
			edges = append(edges, fmt.Sprintf("n%d,n%d,%.3f", i, (i+step)%80, 0.5+r.Float64()))
		}
	}
	dir := t.TempDir()
	for _, flags := range []string{"", "--method spreading", "--method poisson", "--method mad", "--method wnll"} {
		var answers []string
		for range 3 {
			r.Shuffle(len(nodes), func(i, j int) { nodes[i], nodes[j] = nodes[j], nodes[i] })
			r.Shuffle(len(edges), func(i, j int) { edges[i], edges[j] = edges[j], edges[i] })
			writeFile(t, dir+"/edges.csv", "from,to,weight\n"+strings.Join(edges, "\n")+"\n")
			args := append([]string{"-q", "--proba", "--id", "id", "--edges", dir + "/edges.csv"}, strings.Fields(flags)...)
			got := propagate("id,label\n"+strings.Join(nodes, "\n")+"\n", append(args, "-")...)
			require.Zero(t, got.code, got.err)
			sorted := strings.Split(got.out, "\n")
			slices.Sort(sorted)
			answers = append(answers, strings.Join(sorted, "\n"))
		}
		assert.Equal(t, answers[0], answers[1], flags)
		assert.Equal(t, answers[0], answers[2], flags)
	}
}
