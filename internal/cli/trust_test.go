package cli_test

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// weighted returns a table with a column of weights.
func weighted(in csvTable, weight func(row int, label string) string) csvTable {
	labels := in.column("label")
	out := csvTable{append(in[0][:len(in[0]):len(in[0])], "sure")}
	for i, row := range in[1:] {
		out = append(out, append(row[:len(row):len(row)], weight(i, labels[i])))
	}
	return out
}

// TestWeightOne checks that labels of weight 1, or without one, are as without the flag, whatever
// stands beside rows without a label.
func TestWeightOne(t *testing.T) {
	iris := sample(t, "iris.csv", 1)
	r := rand.New(rand.NewPCG(1, 2))
	for _, method := range []string{"harmonic", "spreading", "poisson", "poisson-mbo", "wnll", "properly-weighted", "mad"} {
		want := labelled(t, iris, "--ignore", "species", "--proba", "--method", method)
		for _, sure := range []string{"1", "", "1.0", "NA"} {
			in := weighted(iris, func(_ int, label string) string {
				if label == "" {
					return strconv.FormatFloat(r.Float64(), 'g', 3, 64)
				}
				return sure
			})
			got := labelled(t, in, "--ignore", "species", "--label-weight", "sure", "--proba", "--method", method)
			assert.Equal(t, want.right(6), got.right(6), "%s, %q", method, sure)
		}
	}
}

// TestWeightZero checks that such a label is none, even if it is the only one of its class.
func TestWeightZero(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	iris := sample(t, "iris.csv", 1)
	for name, none := range map[string]func(i int, label string) bool{
		"some":    func(i int, label string) bool { return label != "" && i%3 == 0 },
		"a class": func(_ int, label string) bool { return label == "virginica" },
	} {
		without := iris.with("label", func(i int, label string) string {
			if none(i, label) {
				return ""
			}
			return label
		})
		in := weighted(iris, func(i int, label string) string {
			if none(i, label) {
				return "0"
			}
			return "1"
		})
		for _, args := range []string{"", "--method poisson", "--class-sizes projected"} {
			want := labelled(t, without, append(strings.Fields(args), "--ignore", "species")...)
			got := labelled(t, in, append(strings.Fields(args), "--ignore", "species", "--label-weight", "sure")...)
			assert.Equal(t, want.right(3), got.right(3), "%s %s", name, args)
		}
	}
}

// TestWeightBetween compares with the equations: a label of weight w is followed with w, and the
// neighbours with 1-w.
func TestWeightBetween(t *testing.T) {
	const table = "x,label,sure\n0,a,0.5\n1,b,1\n2,,\n3,a,0.125\n4,,0.3\n"
	got := parse(t, propagate(table, "-q", "--graph", "complete", "--kernel", "connectivity", "--method", "harmonic", "--label-weight", "sure", "--proba", "-").out)
	w := []float64{0.5, 1, 0, 0.125, 0}
	isA := []float64{1, 0, 0, 1, 0}
	m, b := mat.NewDense(5, 5, nil), mat.NewVecDense(5, nil)
	for i := range w {
		for j := range w {
			m.Set(i, j, -(1-w[i])/4)
		}
		m.Set(i, i, 1)
		b.SetVec(i, w[i]*isA[i])
	}
	var want mat.VecDense
	require.NoError(t, want.SolveVec(m, b))
	for i, cell := range got.column("proba_a") {
		p, err := strconv.ParseFloat(cell, 64)
		require.NoError(t, err)
		assert.InDelta(t, want.AtVec(i), p, 1e-9, "row %d", i)
	}
	assert.Equal(t, []string{"propagated", "given", "propagated", "propagated", "propagated"}, got.column("status"))
}

// TestWeightIsSaid checks what a run says of weights.
func TestWeightIsSaid(t *testing.T) {
	const table = "x,label,sure\n0,a,0.5\n1,b,1\n2,,0.1\n3,a,0\n4,b,NA\n"
	got := propagate(table, "--label-weight", "sure", "-k", "2", "--json", "-", "-o", t.TempDir()+"/out.csv", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "table     5 rows, 1 features, 3 labels in 2 classes\n"+
		"weight    sure: 1 of 3 labels have a weight below 1, the lowest is 0.5; ignored because the weight is 0: 1; without a weight, which counts as 1: 1\n")
	assert.Contains(t, got.out, `"weight": "sure"`)
	assert.Contains(t, propagate(table, "inspect", "--label-weight", "sure", "-").out, "\nsure,weight,number,5,")
}

// TestWeightEverywhere checks that the other commands weigh labels too: one that is hardly trusted
// has hardly a share, one of 0 none.
func TestWeightEverywhere(t *testing.T) {
	const rows = "x,label,sure\n0,a,1\n1,a,%\n2,,\n3,b,1\n4,b,1\n5,,\n"
	say := func(weight string, args ...string) csvTable {
		got := propagate(strings.ReplaceAll(rows, "%", weight), append(args, "-q", "-k", "3", "--label-weight", "sure", "-")...)
		require.Zero(t, got.code, got.err)
		return parse(t, got.out)
	}
	share := func(weight string) float64 {
		told := say(weight, "explain", "--row", "4")
		for i, line := range told.column("line") {
			if line == "3" {
				v, err := strconv.ParseFloat(told.column("share")[i], 64)
				require.NoError(t, err)
				return v
			}
		}
		return 0
	}
	assert.Greater(t, share("1"), share("0.5"))
	assert.Greater(t, share("0.5"), share("0.01"))
	assert.Positive(t, share("0.01"))
	assert.Zero(t, share("0"))
	assert.Len(t, say("0.5", "suspects", "--max-probability", "1"), 5)
	assert.Len(t, say("0", "suspects", "--max-probability", "1"), 4)
	assert.NotEqual(t, say("1", "tune", "--kernel", "connectivity", "--method", "harmonic").column("log_loss"),
		say("0.1", "tune", "--kernel", "connectivity", "--method", "harmonic").column("log_loss"))
	assert.Len(t, say("0.5", "suggest", "-n", "2"), 3)
	assert.NotEqual(t, say("1", "--proba", "--gamma", "entropy"), say("0.1", "--proba", "--gamma", "entropy"))
}

// TestWeightOfDroppedRows checks that weights stay with their rows where others are dropped.
func TestWeightOfDroppedRows(t *testing.T) {
	const rows = "x,label,sure\n0,a,0.5\nNA,b,0.25\n1,,\n8,b,0.75\n9,,\n"
	got := parse(t, propagate(rows, "-q", "-k", "2", "--missing", "drop", "--label-weight", "sure", "--proba", "-").out)
	want := parse(t, propagate(strings.ReplaceAll(rows, "NA,b,0.25\n", ""), "-q", "-k", "2", "--label-weight", "sure", "--proba", "-").out)
	assert.Equal(t, want[1:], append(csvTable{got[1]}, got[3:]...))
}
