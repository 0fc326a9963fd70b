package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestCodes checks what digits with zeros in front are, and numbers with units and signs, and that each is said.
func TestCodes(t *testing.T) {
	in := kindsTable()
	for name, c := range map[string]struct {
		cell     func(i int) string
		kind     string
		says     string
		features int
	}{
		"postal codes":      {pick("02134", "10115", "90210"), "feature,category", "codes, not numbers, since they have zeros in front or too many digits: z", 3},
		"codes of each row": {func(i int) string { return fmt.Sprintf("%05d", i*811) }, "-,id", "codes, not numbers", 2},
		"codes of 16":       {func(i int) string { return fmt.Sprintf("90071992547409%02d", i) }, "-,id", "codes, not numbers", 2},
		"diagnoses":         {pick("038.1", "250.0", "401.9"), "feature,number", "read as numbers, though some have zeros in front: z", 3},
		"kilograms":         {pick("5.5 kg", "7 kg", "6.25 kg"), "feature,number", "the sign or unit of each number is left out: z (kg)", 3},
		"accounts":          {pick("(5.5)", "7", "6.25"), "feature,number", "negative: z", 3},
		"sexes":             {pick("Male", "male ", "FEMALE", "female"), "feature,category", "one category: FEMALE, female in column z; male, Male in column z", 3},
	} {
		t.Run(name, func(t *testing.T) {
			with := in.plus("z", c.cell)
			got := propagate(with.String(), "--truth", "truth", "--method", "harmonic", "-")
			require.Zero(t, got.code, got.err)
			assert.Contains(t, got.err, fmt.Sprintf("120 rows, %d features", c.features))
			assert.Contains(t, got.err, c.says)
			assert.Contains(t, propagate(with.String(), "inspect", "-").out, "z,"+c.kind+",")
		})
	}
	// What was named is read as it was asked for.
	got := propagate(in.plus("z", pick("02134", "10115", "90210")).String(), "--truth", "truth", "--features", "x,y,z", "--method", "harmonic", "-")
	assert.NotContains(t, got.err, "codes")
}

// TestSpellingsOfClasses checks that classes that differ by case only raise a warning in every command that takes
// labels, and that the flag that it names makes them one.
func TestSpellingsOfClasses(t *testing.T) {
	in := relabelled("Cat", "dog", "", "cat", "dog").with("label", func(i int, cell string) string {
		if cell == "Cat" && i%4 == 0 {
			return "cAT"
		}
		return cell
	})
	const warns = `warning: labels that differ by case or blanks only are different classes: "Cat", "cAT"`
	for _, command := range []string{"run", "suggest", "suspects", "tune", "inspect"} {
		args := []string{command, "--ignore", "truth", "-"}
		if command != "inspect" {
			args = append(args, "--method", "harmonic")
		}
		got := propagate(in.String(), args...)
		require.Zero(t, got.code, got.err)
		assert.Contains(t, got.err, warns, command)
		got = propagate(in.String(), append([]string{command, "--ignore-case"}, args[1:]...)...)
		require.Zero(t, got.code, got.err)
		assert.NotContains(t, got.err, warns, command)
	}
	got := propagate(in.String(), "--truth", "truth", "--ignore-case", "-")
	assert.Contains(t, got.err, "20 labels in 2 classes")
	assert.Contains(t, got.err, "accuracy  1.0000 on 100")
	// What was written is evaluated in the same way.
	again := propagate(got.out, "evaluate", "--truth", "truth", "-")
	assert.Contains(t, again.err, "different classes")
	assert.NotContains(t, again.out, "accuracy          1.0000")
	assert.Contains(t, propagate(got.out, "evaluate", "--truth", "truth", "--ignore-case", "-").out, "accuracy          1.0000")
	// A truth that shares no class but for its case says so.
	got = propagate(relabelled("Cat", "Dog", "", "cat", "dog").String(), "--truth", "truth", "-")
	assert.Contains(t, got.err, "hint: --ignore-case makes one class of labels that differ by case or blanks only")
}

// TestEmptyRows checks that rows of which nothing is known are named.
func TestEmptyRows(t *testing.T) {
	in := kindsTable().with("x", func(i int, cell string) string {
		if i == 60 {
			return ""
		}
		return cell
	}).with("y", func(i int, cell string) string {
		if i == 60 || i == 61 {
			return "cm"
		}
		return cell
	})
	got := propagate(in.String(), "--truth", "truth", "--method", "harmonic", "-")
	assert.Contains(t, got.err, "rows without a value in any feature, whose labels rest on what is usual: lines 62 (--missing drop")
	got = propagate(in.String(), "--truth", "truth", "--method", "harmonic", "--missing", "drop", "-")
	assert.NotContains(t, got.err, "rest on what is usual")
}

// TestNumbersForNothing checks that numbers that mostly stand for a missing value raise a note that asks, and that others
// do not.
func TestNumbersForNothing(t *testing.T) {
	in := kindsTable()
	for name, c := range map[string]struct {
		cell func(i int) string
		asks bool
	}{
		"-999":           {func(i int) string { return map[bool]string{true: "-999", false: fmt.Sprint(i * 31 % 97)}[i%8 == 0] }, true},
		"9999":           {func(i int) string { return map[bool]string{true: "9999", false: fmt.Sprint(i * 31 % 97)}[i%8 == 0] }, true},
		"once":           {func(i int) string { return map[bool]string{true: "-999", false: fmt.Sprint(i * 31 % 97)}[i == 8] }, false},
		"among its like": {func(i int) string { return fmt.Sprint(-999 - i*31%97/2) }, false},
		"most rows":      {func(i int) string { return map[bool]string{true: "-999", false: fmt.Sprint(i)}[i%8 != 0] }, false},
	} {
		with := in.plus("z", c.cell)
		got := propagate(with.String(), "--truth", "truth", "--method", "harmonic", "-")
		require.Zero(t, got.code, got.err)
		assert.Equal(t, c.asks, strings.Contains(got.err, "mean that there is none? It is a number in z (if so: --missing-values="), name+got.err)
		if c.asks {
			got = propagate(with.String(), "--truth", "truth", "--method", "harmonic", "--missing-values="+name, "-")
			assert.NotContains(t, got.err, "mean that there is none")
			assert.Contains(t, got.err, "missing values filled in: z")
		}
	}
}

// TestHeaderAgain checks that the header of a second file, behind the rows of the first, is no row.
func TestHeaderAgain(t *testing.T) {
	text := kindsTable().String()
	got := propagate(text+text, "--truth", "truth", "-")
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.err, "standard input:122: the header again, not a row")
	// A class may be called as its column.
	got = propagate(relabelled("label", "b", "", "label", "b").String(), "--truth", "truth", "--method", "harmonic", "-")
	assert.Zero(t, got.code, got.err)
	got = propagate("X,Y,Label\n1,2,a\n2,3,b\n", "-")
	assert.Contains(t, got.err, "such as --label Label;")
}
