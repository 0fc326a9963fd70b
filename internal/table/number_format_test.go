package table

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestNumberFormats checks how numbers are read, and what is said of it; NaN stands for a column that is not read.
func TestNumberFormats(t *testing.T) {
	unread := []float64{math.NaN()}
	for _, c := range []struct {
		name, text string
		how        Reading
		want       []float64 // of the first column
		note       string
	}{
		{"decimal commas", "x;y\n1,5;2\n-,25;3\n3;4\n1e3;5\n", Reading{}, []float64{1.5, -0.25, 3, 1000}, "decimal comma: x"},
		{"decimal commas, tabs", "x\ty\n1,5\t2\n", Reading{}, []float64{1.5}, "decimal comma: x"},
		{"points elsewhere", "x;y\n1,5;2.5\n2,5;3.5\n", Reading{}, unread, ""},
		{"told to be points", "x;y\n1,5;2\n2,5;3\n", Reading{Decimal: '.'}, unread, ""},
		{"commas in a file of commas", "x,y\n\"1,5\",2\n\"2,5\",3\n", Reading{}, unread, ""},
		{"thousands", "x,y\n\"112,060\",2\n950,3\n", Reading{}, []float64{112060, 950}, "(--decimal comma if it does not): x"},
		{"thousands for sure", "x,y\n\"1,112,060\",2\n\"9,050.5\",3\n", Reading{}, []float64{1112060, 9050.5}, "thousands are separated: x"},
		{"thousands, told", "x;y\n112,060;2\n950;3\n", Reading{Decimal: '.'}, []float64{112060, 950}, "thousands are separated: x"},
		{"decimals, told", "x;y\n112,060;2\n950;3\n", Reading{Decimal: ','}, []float64{112.06, 950}, ""},
		{"decimals in another column", "x;y\n112,060;2,5\n950;3\n", Reading{}, []float64{112.06, 950}, "decimal comma: x, y"},
		{"two readings", "x;y\n112,060;2\n950;3\n", Reading{}, unread, "not read as numbers: x (112,060 has a decimal comma or one of thousands"},
		{"German", "x;y\n1.234,5;2\n1.234.567;3\n1.000;4\n", Reading{}, []float64{1234.5, 1234567, 1000}, "thousands are separated: x"},
		{"blanks", "x,y\n1 234.5,2\n12 345 678,3\n", Reading{}, []float64{1234.5, 12345678}, "thousands are separated: x"},
		{"narrow blanks and commas", "x;y\n1\u202f234,5;2\n3;3\n", Reading{}, []float64{1234.5, 3}, "thousands are separated: x"},
		{"dollars", "x,y\n$5,2\n-$7.5,3\n$ 1,4\n", Reading{}, []float64{5, -7.5, 1}, "sign or unit of each number is left out: x ($)"},
		{"euros", "x;y\n1.234,50 €;2\n2,00 €;3\n", Reading{}, []float64{1234.5, 2}, "left out: x (€)"},
		{"percent", "x,y\n5%,2\n7.5 %,3\n", Reading{}, []float64{5, 7.5}, "left out: x (%)"},
		{"two currencies", "x,y\n$5,2\n€7,3\n", Reading{}, unread, `not read as numbers: x (some cells have "$", others "€")`},
		{"some percent", "x,y\n5%,2\n0.07,3\n", Reading{}, unread, "not read as numbers: x"},
		{"units", "x,y\n5 kg,2\n-7.5 kg,3\n", Reading{}, []float64{5, -7.5}, "sign or unit of each number is left out: x (kg)"},
		{"a letter as a unit", "x,y\n5h,2\n7.5h,3\n", Reading{}, []float64{5, 7.5}, "left out: x (h)"},
		{"codes of francs", "x,y\nCHF 5,2\nCHF 7.5,3\n", Reading{}, []float64{5, 7.5}, "left out: x (CHF)"},
		{"thousands and millions", "x,y\n5K,2\n1.5M,3\n", Reading{}, unread, `not read as numbers: x (some cells have "K", others "M")`},
		{"seats", "x,y\n5a,2\n5b,3\n", Reading{}, unread, ""},
		{"names", "x,y\nr5,2\nr7,3\n", Reading{}, unread, ""},
		{"ranks", "x,y\n1st,2\n2nd,3\n", Reading{}, unread, ""},
		{"brackets", "x,y\n(5),2\n7.5,3\n", Reading{}, []float64{-5, 7.5}, "brackets, or with a minus behind them, are negative: x"},
		{"brackets and dollars", "x,y\n\"($1,005)\",2\n$7.5,3\n$(2),4\n", Reading{}, []float64{-1005, 7.5, -2}, "are negative: x"},
		{"a minus behind", "x,y\n5-,2\n7.5,3\n", Reading{}, []float64{-5, 7.5}, "are negative: x"},
		{"India", "x,y\n\"12,34,567.5\",2\n\"1,000\",3\n", Reading{}, []float64{1234567.5, 1000}, "thousands are separated: x"},
		{"Switzerland", "x,y\n1\u2019234.5,2\n3,3\n", Reading{}, []float64{1234.5, 3}, "thousands are separated: x"},
		{"ranges", "x,y\n0-9,2\n10-19,3\n", Reading{}, unread, ""},
		{"brackets far below", "x,y\n" + strings.Repeat("1,1\n", 40) + "(5),2\n", Reading{}, append(slices.Repeat([]float64{1}, 40), -5), "are negative: x"},
		{"a point in a file of points", "x;y\n1.234;2\n0.678;3\n", Reading{}, []float64{1.234, 0.678}, ""},
		{"points of thousands by another column", "x;y\n1.200;1.234,50\n900;2,00\n", Reading{}, []float64{1200, 900}, "thousands are separated: x, y"},
		{"three decimals", "x;y\n1.234;2\n5.678;3\n", Reading{}, []float64{1.234, 5.678}, "(--decimal comma if it separates thousands): x"},
		{"points of thousands, told", "x;y\n1.234;2\n5.678;3\n", Reading{Decimal: ','}, []float64{1234, 5678}, "thousands are separated: x"},
		{"three decimals behind a comma", "x;y\n0,234;2\n1,678;3\n", Reading{}, []float64{0.234, 1.678}, "decimal comma: x"},
		{"texts", "x;y\na,b;2\n1,5;3\nc;4\n", Reading{}, unread, ""},
		{"exponents of Fortran", "x,y\n1.5D+03,2\n-2.5d-1,3\n4,5\n", Reading{}, []float64{1500, -0.25, 4}, "other characters than usual: x (\"1.5D+03\")"},
		{"wide digits", "x,y\n\uff11\uff18\uff0e\uff15,2\n\uff0d\uff13,3\n", Reading{}, []float64{18.5, -3}, "than usual: x"},
		{"Arabic digits", "x,y\n\u0661\u0662\u066b\u0665,2\n\u06f3,3\n", Reading{}, []float64{12.5, 3}, "than usual: x"},
		{"single quotes", "x,y\n'1.5',2\n'-3',3\n", Reading{}, []float64{1.5, -3}, "than usual: x"},
		{"an apostrophe in front", "x,y\n'1.5,2\n'-3,3\n", Reading{}, []float64{1.5, -3}, "than usual: x"},
		{"unseen characters", "x,y\n1.5,2\n\ufeff3,3\n4\u200b,4\n", Reading{}, []float64{1.5, 3, 4}, "than usual: x"},
		{"feet and inches", "x,y\n5'11,2\n6'2,3\n", Reading{}, unread, ""},
		{"hexadecimal ids", "x,y\n1d2,2\n3d4e,3\nff,4\n", Reading{}, unread, ""},
		{"plain numbers", "x,y\n1.5,\"2\"\n-2e3,3\n", Reading{}, []float64{1.5, -2000}, ""},
		{"blanks between columns", "x   y\n1,5 2\n2,5 3\n", Reading{}, []float64{1.5, 2.5}, "decimal comma: x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tab, err := c.how.Text(strings.NewReader(c.text), "data.csv")
			require.NoError(t, err)
			x, err := tab.Floats([]int{0})
			if math.IsNaN(c.want[0]) {
				assert.Error(t, err)
				_, numbers := tab.Count()
				assert.Less(t, numbers[0], tab.Len())
			} else if assert.NoError(t, err) {
				assert.Equal(t, c.want, x.RawMatrix().Data)
			}
			notes := strings.Join(tab.Notes, "\n")
			assert.Contains(t, notes, c.note)
			if c.note == "" {
				assert.Empty(t, notes)
			}
		})
	}
}

