package cli_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// weakLabels are rows of three kinds, a fourth of which have a distribution over them that mostly tells the right one.
// nothing is what stands in the cells of the others.
func weakLabels(nothing string) csvTable {
	r := rand.New(rand.NewPCG(10, 1))
	in := csvTable{{"a", "b", "p_spam", "p_ham", "p_news", "label", "truth"}}
	kinds := []string{"spam", "ham", "news"}
	for i := range 240 {
		k := i % 3
		row := []string{fmt.Sprintf("%.3f", 4*float64(k)+r.NormFloat64()), fmt.Sprintf("%.3f", 3*float64(k%2)+r.NormFloat64())}
		for c := range kinds {
			switch guess := (k + i%36/32) % 3; { // one in nine is wrong
			case i%12 > 2:
				row = append(row, nothing)
			case c == guess:
				row = append(row, "0.7")
			default:
				row = append(row, "0.15")
			}
		}
		in = append(in, append(row, "", kinds[k]))
	}
	return in
}

// TestWeakLabelsAlone checks that the distributions of a label model are spread without any label, and that rows on
// which it says nothing, whichever way that is written, do not pull.
func TestWeakLabelsAlone(t *testing.T) {
	var first csvTable
	for _, nothing := range []string{"", "0", "0.333333", "0.33"} {
		in := weakLabels(nothing)
		got := propagate(in.String(), "--truth", "truth", "--classifier-columns", "p_", "--proba", "-")
		require.Zero(t, got.code, got.err)
		out := parse(t, got.out)
		right := 0
		for i, predicted := range out.column("predicted") {
			if predicted == out.column("truth")[i] {
				right++
			}
		}
		assert.Greater(t, right, 220, "%q", nothing)
		if first == nil {
			first = out
		}
		assert.Equal(t, first.column("proba_spam"), out.column("proba_spam"), "%q", nothing)
	}
	in := weakLabels("0")
	smooth := propagate(in.String(), "--classifier-columns", "p_", "--method", "correct-smooth", "-")
	assert.NotZero(t, smooth.code)
	assert.Contains(t, smooth.err, "hint: label a few rows, or choose harmonic")
	// A table without a column of labels says so.
	bare := in.left(5)
	assert.Contains(t, propagate(bare.String(), "--classifier-columns", "p_", "-").err, "hint: if no row has a label, use --label=;")
	got := propagate(bare.String(), "--classifier-columns", "p_", "--label=", "-")
	require.Zero(t, got.code, got.err)
}

// TestProbabilitiesOfARow checks which rows are distributions: rounded ones are, and those with a part missing are not.
func TestProbabilitiesOfARow(t *testing.T) {
	for cells, says := range map[[3]string]string{
		{"0.67", "0.17", "0.17"}: "",
		{"0.7", "0.2", ""}:       `column "p_news": empty cell`,
		{"0.7", "0.2", "0.3"}:    "the 3 probabilities sum to 1.2, not to 1",
		{"1.7", "0.2", "0.3"}:    "1.7 is not from 0 to 1",
		{"-0.1", "1", "0.1"}:     "-0.1 is not from 0 to 1",
	} {
		in := weakLabels("0")
		copy(in[5][2:], cells[:])
		got := propagate(in.String(), "--classifier-columns", "p_", "-")
		if says == "" {
			assert.Zero(t, got.code, got.err)
			continue
		}
		assert.NotZero(t, got.code, cells)
		assert.Contains(t, got.err, says)
		assert.Contains(t, got.err, "standard input:6: ")
	}
}

// TestProbabilitiesAsFeatures checks that a note tells of another classifier's probabilities among the features.
func TestProbabilitiesAsFeatures(t *testing.T) {
	in := weakLabels("0.333333")
	for i := 1; i < 13; i++ {
		in[i][5] = in[i][6]
	}
	const note = "note      features that look like another classifier's probabilities of the classes: p_ham, p_news, p_spam " +
		"(--classifier-columns p_ takes them as its opinions, or --ignore leaves them out)"
	assert.Contains(t, propagate(in.String(), "--truth", "truth", "-").err, note)
	assert.NotContains(t, propagate(in.String(), "--truth", "truth", "--classifier-columns", "p_", "-").err, "look like")
	// Any other three columns of such names are not.
	in[20][2] = "3"
	assert.NotContains(t, propagate(in.String(), "--truth", "truth", "-").err, "look like")
}

// TestRepeatedIDs checks that ids of several rows are said, and where.
func TestRepeatedIDs(t *testing.T) {
	in := csvTable{{"id", "x", "label"}}
	for i := range 20 {
		in = append(in, []string{fmt.Sprint("d", i/2*2), fmt.Sprint(i), []string{"a", "", "", "b"}[i*4/20]})
	}
	got := propagate(in.String(), "--id", "id", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, `10 ids name several rows, each of which has an answer of its own, such as "d0" (lines 2 and 3), "d2"`)
	assert.NotContains(t, propagate(in.String(), "--id", "id", "--group", "id", "-").err, "name several rows")
}

// TestSavedWithJoinedLabels checks that a model knows the name of its labels where the table has no such column.
func TestSavedWithJoinedLabels(t *testing.T) {
	t.Chdir(t.TempDir())
	in := csvTable{{"id", "x"}}
	for i := range 20 {
		in = append(in, []string{fmt.Sprint("d", i), fmt.Sprint(i)})
	}
	writeFile(t, "labels.csv", "id,kind\nd0,a\nd19,b\n")
	got := told(t, in, "--labels", "labels.csv", "--label", "kind", "--id", "id", "--save", "m.model")
	require.Len(t, got, 21)
	require.Len(t, told(t, in, "predict", "--model", "m.model"), 21)
}
