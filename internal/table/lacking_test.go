package table

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestJoinLacking joins tables of which some lack the column of labels, and compares with the same tables with an empty
// column: in all formats, plain or quoted, and whichever file comes first.
func TestJoinLacking(t *testing.T) {
	parse := func(text string) *Table {
		tab, err := Read(strings.NewReader(text), "t")
		require.NoError(t, err)
		return tab
	}
	train := "a,label,b\n1,x,2.5\n3,y,4\n"
	for name, pair := range map[string][2]string{
		"plain":            {"a,b\n5,6\n7,8.25\n", "a,b,label\n5,6,\n7,8.25,\n"},
		"another order":    {"b,a\n6,5\n8.25,7\n", "b,a,label\n6,5,\n8.25,7,\n"},
		"quotes":           {"a,b\n5,\"6\"\n7,8.25\n", "a,b,label\n5,\"6\",\n7,8.25,\n"},
		"with a gap":       {"a,b\n,6\n7,NA\n", "a,b,label\n,6,\n7,NA,\n"},
		"decimal commas":   {"a;b\n5;6\n7;8,25\n", "a;b;label\n5;6;\n7;8,25;\n"},
		"JSON lines":       {"{\"a\":5,\"b\":6}\n{\"a\":7,\"b\":8.25}\n", "{\"a\":5,\"b\":6,\"label\":null}\n{\"a\":7,\"b\":8.25}\n"},
		"zeros in front":   {"a,b\n007,6\n008,7\n", "a,b,label\n007,6,\n008,7,\n"},
		"a text in a cell": {"a,b\n5,six\n7,8.25\n", "a,b,label\n5,six,\n7,8.25,\n"},
	} {
		for _, first := range []bool{true, false} {
			join := func(test string) *Table {
				all := []*Table{parse(train), parse(test)}
				if first {
					all = []*Table{all[1], all[0]}
				}
				tab, err := Join(all, "label")
				require.NoError(t, err, name)
				return tab
			}
			got, want := join(pair[0]), join(pair[1])
			require.Equal(t, want.Header, got.Header, name)
			assert.Equal(t, cells(t, want), cells(t, got), name)
			filled, numbers := got.Count()
			wantFilled, wantNumbers := want.Count()
			assert.Equal(t, [][]int{wantFilled, wantNumbers}, [][]int{filled, numbers}, name)
			assert.Equal(t, want.MayBeCodes(), got.MayBeCodes(), name)
			for _, cols := range [][]int{{0}, {0, 1, 2}, {2, 1}, {1}, {2}} {
				x, err := got.FloatsOrNaN(cols)
				y, wantErr := want.FloatsOrNaN(cols)
				if wantErr != nil {
					assert.EqualError(t, err, wantErr.Error(), name)
					continue
				}
				require.NoError(t, err, name)
				r, c := y.Dims()
				for i := range r {
					for k := range c {
						v, w := x.At(i, k), y.At(i, k)
						assert.True(t, v == w || math.IsNaN(v) && math.IsNaN(w), "%s: %d %d: %g %g", name, i, k, v, w)
					}
				}
			}
			var b, wantText bytes.Buffer
			require.NoError(t, got.WriteAs(&b, CSV))
			require.NoError(t, want.WriteAs(&wantText, CSV))
			assert.Equal(t, wantText.String(), b.String(), name)
			assert.Contains(t, strings.Join(got.Notes, "\n"), `t: no column "label", so no row has a label`)
		}
	}
	// Only that column may be absent, and in some only.
	_, err := Join([]*Table{parse("a,b,label\n1,2,x\n"), parse("a,label\n1,y\n")}, "label")
	checkError(t, err, `t: column "b": no such column, but t has it`, "if that column holds the labels, name it by --label; "+hintSame)
	_, err = Join([]*Table{parse("a,b,c\n1,2,x\n"), parse("a\n1\n")}, "label")
	checkError(t, err, `t: column "b": no such column, but t has it`, hintSame)
}
