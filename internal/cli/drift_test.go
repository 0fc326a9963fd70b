package cli_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// blobs draws rows of two classes, a share of them of the first, moved by shift in every column.
func blobs(n int, share, shift float64, seed uint64) csvTable {
	r := rand.New(rand.NewPCG(seed, 6))
	out := csvTable{{"x", "y", "z", "label"}}
	for i := range n {
		class := 0
		if r.Float64() >= share {
			class = 1
		}
		row := []string{}
		for range 3 {
			row = append(row, fmt.Sprint(shift+float64(4*class)+r.NormFloat64()))
		}
		label := ""
		if i%5 == 0 {
			label = string("ab"[class])
		}
		out = append(out, append(row, label))
	}
	return out
}

// TestDrift checks that rows like those of the model are no drift, and that moved ones and other shares of the classes
// are.
func TestDrift(t *testing.T) {
	const farther, moved = "the new rows are not like those of the model", "the shares of the classes are not those of the model"
	for _, method := range []string{"harmonic", "pool"} {
		t.Chdir(t.TempDir())
		got := propagate(blobs(400, 0.5, 0, 1).String(), "-q", "--method", method, "--save", "rows.model", "-o", "out.csv", "-")
		require.Zero(t, got.code, got.err)
		says := func(n int, share, shift float64, seed uint64, args ...string) string {
			got := propagate(blobs(n, share, shift, seed).String(), append([]string{"predict", "--model", "rows.model", "-o", "new.csv", "-"}, args...)...)
			require.Zero(t, got.code, got.err)
			return got.err
		}
		for seed := range uint64(5) {
			same := says(200, 0.5, 0, 10+seed)
			assert.Regexp(t, `\ndrift     \d+\.\d % \(\d+\.\d to \d+\.\d %\) of the new rows are farther out than 95.3 % of the rows of the model, `+
				`where 4.7 % are to be expected; the shares of the classes differ from those of the model by no more than chance\n`, same)
			assert.NotContains(t, same, farther)
			assert.NotContains(t, same, moved)
		}
		assert.Contains(t, says(200, 0.5, 1.5, 20), farther, method)
		other := says(200, 0.9, 0, 30)
		assert.NotContains(t, other, farther)
		assert.Regexp(t, moved+`: a \d\d\.\d % \(\d\d\.\d to \d\d\.\d %\), in the model \d\d\.\d %; b `, other, method)
		assert.NotContains(t, says(19, 0.9, 3, 40), "drift ", "too few rows to compare")
	}
}
