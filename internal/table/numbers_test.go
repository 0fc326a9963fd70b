package table

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// narrowTexts are texts of each reader, whose numbers float32 holds or not.
var narrowTexts = []struct {
	name, text string
	exact      bool
}{
	{"whole numbers", "a,b,c\n1,2,16777216\n-3,,0.5\nNA,7,-0\n", true},
	{"more digits", "a,b,c\n1,2,16777217\n3,0.5,6\n", false},
	{"a decimal in the last row", "a,b\n" + strings.Repeat("1,2\n", 3000) + "3,0.1\n", false},
	{"one value beyond", "a,b\n1,2\n3,1e300\n", false},
	{"quotes", "a,b\n\"1\",2\n3,4\n", true},
	{"quotes and decimals", "a,b\n\"1\",2.3\n3,4\n", false},
	{"semicolons and commas", "a;b\n1,5;2\n3;4,25\n", true},
	{"objects", `{"a":1,"b":2}` + "\n" + `{"a":null,"b":0.25}` + "\n", true},
	{"objects with decimals", `{"a":1,"b":2}` + "\n" + `{"a":5,"b":0.2}` + "\n", false},
}

// Numbers that float32 holds are kept as such, all others as float64, and all are those that Floats gives.
func TestNumbersAreFloat32WhereThatLosesNothing(t *testing.T) {
	for _, c := range narrowTexts {
		t.Run(c.name, func(t *testing.T) {
			read := func(how Reading) *Table {
				table, err := how.Text(strings.NewReader(c.text), "data.csv")
				require.NoError(t, err)
				return table
			}
			cols := columnsOf(read(Reading{}))
			want, err := read(Reading{}).FloatsOrNaN(cols)
			require.NoError(t, err)
			got, err := read(Reading{}).NumbersOrNaN(cols)
			require.NoError(t, err)
			assert.Equal(t, c.exact, got.Narrow != nil)
			requireSameNumbers(t, want, got, func(v float64) float64 { return v })
			// A few columns, then all of them, then the same once more: some are given away.
			again := read(Reading{})
			for _, some := range [][]int{cols[:1], cols, cols} {
				got, err := again.NumbersOrNaN(some)
				require.NoError(t, err)
				require.Equal(t, want.At(0, 0), at(got, 0, 0))
			}
			// Rounded, each value is the nearest float32; Floats still has all digits.
			if strings.Contains(c.text, "1e300") {
				return
			}
			rounding := read(Reading{Float32: true})
			wide, err := rounding.FloatsOrNaN(cols[:1])
			require.NoError(t, err)
			require.Equal(t, want.At(0, 0), wide.At(0, 0))
			rounded, err := rounding.NumbersOrNaN(cols)
			require.NoError(t, err)
			requireSameNumbers(t, want, rounded, func(v float64) float64 { return float64(float32(v)) })
			n, d := want.Dims()
			for k := range d {
				most := 0.0
				for i := range n {
					if v := want.At(i, k); v != 0 && v == v {
						most = max(most, math.Abs(float64(float32(v))-v)/math.Abs(v))
					}
				}
				assert.InDelta(t, most, rounded.Lost[k], 1e-12)
			}
			wide, err = rounding.FloatsOrNaN(cols)
			require.NoError(t, err)
			require.True(t, mat.Equal(nanAs(want), nanAs(wide)))
		})
	}
}

// A number beyond the range of float32 is an error that names its cell, where it is asked for.
func TestNumbersBeyondFloat32(t *testing.T) {
	for _, text := range []string{"a,b\n1,2\n3,1e300\n", "a,b\n1,\"2\"\n3,1e300\n"} {
		table, err := Reading{Float32: true}.Text(strings.NewReader(text), "data.csv")
		require.NoError(t, err)
		_, err = table.NumbersOrNaN([]int{0, 1})
		require.ErrorContains(t, err, `data.csv:3: column "b": "1e300" is beyond the range of float32`)
		_, err = table.NumbersOrNaN([]int{0})
		require.NoError(t, err)
	}
}

// Of several tables one with more digits makes all float64, in any order.
func TestNumbersOfJoinedTables(t *testing.T) {
	for _, texts := range [][]string{{"a,b\n1,2\n", "b,a\n3,4\n"}, {"a,b\n1,2\n", "a,b\n0.1,4\n"}, {"a,b\n0.1,4\n", "b,a\n1,2\n"}} {
		var all []*Table
		for k, text := range texts {
			path := filepath.Join(t.TempDir(), string(rune('a'+k))+".csv")
			require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
			table, err := ReadFile(path)
			require.NoError(t, err)
			defer table.Close()
			all = append(all, table)
		}
		table, err := Join(all, "")
		require.NoError(t, err)
		want, err := table.Floats([]int{0, 1})
		require.NoError(t, err)
		got, err := table.NumbersOrNaN([]int{0, 1})
		require.NoError(t, err)
		assert.Equal(t, !strings.Contains(strings.Join(texts, ""), "0.1"), got.Narrow != nil)
		requireSameNumbers(t, want, got, func(v float64) float64 { return v })
	}
}

// Values that were named as missing are so in float32, too.
func TestMissingValuesInFloat32(t *testing.T) {
	for _, rounded := range []bool{false, true} {
		how := Reading{Missing: []string{"-9.9", "7"}, Float32: rounded}
		table, err := how.Text(strings.NewReader("a,b\n1,-9.9\n7.0,3\n-9.9,4\n"), "data.csv")
		require.NoError(t, err)
		got, err := table.NumbersOrNaN([]int{0, 1})
		require.NoError(t, err)
		assert.Equal(t, rounded, got.Narrow != nil)
		for _, cell := range [][2]int{{0, 1}, {1, 0}, {2, 0}} {
			assert.True(t, math.IsNaN(at(got, cell[0], cell[1])))
		}
	}
}

func columnsOf(t *Table) []int {
	cols := make([]int, len(t.Header))
	for j := range cols {
		cols[j] = j
	}
	return cols
}

func at(x *Numbers, i, k int) float64 {
	if x.Wide != nil {
		return x.Wide.At(i, k)
	}
	return float64(x.Narrow.Data[i*x.Narrow.Stride+k])
}

// requireSameNumbers compares numbers bit by bit, NaN aside, after a change of what is wanted.
func requireSameNumbers(t *testing.T, want *mat.Dense, got *Numbers, change func(float64) float64) {
	t.Helper()
	n, d := want.Dims()
	for i := range n {
		for k := range d {
			a, b := change(want.At(i, k)), at(got, i, k)
			require.True(t, math.Float64bits(a) == math.Float64bits(b) || a != a && b != b, "row %d, column %d: %g, %g", i, k, a, b)
		}
	}
}

// nanAs returns x with a number for NaN, which equals nothing.
func nanAs(x *mat.Dense) *mat.Dense {
	var out mat.Dense
	out.Apply(func(_, _ int, v float64) float64 {
		if v != v {
			return 1e99
		}
		return v
	}, x)
	return &out
}
