package cli_test

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestScale checks --scale against columns scaled by hand.
func TestScale(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	wine := sample(t, "wine.csv", 1)
	none := labelled(t, wine, "--truth", "cultivar", "--scale", "none")
	for how, scale := range map[string]func([]float64){"standard": standardize, "minmax": toUnit} {
		t.Run(how, func(t *testing.T) {
			got := labelled(t, wine, "--truth", "cultivar", "--scale", how)
			want := labelled(t, scaled(t, wine, scale), "--truth", "cultivar", "--scale", "none")
			assert.Equal(t, want.column("predicted"), got.column("predicted"))
			assert.Equal(t, want.column("status"), got.column("status"))
			assert.InDeltaSlice(t, numbers(t, want.column("confidence")), numbers(t, got.column("confidence")), 2e-4)
			assert.Equal(t, wine, got.left(len(wine[0])), "the columns come out as they were")
			assert.NotEqual(t, none.column("predicted"), got.column("predicted"), "scaling matters here")
		})
	}
}

// TestScaleAuto checks that columns in other units are found, and nothing else is touched: not
// measurements in one unit, pixels, or rows whose γ or radius is given.
func TestScaleAuto(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	for _, c := range []struct{ file, truth, like, args string }{
		{"wine.csv", "cultivar", "standard", ""},
		{"breast_cancer.csv", "diagnosis", "standard", ""},
		{"iris.csv", "species", "none", ""},
		{"digits.csv", "digit", "none", ""},
		{"wine.csv", "cultivar", "none", "--gamma 0.001"},
		{"wine.csv", "cultivar", "none", "--gamma 0.001 --categorical hue --max-categories 500"},
		{"wine.csv", "cultivar", "none", "--graph radius --radius 50"},
	} {
		t.Run(c.file+c.args, func(t *testing.T) {
			in := sample(t, c.file, 1)
			args := append(strings.Fields(c.args), "--truth", c.truth)
			want := labelled(t, in, append(args, "--scale", c.like)...)
			assert.Equal(t, want, labelled(t, in, args...))
			said := propagate(in.String(), append(args, "-")...).err
			assert.Equal(t, c.like == "standard", strings.Contains(said, "features standardised because some have much larger ranges"), said)
			// What was given in their units is heard, and told of.
			uneven := strings.Contains(said, "in which some dwarf the others: magnesium, proline (")
			assert.Equal(t, c.args != "", uneven, said)
		})
	}
	said := propagate(sample(t, "wine.csv", 1).String(), "--truth", "cultivar", "-").err
	assert.Contains(t, said, "magnesium, proline (--scale none turns this off)\n")
}

// TestScaleAutoExtremes checks ranges that float64 cannot hold, columns that are constant, and
// too few columns to tell.
func TestScaleAutoExtremes(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	for table, dwarfs := range map[string]bool{
		"x,y,z,label\n-1.7e308,0,0,a\n1.7e308,1,1,b\n0,0,1,\n":    true,
		"x,y,z,label\n0,0,0,a\n1e-320,1e-322,1e-322,b\n0,0,0,\n":  true,
		"x,y,z,label\n0,5,5,a\n1000,5,6,b\n0,5,5,\n":              false, // y is constant: two are left
		"x,y,label\n0,5,a\n1000,6,b\n0,5,\n":                      false,
		"w,x,y,z,label\n0,0,0,0,a\n9,1,1,1,b\n0,0,0,0,\n":         false,
		"w,x,y,z,label\n0,0,0,0,a\n11,1,1,1,b\n0,0,0,0,\n":        true,
		"v,w,x,y,z,label\n0,0,0,0,0,a\n1,1,1,1,1,b\n0,0,0,0,0,\n": false,
	} {
		got := propagate(table, "-")
		require.Zero(t, got.code, got.err)
		assert.Equal(t, dwarfs, strings.Contains(got.err, "standardised"), table)
	}
}

// TestScaleConstantColumn checks that a column without spread becomes 0, which even
// the cosine does not see. The mean of many 0.1 is not exactly 0.1.
func TestScaleConstantColumn(t *testing.T) {
	wine := sample(t, "wine.csv", 1)
	for _, how := range []string{"standard", "minmax"} {
		constant := wine.with("magnesium", func(int, string) string { return "0.1" })
		zero := wine.with("magnesium", func(int, string) string { return "0" })
		args := []string{"--truth", "cultivar", "--metric", "cosine", "--scale", how}
		assert.Equal(t, labelled(t, zero, args...).right(3), labelled(t, constant, args...).right(3), how)
	}
}

// TestScaleHugeNumbers checks columns whose spread is beyond float64.
func TestScaleHugeNumbers(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	in := parse(t, "x,y,label\n-1.7e308,1e-320,a\n-1.6e308,2e-320,\n1.6e308,8e-320,\n1.7e308,9e-320,b\n")
	for _, how := range []string{"none", "standard", "minmax"} {
		out := labelled(t, in, "--scale", how)
		checkAnswer(t, in, out)
		assert.Equal(t, []string{"a", "a", "b", "b"}, out.column("predicted"), how)
	}
}

// scaled returns the table with scale applied to all columns of numbers.
func scaled(t *testing.T, c csvTable, scale func([]float64)) csvTable {
	t.Helper()
	for _, name := range c[0] {
		if name == "label" || name == "cultivar" {
			continue
		}
		x := numbers(t, c.column(name))
		scale(x)
		c = c.with(name, func(i int, _ string) string { return strconv.FormatFloat(x[i], 'g', -1, 64) })
	}
	return c
}

func standardize(x []float64) {
	n, mean, squares := float64(len(x)), 0.0, 0.0
	for _, v := range x {
		mean += v / n
	}
	for _, v := range x {
		squares += (v - mean) * (v - mean)
	}
	for i, v := range x {
		x[i] = (v - mean) / math.Sqrt(squares/n)
	}
}

func toUnit(x []float64) {
	low, high := slices.Min(x), slices.Max(x)
	for i, v := range x {
		x[i] = (v - low) / (high - low)
	}
}

func numbers(t *testing.T, cells []string) []float64 {
	t.Helper()
	x := make([]float64, len(cells))
	for i, cell := range cells {
		v, err := strconv.ParseFloat(cell, 64)
		require.NoError(t, err)
		x[i] = v
	}
	return x
}
