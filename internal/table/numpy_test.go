package table

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// npy returns a file as numpy.save writes it.
func npy(descr, shape string, fortran bool, data any) []byte {
	order := map[bool]string{true: "True", false: "False"}[fortran]
	header := fmt.Sprintf("{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }", descr, order, shape)
	header += strings.Repeat(" ", 63-(10+len(header))%64) + "\n"
	var b bytes.Buffer
	b.WriteString("\x93NUMPY\x01\x00")
	_ = binary.Write(&b, binary.LittleEndian, uint16(len(header)))
	b.WriteString(header)
	if s, ok := data.(string); ok {
		b.WriteString(s)
	} else if strings.HasPrefix(descr, ">") {
		_ = binary.Write(&b, binary.BigEndian, data)
	} else {
		_ = binary.Write(&b, binary.LittleEndian, data)
	}
	return b.Bytes()
}

type member struct {
	name string
	npy  []byte
}

// npz returns an archive as numpy.savez writes it, or packed as by numpy.savez_compressed.
func npz(t *testing.T, method uint16, members ...member) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range members {
		w, err := z.CreateHeader(&zip.FileHeader{Name: m.name + ".npy", Method: method})
		require.NoError(t, err)
		_, err = w.Write(m.npy)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return b.Bytes()
}

func utf32(words ...string) []int32 {
	var runes []int32
	for _, w := range words {
		runes = append(runes, append([]rune(w), make([]rune, 3-len([]rune(w)))...)...)
	}
	return runes
}

// archives are two that between them have every type.
func archives(t *testing.T) [][]byte {
	return [][]byte{
		npz(t, zip.Store,
			member{"x", npy("<f8", "3, 2", false, []float64{1.5, -2, 3, math.NaN(), 1e300, 0.1})},
			member{"label", npy("<U3", "3,", false, utf32("a", "", "éà€"))},
			member{"count", npy("<i8", "3,", false, []int64{1, -2, 1 << 62})}),
		npz(t, zip.Deflate,
			member{"f", npy(">f4", "3, 2", true, []float32{-2, float32(math.NaN()), 0.1, 1.5, 3, float32(math.Inf(1))})},
			member{"b", npy("|b1", "3,", false, []byte{1, 0, 1})},
			member{"s", npy("|S2", "3,", false, "u\x00vw\x00\x00")},
			member{"u", npy("|u1", "3, 2", false, []byte{1, 2, 3, 255, 0, 7})},
			member{"i", npy(">i2", "3,", false, []int16{-1, 2, 3})}),
		npy("<f4", "3, 2", false, []float32{0, 1, 2, 3, 4, 5}),
	}
}

func TestNumPy(t *testing.T) {
	files := archives(t)
	got, err := Read(bytes.NewReader(files[0]), "t")
	require.NoError(t, err)
	assert.Equal(t, []string{"x.0", "x.1", "label", "count"}, got.Header)
	assert.Equal(t, [][]string{{"1.5", "-2", "a", "1"}, {"3", "", "", "-2"}, {"1e+300", "0.1", "éà€", "4611686018427387904"}}, cells(t, got))
	filled, numbers := got.Count()
	assert.Equal(t, []int{3, 2, 2, 3}, filled)
	assert.Equal(t, []int{3, 2, 0, 3}, numbers)
	x, err := got.Floats([]int{3, 0})
	require.NoError(t, err)
	assert.Equal(t, []float64{1, 1.5, -2, 3, 1 << 62, 1e300}, x.RawMatrix().Data)
	_, err = got.Floats([]int{1})
	assert.EqualError(t, err, `t:2: column "x.1": empty cell`)

	got, err = Read(bytes.NewReader(files[1]), "t")
	require.NoError(t, err)
	assert.Equal(t, []string{"f.0", "f.1", "b", "s", "u.0", "u.1", "i"}, got.Header)
	assert.Equal(t, [][]string{{"-2", "1.5", "true", "u", "1", "2", "-1"}, {"", "3", "false", "vw", "3", "255", "2"}, {"0.1", "+Inf", "true", "", "0", "7", "3"}}, cells(t, got))
	_, err = got.Floats([]int{1})
	assert.EqualError(t, err, `t:3: column "f.1": "+Inf" is infinite`)

	got, err = Read(bytes.NewReader(files[2]), "t")
	require.NoError(t, err)
	assert.Equal(t, []string{"x.0", "x.1"}, got.Header)
	assert.Equal(t, [][]string{{"0", "1"}, {"2", "3"}, {"4", "5"}}, cells(t, got))
}

// TestHalfNumbers checks numbers of 16 bits.
func TestHalfNumbers(t *testing.T) {
	got, err := Read(bytes.NewReader(npy("<f2", "7,", false, []uint16{0x3c00, 0xc000, 0x2e66, 0x7bff, 1, 0x7c00, 0x7e00})), "t")
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"1"}, {"-2"}, {"0.099975586"}, {"65504"}, {"5.9604645e-08"}, {"+Inf"}, {""}}, cells(t, got))
}

