package cli_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFloat32 checks that --float32 gives what a table of the rounded numbers gives, whatever is done to them, and says
// what it has cost.
func TestFloat32(t *testing.T) {
	iris := sample(t, "iris.csv", 2)
	rounded := func(in csvTable) csvTable {
		for j := range 4 {
			in = in.with(in[0][j], func(_ int, cell string) string {
				v, err := strconv.ParseFloat(cell, 32)
				if err != nil {
					return cell
				}
				return strconv.FormatFloat(v, 'g', -1, 64)
			})
		}
		return in
	}
	gaps := iris.with(iris[0][1], func(row int, cell string) string {
		if row%9 == 0 {
			return ""
		}
		return cell
	})
	for _, in := range []csvTable{iris, gaps} {
		// Without a change of the numbers, the answer is that of numbers which were rounded before, bit for bit.
		args := []string{"--truth", "species", "--method", "harmonic", "--scale", "none", "--missing", "drop"}
		want := labelled(t, rounded(in), args...)
		got := labelled(t, in, append(args, "--float32")...)
		assert.Equal(t, want.right(len(want[0])-len(in[0])), got.right(len(want[0])-len(in[0])))
		// Otherwise it is nearly that: the new numbers are rounded, too.
		for _, args := range [][]string{{"--method", "harmonic", "--scale", "standard", "--missing", "median"}, nil} {
			args = append(args, "--truth", "species")
			want, got := labelled(t, in, args...), labelled(t, in, append(args, "--float32")...)
			assert.Equal(t, want.column("predicted"), got.column("predicted"))
		}
	}
	said := propagate(iris.String(), "--truth", "species", "--method", "harmonic", "--float32", "-").err
	assert.Contains(t, said, "features rounded to 32-bit numbers, by at most 4.5e-08 of their size")
	whole := propagate("a,b,label\n1,2,x\n3,4,y\n5,6,\n", "--method", "harmonic", "--float32", "-").err
	assert.NotContains(t, whole, "rounded")
}

// TestFloat32Refuses checks that a number beyond the range of float32 is an error that names its cell, as far as it is a
// feature.
func TestFloat32Refuses(t *testing.T) {
	text := "a,b,label\n1,2,x\n3,1e39,y\n5,6,\n"
	got := propagate(text, "--method", "harmonic", "--float32", "-")
	require.Equal(t, 1, got.code)
	assert.Contains(t, got.err, `standard input:3: column "b": "1e39" is beyond the range of float32`)
	assert.Contains(t, got.err, "leave its numbers unrounded")
	assert.Zero(t, propagate(text, "--method", "harmonic", "--float32", "--ignore", "b", "-").code)
	assert.Zero(t, propagate(text, "--method", "harmonic", "-").code)
	assert.True(t, strings.HasPrefix(propagate("", "--float32", "--edges", "x", "-").err, "propagate"))
}
