package graph_test

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// npyHeader is the length of the header of these files.
const npyHeader = 128

// benchRows returns the first rows of X_name.npy, float32, of the folder $LP_BENCH_DATA, or
// numbers from 0 to 255 where there is none.
func benchRows(b *testing.B, name string, n, d int) *mat.Dense {
	x := mat.NewDense(n, d, nil)
	file, err := os.ReadFile(filepath.Join(os.Getenv("LP_BENCH_DATA"), "X_"+name+".npy"))
	if err != nil {
		b.Logf("random numbers in place of %s: %v", name, err)
		rng := random(1)
		x.Apply(func(int, int, float64) float64 { return float64(rng.IntN(256)) }, x)
		return x
	}
	values := file[npyHeader:]
	x.Apply(func(i, j int, _ float64) float64 {
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(values[4*(i*d+j):])))
	}, x)
	return x
}

// benchNarrowRows is benchRows for rows that stay float32; it skips where there are fewer.
func benchNarrowRows(b *testing.B, name string, n, d int) *graph.Dense32 {
	file, err := os.Open(filepath.Join(os.Getenv("LP_BENCH_DATA"), "X_"+name+".npy"))
	if err != nil {
		b.Skip(err)
	}
	defer file.Close()
	values := make([]float32, n*d)
	in := bufio.NewReaderSize(file, 1<<20)
	_, err = in.Discard(npyHeader)
	require.NoError(b, err)
	for at := 0; at < len(values); at += d {
		if err := binary.Read(in, binary.LittleEndian, values[at:at+d]); err != nil {
			b.Skip(err)
		}
	}
	x, err := graph.NewDense32(n, d, values)
	require.NoError(b, err)
	return x
}

// The exact graph of 10 neighbours and its rate, each pair counted once:
//
//	LP_BENCH_DATA=… go test ./graph -run '^$' -bench KNN -benchtime 1x -count 3
func BenchmarkKNN(b *testing.B) {
	for _, c := range []struct {
		name string
		n, d int
	}{{"mnist5k", 5000, 784}, {"mnist10k", 10000, 784}, {"mnist70k", 70000, 784}, {"seed", 102000, 1024}} {
		b.Run(fmt.Sprintf("%s/%d×%d", c.name, c.n, c.d), func(b *testing.B) {
			x := benchRows(b, c.name, c.n, c.d)
			benchKNN(b, x, 10, 1)
			rate := float64(c.n) * float64(c.n) * float64(c.d) * float64(b.N) / b.Elapsed().Seconds() / 1e9
			b.ReportMetric(rate, "GFLOP/s")
		})
	}
}

// The graph of 10 or 15 neighbours with most of them found, and the share found of a sample.
// The rows of blobs1m and of embeddings show how the time grows with their number:
//
//	LP_BENCH_DATA=… go test ./graph -run '^$' -bench Recall -benchtime 1x -count 3
func BenchmarkRecall(b *testing.B) {
	for _, c := range []struct {
		name   string
		n, d   int
		k      int
		recall float64
	}{
		{"mnist70k", 70_000, 784, 10, 0.992}, {"mnist70k", 70_000, 784, 10, 0.998}, {"seed", 102_000, 1024, 10, 0.998},
		{"blobs1m", 10_000, 32, 10, 0.95}, {"blobs1m", 100_000, 32, 10, 0.95}, {"blobs1m", 1_000_000, 32, 10, 0.95},
		{"embeddings", 100_000, 384, 15, 0.8}, {"embeddings", 300_000, 384, 15, 0.8},
		{"embeddings", 1_000_000, 384, 15, 0.8}, {"embeddings", 3_000_000, 384, 15, 0.8},
	} {
		b.Run(fmt.Sprintf("%s/%d×%d/%g", c.name, c.n, c.d, c.recall), func(b *testing.B) {
			var x mat.Matrix
			if c.name == "embeddings" {
				x = benchNarrowRows(b, c.name, c.n, c.d)
			} else {
				x = benchRows(b, c.name, c.n, c.d)
			}
			b.ReportMetric(benchKNN(b, x, c.k, c.recall), "recall")
		})
	}
}

// The exact graph of 10 neighbours of normal numbers in few columns, which a tree finds:
//
//	go test ./graph -run '^$' -bench Tree -benchtime 1x -count 3
func BenchmarkTree(b *testing.B) {
	for _, c := range []struct{ n, d int }{{1_000_000, 3}, {200_000, 8}, {200_000, 16}} {
		b.Run(fmt.Sprintf("%d×%d", c.n, c.d), func(b *testing.B) {
			rng := random(1)
			x := mat.NewDense(c.n, c.d, nil)
			x.Apply(func(int, int, float64) float64 { return rng.NormFloat64() }, x)
			b.ResetTimer()
			benchKNN(b, x, 10, 1)
		})
	}
}

// The exact graph of 10 neighbours by cosine of made-up documents of 60 words, word w being
// as frequent as 1/w:
//
//	go test ./graph -run '^$' -bench Documents -benchtime 1x -count 3
func BenchmarkDocuments(b *testing.B) {
	for _, n := range []int{20_000, 100_000} {
		x := documents(b, n, 50_000, 60)
		for _, recall := range []float64{1, 0.95} {
			b.Run(fmt.Sprintf("%d/%g", n, recall), func(b *testing.B) {
				var near *graph.Neighbors
				for b.Loop() {
					var err error
					near, err = graph.KNN(b.Context(), x, 10, &graph.SearchOptions{Metric: kernel.Cosine{}, Recall: recall})
					require.NoError(b, err)
				}
				b.ReportMetric(near.Recall(), "recall")
			})
		}
	}
}

func documents(b *testing.B, n, words, length int) *graph.CSR {
	rng := random(1)
	start, ind, val := []int{0}, []int{}, []float64{}
	for range n {
		count := map[int]float64{}
		for range length {
			count[int(math.Pow(float64(words), rng.Float64()))-1]++
		}
		for _, w := range slices.Sorted(maps.Keys(count)) {
			ind, val = append(ind, w), append(val, count[w])
		}
		start = append(start, len(ind))
	}
	x, err := graph.NewCSR(n, words, start, ind, val)
	require.NoError(b, err)
	return x
}

// benchKNN returns the recall.
func benchKNN(b *testing.B, x mat.Matrix, k int, recall float64) float64 {
	found := 0.0
	for b.Loop() {
		near, err := graph.KNN(b.Context(), x, k, &graph.SearchOptions{Recall: recall})
		if err != nil {
			b.Fatal(err)
		}
		found = near.Recall()
	}
	return found
}
