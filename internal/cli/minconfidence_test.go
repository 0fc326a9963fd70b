package cli_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMinConfidence checks that rows below the least confidence get no label, and that what is to be expected of the
// others agrees with the truth.
func TestMinConfidence(t *testing.T) {
	skipIfSlow(t)
	in := someDigits(t, 0.08, 2)
	for _, method := range []string{"harmonic", "auto", "poisson"} {
		t.Chdir(t.TempDir())
		args := []string{"--truth", "digit", "--method", method, "--json", "run.json", "--proba", "-"}
		plain := propagate(in.String(), args...)
		got := propagate(in.String(), append(args, "--min-confidence", "0.7")...)
		require.Zero(t, got.code, got.err)
		before, after := parse(t, plain.out), parse(t, got.out)
		kept, rows := 0, 0
		for i, status := range after.column("status") {
			if status == "given" {
				continue
			}
			rows++
			// Confidences have four digits.
			switch confidence := float(t, before.column("confidence")[i]); {
			case confidence > 0.70005:
				assert.Equal(t, before[i+1], after[i+1])
				kept++
			case confidence < 0.69995:
				assert.Equal(t, []string{"", "uncertain"}, []string{after.column("predicted")[i], status})
				assert.Equal(t, before.column("proba_3")[i], after.column("proba_3")[i])
			}
		}
		var run struct {
			Status     map[string]int
			Evaluation struct{ Coverage float64 }
			Certain    struct {
				Kept, Rows int
				Curve      []struct {
					Least              float64 `json:"min_confidence"`
					Coverage, Accuracy float64
					Interval           [2]float64
				} `json:"left_out"`
			} `json:"min_confidence"`
		}
		text, err := os.ReadFile("run.json")
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, &run))
		assert.InDelta(t, kept, run.Certain.Kept, 3, method)
		assert.Equal(t, rows, run.Certain.Rows)
		assert.Equal(t, rows-run.Certain.Kept, run.Status["uncertain"])
		if method == "poisson" {
			assert.Contains(t, got.err, "\ncertain   ")
			assert.Empty(t, run.Certain.Curve, "no label can be left out exactly")
			continue
		}
		// Coverage by the labels left out is that of the rows; so is the accuracy, within its interval.
		first := run.Certain.Curve[0]
		assert.Equal(t, 0.7, first.Least)
		assert.InDelta(t, run.Evaluation.Coverage, first.Coverage, 0.12, method)
		right := 0
		for i, label := range after.column("predicted") {
			if after.column("status")[i] == "propagated" && label == after.column("digit")[i] {
				right++
			}
		}
		share := float64(right) / float64(run.Certain.Kept)
		assert.True(t, first.Interval[0]-0.01 <= share && share <= first.Interval[1]+0.01, "%s: %g in %v", method, share, first.Interval)
		for k := 2; k < len(run.Certain.Curve); k++ {
			assert.LessOrEqual(t, run.Certain.Curve[k].Coverage, run.Certain.Curve[k-1].Coverage)
		}
		assert.Regexp(t, `\ncertain   \d+ of \d+ rows keep a label, with a confidence of 0\.7 at least; of \d+ labels left out \d+\.\d % have that confidence, and \d+\.\d % \(\d+\.\d to \d+\.\d %\) of these are right\n`, got.err)
	}
}

// TestPredictMinConfidence checks the same of new rows.
func TestPredictMinConfidence(t *testing.T) {
	old, fresh := halves(t)
	all := newRowsOf(t, old, fresh, "--ignore species --method harmonic", "")
	some := newRowsOf(t, old, fresh, "--ignore species --method harmonic", "--min-confidence 0.95")
	refused := 0
	for i, status := range some.column("status") {
		if float(t, all.column("confidence")[i]) < 0.94995 {
			refused++
			assert.Equal(t, "uncertain", status)
			assert.Empty(t, some.column("predicted")[i])
		} else {
			assert.Equal(t, "propagated", status)
		}
	}
	assert.Greater(t, refused, 3)
}

// badConfidences are refused.
var badConfidences = []failure{
	{name: "above 1", code: 2, args: "--min-confidence 90 data.csv", says: "--min-confidence 90: must be from 0 to 1", hint: "such as 0.9"},
	{name: "below 0", code: 2, args: "--min-confidence=-1 data.csv", says: "--min-confidence -1: must be from 0 to 1"},
	{name: "no number", code: 2, args: "--min-confidence nan data.csv", says: "--min-confidence NaN: must be from 0 to 1"},
}

func TestBadConfidences(t *testing.T) {
	for _, f := range badConfidences {
		f.csv = good
		t.Run(f.name, f.check)
	}
}

// TestMinConfidenceAtItsEnd labels two groups of rows of one class each, whose confidences are 1, and a third with one
// label, which no other reaches: it is not predicted, and counts neither as kept nor as left out.
func TestMinConfidenceAtItsEnd(t *testing.T) {
	t.Chdir(t.TempDir())
	table := "x,label\n0,a\n1,\n2,a\n1000,b\n1001,\n1002,b\n5000,a\n5001,\n5002,\n"
	got := propagate(table, "--method", "harmonic", "--neighbors", "2", "--min-confidence", "1", "--json", "run.json", "-o", "out.csv", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "4 of 4 rows keep a label, with a confidence of 1 at least; of 4 labels left out 100.0 % have that confidence, and 100.0 % (")
}
