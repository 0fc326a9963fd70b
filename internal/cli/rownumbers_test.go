package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// numbered is iris with a first column that counts its rows from a number on.
func numbered(t *testing.T, from int) csvTable {
	in := sample(t, "iris.csv", 1)
	out := csvTable{append([]string{"n"}, in[0]...)}
	for i, row := range in[1:] {
		out = append(out, append([]string{fmt.Sprint(from + i)}, row...))
	}
	return out
}

// TestRowNumbersAreNoFeature checks that a column that counts the rows changes nothing, unless it is asked for.
func TestRowNumbersAreNoFeature(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	plain := labelled(t, sample(t, "iris.csv", 1), "--ignore", "species")
	for _, from := range []int{0, 1, 1000} {
		in := numbered(t, from)
		for _, more := range [][]string{nil, {"--missing", "median"}, {"--scale", "standard"}} {
			want := plain
			if more != nil {
				want = labelled(t, sample(t, "iris.csv", 1), append(more, "--ignore", "species")...)
			}
			assert.Equal(t, want.right(3), labelled(t, in, append(more, "--ignore", "species")...).right(3), more)
		}
		got := propagate(in.String(), "--ignore", "species", "-")
		assert.Contains(t, got.err, "150 rows, 4 features")
		assert.Contains(t, got.err, "left out of the features: id (nearly all values differ): n (--features takes any column)")
	}
	in := numbered(t, 0)
	asked := propagate(in.String(), "--features", "n,petal_width_cm", "-")
	assert.Contains(t, asked.err, "150 rows, 2 features")
	assert.NotContains(t, asked.err, "left out")
	alone := propagate(in.String(), "--ignore", strings.Join(in[0][1:5], ",")+",species", "-")
	assert.Contains(t, alone.err, "150 rows, 1 features", "there is no other")
	shuffled := in.with("n", func(i int, cell string) string { return fmt.Sprint(7 * i % 150) })
	assert.Equal(t, plain.right(3), labelled(t, shuffled, "--ignore", "species").right(3), "in any order")
	gap := shuffled.with("n", func(i int, cell string) string { return map[bool]string{true: "", false: cell}[i == 70] })
	assert.Equal(t, plain.right(3), labelled(t, gap, "--ignore", "species").right(3), "with a gap")
	assert.Contains(t, propagate(in.String(), "inspect", "-").out, "n,-,id,150,150,0,149,0,nearly all values differ\n")
	assert.Contains(t, propagate(in[:40].String(), "inspect", "-").out, "n,feature,number,39,39,0,38,0,numbers\n")
}

// TestRowNumbersOfModels checks that a model does without them too.
func TestRowNumbersOfModels(t *testing.T) {
	in, plain := numbered(t, 0), sample(t, "iris.csv", 1)
	t.Chdir(t.TempDir())
	require.Zero(t, propagate(in.String(), "-q", "--ignore", "species", "--save", "m", "-o", "out.csv", "-").code)
	got := propagate(plain.String(), "predict", "--model", "m", "-")
	assert.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "150 rows, 4 features")
}
