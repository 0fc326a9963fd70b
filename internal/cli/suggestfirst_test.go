package cli_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSuggestFirst checks that rows to begin with are found where no row has a label: the first of them are one of each
// group of rows, in whatever order these stand.
func TestSuggestFirst(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	var rows []string
	for i := range 240 {
		// Six groups on a circle, ten apart, each a blob of deviation 1.
		group := i % 6
		x, y := []float64{10, 5, -5, -10, -5, 5}[group], []float64{0, 8.7, 8.7, 0, -8.7, -8.7}[group]
		rows = append(rows, fmt.Sprintf("%d_%d,%.3f,%.3f,", group, i, x+r.NormFloat64(), y+r.NormFloat64()))
	}
	asked := func(args ...string) map[string]bool {
		got := propagate("id,x,y,label\n"+strings.Join(rows, "\n")+"\n",
			append([]string{"suggest", "--id", "id", "-q", "-n", "6", "-"}, args...)...)
		require.Zero(t, got.code, got.err)
		found := map[string]bool{}
		for _, row := range parse(t, got.out)[1:] {
			found[row[1]] = true
		}
		return found
	}
	for _, strategy := range []string{"coverage", "sigma", "variance"} {
		first := asked("--strategy", strategy)
		groups := map[byte]bool{}
		for id := range first {
			groups[id[0]] = true
		}
		assert.Len(t, groups, 6, strategy)
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		assert.Equal(t, first, asked("--strategy", strategy))
	}
	// One class is as good a beginning; what goes by probabilities says what it needs, and so does a run.
	rows[0] += "a"
	assert.Len(t, asked(), 6)
	text := "x,label\n1,\n2,\n3,\n"
	got := propagate(text, "suggest", "--strategy", "margin", "-")
	assert.Contains(t, got.err, "--strategy margin goes by the probabilities of two classes or more, and the labels are of 0\n")
	assert.Contains(t, got.err, "hint: --strategy coverage needs no labels\n")
	assert.Contains(t, propagate(text, "-").err, "propagate suggest names rows to begin with")
}
