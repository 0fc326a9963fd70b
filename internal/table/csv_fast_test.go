package table

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// cells returns all cells.
func cells(t *testing.T, tab *Table) [][]string {
	t.Helper()
	rows, err := tab.store.records()
	require.NoError(t, err)
	return rows
}

// readSlowly reads record by record.
func readSlowly(text string) (*Table, error) {
	b := builder{table: Table{Name: "data.csv"}}
	checked, err := newTextReader(strings.NewReader(text), "data.csv")
	if err == nil {
		err = records(checked, "data.csv", dialect{comma: ','}, b.add)
	}
	if err == nil {
		err = b.complete()
	}
	return &b.table, err
}

// requireAsSlowly holds that a plain text reads as it does record by record.
func requireAsSlowly(t *testing.T, text string) {
	t.Helper()
	want, wantErr := readSlowly(text)
	o, err := readSource(strings.NewReader(text), "test", nil)
	require.NoError(t, err)
	got, err := o.readPlain("data.csv", nil, dialect{comma: ','})
	if got == nil && err == nil {
		return // it is read record by record
	}
	if wantErr != nil {
		require.EqualError(t, err, wantErr.Error(), "%q", text)
		return
	}
	require.NoError(t, err, "%q", text)
	require.Equal(t, want.Header, got.Header, "%q", text)
	require.Equal(t, cells(t, want), cells(t, got), "%q", text)
	for j := range want.Header {
		column, err := want.Strings(j)
		require.NoError(t, err)
		if isSpecial(column) {
			return // numbers with signs and the like are read record by record, as the layout of a file tells
		}
	}
	for i := range want.Len() {
		require.Equal(t, want.Line(i), got.Line(i), "%q, row %d", text, i)
	}
	wantFilled, wantNumbers := want.Count()
	filled, numbers := got.Count()
	require.Equal(t, wantFilled, filled, "%q", text)
	require.Equal(t, wantNumbers, numbers, "%q", text)
	for j := range want.Header {
		requireSameFloats(t, want, got, []int{j})
	}
	var a, b bytes.Buffer
	added := Added{Name: "added", Values: make([]string, want.Len())}
	require.NoError(t, want.Write(&a, added))
	require.NoError(t, got.Write(&b, added))
	require.Equal(t, a.String(), b.String())
}

func requireSameFloats(t *testing.T, want, got *Table, cols []int) {
	t.Helper()
	x, xErr := want.Floats(cols)
	for range 2 {
		y, yErr := got.Floats(cols)
		if xErr != nil {
			require.EqualError(t, yErr, xErr.Error())
			continue
		}
		require.NoError(t, yErr)
		require.True(t, mat.Equal(x, y))
	}
}

var scraps = []string{"1", "2.5", "---", "-0.25", "x", "", " ", " 1", "1 ", "nan", "-Inf", "1e999", "1e-3", "é", "\\.", "\t2", "\r", "\"", "\"q\"", ".5", "5.", "+", ".",
	"123456789012345678", "1234567890123456789", "9007199254740993", "0.1234567890123456", "\x00"}

// Texts of all kinds of cells and line ends.
func TestPlainAgainstRecords(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 3000 {
		var b strings.Builder
		if rng.IntN(10) == 0 {
			b.WriteString(bom)
		}
		columns, common := 1+rng.IntN(3), 1+rng.IntN(len(scraps))
		for row := range 1 + rng.IntN(6) {
			for j := range columns - rng.IntN(40)/39 {
				if j > 0 {
					b.WriteByte(',')
				}
				if row == 0 {
					fmt.Fprintf(&b, "c%d", j)
				} else {
					b.WriteString(scraps[rng.IntN(common)])
				}
			}
			b.WriteString([]string{"\n", "\n", "\n", "\r\n", "\n\n", "\r\n\r\n", "\r\r\n"}[rng.IntN(4+rng.IntN(4))])
		}
		text := b.String()
		requireAsSlowly(t, text[:len(text)-rng.IntN(3)])
	}
}

// A text of many chunks.
func TestPlainOfManyChunks(t *testing.T) {
	skipIfSlow(t)
	var b strings.Builder
	b.WriteString("a,label,b\n")
	for i := range 150_000 { // long rows: fewer of them to compare in as many chunks
		fmt.Fprintf(&b, "%d.%d,,%060d\n", i, i%7, -i)
		if i%25_000 == 24_999 {
			b.WriteString("\n")
		}
	}
	require.Greater(t, b.Len(), 2*chunkBytes)
	requireAsSlowly(t, b.String())
	requireAsSlowly(t, b.String()+"1,2\n")
	requireAsSlowly(t, b.String()+"1,2,\"3\"\n")
	requireAsSlowly(t, b.String()+"1,x,y z\n")
}

func TestFloatsOfSomeColumns(t *testing.T) {
	text := "a,label,b,c\n1,x,2,3\n4,,5,6\n"
	for _, cols := range [][]int{{0, 2, 3}, {3, 0}, {2}, {0, 2, 3}} {
		want, err := readSlowly(text)
		require.NoError(t, err)
		got, err := Read(strings.NewReader(text), "data.csv", "label")
		require.NoError(t, err)
		requireSameFloats(t, want, got, cols)
		label, err := got.Strings(1)
		require.NoError(t, err)
		assert.Equal(t, []string{"x", ""}, label)
	}
}

