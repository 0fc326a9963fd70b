//go:build linux

package drill

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
)

// budget is what a run may take, by --memory, and most what its process may then hold: the command itself and what
// the collector of garbage has not yet given back come on top.
const (
	budget = "64M"
	most   = 192 << 20
)

// TestBombs gives small files that ask for much memory: they are refused, and before the memory is taken.
func TestBombs(t *testing.T) {
	folder := folderWith(t, "iris.csv")
	size := times(128) << 20
	for name, write := range map[string]func(w io.Writer){
		"line.csv.gz":    func(w io.Writer) { packed(gzip.NewWriter(w), "a,label\n", "1", size) },
		"rows.csv.gz":    func(w io.Writer) { packed(gzip.NewWriter(w), "a,label\n", "1,x\n", size) },
		"cell.csv.zst":   func(w io.Writer) { packed(zst(w), "a,label\n\"", "x\n", size) },
		"rows.tsv.zst":   func(w io.Writer) { packed(zst(w), "a\tb\tlabel\n", "1\t2\t\n", size) },
		"deep.jsonl":     func(w io.Writer) { repeat(w, `{"a":`, 4<<20) },
		"deep.json":      func(w io.Writer) { repeat(w, "[", 4<<20) },
		"wide.csv":       func(w io.Writer) { repeat(w, "a,", 16<<20) },
		"index.svmlight": func(w io.Writer) { repeat(w, "1 1:1 2147483647:1\n-1 2147483646:1\n0 5:1\n", 100) },
		"sparse.arff": func(w io.Writer) {
			repeat(w, "@relation r\n", 1)
			for i := range 200_000 {
				fmt.Fprintf(w, "@attribute a%d numeric\n", i)
			}
			repeat(w, "@data\n", 1)
			repeat(w, "{0 1}\n", 1<<16)
		},
		"wide.npy": func(w io.Writer) {
			header := "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 4194304), }"
			fmt.Fprintf(w, "\x93NUMPY\x01\x00%c%c%s", len(header), 0, header)
			repeat(w, "1", 4<<20)
		},
		"empty.npy": func(w io.Writer) {
			header := "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 9999999999), }"
			fmt.Fprintf(w, "\x93NUMPY\x01\x00%c%c%s", len(header), 0, header)
		},
		"edges.txt": func(w io.Writer) { repeat(w, "1 2\n", 4<<20) },
		"ids.csv": func(w io.Writer) {
			repeat(w, "x,label\n", 8)
			for i := range 60_000 {
				fmt.Fprintf(w, "%d,id %d\n,\n", i, i)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			var text bytes.Buffer
			write(&text)
			require.NoError(t, os.WriteFile(filepath.Join(folder, name), text.Bytes(), 0o666))
			args := []string{"-q", "--memory", budget, "--method", "harmonic", "-o", "out.csv", name}
			if name == "edges.txt" {
				args = append(args[:len(args)-1], "--edges", name, "--id", "sepal_length_cm", "iris.csv")
			}
			e := run(t, folder, args...)
			wrong := e.crash()
			switch {
			case e.code == 0 && name != "index.svmlight":
				wrong = "read"
			case e.peak > most:
				wrong = fmt.Sprintf("took %d MB", e.peak>>20)
			}
			check(t, "bombs", wrong)
		})
	}
	e := run(t, folder, "-q", "--memory", budget, "-o", "out.csv", "/dev/zero")
	wrong := e.crash()
	if e.code == 0 || e.peak > most {
		wrong = fmt.Sprintf("took %d MB, %s", e.peak>>20, e.notes)
	}
	check(t, "bombs", wrong)
}

// packed writes a head and then a text again and again, packed.
func packed(w io.WriteCloser, head, text string, size int) {
	_, _ = io.WriteString(w, head)
	repeat(w, text, size)
	_ = w.Close()
}

func repeat(w io.Writer, text string, size int) {
	block := strings.Repeat(text, max(1, min(size, 1<<16)/len(text)))
	for n := 0; n < size; n += len(block) {
		_, _ = io.WriteString(w, block)
	}
}

func zst(w io.Writer) io.WriteCloser {
	e, err := zstd.NewWriter(w)
	if err != nil {
		panic(err)
	}
	return e
}
