package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// islands is three groups of rows far from each other; the last has no label.
const islands = "x,label\n0,a\n1,\n2,b\n3,\n100,b\n101,\n102,\n200,\n201,\n202,\n"

// TestUnreachable checks what is said of rows that no label reaches.
func TestUnreachable(t *testing.T) {
	for _, method := range methods {
		got := propagate(islands, "-k", "2", "--method", method, "-")
		require.Zero(t, got.code)
		assert.True(t, strings.HasSuffix(got.out, "\n200,,,0.0000,unreachable\n201,,,0.0000,unreachable\n202,,,0.0000,unreachable\n"), got.out)
		assert.Equal(t, 3, strings.Count(got.out, "unreachable"))
		assert.Regexp(t, `\nwarning: 3 of 10 .*unreachable.*(\n|; )hint: .`, got.err)
	}
}

// TestConnect checks that --connect leaves no row unreachable.
func TestConnect(t *testing.T) {
	for _, graph := range []string{"-k 1", "-k 2", "-k 2 --mutual", "--graph radius --radius 1"} {
		for _, method := range methods {
			args := append(strings.Fields(graph), "--method", method)
			t.Run(fmt.Sprint(args), func(t *testing.T) {
				in := parse(t, islands)
				assert.Contains(t, labelled(t, in, args...).column("status"), "unreachable")
				args := append(args, "--connect")
				out := labelled(t, in, args...)
				checkAnswer(t, in, out)
				assert.NotContains(t, out.column("status"), "unreachable")
				assert.Contains(t, propagate(islands, append(args, "-")...).err, "; 1 component\n")
			})
		}
	}
}

// TestFewRows checks that a table smaller than the default k is labelled, without
// a word about k.
func TestFewRows(t *testing.T) {
	for n := 2; n <= 12; n++ {
		in := csvTable{{"x", "label"}, {"0", "a"}, {"1", "b"}}
		for x := 2; x < n; x++ {
			in = append(in, []string{fmt.Sprint(x), ""})
		}
		got := propagate(in.String(), "-")
		require.Zero(t, got.code, got.err)
		checkAnswer(t, in, parse(t, got.out))
		assert.Contains(t, got.err, fmt.Sprintf("%d nearest neighbours", min(10, n-1)))
		assert.Equal(t, n == 2, strings.Contains(got.err, "warning"), "two rows have a label already: %s", got.err)
		assert.Equal(t, got.out, propagate(in.String(), "-q", "-k", fmt.Sprint(min(10, n-1)), "-").out)
	}
}

// TestExtremeGamma checks every method at the ends of the range of γ.
func TestExtremeGamma(t *testing.T) {
	in := sample(t, "iris.csv", 2)
	for _, gamma := range []string{"1e300", "inf", "+Inf", "1e999", "0", "-0", "5e-324", "1e-999"} {
		for _, kernel := range []string{"rbf", "laplacian"} {
			for _, method := range methods {
				args := []string{"--gamma", gamma, "--kernel", kernel, "--method", method}
				t.Run(fmt.Sprint(args), func(t *testing.T) { checkAnswer(t, in, labelled(t, in, args...)) })
			}
		}
	}
}

// TestZeroGamma checks that γ = 0 weighs all edges alike, as connectivity does.
func TestZeroGamma(t *testing.T) {
	in := sample(t, "iris.csv", 1)
	assert.Equal(t, labelled(t, in, "--kernel", "connectivity"), labelled(t, in, "--gamma", "0"))
}

// TestConfidence checks that the confidence is that of the predicted class, which
// on a connected graph is the largest of all.
func TestConfidence(t *testing.T) {
	in := sample(t, "iris.csv", 1)
	for _, method := range methods {
		out := labelled(t, in, "--connect", "--method", method)
		for i, c := range numbers(t, out.column("confidence")) {
			assert.GreaterOrEqual(t, c, 0.3333, "%s, row %d", method, i)
			if method == "harmonic" && out.column("label")[i] != "" {
				assert.Equal(t, 1.0, c)
			}
		}
	}
}

// TestConfidenceFarFromTheLabel has a component with one class, where Poisson
// learning predicts that class although others may score higher. The confidence in
// it must not rise with the distance from its label.
func TestConfidenceFarFromTheLabel(t *testing.T) {
	out := labelled(t, parse(t, "x,label\n0,a\n1,\n2,\n3,\n100,b\n101,\n102,c\n"), "-k", "2", "--method", "poisson")
	assert.Equal(t, []string{"a", "a", "a", "a"}, out.column("predicted")[:4])
	assert.IsNonIncreasing(t, numbers(t, out.column("confidence")[:4]))
}