// Columns with gaps are those of the slow reader, in whatever order they are asked for, and the numbers of most columns
// are not in memory twice.
func TestFloatsWithGaps(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 1))
	const n, d = 500, 12
	text := strings.Repeat("f,", d-1) + "f\n"
	for j := range d {
		text = strings.Replace(text, "f", "g"+strconv.Itoa(j), 1)
	}
	for range n {
		row := make([]string, d)
		for j := range row {
			row[j] = strconv.FormatFloat(rng.NormFloat64(), 'g', 1+rng.IntN(16), 64)
			if j%3 == 0 && rng.IntN(4) == 0 {
				row[j] = []string{"", "NA", " ", "1e999", "inf"}[rng.IntN(5)]
			}
		}
		text += strings.Join(row, ",") + "\n"
	}
	want, err := readSlowly(text)
	require.NoError(t, err)
	for range 20 {
		o, err := readSource(strings.NewReader(text), "test", nil)
		require.NoError(t, err)
		got, err := o.readPlain("data.csv", nil, dialect{comma: ','})
		require.NoError(t, err)
		for range 4 {
			cols := rng.Perm(d)[:1+rng.IntN(d)]
			slices.Sort(cols)
			x, err := want.FiniteOrNaN(cols)
			require.NoError(t, err)
			y, err := got.FiniteOrNaN(cols)
			require.NoError(t, err)
			a, b := x.RawMatrix().Data, y.RawMatrix().Data
			for i := range a {
				require.Equal(t, math.Float64bits(a[i]), math.Float64bits(b[i]), "columns %v", cols)
			}
			requireSameFloats(t, want, got, cols)
		}
	}
	o, err := readSource(strings.NewReader(text), "test", nil)
	require.NoError(t, err)
	got, err := o.readPlain("data.csv", nil, dialect{comma: ','})
	require.NoError(t, err)
	p := got.store.(*plain)
	_, err = got.FiniteOrNaN([]int{0})
	require.NoError(t, err)
	assert.NotNil(t, p.values, "one column is copied")
	_, err = got.FiniteOrNaN([]int{0, 1, 2, 3, 4, 5, 6, 8})
	require.NoError(t, err)
	assert.Nil(t, p.values, "most are given away")
}

func TestDecimalIsParseFloat(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	done := 0
	for range 200_000 {
		digits := []byte(strconv.FormatUint(rng.Uint64()>>rng.IntN(64), 10))
		s := string(digits)
		if at := rng.IntN(len(s) + 1); rng.IntN(4) > 0 {
			s = s[:at] + "." + s[at:]
		}
		s = []string{"", "-", "+", "0", "-0"}[rng.IntN(5)] + s
		got, ok := decimal(s)
		if !ok {
			continue
		}
		done++
		want, err := strconv.ParseFloat(s, 64)
		require.NoError(t, err)
		require.Equal(t, want, got, s)
	}
	assert.Greater(t, done, 100_000)
}

func TestWriteNoticesAChange(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.csv")
	require.NoError(t, os.WriteFile(path, []byte("a,b\n1,2\n"), 0o600))
	tab, err := ReadFile(path)
	require.NoError(t, err)
	defer tab.Close()
	require.NoError(t, os.WriteFile(path, []byte("a,b\n1,3\n"), 0o600))
	require.NoError(t, os.Chtimes(path, time.Now(), time.Now().Add(time.Hour)))
	checkError(t, tab.Write(&bytes.Buffer{}), path+": the file has changed since it was read", "run again when nothing writes to it")
}

func FuzzPlain(f *testing.F) {
	f.Add("a,b\n1,2\n")
	f.Add("a,b\r\n1,\r\n\r\n 2,x")
	f.Add("A,0\n0,0$")
	f.Fuzz(func(t *testing.T, text string) { requireAsSlowly(t, text) })
}

// The text $LP_BENCH_DATA/seed_l2000.csv, 815 MB:
//
//	LP_BENCH_DATA=… go test ./internal/table -run '^$' -bench ReadFile -benchtime 1x -count 3
func BenchmarkReadFile(b *testing.B) {
	for _, name := range []string{"mnist70k_l100.csv", "seed_l2000.csv"} {
		b.Run(name, func(b *testing.B) {
			path := filepath.Join(os.Getenv("LP_BENCH_DATA"), name)
			info, err := os.Stat(path)
			if err != nil {
				b.Skip(err)
			}
			b.SetBytes(info.Size())
			for b.Loop() {
				tab, err := ReadFile(path, "label")
				if err != nil {
					b.Fatal(err)
				}
				tab.Close()
			}
		})
	}
}

// column returns the cells of a column.
func column(t *testing.T, tab *Table, col int) []string {
	t.Helper()
	all, err := tab.Strings(col)
	require.NoError(t, err)
	return all
}
