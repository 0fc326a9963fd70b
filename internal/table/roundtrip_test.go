package table

import (
	"archive/zip"
	"bytes"
	"io"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// roundTrips are columns of cells that have to come back from every format.
var roundTrips = []struct {
	name  string
	cells []string
}{
	{"numbers", []string{"1", "2.5", "-3", "0", "1e5", "-0", "1e-300", "123456789.125", ""}},
	{"zeros at the end", []string{"5.0", "1.50", "100", "0.10", "2.000"}},
	{"whole numbers", []string{"1", "-2", "9223372036854775807", "-9223372036854775808", "0", ""}},
	{"beyond 64 bits", []string{"9223372036854775808", "1", "123456789012345678901234567890"}},
	{"beyond 53 bits, beside a real one", []string{"9007199254740993", "0.5"}},
	{"more digits than a number has", []string{"0.1234567890123456789012345", "1"}},
	{"all digits of a number", []string{"0.1", "0.30000000000000004", "1.7976931348623157e308", "5e-324", "2.2250738585072014e-308"}},
	{"beyond all numbers", []string{"1e400", "1e-400", "2"}},
	{"leading zeros", []string{"007", "12", "000"}},
	{"a lone leading zero", []string{"01", ""}},
	{"plus", []string{"+1", "2"}},
	{"points without digits", []string{".5", "5.", "1"}},
	{"NaN", []string{"NaN", "1", "nan"}},
	{"infinity", []string{"Inf", "-Inf", "1"}},
	{"NA", []string{"NA", "1", "null", "None", "N/A"}},
	{"hexadecimal and underscores", []string{"0x10", "1_000", "1"}},
	{"truth", []string{"true", "false", ""}},
	{"truth otherwise written", []string{"True", "false"}},
	{"truth and numbers", []string{"true", "1"}},
	{"quotes", []string{`"`, `say "yes"`, `""`, `'`, `\"`, `\`}},
	{"separators", []string{"a,b", "a;b", "a\tb", "a|b", ",", "\t"}},
	{"line breaks", []string{"a\nb", "\n", "a\n\n", "\r", "a\rb"}},
	{"spaces", []string{" a", "a ", " ", "\u00a0", " 1", "1 "}},
	{"unicode", []string{"é", "日本", "😀", "\u200b", "\ufeffx", "e\u0301"}},
	{"comments and braces", []string{"#", "{", "[1]", "<a>", "&", `{"x":1}`}},
	{"dates", []string{"2024-02-29", "2024-02-29T12:00:00Z", "12:30"}},
	{"nothing", []string{"", "", ""}},
	{"backslash and point", []string{`\.`, "."}},
	{"long", []string{strings.Repeat("x", 70_000), strings.Repeat("9", 400)}},
}

// TestRoundTrip holds that every table comes back from every format: the same columns, the same
// cells, the same ones empty. Where a format has numbers, 5.0 may come back as 5.
func TestRoundTrip(t *testing.T) {
	names := []string{"plain", " spaces ", "comma, semicolon; bar| and\ttab", "quote\"", "line\nbreak", "größe", "{", "#x", "a.0", "1"}
	for k, c := range roundTrips {
		header := []string{names[k%len(names)], "id"}
		var rows [][]string
		for i, cell := range c.cells {
			rows = append(rows, []string{cell, "r" + strconv.Itoa(i)})
		}
		requireRoundTrip(t, c.name, header, rows)
	}
}

// TestRoundTripOfAll is all of them side by side, filled up with empty cells, and in many rows.
func TestRoundTripOfAll(t *testing.T) {
	var header []string
	rows := make([][]string, 40)
	for _, c := range roundTrips {
		header = append(header, c.name)
		for i := range rows {
			cell := ""
			if i < len(c.cells) {
				cell = c.cells[i]
			}
			rows[i] = append(rows[i], cell)
		}
	}
	requireRoundTrip(t, "all", header, rows)
}

func requireRoundTrip(t *testing.T, name string, header []string, all [][]string) {
	t.Helper()
	want := &Table{Name: "t", Header: header, store: &rows{cells: all, lines: make([]int, len(all))}}
	added := Added{Name: "new|one", Values: make([]string, len(all))}
	added.Values[0] = "a, b;c\td"
	for f := Same; f <= arrowStream; f++ {
		var b bytes.Buffer
		require.NoError(t, want.WriteAs(&b, f, added), name)
		got, err := Read(&b, "t")
		require.NoError(t, err, "%s, format %d", name, f)
		require.Equal(t, append(append([]string{}, header...), added.Name), got.Header, "%s, format %d", name, f)
		back := cells(t, got)
		require.Len(t, back, len(all))
		for i, row := range all {
			for j, cell := range append(append([]string{}, row...), added.Values[i]) {
				if f < Parquet || !sameNumber(cell, back[i][j]) {
					require.Equal(t, cell, back[i][j], "%s, format %d", name, f)
				}
			}
		}
		var again bytes.Buffer
		require.NoError(t, got.WriteAs(&again, Same))
		require.NoError(t, got.WriteRows(io.Discard, f, Listing{Header: header, Rows: all}))
		twice, err := Read(&again, "t")
		require.NoError(t, err)
		require.Equal(t, back, cells(t, twice), "%s, format %d, written again", name, f)
	}
}

// sameNumber reports whether two texts are the same number as JSON writes them.
func sameNumber(a, b string) bool {
	if jsonValue(a) != a || jsonValue(b) != b || a == "" || b == "" || len(a) > 400 {
		return false
	}
	x, ok := new(big.Rat).SetString(a)
	y, ok2 := new(big.Rat).SetString(b)
	if !ok || !ok2 {
		return false
	}
	if strings.ContainsAny(a, "eE") || strings.ContainsAny(b, "eE") { // the nearest number, of which there are many digits
		v, _ := x.Float64()
		w, _ := y.Float64()
		return v == w && math.Signbit(v) == math.Signbit(w)
	}
	return x.Cmp(y) == 0
}

// TestRoundTripOfNumbers takes numbers as programs write them.
func TestRoundTripOfNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	all := make([][]string, 500)
	for i := range all {
		v := math.Float64frombits(r.Uint64())
		for math.IsNaN(v) || math.IsInf(v, 0) {
			v = math.Float64frombits(r.Uint64())
		}
		all[i] = []string{strconv.FormatFloat(v, "eg"[r.IntN(2)], -1, 64), strconv.FormatFloat(r.NormFloat64(), 'f', r.IntN(15), 64), strconv.FormatInt(int64(r.Uint64()), 10)}
	}
	kinds, err := (&Table{Header: []string{"a", "b", "c"}, store: &rows{cells: all}}).kinds(nil)
	require.NoError(t, err)
	assert.Equal(t, []kind{kindReal, kindReal, kindWhole}, kinds, "they are numbers")
	requireRoundTrip(t, "numbers", []string{"a", "b", "c"}, all)
}

// TestSameFormat checks what is written where none is named.
func TestSameFormat(t *testing.T) {
	two := npz(t, zip.Store, member{"x", npy("<f8", "2, 1", false, []float64{1, 2.5})}, member{"label", npy("<U1", "2,", false, "a\x00\x00\x00\x00\x00\x00\x00")})
	for _, c := range []struct{ in, out string }{
		{"a,b\n1,x\n", "a,b,p\n1,x,q\n"},
		{"a;b\n1;x\n", "a;b;p\n1;x;q\n"},
		{"a\tb\n1\tx\n", "a\tb\tp\n1\tx\tq\n"},
		{`{"a":1,"b":["x"]}`, `{"a":1,"b":["x"],"p":"q"}` + "\n"},
		{"1 2:0.5 # c\n", "label,comment,p\n1,c,q\n"},
		{string(two), "x.0,label,p\n1,a,q\n2.5,,\n"},
		{string(parquetBytes(t, manyRecords())), "PAR1"},
		{string(arrowBytes(t, false, manyTypesBatches(t))), "ARROW1"},
		{string(arrowBytes(t, true, manyTypesBatches(t))), "\xff\xff\xff\xff"},
	} {
		tab, err := Read(strings.NewReader(c.in), "t")
		require.NoError(t, err)
		values := make([]string, tab.Len())
		values[0] = "q"
		var b bytes.Buffer
		require.NoError(t, tab.WriteAs(&b, Same, Added{Name: "p", Values: values}))
		if !strings.HasSuffix(c.out, "\n") {
			assert.True(t, strings.HasPrefix(b.String(), c.out))
			continue
		}
		assert.Equal(t, c.out, b.String())
	}
}

// TestRoundTripOfManyRows is of more rows than are written at a time, and of as many.
func TestRoundTripOfManyRows(t *testing.T) {
	skipIfSlow(t)
	for _, n := range []int{1 << 16, 1<<16 + 1, 1<<17 + 5} {
		all := make([][]string, n)
		for i := range all {
			all[i] = []string{strconv.Itoa(i), strconv.Itoa(i % 7)}
		}
		for _, f := range []Format{Parquet, Arrow, arrowStream} {
			var b bytes.Buffer
			require.NoError(t, (&Table{}).WriteRows(&b, f, Listing{Header: []string{"a", "b"}, Rows: all}))
			got, err := Read(&b, "t")
			require.NoError(t, err)
			require.True(t, slices.EqualFunc(all, cells(t, got), slices.Equal[[]string]), "%d rows, format %d", n, f)
		}
	}
}
