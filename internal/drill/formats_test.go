//go:build linux

package drill

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// format is a kind of file that the command reads.
type format struct {
	name string
	read []string // the arguments of a run that reads the file and writes out.csv
	// checksum says that the format holds one over all of its data: damage is then found, or does no harm.
	checksum bool
}

var formats = []format{
	{name: "iris.csv", read: []string{"--ignore", "species"}},
	{name: "iris.tsv", read: []string{"--ignore", "species"}},
	{name: "iris.jsonl", read: []string{"--ignore", "species"}},
	{name: "iris.parquet", read: []string{"--ignore", "species"}},
	{name: "iris.arrow", read: []string{"--ignore", "species"}},
	{name: "iris.svmlight", read: []string{"--unlabeled", "0"}},
	{name: "iris.npz", read: []string{"--label", "y"}, checksum: true},
	{name: "iris.csv.gz", read: []string{"--ignore", "species"}, checksum: true},
	{name: "iris.csv.zst", read: []string{"--ignore", "species"}, checksum: true},
	{name: "iris.model", read: []string{"predict", "new.csv", "--model"}, checksum: true},
	{name: "iris.graph", read: []string{"iris.csv", "--ignore", "species", "--neighbors-from"}, checksum: true},
}

// makeFormats writes the table iris in each format beside iris.csv, by the command where it writes that format.
func makeFormats(t *testing.T, folder string) {
	t.Helper()
	make := func(args ...string) {
		e := run(t, folder, append([]string{"-q"}, args...)...)
		require.Zero(t, e.code, e.notes)
	}
	for _, ending := range []string{"tsv", "jsonl", "parquet", "arrow", "csv.gz", "csv.zst"} {
		make("-o", "iris."+ending, "--ignore", "species", "iris.csv")
	}
	make("--save", "iris.model", "-o", "out.csv", "--ignore", "species", "iris.csv")
	make("graph", "-o", "iris.graph", "--ignore", "species", "iris.csv")
	rows, classes := iris(t, folder)
	write := func(name string, text []byte) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), text, 0o666))
	}
	write("iris.svmlight", svmlight(rows, classes))
	write("iris.npz", npz(t, rows, classes))
	write("new.csv", []byte("sepal_length_cm,sepal_width_cm,petal_length_cm,petal_width_cm\n5.1,3.5,1.4,0.2\n6,3,5,2\n"))
}

// iris returns the numbers of the table, and its classes from 0, -1 for none.
func iris(t *testing.T, folder string) (rows [][]float64, classes []int) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "iris.csv"))
	require.NoError(t, err)
	table, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	require.NoError(t, err)
	number := map[string]int{"": -1}
	for _, cells := range table[1:] {
		row := make([]float64, 4)
		for j := range row {
			row[j], err = strconv.ParseFloat(cells[j], 64)
			require.NoError(t, err)
		}
		if _, known := number[cells[4]]; !known {
			number[cells[4]] = len(number) - 1
		}
		rows, classes = append(rows, row), append(classes, number[cells[4]])
	}
	return rows, classes
}

// svmlight writes rows as text with the number of the class in front, 0 for none.
func svmlight(rows [][]float64, classes []int) []byte {
	var b strings.Builder
	for i, row := range rows {
		b.WriteString(strconv.Itoa(classes[i] + 1))
		for j, v := range row {
			fmt.Fprintf(&b, " %d:%g", j+1, v)
		}
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

// npz writes a NumPy archive with the arrays X and y.
func npz(t *testing.T, rows [][]float64, classes []int) []byte {
	t.Helper()
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	add := func(name, kind, shape string, values any) {
		header := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", kind, shape)
		header += strings.Repeat(" ", 63-(10+len(header))%64) + "\n"
		w, err := archive.Create(name + ".npy")
		require.NoError(t, err)
		for _, part := range []any{[]byte("\x93NUMPY\x01\x00"), uint16(len(header)), []byte(header), values} {
			require.NoError(t, binary.Write(w, binary.LittleEndian, part))
		}
	}
	var x []float64
	y := make([]int64, len(classes))
	for i, row := range rows {
		x = append(x, row...)
		y[i] = int64(classes[i])
	}
	add("X", "<f8", fmt.Sprintf("(%d, 4)", len(rows)), x)
	add("y", "<i8", fmt.Sprintf("(%d,)", len(rows)), y)
	require.NoError(t, archive.Close())
	return file.Bytes()
}
