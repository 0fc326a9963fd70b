package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// joinFiles writes rows without labels and tables of labels to the working folder.
func joinFiles(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	rows, array := "key,x,y\n", ""
	for i := range 20 {
		x := float64(i%10) + 100*float64(i/10)
		rows += fmt.Sprintf("k%d,%g,%d\n", i, x, i*i%7)
		array += fmt.Sprintf("%g,%d\n", x, i*i%7)
	}
	writeFile(t, "rows.csv", rows)
	writeFile(t, "plain.csv", "x,y\n"+array)
	for name, text := range map[string]string{
		"keys.csv": "key,label\nk3,a\nk15,b\n", "spaces.csv": "key,label\n k3 ,a\nk15,b\nk7,\nk99,b\n",
		"two.csv": "key,label\nk3,a\nk15,b\nk3,b\n", "wrong.csv": "key,label\nq3,a\nq15,b\n",
		"lines.csv": "line,opens,gain,label\n5,0,1,a\n17,0,1,b\n", "zero.csv": "row,label\n0,a\n15,b\n",
		"one.csv": "row,label\n1,a\n20,b\n", "short.csv": "label\na\nb\n", "class.csv": "key,class\nk3,a\nk15,b\n",
		"other.csv": "sample,n,label\nk3,3,a\nk15,3,b\n", "twins.csv": "p,q,label\nk3,k3,a\nk15,k15,b\n",
		"asked.csv": "line,id,opens,gain,label\n5,k3,0,1,a\n17,k15,0,1,b\n",
	} {
		writeFile(t, name, text)
	}
}

// TestJoinedLabels checks that labels from another table give what the same labels in the table give.
func TestJoinedLabels(t *testing.T) {
	joinFiles(t)
	whole := propagate(withLabels("3 a 15 b"), "-q", "-k", "3", "--id", "key", "--labels-only", "-")
	require.Zero(t, whole.code, whole.err)
	for args, note := range map[string]string{
		"--labels keys.csv --id key rows.csv":                "2 labels of keys.csv joined by key",
		"--labels spaces.csv --id key rows.csv":              "1 ids with a label name no row: k99",
		"--labels asked.csv --id key rows.csv":               "joined by id",
		"--labels lines.csv --ignore key rows.csv":           "joined by line",
		"--labels class.csv --label class --id key rows.csv": "2 labels of class.csv joined by key",
		"--labels other.csv --id key rows.csv":               "2 labels of other.csv joined by sample",
	} {
		got := propagate("", append([]string{"-k", "3", "--labels-only"}, strings.Fields(args)...)...)
		require.Zero(t, got.code, "%s: %s", args, got.err)
		assert.Contains(t, got.err, note, args)
		if strings.Contains(args, "--id") {
			assert.Equal(t, whole.out, got.out, args)
		}
	}
	for args, want := range map[string]string{
		"--labels two.csv --id key rows.csv":   "propagate: two.csv:4: column \"label\": another label of \"k3\" than on line 2",
		"--labels wrong.csv --id key rows.csv": "propagate: wrong.csv: column \"key\": none of the 2 ids names a row",
		"--labels twins.csv --id key rows.csv": "propagate: --id: twins.csv: column \"key\": no such column",
		"--labels keys.csv rows.csv":           "propagate: --labels needs --id",
		"--labels short.csv rows.csv":          "propagate: short.csv: 2 labels without ids for the 20 rows of rows.csv",
		"--labels keys.csv --id kay rows.csv":  "propagate: --id: rows.csv: column \"kay\": no such column, did you mean \"key\"?",
		"--labels no.csv rows.csv":             "propagate: no.csv: no such file",
		"--labels rows.csv --id key rows.csv":  "propagate: --label: rows.csv: column \"label\": no such column",
		"--labels - -":                         "propagate: --labels -: standard input can be read once only",
	} {
		assert.Contains(t, propagate("", strings.Fields(args)...).err, want, args)
	}
}

// withLabels is rows.csv with some labels.
func withLabels(text string) string {
	words, table := strings.Fields(text), "key,x,y,label\n"
	for i := range 20 {
		label := ""
		for k := 0; k < len(words); k += 2 {
			if words[k] == fmt.Sprint(i) {
				label = words[k+1]
			}
		}
		table += fmt.Sprintf("k%d,%g,%d,%s\n", i, float64(i%10)+100*float64(i/10), i*i%7, label)
	}
	return table
}

// TestJoinedByNumber checks labels of the rows of a graph file, which have numbers only, from 0 or from 1.
func TestJoinedByNumber(t *testing.T) {
	joinFiles(t)
	require.Zero(t, propagate("", "graph", "-k", "3", "-o", "rows.graph", "plain.csv").code)
	for file, want := range map[string][]string{
		"zero.csv": {"row counts rows from 0", "0,a,a,1.0000,given\n", "15,b,b,1.0000,given\n"},
		"one.csv":  {"row counts rows from 1", "0,a,a,1.0000,given\n", "19,b,b,1.0000,given\n"},
	} {
		got := propagate("", "--neighbors-from", "rows.graph", "--labels", file, "--id", "row")
		require.Zero(t, got.code, got.err)
		assert.Contains(t, got.err, want[0])
		assert.Contains(t, got.out, want[1])
		assert.Contains(t, got.out, want[2])
	}
	alone := propagate("label\na\nb\n"+strings.Repeat("\"\"\n", 18), "--neighbors-from", "rows.graph", "-")
	require.Zero(t, alone.code, alone.err)
	assert.Contains(t, alone.out, "label,predicted,confidence,status\na,a,1.0000,given\n")
	short := propagate("label\na\nb\n", "--neighbors-from", "rows.graph", "-")
	assert.Contains(t, short.err, "standard input: 2 rows without features, and rows.graph has 20")

}

