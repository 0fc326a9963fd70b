package table

import (
	"bytes"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// asText writes rows of cells in one of the formats that are read.
func asText(t *testing.T, f Format, comma byte, quoted bool, header []string, rows [][]string) string {
	t.Helper()
	if quoted {
		var b strings.Builder
		for _, row := range append([][]string{header}, rows...) {
			b.WriteString(`"` + strings.Join(row, `","`) + "\"\n")
		}
		return b.String()
	}
	var b bytes.Buffer
	var out cellWriter = newJSONWriter(&b, header)
	if f != JSONL {
		text := (&Table{comma: comma}).textWriter(&b, f)
		require.NoError(t, text.header(header))
		out = text
	}
	for _, row := range rows {
		require.NoError(t, out.row(row))
	}
	require.NoError(t, out.close())
	return b.String()
}

// permuted returns cells in another order.
func permuted(rows [][]string, order []int) [][]string {
	var all [][]string
	for _, row := range rows {
		all = append(all, chosen(row, order))
	}
	return all
}

// TestJoinIsConcatenation compares tables read from several texts, in any formats and orders of
// columns, with the same rows read from one.
func TestJoinIsConcatenation(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	header := []string{"a", "label", "b", "c"}
	for round := range 60 {
		var all [][]string
		var parts []*Table
		var places []string
		for k := range 1 + r.IntN(4) {
			var rows [][]string
			for range 1 + r.IntN(4) {
				rows = append(rows, []string{strconv.Itoa(r.IntN(100)), []string{"u", "", "v w"}[r.IntN(3)], []string{"", "0.5", "x", "-7"}[r.IntN(4)], strconv.FormatFloat(r.Float64(), 'g', 5, 64)})
			}
			order := r.Perm(4)
			if r.IntN(2) == 0 || k == 0 {
				order = []int{0, 1, 2, 3}
			}
			name := "part" + strconv.Itoa(k)
			text := asText(t, []Format{CSV, TSV, JSONL}[r.IntN(3)], 0, r.IntN(4) == 0, chosen(header, order), permuted(rows, order))
			first := 2 // the line of the first row
			if text[0] == '{' {
				first = 1
			}
			part, err := Read(strings.NewReader(text), name, "label")
			require.NoError(t, err, text)
			parts, all = append(parts, part), append(all, rows...)
			for i := range rows {
				places = append(places, name+":"+strconv.Itoa(first+i))
			}
		}
		got, err := Join(parts, "")
		require.NoError(t, err)
		want, err := Read(strings.NewReader(asText(t, CSV, 0, false, header, all)), "one")
		require.NoError(t, err)
		requireSameTable(t, want, got)
		for i, place := range places {
			file, line, _ := strings.Cut(place, ":")
			number, _ := strconv.Atoi(line)
			row, found := got.Row(file, number)
			assert.True(t, found && row == i, "round %d: %s", round, place)
			assert.Equal(t, []string{file, line}, []string{got.File(i), strconv.Itoa(got.Line(i))})
			if len(parts) > 1 {
				assert.Equal(t, place, got.Place(i))
			}
		}
		_, found := got.Row("part0", 99)
		assert.False(t, found)
	}
}

// requireSameTable holds that two tables are alike but for their lines, and are written alike.
func requireSameTable(t *testing.T, want, got *Table) {
	t.Helper()
	require.Equal(t, want.Header, got.Header)
	require.Equal(t, want.Len(), got.Len())
	require.Equal(t, cells(t, want), cells(t, got))
	filled, numbers := want.Count()
	gotFilled, gotNumbers := got.Count()
	require.Equal(t, filled, gotFilled)
	require.Equal(t, numbers, gotNumbers)
	added := Added{Name: "new", Values: make([]string, want.Len())}
	for _, f := range []Format{CSV, TSV, JSONL} {
		var a, b bytes.Buffer
		require.NoError(t, want.WriteAs(&a, f, added))
		require.NoError(t, got.WriteAs(&b, f, added))
		if f == JSONL && got.objects != nil {
			again, err := Read(&b, "again")
			require.NoError(t, err)
			require.Equal(t, cells(t, want), permuted(cells(t, again), headerOrder(want, again)))
			continue
		}
		require.Equal(t, a.String(), b.String())
	}
	for j := range want.Header {
		require.Equal(t, column(t, want, j), column(t, got, j))
		x, err := want.FloatsOrNaN([]int{j})
		y, gotErr := got.FloatsOrNaN([]int{j})
		require.Equal(t, err == nil, gotErr == nil)
		if err == nil {
			for i := range want.Len() {
				require.True(t, x.At(i, 0) == y.At(i, 0) || math.IsNaN(x.At(i, 0)) && math.IsNaN(y.At(i, 0)))
			}
		}
	}
	x, err := want.Floats([]int{3, 0})
	require.NoError(t, err)
	y, err := got.Floats([]int{3, 0})
	require.NoError(t, err)
	require.True(t, mat.Equal(x, y))
}

// headerOrder returns where another table has the columns of one.
func headerOrder(one, other *Table) []int {
	var order []int
	for _, name := range one.Header {
		order = append(order, other.Find(name))
	}
	return order
}

// TestJoinFormat checks that what is written has the format of the first.
func TestJoinFormat(t *testing.T) {
	for first, want := range map[string]string{
		"a,b\n1,x\n":              "a,b\n1,x\n2,y\n",
		"a\tb\n1\tx\n":            "a\tb\n1\tx\n2\ty\n",
		"{\"a\":1,\"b\":\"x\"}\n": "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}\n",
	} {
		for _, second := range []string{"b,a\ny,2\n", "b;a\ny;2\n", "{\"b\":\"y\",\"a\":2}"} {
			joined := joinTexts(t, first, second)
			var b bytes.Buffer
			require.NoError(t, joined.WriteAs(&b, Same))
			if first[0] == '{' && second[0] == '{' {
				want = "{\"a\":1,\"b\":\"x\"}\n{\"b\":\"y\",\"a\":2}\n"
			}
			assert.Equal(t, want, b.String())
		}
	}
}

func joinTexts(t *testing.T, texts ...string) *Table {
	t.Helper()
	joined, err := tryJoin(t, texts...)
	require.NoError(t, err)
	return joined
}

func tryJoin(t *testing.T, texts ...string) (*Table, error) {
	t.Helper()
	var all []*Table
	for k, text := range texts {
		part, err := Read(strings.NewReader(text), string(rune('a'+k)))
		require.NoError(t, err)
		all = append(all, part)
	}
	return Join(all, "")
}

// TestJoinSparse checks that the features of sparse rows are joined too.
func TestJoinSparse(t *testing.T) {
	s := joinTexts(t, "1 1:0.5\n-1 3:1 7:2\n", "1 2:4\n").Sparse()
	assert.Equal(t, &Sparse{Cols: 8, Start: []int{0, 1, 3, 4}, Ind: []int{1, 3, 7, 2}, Val: []float64{0.5, 1, 2, 4}}, s)
}

func TestJoinErrors(t *testing.T) {
	for _, c := range []struct {
		texts []string
		says  string
	}{
		{[]string{"x,label\n1,a\n", "x,lable\n1,a\n"}, `b: column "label": no such column, but a has it; did you mean "lable"?`},
		{[]string{"x,label\n1,a\n", "label,x\n1,2\n", "x,label,y\n1,a,1\n"}, `c: column "y": not a column of a`},
		{[]string{"label\na\n", "1 2:3\n"}, `b: sparse rows do not go with others in one table`},
	} {
		_, err := tryJoin(t, c.texts...)
		assert.EqualError(t, err, c.says)
	}
	_, err := joinTexts(t, "x,y\n1,2\n", "y,x\n3,4\n\n5,u\n").Floats([]int{1, 0})
	assert.EqualError(t, err, `b:4: column "x": "u" is not a number`)
	_, err = joinTexts(t, "x,y\n1,2\n", "{\"y\":3,\"x\":1}\n{\"y\":null,\"x\":1}\n").Floats([]int{1})
	assert.EqualError(t, err, `b:2: column "y": empty cell`)
}
