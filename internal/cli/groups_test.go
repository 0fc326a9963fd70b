package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestGroups checks that rows of a group get the answer of most of them, with their share as confidence.
func TestGroups(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	iris := sample(t, "iris.csv", 1)
	iris[0] = append(iris[0], "plant")
	for i := range iris[1:] {
		plant := string(rune('a' + i*7%13)) // groups of rows of several classes
		if i%50 == 0 {
			plant = " " // a row by itself
		}
		iris[i+1] = append(iris[i+1], plant)
	}
	for _, args := range []string{"", "--method pool", "--method poisson", "--class-sizes mass"} {
		args := append(strings.Fields(args), "--ignore", "species", "--proba")
		alone := labelled(t, iris, append(args, "--ignore", "plant")...)
		together := labelled(t, iris, append(args, "--group", "plant")...)
		votes := map[string]map[string]float64{}
		plants, rows := alone.column("plant"), map[string]float64{}
		for i, label := range alone.column("predicted") {
			if votes[plants[i]] == nil {
				votes[plants[i]] = map[string]float64{}
			}
			votes[plants[i]][label]++
			rows[plants[i]]++
		}
		answer := map[string]string{}
		for i, label := range together.column("predicted") {
			plant, confidence := plants[i], numbers(t, together.column("confidence"))[i]
			if plant == " " {
				assert.Equal(t, alone[i+1], together[i+1], "a row by itself")
				continue
			}
			if before, seen := answer[plant]; seen {
				assert.Equal(t, before, label, "%s of %q", args, plant)
			}
			answer[plant] = label
			for _, count := range votes[plant] {
				assert.LessOrEqual(t, count, votes[plant][label], "most rows of %q", plant)
			}
			assert.InDelta(t, votes[plant][label]/rows[plant], confidence, 5e-5)
		}
	}
}

// TestGroupsReached checks that a row that no label reaches gets the answer of its group, and that labels of a group
// do not predict each other.
func TestGroupsReached(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	const far = "x,g,label\n1,u,a\n1.1,u,\n8,v,b\n8.1,v,\n500,u,\n501,w,\n"
	got := propagate(far, "-k", "1", "--group", "g", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.out, "500,u,,a,1.0000,propagated\n501,w,,,0.0000,unreachable\n")
	assert.Contains(t, got.err, "groups    by g: 2 with one answer each; in 2 all rows agreed\n")
	const pairs = "x,g,label\n1,u,a\n1.01,u,a\n1.3,v,b\n1.31,v,b\n1.5,w,\n"
	assert.NotContains(t, propagate(pairs, "suspects", "-k", "1", "--connect", "-q", "-").out, "\n2,")
	assert.Contains(t, propagate(pairs, "suspects", "-k", "1", "--connect", "--group", "g", "-q", "-").out, "\n2,a,b,")
	outvoted := propagate("x,g,label\n1,u,a\n9,u,b\n9.1,u,b\n1.1,,\n", "-k", "1", "--group", "g", "-")
	assert.Contains(t, outvoted.err, "warning: 1 given labels are not the answer of their group\n")
	assert.Contains(t, outvoted.out, "1,u,a,b,0.6667,given\n")
}

// TestGroupsHeldOut checks that tune holds out whole groups: rows that are alike would tell each other's labels.
func TestGroupsHeldOut(t *testing.T) {
	var b strings.Builder
	b.WriteString("x,y,g,label\n")
	for i := range 120 {
		// Pairs of nearly equal rows whose labels say nothing: only the other one of a pair knows them.
		label := ""
		if i < 60 {
			label = string("ab"[(i/2)*(i/2)%11%2])
		}
		fmt.Fprintf(&b, "%d.%d,%d,%d,%s\n", i/2*37%61, i%2, i/2*53%59, i/2, label)
	}
	accuracy := func(args ...string) float64 {
		got := propagate(b.String(), append([]string{"tune", "--holdout", "0.2x5", "--method", "harmonic", "--gamma", "1", "--ignore", "g"}, args...)...)
		require.Zero(t, got.code, got.err)
		return float(t, parse(t, got.out).column("accuracy")[0])
	}
	assert.Greater(t, accuracy("-"), accuracy("--group", "g", "-")+0.1)
}

