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