// TestAnswersAreInputs checks that the output of a run can be the next input, and that what is no answer is kept.
func TestAnswersAreInputs(t *testing.T) {
	joinFiles(t)
	for _, format := range []string{"csv", "tsv", "jsonl", "parquet", "arrow"} {
		args := []string{"-k", "3", "--proba", "--format", format, "--id", "key", "-o"}
		first := propagate("", append(args, "first", "--labels", "keys.csv", "rows.csv")...)
		require.Zero(t, first.code, first.err)
		again := propagate("", append(args, "again", "first")...)
		require.Zero(t, again.code, again.err)
		assert.Contains(t, again.err, "note      columns of an earlier run, replaced: predicted, confidence, status, proba_a, proba_b\n")
		text, same := propagate("", "inspect", "first"), propagate("", "inspect", "again")
		assert.Equal(t, text.out, same.out, format)
		if format == "csv" || format == "tsv" {
			assert.Equal(t, folder(t)["first"].content, folder(t)["again"].content, format)
		}
	}
	all := "x,label,predicted,confidence,status\n1,a,a,1,given\n2,,a,1,propagated\n9,b,b,1,given\n"
	assert.Contains(t, propagate(all, "--truth", "predicted", "-").err, "column \"predicted\": in the table already")
}

// TestOwnColumns checks that a status and a confidence of the table stay, and are compared by as any column; that the
// added ones get a number, which is said; and that the output is an input all the same.
func TestOwnColumns(t *testing.T) {
	t.Chdir(t.TempDir())
	own := "x,status,confidence,label\n1,old,7,a\n2,old,5,\n9,new,1,b\n8,new,2,\n"
	first := propagate(own, "-o", "first.csv", "-")
	require.Zero(t, first.code, first.err)
	assert.Contains(t, first.err, "the table has a column status of its own: the one that is added is called status_2\n")
	text := folder(t)["first.csv"].content
	assert.Contains(t, text, "x,status,confidence,label,predicted,confidence_2,status_2\n1,old,7,a,a,1.0000,given\n")
	// Again, they are replaced, and nothing else is.
	again := propagate("", "-o", "again.csv", "first.csv")
	require.Zero(t, again.code, again.err)
	assert.Contains(t, again.err, "columns of an earlier run, replaced: predicted, confidence_2, status_2\n")
	assert.Equal(t, text, folder(t)["again.csv"].content)
	for _, path := range []string{"first.csv", "-"} {
		seen := propagate(own, "inspect", path)
		assert.Regexp(t, "(?m)^status,feature,category,", seen.out, path)
		assert.Regexp(t, "(?m)^confidence,feature,number,", seen.out, path)
	}
	// The labels themselves may be called so.
	named := propagate("x,status\n1,a\n2,\n9,b\n", "--label", "status", "-")
	assert.Contains(t, named.out, "x,status,predicted,confidence,status_2\n1,a,a,1.0000,given\n2,,a,")
	// Statuses that are none of a run are those of the user beside other predictions, too.
	other := propagate("x,predicted,confidence,status,label\n1,a,1,married,a\n2,a,1,single,\n9,b,1,single,b\n", "-")
	assert.Contains(t, other.err, "column \"predicted\": in the table already")
	scored := propagate("x,kind,status,predicted,confidence,status_2\n1,a,old,a,0.9,propagated\n2,b,new,b,0.8,propagated\n",
		"evaluate", "--truth", "kind", "-")
	require.Zero(t, scored.code, scored.err)
	assert.Contains(t, scored.out, "accuracy")
}

// TestLabelsOfSparseMatrices checks that labels are joined to a sparse matrix by the numbers of its rows, and that a run
// without labels tells so.
func TestLabelsOfSparseMatrices(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "x.mtx", "%%MatrixMarket matrix coordinate real general\n4 3 5\n1 1 1\n2 1 1.2\n3 2 1\n4 2 1.1\n4 3 0.1\n")
	writeFile(t, "labels.csv", "row,kind\n0,a\n2,b\n")
	got := propagate("", "--labels", "labels.csv", "--id", "row", "--label", "kind", "-k", "1", "x.mtx")
	require.Zero(t, got.code, got.err)
	assert.Equal(t, "kind,predicted,confidence,status\n", got.out[:strings.Index(got.out, "\n")+1])
	assert.Regexp(t, "(?m)^,a,[0-9.]+,propagated$\nb,b,1.0000,given\n,b,", got.out)
	alone := propagate("", "x.mtx")
	assert.Contains(t, alone.err, "a sparse matrix has no labels: join them by --labels FILE")
}