// TestBatches checks that a shift of a whole batch changes nothing, and that batches that lie apart are told of.
func TestBatches(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	iris := sample(t, "iris.csv", 1)
	iris[0] = append(iris[0], "day")
	for i := range iris[1:] {
		iris[i+1] = append(iris[i+1], []string{"mon", "tue"}[i%2])
	}
	moved := iris.with("petal_length_cm", func(i int, cell string) string {
		if i%2 == 1 {
			return "10" + cell // far away: 101.4 in place of 1.4
		}
		return cell
	})
	args := []string{"--batch", "day", "--ignore", "species"}
	right := labelled(t, iris, args...).column("predicted")
	assert.Equal(t, right, labelled(t, moved, args...).column("predicted"))
	apart := "x,y,day,label\n1,0,m,a\n2,0,m,\n-1,0,m,b\n-2,0,m,\n0,9,t,a\n0,8,t,\n0,-9,t,\n0,-8,t,\n"
	got := propagate(apart, "-k", "1", "--batch", "day", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "warning: no edge joins these values of day to others: m, t; hint: label rows of each")
}

// TestBatchesOfNewRows checks that a model knows the means of its batches, and centres a new batch by its own rows.
func TestBatchesOfNewRows(t *testing.T) {
	iris := sample(t, "iris.csv", 1)
	t.Chdir(t.TempDir())
	iris[0] = append(iris[0], "day")
	for i := range iris[1:] {
		iris[i+1] = append(iris[i+1], []string{"01", "1"}[i%2])
	}
	for _, more := range []string{"--method=harmonic", "--method=pool", "--scale=robust", "--missing=drop"} {
		got := propagate(iris.String(), "--batch", "day", "--ignore", "species", "--save", "m", more, "-")
		require.Zero(t, got.code, got.err)
		// Rows of the model in any order, and of one batch alone, are what they were.
		want := parse(t, got.out)
		new := csvTable{want[0]}
		for _, row := range want[1:] {
			if row[len(iris[0])-1] == "1" {
				new = append(new, row)
			}
		}
		known := propagate(new.String(), "predict", "--model", "m", "-")
		require.Zero(t, known.code, known.err)
		same := 0
		for i, row := range parse(t, known.out)[1:] {
			if row[len(iris[0])] == new[i+1][len(iris[0])] {
				same++
			}
		}
		assert.GreaterOrEqual(t, same, len(new)-1-3, "%s: predictions of the rows of the model", more)
		// The same rows moved as a whole are another batch, and get the same answer as a batch that has the same mean.
		moved := new.with("day", func(int, string) string { return "new" })
		moved = moved.with("petal_length_cm", func(_ int, cell string) string { return "10" + cell })
		again := propagate(moved.String(), "predict", "--model", "m", "-")
		require.Zero(t, again.code, again.err)
		assert.Contains(t, again.err, "batches that the model does not know, centred by their own rows: new (75 rows)")
		assert.Equal(t, parse(t, known.out).column("predicted"), parse(t, again.out).column("predicted"), more)
	}
	got := propagate(iris.String(), "--batch", "day", "--ignore", "species", "--save", "m", "-")
	require.Zero(t, got.code, got.err)
	few := "sepal_length_cm,sepal_width_cm,petal_length_cm,petal_width_cm,day\n"
	for rows := 1; rows <= 5; rows++ {
		few += fmt.Sprintf("5,3,%d,1,z\n", rows)
		refused := "the model does not know the batch \"z\", and its rows are too few to tell its centre: " + fmt.Sprint(rows)
		if got := propagate(few, "predict", "--model", "m", "-"); rows < 5 {
			assert.Contains(t, got.err, refused)
		} else {
			assert.Zero(t, got.code, got.err)
		}
	}
	none := "sepal_length_cm,sepal_width_cm,petal_length_cm,petal_width_cm\n5,3,1,1\n"
	assert.Contains(t, propagate(none, "predict", "--model", "m", "-").err, "the model was made with other columns")
}

// TestGroupsAndBatchesRefused checks what does not go together.
func TestGroupsAndBatchesRefused(t *testing.T) {
	const table = "x,g,label\n1,u,a\n2,,\n3,v,b\n"
	for args, want := range map[string]string{
		"--batch g -":                           "propagate: standard input:3: column \"g\": empty cell\nhint: every row needs a batch",
		"--batch no -":                          "propagate: --batch: standard input: column \"no\": no such column",
		"--group no -":                          "propagate: --group: standard input: column \"no\": no such column",
		"--batch g --edges e.csv --id g -":      "propagate: --edges gives the graph, so --batch has no effect",
		"tune --holdout 0.5 --group g -":        "column \"label\": no class has two labels, so none can be left out",
		"suggest --group g --ignore x -":        "propagate: standard input: no column to use",
		"suggest -n 1 --group g --features x -": "note      no effect in this run: --group",
	} {
		assert.Contains(t, propagate(table, strings.Fields(args)...).err, want, args)
	}
}
