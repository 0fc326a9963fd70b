package cli_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// someDigits labels a random share of the rows of digits.
func someDigits(t *testing.T, share float64, seed uint64) csvTable {
	digits, r := sample(t, "digits.csv", 1), rand.New(rand.NewPCG(seed, 5))
	truth := digits.column("digit")
	return digits.with("label", func(i int, _ string) string {
		if r.Float64() < share {
			return truth[i]
		}
		return ""
	})
}

// TestSelect checks that nearly all selected rows are of the class, and most of its rows selected, the most probable
// first.
func TestSelect(t *testing.T) {
	skipIfSlow(t)
	in := someDigits(t, 0.15, 1)
	for _, method := range []string{"harmonic", "auto"} {
		got := propagate(in.String(), "select", "--class", "3", "--ignore", "digit", "--id", "digit", "--method", method, "-")
		require.Zero(t, got.code, got.err)
		assert.Regexp(t, `\nselect    1\d\d of \d+ rows without a given label are of class 3, at a false discovery rate of 0\.1 \(conformal p-values of 2\d\d labels left out\)\n`, got.err)
		assert.NotContains(t, got.err, "warning")
		out := parse(t, got.out)
		assert.Equal(t, []string{"line", "id", "probability", "p_value"}, out[0])
		wrong, last := 0, 1.0
		for i, line := range out.column("line") {
			row := rowOf(t, line)
			assert.Empty(t, in.column("label")[row])
			if in.column("digit")[row] != "3" {
				wrong++
			}
			p := float(t, out.column("probability")[i])
			assert.LessOrEqual(t, p, last+1e-6)
			last = p
			assert.LessOrEqual(t, float(t, out.column("p_value")[i]), 0.1)
		}
		assert.Less(t, float64(wrong), 0.15*float64(len(out)-1), method)
		assert.Greater(t, len(out), 130, method)
	}
}

// TestSelectSaysWhatIsAssumed checks the warnings where nothing is selected, and where labels were dealt out.
func TestSelectSaysWhatIsAssumed(t *testing.T) {
	iris := sample(t, "iris.csv", 1).String()
	got := propagate(iris, "select", "--class", "setosa", "--ignore", "species", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "warning: every class has about as many labels, so that they look chosen by class")
	assert.Contains(t, got.err, "no row is selected: with 15 labels no p-value is below 1/16; for as many rows as look like the class it takes at least ")
	assert.Equal(t, "line,probability,p_value\n", got.out)
}

// badSelections are refused.
var badSelections = []failure{
	{name: "no class", code: 2, args: "select data.csv", says: "--class names no class", hint: "name one of the classes"},
	{name: "another class", code: 2, args: "select -q --class c data.csv", says: `--class "c": no given label is of that class`, hint: "the classes are a, b"},
	{name: "rate 0", code: 2, args: "select --class a --fdr 0 data.csv", says: "--fdr 0: must be above 0 and below 1"},
	{name: "rate 1", code: 2, args: "select --class a --fdr 1 data.csv", says: "--fdr 1: must be above 0 and below 1"},
	{name: "method", code: 2, args: "select -q --class a --method poisson -k 2 data.csv", says: "rows of a class are selected by labels left out, which poisson cannot", hint: "choose harmonic"},
	{name: "few", code: 1, args: "select -q --class a -k 2 data.csv", says: "the given labels are too few for any to be left out, which tells how often a row is taken for one of the class: label more rows"},
}

func TestBadSelections(t *testing.T) {
	for _, f := range badSelections {
		f.csv = good
		t.Run(f.name, f.check)
	}
}