// TestBytesOfNumPy checks texts of bytes that are not UTF-8.
func TestBytesOfNumPy(t *testing.T) {
	got, err := Read(bytes.NewReader(npy("|S4", "1,", false, "caf\xe9")), "t")
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"café"}}, cells(t, got))
}

// TestBadNumPy checks what cannot be read.
func TestBadNumPy(t *testing.T) {
	for says, b := range map[string][]byte{
		`t: array "x": 3 axes: give it one or two`:                                           npy("<f8", "1, 1, 1", false, []float64{1}),
		`t: array "x": ` + errObjects.Error():                                                npy("|O", "1,", false, "\x80"),
		`t: array "x": its elements are dates or times: save them as texts, x.astype(str)`:   npy("<M8[D]", "1,", false, ""),
		`t: array "x": its elements are neither numbers nor texts of one length`:             npy("|V", "1,", false, "\x80"),
		`t: array "x": elements of type c16 are not supported: save float64, int64 or texts`: npy("<c16", "1,", false, ""),
		`t: array "x": cut short: 8 bytes of 16`:                                             npy("<f8", "2,", false, []float64{1}),
		`t: array "x": cut short: 0 bytes of 8000000000000`:                                  npy("<f8", "1000000, 1000000", false, ""),
		`t: array "x": its shape is beyond all memory`:                                       npy("<f8", "1000000000000, 1000000000000", false, ""),
		`t: no rows`:    npy("<f8", "0, 3", false, ""),
		`t: no columns`: npy("<f8", "3, 0", false, ""),
		`t: array "y": 1 rows, but the arrays before it have 2`: npz(t, zip.Store, member{"x", npy("<f8", "2,", false, []float64{1, 2})}, member{"y", npy("<f8", "1,", false, []float64{1})}),
		`t: columns 1 and 2 are both named "x.0"`:               npz(t, zip.Store, member{"x.0", npy("<f8", "1,", false, []float64{1})}, member{"x", npy("<f8", "1, 1", false, []float64{1})}),
	} {
		_, err := Read(bytes.NewReader(b), "t")
		assert.EqualError(t, err, says)
	}
	for i, b := range archives(t) {
		for cut := 6; cut < len(b); cut += 5 {
			_, err := Read(bytes.NewReader(b[:cut]), "t")
			var e *Error
			require.ErrorAs(t, err, &e, "archive %d cut at %d", i, cut)
		}
	}
}

// TestDamagedArchives checks that a bit of an archive that changes is an error, or leaves all cells as they were.
func TestDamagedArchives(t *testing.T) {
	for _, whole := range archives(t)[:2] {
		want, err := Read(bytes.NewReader(whole), "t")
		require.NoError(t, err)
		refused := 0
		for i := 0; i < len(whole); i += 5 {
			damaged := bytes.Clone(whole)
			damaged[i] ^= 1 << (i % 8)
			got, err := Read(bytes.NewReader(damaged), "t")
			if err != nil {
				refused++
				continue
			}
			// Names and times of members have no checksum.
			require.Equal(t, cells(t, want), cells(t, got), "byte %d", i)
		}
		assert.Greater(t, refused, len(whole)/5/2)
	}
}

// FuzzReading holds that no bytes of any format panic, and that errors are on one line.
func FuzzReading(f *testing.F) {
	f.Add(npy("<f4", "3, 2", false, []float32{0, 1, 2, 3, 4, 5}))
	f.Add(npy("<U1", "2", false, "a\x00\x00\x00b\x00\x00\x00"))
	f.Add([]byte("{\"x\":[1,{\"y\":null}]}\n{\"z\":2}"))
	f.Add([]byte("a;b\n1;2"))
	f.Add([]byte("# c\n1 qid:2 1:0.5 7:2 # d\n\n-1 2:1e3\n"))
	f.Add(parquetBytes(f, manyRecords()))
	f.Add(arrowBytes(f, false, manyTypesBatches(f)))
	f.Add(arrowBytes(f, true, manyTypesBatches(f)))
	f.Fuzz(func(t *testing.T, b []byte) {
		tab, err := Read(bytes.NewReader(b), "fuzz")
		if err != nil {
			var e *Error
			require.ErrorAs(t, err, &e)
			require.NotContains(t, e.Error()+e.Hint, "\n")
			return
		}
		var out bytes.Buffer
		for _, f := range []Format{Same, JSONL, Parquet, Arrow} {
			err := tab.WriteAs(&out, f)
			require.True(t, err == nil || strings.HasSuffix(err.Error(), "is damaged"), "%v", err)
		}
	})
}
