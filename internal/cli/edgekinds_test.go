package cli_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestNodesWithoutARow checks that nodes that have edges and no row give the rows the answers that they give as rows,
// and are neither written, nor counted, nor asked about.
func TestNodesWithoutARow(t *testing.T) {
	t.Chdir(t.TempDir())
	rows, all, edges := "id,label,truth\n", "", "user,device\n"
	for i := range 12 {
		label := map[int]string{0: "a", 7: "b"}[i]
		rows += fmt.Sprintf("u%d,%s,%s\n", i, label, []string{"a", "b"}[i/6])
		edges += fmt.Sprintf("u%d,d%d\nu%d,d%d\n", i, i/3, i, (i+1)/4)
	}
	for d := range 4 {
		all += fmt.Sprintf("d%d,,\n", d)
	}
	writeFile(t, "edges.csv", edges)
	writeFile(t, "bare.csv", strings.TrimPrefix(edges, "user,device\n"))
	for _, args := range []string{"", "--method spreading", "--method poisson", "--class-sizes mass", "--group label"} {
		args := append(strings.Fields(args), "--id", "id", "--edges", "edges.csv", "--proba")
		some := propagate(rows, append(args, "--truth", "truth", "-")...)
		require.Zero(t, some.code, some.err)
		if args[0] != "--class-sizes" && args[0] != "--group" { // which count all rows
			whole := propagate(rows+all, append(args, "--truth", "truth", "-")...)
			for i, row := range parse(t, some.out)[1:] {
				for k, cell := range row[6:] {
					got, want := numbers(t, []string{cell})[0], numbers(t, []string{parse(t, whole.out)[i+1][6+k]})[0]
					assert.InDelta(t, want, got, 1e-5, "%s: row %d", args, i)
				}
			}
		}
		assert.Contains(t, some.err, "table     12 rows, 2 labels in 2 classes\n")
		assert.Contains(t, some.err, "4 nodes have edges and no row")
		assert.Contains(t, some.err, "the first line of edges.csv names columns: user, device")
		assert.Contains(t, some.err, " on 10 rows without a given label")
		assert.Equal(t, 13, strings.Count(some.out, "\n"))
	}
	asked := propagate(rows, "suggest", "-q", "-n", "99", "--id", "id", "--edges", "bare.csv", "--ignore", "truth", "-")
	require.Zero(t, asked.code, asked.err)
	assert.Equal(t, 11, strings.Count(asked.out, "\n"), asked.out)
	assert.NotContains(t, asked.out, "d1")
	why := propagate(rows, "explain", "-q", "--row", "u5", "--id", "id", "--edges", "bare.csv", "-")
	assert.Contains(t, why.out, " > d1 > ")
	assert.Contains(t, propagate(rows, "--id", "truth", "--edges", "bare.csv", "-").err, "on line 2 too")
	wrong := propagate("id,label\n1,a\n2,b\n", "--id", "id", "--edges", "bare.csv", "-")
	assert.Contains(t, wrong.err, "propagate: bare.csv:1: no row is called \"u0\", and none is called as any other node")
}

// TestRepeatedEdges checks that edges that are listed again add up or are an error, and never are silently one.
func TestRepeatedEdges(t *testing.T) {
	t.Chdir(t.TempDir())
	const rows = "id,label\na,L\nb,R\nx,\ny,\n"
	for _, c := range []struct {
		edges, args, share, says string
	}{
		{"a x\nb x\nx y\n", "", "0.5", ""},
		{"a x\nx a\nb x\nx y\n", "", "0.6667", "1 edges are listed more than once: their weights are added (--repeated-edges error refuses them)"},
		{"a x 1\na x 3\nb x 1\nx y 1\n", "", "0.8", "their weights are added"},
		{"a x\nx a\nb x\nx b\nx y\ny x\n", "", "0.5", "every edge is listed in both directions, and taken once"},
		{"a a 5\na x 1\nb x 1\nx y 1\n", "", "0.5", ""},
		{"a x 2\nx a 2\nb x 1\nx y 1\n", "--repeated-edges error", "0.6667", ""},
		{"a x 1\na x 1\nb x 1\n", "--repeated-edges error", "", "propagate: e:2: a and x are joined by weight 1, and on line 1 by 1"},
		{"a x 1\na x 3\nb x 1\n", "--repeated-edges error", "", "propagate: e:2: a and x are joined by weight 3, and on line 1 by 1"},
		{"a x 1e308\na x 1e308\nb x 1\n", "", "", "propagate: e:1: the weights of a and x add up to more than a 64-bit number holds"},
		{"a x 1e308\nx a 1e308\nb x 1e308\nx b 1e308\n", "", "0.5", "taken once"},
	} {
		writeFile(t, "e", c.edges)
		got := propagate(rows, append(strings.Fields(c.args), "--proba", "--id", "id", "--edges", "e", "-")...)
		assert.Contains(t, got.err, c.says, c.edges)
		assert.Equal(t, c.says != "" && c.share != "", strings.Contains(got.err, "note "), got.err)
		if c.share != "" {
			assert.InDelta(t, numbers(t, []string{c.share})[0], numbers(t, parse(t, got.out).column("proba_L"))[2], 1e-4, c.edges)
		}
	}
}

