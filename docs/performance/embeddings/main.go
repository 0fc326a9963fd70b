// Command embeddings writes made-up rows like the embeddings of sentences, float32, as a file of NumPy:
//
//	go run -C docs/performance/embeddings . -n 1000000 -d 384 -o $LP_BENCH_DATA/X_embeddings1m.npy
//
// With -labels FILE -every 1000 it also writes the class of one row in a thousand, one of ten, for --labels FILE --id row.
//
// A row is a point of few dimensions, pushed through a random layer, of length 1 (see rows.go). It depends on the seed
// and its number alone: a shorter file holds the first rows of a longer one.
package main

import (
	"bufio"
	"encoding/binary"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"runtime"
	"sync"
)

// chunkRows is the number of rows that are made at a time.
const chunkRows = 4096

func main() {
	n := flag.Int("n", 100_000, "rows")
	d := flag.Int("d", 384, "columns")
	seed := flag.Uint64("seed", 1, "of the random numbers")
	out := flag.String("o", "X_embeddings.npy", "the file")
	labels := flag.String("labels", "", "a file of the classes of some rows")
	every := flag.Int("every", 1000, "one row in so many has its class written")
	flag.Parse()
	m := newMaker(*d, *seed)
	err := write(*out, m, *n)
	if err == nil && *labels != "" {
		err = writeLabels(*labels, m, *n, *every)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// write writes the first n rows that m makes.
func write(path string, m *maker, n int) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	w := bufio.NewWriterSize(file, 1<<20)
	w.WriteString(header(n, m.d))
	// As many chunks at a time as there are processors, written in order.
	workers := runtime.GOMAXPROCS(0)
	for at := 0; at < n; at += workers * chunkRows {
		var wg sync.WaitGroup
		parts := make([][]byte, workers)
		for i := range parts {
			wg.Go(func() { parts[i] = m.rows(min(n, at+i*chunkRows), min(n, at+(i+1)*chunkRows)) })
		}
		wg.Wait()
		for _, part := range parts {
			if _, err := w.Write(part); err != nil {
				return err
			}
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return file.Close()
}

// writeLabels writes the number and the class of every so many rows.
func writeLabels(path string, m *maker, n, every int) error {
	text := []byte("row,label\n")
	for i := 0; i < n; i += every {
		text = fmt.Appendf(text, "%d,%d\n", i, m.class(i))
	}
	return os.WriteFile(path, text, 0o644)
}

// header returns that of NumPy's format 1.0: 128 bytes.
func header(n, d int) string {
	// Magic, version and the length of the text, which a newline ends.
	const length = 128 - 10
	text := fmt.Sprintf("{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }", n, d)
	return "\x93NUMPY\x01\x00" + string([]byte{length, 0}) + fmt.Sprintf("%-*s\n", length-1, text)
}

// rows returns the rows [lo, hi) as bytes.
func (m *maker) rows(lo, hi int) []byte {
	out := make([]byte, 0, 4*m.d*(hi-lo))
	row := make([]float32, m.d)
	for i := lo; i < hi; i++ {
		m.row(i, row)
		for _, v := range row {
			out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v))
		}
	}
	return out
}
