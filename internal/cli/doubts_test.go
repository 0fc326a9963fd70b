package cli_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestOneClassEverywhere checks that a run says so where one class takes nearly all rows, and not otherwise.
func TestOneClassEverywhere(t *testing.T) {
	iris := sample(t, "iris.csv", 1)
	mostly := iris.with("label", func(i int, cell string) string { // 5 of 7 given labels are versicolor
		if cell == "setosa" && i > 7 || cell == "virginica" && i > 105 {
			return ""
		}
		return cell
	})
	few := csvTable{iris[0]} // 15 rows with a label, 15 without
	for i, row := range iris[1:] {
		if row[4] != "" || i%9 == 0 {
			few = append(few, row)
		}
	}
	for _, c := range []struct {
		table csvTable
		args  string
		says  string
	}{
		{iris, "--graph complete --gamma 0.001", "warning: 135 of 135 predicted labels are \"versicolor\", which has only 5 of the 15 given labels\nhint: if this is wrong: omit --gamma"},
		{iris, "--graph complete --gamma 10", ""},
		{iris, "", ""},
		{mostly, "--graph complete --gamma 1e-9", ""},
		{few, "--graph complete --gamma 1e-6", ""},
	} {
		got := propagate(c.table.String(), append(strings.Fields(c.args), "--ignore", "species", "-")...)
		assert.Zero(t, got.code, got.err)
		assert.Equal(t, c.says != "", strings.Contains(got.err, "predicted labels are"), "%s: %s", c.args, got.err)
		assert.Contains(t, got.err, c.says)
	}
}

// TestNothingToFind checks that a table without an empty label is not labelled in silence.
func TestNothingToFind(t *testing.T) {
	got := propagate(sample(t, "iris.csv", 1).String(), "--label", "species", "--ignore", "label", "-")
	assert.Zero(t, got.code)
	assert.Contains(t, got.err, "warning: every row already has a label, so there is nothing to predict\nhint: name another column, with empty cells")
}

// TestModelOfLabelledRows checks that a run on rows that all have a label may be for its model, which it advises and does
// not warn of.
func TestModelOfLabelledRows(t *testing.T) {
	in := sample(t, "iris.csv", 1).String()
	t.Chdir(t.TempDir())
	args := []string{"--label", "species", "--ignore", "label", "-o", "out.csv", "-"}
	assert.Contains(t, propagate(in, args...).err, "keep a model for new rows (--save)")
	got := propagate(in, append([]string{"--save", "rows.model"}, args...)...)
	assert.Zero(t, got.code, got.err)
	assert.NotContains(t, got.err, "warning")
}

// TestTrainAndTest checks that files with and without labels are one table: the column of labels may be absent in some.
func TestTrainAndTest(t *testing.T) {
	iris := sample(t, "iris.csv", 1)
	t.Chdir(t.TempDir())
	in := iris.with("label", func(i int, _ string) string { return iris.column("species")[i] })
	writeFile(t, "train.csv", (append(csvTable{in[0]}, in[26:126]...)).String())
	test := append(append(csvTable{in[0]}, in[1:26]...), in[126:]...)
	writeFile(t, "test.csv", test.onlyColumns(append(iris[0][:4:4], "species")...).String())
	writeFile(t, "empty.csv", test.with("label", func(int, string) string { return "" }).String())
	want := propagate("", "--labels-only", "--truth", "species", "train.csv", "empty.csv")
	assert.Zero(t, want.code, want.err)
	for _, files := range [][]string{{"train.csv", "test.csv"}, {"test.csv", "train.csv"}} {
		got := propagate("", append([]string{"--labels-only", "--truth", "species"}, files...)...)
		assert.Zero(t, got.code, got.err)
		assert.Contains(t, got.err, `note      test.csv: no column "label", so no row has a label`)
		for _, line := range strings.Split(strings.ReplaceAll(want.out, "empty.csv", "test.csv"), "\n") {
			assert.Contains(t, got.out, line)
		}
	}
	// A column of another name has to be named.
	writeFile(t, "kind.csv", strings.Replace((append(csvTable{in[0]}, in[26:126]...)).String(), "label", "kind", 1))
	got := propagate("", "kind.csv", "test.csv")
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.err, "hint: if that column holds the labels, name it by --label;")
	assert.Zero(t, propagate("", "--label", "kind", "--truth", "species", "kind.csv", "test.csv").code)
}
