package table

import (
	"bytes"
	"io"
	"math"
	"math/big"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// record has all types of columns that Go's structs can have in Parquet.
type record struct {
	Real   *float64         `parquet:"real,optional"`
	Short  float32          `parquet:"short"`
	Whole  *int64           `parquet:"whole,optional"`
	Byte   uint32           `parquet:"byte,uint(8)"`
	Large  uint64           `parquet:"large"`
	Text   *string          `parquet:"text,optional"`
	Kind   string           `parquet:"kind,dict"`
	On     *bool            `parquet:"on,optional"`
	Day    int32            `parquet:"day,date"`
	At     time.Time        `parquet:"at,timestamp(millisecond)"`
	Price  int64            `parquet:"price,decimal(2:9)"`
	Old    deprecated.Int96 `parquet:"old"`
	V      []float32        `parquet:"v,list"`
	W      []int64          `parquet:"w,list,optional"`
	Bare   []int64          `parquet:"bare"`
	Ragged []string         `parquet:"ragged,list"`
	M      *part1           `parquet:"m,optional"`
	Pairs  []part1          `parquet:"pairs"`
	Map    map[string]int64 `parquet:"map"`
	Deep   []deeper         `parquet:"deep"`
}

type deeper struct {
	L []int64 `parquet:"l"`
}

type part1 struct {
	U *string `parquet:"u,optional"`
	N int64   `parquet:"n"`
}

func of[T any](v T) *T { return &v }

// manyRecords are rows of all types, and the cells they are.
func manyRecords() []record {
	return []record{
		{Real: of(1.5), Short: 0.1, Whole: of[int64](9007199254740993), Byte: 255, Large: math.MaxUint64, Text: of("a,b"), Kind: "x", On: of(true), Day: 19782,
			At: time.UnixMilli(1704164645006), Price: 1250, Old: deprecated.Int96{1000, 0, 2440589}, V: []float32{0.5, 1}, W: []int64{1, 2, 3}, Bare: []int64{7},
			Ragged: []string{"r"}, M: &part1{of("é"), 1}, Pairs: []part1{{nil, 1}}, Map: map[string]int64{"k": 1}, Deep: []deeper{{[]int64{1, 2}}, {[]int64{3}}}},
		{Kind: "", At: time.UnixMilli(-1), Price: -1, V: []float32{2, 3}, Bare: []int64{8}, Old: deprecated.Int96{0, 0, 2440588}},
		{Real: of(-2.0), Short: 1e30, Whole: of[int64](-1), Text: of(""), Kind: "x", On: of(false), Day: -1, At: time.UnixMilli(0), Price: 300,
			Old: deprecated.Int96{0, 0, 2440587}, V: []float32{float32(math.NaN()), 3}, W: []int64{4, 5, 6}, Bare: []int64{9}, Ragged: []string{"r", "s"}, M: &part1{nil, 2}, Deep: []deeper{{}, {[]int64{4}}}},
	}
}

var manyRecordsHeader = []string{"real", "short", "whole", "byte", "large", "text", "kind", "on", "day", "at", "price", "old", "v.0", "v.1", "w.0", "w.1", "w.2", "bare.0", "m.u", "m.n"}

var manyRecordsCells = [][]string{
	{"1.5", "0.1", "9007199254740993", "255", "18446744073709551615", "a,b", "x", "true", "2024-02-29", "2024-01-02T03:04:05.006Z", "12.50", "1970-01-02T00:00:00.000001", "0.5", "1", "1", "2", "3", "7", "é", "1"},
	{"", "0", "", "0", "0", "", "", "", "1970-01-01", "1969-12-31T23:59:59.999Z", "-0.01", "1970-01-01T00:00:00", "2", "3", "", "", "", "8", "", ""},
	{"-2", "1e+30", "-1", "0", "0", "", "x", "false", "1969-12-31", "1970-01-01T00:00:00Z", "3.00", "1969-12-31T00:00:00", "", "3", "4", "5", "6", "9", "", "2"},
}

func parquetBytes(t testing.TB, rows []record, o ...parquet.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[record](&b, o...)
	_, err := w.Write(rows)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

// TestParquet checks that all types are read, and that what is written of them reads back as the
// same values by the library itself, the nested ones too.
func TestParquet(t *testing.T) {
	for _, o := range [][]parquet.WriterOption{nil, {parquet.Compression(&parquet.Zstd)}, {parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(1)},
		{parquet.Compression(&parquet.Gzip)}, {parquet.Compression(&parquet.Brotli)}, {parquet.Compression(&parquet.Lz4Raw)}} {
		got, err := Read(bytes.NewReader(parquetBytes(t, manyRecords(), o...)), "t")
		require.NoError(t, err)
		assert.Equal(t, manyRecordsHeader, got.Header)
		assert.Equal(t, manyRecordsCells, cells(t, got))
		assert.Equal(t, []string{"ragged (lists of different lengths, or of none)", "pairs (a map, or a list of several values)", "map (a map, or a list of several values)", "deep (lists of lists or the like)"}, got.LeftOut)
		filled, numbers := got.Count()
		assert.Equal(t, []int{2, 3, 2, 3, 3, 1, 2, 2, 3, 3, 3, 3, 2, 3, 2, 2, 2, 3, 1, 2}, filled)
		assert.Equal(t, []int{2, 3, 2, 3, 3, 0, 0, 0, 0, 0, 3, 0, 2, 3, 2, 2, 2, 3, 0, 2}, numbers)
		_, err = got.Floats([]int{0})
		assert.EqualError(t, err, `t:2: column "real": empty cell`)

		var b bytes.Buffer
		require.NoError(t, got.WriteAs(&b, Same, Added{Name: "p", Values: []string{"x", "", "y"}}, Added{Name: "q", Values: []string{"0.5", "1", ""}}))
		requireSameRecords(t, manyRecords(), b.Bytes())
	}
}

// requireSameRecords reads with the library.
func requireSameRecords(t *testing.T, want []record, b []byte) {
	t.Helper()
	got, err := parquet.Read[record](bytes.NewReader(b), int64(len(b)))
	require.NoError(t, err)
	require.Len(t, got, len(want))
	for i := range want {
		for _, rec := range []*record{&want[i], &got[i]} {
			rec.At = rec.At.UTC()
			for k, v := range rec.V {
				if v != v {
					rec.V[k] = -99 // NaN equals nothing
				}
			}
		}
	}
	for i := range want {
		w, g := want[i], got[i]
		assert.Equal(t, len(w.Pairs), len(g.Pairs))
		if len(w.W) == 0 {
			w.W, g.W = nil, nil
		}
		if len(w.Ragged) == 0 {
			w.Ragged, g.Ragged = nil, nil
		}
		if len(w.Pairs) == 0 {
			w.Pairs, g.Pairs = nil, nil
		}
		if len(w.Map) == 0 {
			w.Map, g.Map = nil, nil
		}
		if len(w.Deep) == 0 {
			w.Deep, g.Deep = nil, nil
		}
		for _, deep := range [][]deeper{w.Deep, g.Deep} {
			for k := range deep {
				if len(deep[k].L) == 0 {
					deep[k].L = nil
				}
			}
		}
		assert.Equal(t, w, g, "row %d", i)
	}
	type added struct {
		P *string  `parquet:"p,optional"`
		Q *float64 `parquet:"q,optional"`
	}
	both, err := parquet.Read[added](bytes.NewReader(b), int64(len(b)))
	require.NoError(t, err)
	assert.Equal(t, []added{{of("x"), of(0.5)}, {nil, of(1.0)}, {of("y"), nil}}, both)
}

// TestParquetCut cuts files at every place: each is an error, of one line.
func TestParquetCut(t *testing.T) {
	b := parquetBytes(t, manyRecords())
	for cut := 4; cut < len(b); cut++ {
		requireOneLine(t, b[:cut], "cut at %d of %d", cut, len(b))
	}
}

// TestParquetDamaged changes bytes: no panic, and no error of two lines.
func TestParquetDamaged(t *testing.T) {
	skipIfSlow(t)
	whole := parquetBytes(t, manyRecords()[:1])
	for i := 4; i < len(whole); i += 2 {
		for _, to := range []byte{0, 0x7f, 0xff, whole[i] ^ 1} {
			b := bytes.Clone(whole)
			b[i] = to
			tab, err := Read(bytes.NewReader(b), "t")
			if err != nil {
				require.NotContains(t, err.Error(), "\n", "byte %d", i)
				continue
			}
			require.NoError(t, tab.WriteAs(io.Discard, JSONL))
		}
	}
}

func TestBadParquet(t *testing.T) {
	type nested struct {
		Map map[string]int64 `parquet:"map"`
	}
	var none, nothing bytes.Buffer
	require.NoError(t, parquet.Write(&none, []record{}))
	require.NoError(t, parquet.Write(&nothing, []nested{{}}))
	for says, b := range map[string][]byte{
		`t: no rows`:                       none.Bytes(),
		`t: no column of numbers or texts`: nothing.Bytes(),
		`t: not a Parquet file that can be read: damaged or cut short`: []byte("PAR1\x15is it?"),
	} {
		_, err := Read(bytes.NewReader(b), "t")
		assert.EqualError(t, err, says)
	}
}

func TestDecimalText(t *testing.T) {
	for _, c := range []struct {
		v     int64
		scale int
		want  string
	}{{0, 0, "0"}, {0, 2, "0.00"}, {5, 0, "5"}, {5, 2, "0.05"}, {-5, 1, "-0.5"}, {-1234, 2, "-12.34"}, {1234, 4, "0.1234"}} {
		assert.Equal(t, c.want, decimalText(big.NewInt(c.v), c.scale))
	}
}