// TestDistances checks that distances become weights, from lists and from matrices, and that a question is asked
// where weights look like distances.
func TestDistances(t *testing.T) {
	t.Chdir(t.TempDir())
	rows, list, named, bare, weights := "id,label\n", "", "", "", ""
	header := ""
	for i := range 16 {
		rows += fmt.Sprintf("n%d,%s\n", i, map[int]string{1: "a", 9: "b"}[i])
		header += fmt.Sprintf(",n%d", i)
		named += fmt.Sprintf("n%d", i)
		for j := range 16 {
			d := math.Abs(float64(i+i/8*20) - float64(j+j/8*20))
			named += fmt.Sprintf(",%g", d)
			bare += fmt.Sprintf(",%g", d)
			if j > i {
				list += fmt.Sprintf("n%d,n%d,%g\n", i, j, d)
				weights += fmt.Sprintf("n%d,n%d,%g\n", i, j, math.Exp(-d*d/8)+1e-9)
			}
		}
		named, bare = named+"\n", bare+"\n"
	}
	for name, text := range map[string]string{"list.csv": list, "named.csv": header + "\n" + named,
		"bare.csv": strings.ReplaceAll("\n"+bare, "\n,", "\n")[1:], "weights.csv": weights} {
		writeFile(t, name, text)
	}
	for _, file := range []string{"list.csv", "named.csv", "bare.csv"} {
		got := propagate(rows, "--id", "id", "--edges", file, "--edges-are", "distances", "-")
		require.Zero(t, got.code, "%s: %s", file, got.err)
		assert.Equal(t, strings.Repeat("a", 8)+strings.Repeat("b", 8), strings.Join(parse(t, got.out).column("predicted"), ""), file)
	}
	const question = "are the weights of list.csv distances?"
	assert.Contains(t, propagate(rows, "--id", "id", "--edges", "list.csv", "-").err, question)
	assert.NotContains(t, propagate(rows, "--id", "id", "--edges", "weights.csv", "-").err, "distances?")
	writeFile(t, "short", "from,to,distance\nn1,n2,1\nn2,n3,0\n")
	assert.Contains(t, propagate(rows, "--id", "id", "--edges", "short", "-").err, "propagate: short:3: the weight \"0\" is not a number above 0")
	assert.Contains(t, propagate(rows, "--id", "id", "--edges", "short", "--edges-are", "distances", "-").err, "graph     short; 16 rows, 2 edges")
	writeFile(t, "short", "from,to,distance\nn1,n2,1\nn2,n3,2\n")
	assert.Contains(t, propagate(rows, "--id", "id", "--edges", "short", "-").err, "are the weights of short distances?")
	writeFile(t, "odd.csv", strings.Replace(header+"\n"+named, "n1,1,0", "n1,7,0", 1))
	assert.Contains(t, propagate(rows, "--id", "id", "--edges", "odd.csv", "-").err, "propagate: odd.csv:2: column \"n1\": 1, but 7 on line 3")
	writeFile(t, "alike.csv", strings.Replace(header+"\n"+named, "n0,0,1", "n0,1,1", 1))
	got := propagate(rows, "--id", "id", "--edges", "alike.csv", "--edges-are", "distances", "-")
	assert.Contains(t, got.err, "propagate: alike.csv:2: column \"n0\": the distance of a node from itself is 1, not 0")
	assert.Zero(t, propagate(rows, "--id", "id", "--edges", "alike.csv", "-").code, "weights may have any diagonal")
}