// TestDecimalsWritten checks that added numbers are written as those that were read.
func TestDecimalsWritten(t *testing.T) {
	tab := read(t, "x;y\n1,5;2\n")
	var b bytes.Buffer
	added := []Added{{Name: "p", Values: []string{"0.25"}, Type: Real}, {Name: "c", Values: []string{"1.0"}, Type: Text}}
	require.NoError(t, tab.WriteAs(&b, Same, added...))
	assert.Equal(t, "x;y;p;c\n1,5;2;0,25;1.0\n", b.String())
	b.Reset()
	require.NoError(t, tab.WriteAs(&b, JSONL, added...))
	assert.Contains(t, b.String(), `"p":0.25`)
}

// TestMissingValues checks that some values mean that there is none.
func TestMissingValues(t *testing.T) {
	tab, err := Reading{Missing: []string{"-200", "x"}}.Text(strings.NewReader("a,b\n1,2\n-200.0,3\nx,4\n"), "t")
	require.NoError(t, err)
	_, err = tab.Floats([]int{0})
	checkError(t, err, `t:4: column "a": "x" is a missing value (--missing-values)`, hintMissing)
	x, err := tab.FloatsOrNaN([]int{1, 0})
	require.NoError(t, err)
	assert.Equal(t, 1.0, x.At(0, 1))
	assert.True(t, math.IsNaN(x.At(1, 1)) && math.IsNaN(x.At(2, 1)))
	tab, err = Reading{Missing: []string{"-200"}}.Text(strings.NewReader("a,b\n1,2\n-200.0,3\n"), "t")
	require.NoError(t, err)
	_, err = tab.Floats([]int{0})
	checkError(t, err, `t:3: column "a": -200 is a missing value (--missing-values)`, hintMissing)
}

