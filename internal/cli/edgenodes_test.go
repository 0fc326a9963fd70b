package cli_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestNodesOfEdges checks that edges and labels alone are enough: the rows are the nodes, in the order of the edges, and
// their labels those of a run with a table of these nodes.
func TestNodesOfEdges(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "known.csv", "name,kind\nann,x\ndora,y\nzoe,x\n")
	lines := "ann bob\nbob cid\ncid dora\neve fay\n"
	writeFile(t, "bare.txt", lines)
	writeFile(t, "named.csv", "from,to\n"+strings.ReplaceAll(lines, " ", ","))
	writeFile(t, "rows.csv", "name,kind\nann,x\nbob,\ncid,\ndora,y\neve,\nfay,\n")
	args := []string{"--id", "name", "--label", "kind", "--edges"}
	want := propagate("", append(args, "bare.txt", "rows.csv")...)
	assert.Zero(t, want.code, want.err)
	for _, edges := range []string{"bare.txt", "named.csv"} {
		got := propagate("", append(args, edges, "--labels", "known.csv")...)
		assert.Zero(t, got.code, got.err)
		assert.Equal(t, want.out, got.out, edges)
		assert.Contains(t, got.err, "note      no table of rows: they are the nodes of "+edges)
		assert.Contains(t, got.err, "1 ids with a label name no row: zoe")
	}
	// Nodes that are numbers, from 1 on, and the commands that read rows.
	writeFile(t, "graph.mtx", "%%MatrixMarket matrix coordinate pattern symmetric\n4 4 3\n2 1\n3 2\n4 3\n")
	writeFile(t, "numbers.csv", "name,kind\n1,x\n4,y\n")
	got := propagate("", append(args, "graph.mtx", "--labels", "numbers.csv", "-q")...)
	assert.Contains(t, got.out, "name,kind,predicted,confidence,status\n1,x,x,1.0000,given\n2,,x,0.6667,propagated\n")
	got = propagate("", append([]string{"suggest", "--labels", "known.csv", "-q", "-n", "1"}, append(args, "bare.txt")...)...)
	assert.Equal(t, "line,id,opens,gain,kind\n5,eve,2,2,\n", got.out, got.err)
	got = propagate("", "--edges", "bare.txt", "--labels", "known.csv")
	assert.Contains(t, got.err, "propagate: --edges needs --id\nhint: name the column of --labels")
	got = propagate("", "--edges", "bare.txt", "--labels", "known.csv", "--id", "nam")
	assert.Contains(t, got.err, `known.csv: column "nam": no such column, did you mean "name"?`)
}

// TestFirstEdgeOfNumbers checks that two numbers name no columns, though no row and no other edge has them.
func TestFirstEdgeOfNumbers(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "edges.tsv", "0\t628\t1\n1\t2\t1\n2\t3\t1\n")
	got := propagate("id,label\n1,a\n3,b\n", "--id", "id", "--edges", "edges.tsv", "-")
	assert.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "3 nodes have edges and no row: they carry labels, and are neither written nor counted: 0, 628, 2")
	assert.NotContains(t, got.err, "names columns")
}
