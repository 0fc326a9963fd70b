package cli_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// relabelled returns the table of kinds with other names: of the two classes, of no label, and of the true classes.
func relabelled(a, b, none, trueA, trueB string) csvTable {
	in := kindsTable()
	in = in.with("label", func(_ int, cell string) string { return map[string]string{"a": a, "b": b, "": none}[cell] })
	return in.with("truth", func(_ int, cell string) string { return map[string]string{"a": trueA, "b": trueB}[cell] })
}

// TestPlaceholders checks that words for a label that is not known raise a warning that asks, or are none with a note,
// in every command that takes labels.
func TestPlaceholders(t *testing.T) {
	skipIfSlow(t)
	for word, asks := range map[string]bool{
		"unknown": true, "Unassigned": true, "None": true, "tbd": true, "TBD": true, "to do": true, "Unlabeled": true,
		"-1": true, "-1.0": true, "?": false, "N/A": false, "NA": false, `\N`: false, "undefined": false,
		"NaT": false, "-": false,
	} {
		in := relabelled("a", "b", word, "a", "b")
		// Labels are read before any method runs: two words take the default, the others a quick one.
		commands, quick := []string{"run --method harmonic", "inspect"}, []string{"--method", "harmonic"}
		if word == "unknown" || word == "?" {
			quick, commands[0] = nil, "run"
			commands = append(commands, "tune", "suspects", "suggest", "explain --row 2")
		}
		for _, command := range commands {
			got := propagate(in.String(), append(strings.Fields(command), "--ignore", "truth", "-")...)
			require.Zero(t, got.code, "%s %s: %s", command, word, got.err)
			assert.Equal(t, asks, strings.Contains(got.err, `warning: does the label "`+word+`" mean that the label is not known?`), "%s %s: %s", command, word, got.err)
			if strings.HasPrefix(command, "run") {
				assert.Equal(t, !asks, strings.Contains(got.err, "treated as unlabelled: "), got.err)
			}
		}
		// Where some cells are empty, too, and by the flag that the hint names.
		some := in.with("label", func(i int, cell string) string { return []string{cell, ""}[max(0, i-19)%2] })
		got := propagate(some.String(), append(quick, "--ignore", "truth", "-")...)
		assert.Equal(t, asks, strings.Contains(got.err, "warning: does the label"), got.err)
		got = propagate(some.String(), append(quick, "--ignore", "truth", "--unlabeled="+word, "-")...)
		assert.Contains(t, got.err, "20 labels in 2 classes")
		assert.NotContains(t, got.err, "warning: does")
	}
}

// TestClassesAsNumbers checks which spellings of labels and truth are one class.
func TestClassesAsNumbers(t *testing.T) {
	for name, c := range map[string]struct {
		in       csvTable
		accuracy string
	}{
		"pandas":          {relabelled("0.0", "1.0", "", "0", "1"), "accuracy  1.0000 on 100"},
		"leading zeros":   {relabelled("007", "042", "", "7", "42"), "accuracy  1.0000 on 100"},
		"-1 and 1":        {relabelled("-1", "1", "", "-1", "1"), "accuracy  1.0000 on 100"},
		"-1 and +1":       {relabelled("-1", "1", "", "-1.0", "+1"), "accuracy  1.0000 on 100"},
		"-1 for no label": {relabelled("0", "1", "-1", "0", "1"), "accuracy  1.0000 on 100"},
		"-1.0 likewise":   {relabelled("0.0", "1.0", "-1.0", "0", "1"), "accuracy  1.0000 on 100"},
		"blanks":          {relabelled("a", "b ", "  ", " a", "b"), "accuracy  1.0000 on 100"},
		"other Unicode":   {relabelled("Cafe\u0301", "B\u00a0cell", "", "Café", "B cell"), "accuracy  1.0000 on 100"},
		"a true -1":       {relabelled("0", "1", "", "-1", "1"), "accuracy  0.5000 on 100"},
		"letter case":     {relabelled("Cat", "Dog", "", "cat", "dog"), `column "truth": no true label is one of the classes: cat, dog against Cat, Dog`},
		"truth values":    {relabelled("True", "False", "", "1", "0"), `no true label is one of the classes: 0, 1 against False, True`},
	} {
		got := propagate(c.in.String(), "--truth", "truth", "-")
		assert.Contains(t, got.err, c.accuracy, name)
		assert.Equal(t, strings.Contains(c.accuracy, "no true label"), got.code == 1, name)
		if got.code != 0 {
			continue
		}
		// What a run says, evaluate says of what it wrote.
		again := propagate(got.out, "evaluate", "--truth", "truth", "-")
		assert.Contains(t, again.out, strings.Fields(c.accuracy)[1], name+again.err)
	}
	mixed := relabelled("1", "2", "", "1", "2").with("label", func(i int, cell string) string {
		return map[bool]string{true: cell + ".0", false: cell}[i < 6 && cell != ""]
	})
	got := propagate(mixed.String(), "--truth", "truth", "-")
	assert.Contains(t, got.err, "20 labels in 2 classes")
	assert.Contains(t, got.err, "labels that are the same number as another label are of its class: 1.0, 2.0")
}

// TestSigns: - is a class beside +, and means no label elsewhere.
func TestSigns(t *testing.T) {
	for _, minus := range []string{"-", "\u2212", "\u2013"} {
		got := propagate("x,label\n1,+\n1.5,\n9,"+minus+"\n8.5,\n", "-")
		require.Zero(t, got.code, got.err)
		assert.Contains(t, got.out, "8.5,,"+minus+",")
		assert.NotContains(t, got.err, "warning")
	}
	got := propagate("x,label\n1,a\n1.5,-\n9,b\n", "-")
	assert.Contains(t, got.err, `treated as unlabelled: "-" in 1 rows`)
}

// TestSetsOfClasses checks that cells with several classes are noted.
func TestSetsOfClasses(t *testing.T) {
	got := propagate(relabelled("x;y", "y;x", "", "x;y", "y;x").String(), "--truth", "truth", "-")
	assert.Contains(t, got.err, `labels seem to hold several classes: "x;y" and "y;x" are two classes here `+
		`(if rows have several labels, run once for each, with a column of yes and no as --label)`)
	got = propagate(relabelled("x|y", "x", "", "x|y", "x").String(), "--truth", "truth", "-")
	assert.Contains(t, got.err, `labels seem to hold several classes: "x|y" and "x" are two classes here`)
	got = propagate(relabelled("['x', 'y']", "['y', 'x']", "", "['x', 'y']", "['y', 'x']").String(), "--truth", "truth", "-")
	assert.Contains(t, got.err, "labels seem to hold several classes", "lists of Python")
	assert.NotContains(t, propagate(relabelled("x-y", "y-x", "", "x-y", "y-x").String(), "--truth", "truth", "-").err, "several classes")
}

// TestNoLabelAsAClass checks the way to a class that is called NA.
func TestNoLabelAsAClass(t *testing.T) {
	in := relabelled("NA", "ZA", "", "NA", "ZA")
	got := propagate(in.String(), "--ignore", "truth", "-")
	assert.Contains(t, got.err, "--unlabeled=")
	got = propagate(in.String(), "--truth", "truth", "--unlabeled=", "-")
	assert.Contains(t, got.err, "accuracy  1.0000 on 100")
}