// TestDecimalsOfEdges checks weights with a decimal comma.
func TestDecimalsOfEdges(t *testing.T) {
	path := filepath.Join(t.TempDir(), "edges")
	for _, text := range []string{"a;b;0,5\nb;c;1,25\n", "a b 0,5\nb c 1,25\n", "from\tto\tweight\na\tb\t0,5\nb\tc\t1,25\n"} {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		edges, err := Reading{Decimal: ','}.Edges(path)
		require.NoError(t, err)
		require.Len(t, edges.List, 2)
		assert.Equal(t, []float64{0.5, 1.25}, []float64{edges.List[0].Weight, edges.List[1].Weight})
	}
	require.NoError(t, os.WriteFile(path, []byte("a;b;0,5\n"), 0o600))
	edges, err := Reading{}.Edges(path)
	require.NoError(t, err)
	assert.Equal(t, []Edge{{"a", "b", 0.5, 1}}, edges.List)
	assert.True(t, edges.FoundCommas)
	require.NoError(t, os.WriteFile(path, []byte("a;b;0.5\nb;c;0,5\n"), 0o600))
	_, err = Reading{}.Edges(path)
	checkError(t, err, path+`:2: "0,5" has a comma`, "write weights with a point | use --decimal comma")
	require.NoError(t, os.WriteFile(path, []byte("caf\xe9,b\n"), 0o600))
	edges, err = Reading{}.Edges(path)
	require.NoError(t, err)
	assert.Equal(t, "café", edges.List[0].From)
}
