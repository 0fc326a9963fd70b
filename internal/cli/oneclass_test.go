package cli_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// knownFrauds are 300 rows, 100 of them of one kind, 30 of which are labelled; no other label is known.
func knownFrauds() csvTable {
	r := rand.New(rand.NewPCG(4, 4))
	in := csvTable{{"amount", "rate", "label", "truth"}}
	for i := range 300 {
		truth, label, at := "ok", "", 0.0
		if i < 100 {
			truth, at = "fraud", 3
		}
		if i < 30 {
			label = "fraud"
		}
		in = append(in, []string{fmt.Sprintf("%.4f", at+0.8*r.NormFloat64()), fmt.Sprintf("%.4f", at+0.8*r.NormFloat64()),
			label, truth})
	}
	return in
}

// TestLabelsOfOneClass checks that of labels of one class novelty tells rows like these from others, and ranks them, in
// a run and for new rows; and that nothing is said that needs a second class.
func TestLabelsOfOneClass(t *testing.T) {
	t.Chdir(t.TempDir())
	in := knownFrauds()
	refused := propagate(in.String(), "--truth", "truth", "-")
	assert.NotZero(t, refused.code)
	assert.Contains(t, refused.err, `all labels are "fraud"`)
	assert.Contains(t, refused.err, "propagate --novel 0.05")

	got := propagate(in.String(), "--truth", "truth", "--novel", "0.05", "--save", "fraud.model", "--report", "report.html", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, `note      all labels are "fraud": `)
	assert.NotContains(t, got.err, "expected  ", "every label left out is right")
	requireFound(t, parse(t, got.out))
	// What is said of the truth is what the output shows.
	out := parse(t, got.out)
	rows, found, right := 0, 0, 0
	for i, truth := range out.column("truth") {
		if out.column("label")[i] != "" {
			continue
		}
		assert.Empty(t, out.column("confidence")[i], "there is no other class")
		if truth == "fraud" {
			rows++
		}
		if out.column("predicted")[i] == "fraud" {
			found++
			if truth == "fraud" {
				right++
			}
		}
	}
	assert.Contains(t, got.err, fmt.Sprintf("accuracy  %d of the %d rows of \"fraud\" are among the %d that got it; average "+
		"precision of the column novelty 0.", right, rows, found))
	assert.NotContains(t, got.err, "few labels")
	assert.NotContains(t, got.err, "log loss")
	page := folder(t)["report.html"].content
	assert.Contains(t, page, fmt.Sprintf("%d of the %d rows of class fraud are among them.", right, rows))
	assert.NotContains(t, page, "Evaluation</h2>")

	// The model refuses to call all new rows frauds.
	require.NoError(t, os.WriteFile("new.csv", []byte(in.String()), 0o600))
	every := propagate("", "predict", "--model", "fraud.model", "new.csv")
	assert.NotZero(t, every.code)
	assert.Contains(t, every.err, "--novel 0.05")
	requireFound(t, parse(t, propagate("", "predict", "--model", "fraud.model", "--novel", "0.05", "new.csv").out))

	for _, flag := range []string{"--noise=auto", "--method=pool", "--calibrate", "--shares", "--coverage=0.9",
		"--min-confidence=0.5", "--class-sizes=mass"} {
		got := propagate(in.String(), "--truth", "truth", "--novel", "0.05", flag, "-")
		assert.NotZero(t, got.code, flag)
		assert.Contains(t, got.err, `compares classes, and all labels are "fraud"`)
	}
}

// requireFound requires that few frauds are refused, few other rows are labelled, and that the p-values rank the rows.
func requireFound(t *testing.T, out csvTable) {
	t.Helper()
	wrong, before, pairs := 0, 0.0, 0
	novelty, label, truth := out.column("novelty"), out.column("label"), out.column("truth")
	for i, predicted := range out.column("predicted") {
		if label[i] == "" && (predicted == "fraud") != (truth[i] == "fraud") {
			wrong++
		}
		// The area under the curve, by all pairs of a fraud and another row.
		for j := range novelty {
			if label[i]+label[j] != "" || truth[i] != "fraud" || truth[j] != "ok" {
				continue
			}
			pairs++
			switch p, q := float(t, novelty[i]), float(t, novelty[j]); {
			case p > q:
				before++
			case p == q:
				before += 0.5
			}
		}
	}
	assert.LessOrEqual(t, wrong, 25)
	assert.Greater(t, before/float64(pairs), 0.95)
}
