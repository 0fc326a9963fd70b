package network

import (
	"context"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// npy returns what follows the header of a version 1.0 NumPy file of the folder
// $LP_BENCH_DATA, and skips the benchmark where there is none.
func npy(b *testing.B, name string) []byte {
	file, err := os.ReadFile(filepath.Join(os.Getenv("LP_BENCH_DATA"), name))
	if err != nil {
		b.Skipf("no data: %v", err)
	}
	return file[10+int(binary.LittleEndian.Uint16(file[8:])):]
}

func wholeNumbers(b *testing.B, name string) []int {
	file := npy(b, name)
	v := make([]int, len(file)/8)
	for i := range v {
		v[i] = int(binary.LittleEndian.Uint64(file[8*i:]))
	}
	return v
}

// mnistGraph is the 10-nearest-neighbour graph of MNIST, with self-tuning weights.
var mnistGraph struct {
	sync.Once
	*graph.Graph
}

// mnist returns that graph and 100 labels.
func mnist(b *testing.B) (*graph.Graph, []int) {
	truth := wholeNumbers(b, "y_mnist70k.npy")
	mnistGraph.Do(func() {
		file := npy(b, "X_mnist70k.npy")
		x := mat.NewDense(len(truth), 784, nil)
		data := x.RawMatrix().Data
		for i := range data {
			data[i] = float64(math.Float32frombits(binary.LittleEndian.Uint32(file[4*i:])))
		}
		near, err := graph.KNN(b.Context(), x, 10, &graph.SearchOptions{Recall: 0.99})
		require.NoError(b, err)
		mnistGraph.Graph, err = near.Weigh(kernel.SelfTuning{})
		require.NoError(b, err)
		leave(b, mnistGraph.Graph)
	})
	given := make([]int, len(truth))
	for i := range given {
		given[i] = unlabeled
	}
	for _, i := range wholeNumbers(b, "mask_mnist70k_100.npy") {
		given[i] = truth[i]
	}
	return mnistGraph.Graph, given
}

// leave writes the weights to W_mnist70k.bin, for docs/performance/peers.py: i, j and w.
func leave(b *testing.B, g *graph.Graph) {
	var file []byte
	w := g.Weights()
	for i := range g.N() {
		w.DoRowNonZero(i, func(i, j int, v float64) {
			file = binary.LittleEndian.AppendUint32(file, uint32(i))
			file = binary.LittleEndian.AppendUint32(file, uint32(j))
			file = binary.LittleEndian.AppendUint64(file, math.Float64bits(v))
		})
	}
	require.NoError(b, os.WriteFile(filepath.Join(os.Getenv("LP_BENCH_DATA"), "W_mnist70k.bin"), file, 0o644))
}

// BenchmarkMNIST is the harmonic function of 10 classes from 100 labels on the graph of
// MNIST's 70,000 images, to a residual of 1e-6: by conjugate gradients alone, and by
// Solve, which also proves the labels. It leaves the graph behind for others to solve:
//
//	LP_BENCH_DATA=… go test ./labelprop/internal/network -run '^$' -bench MNIST -benchtime 5x
func BenchmarkMNIST(b *testing.B) {
	g, given := mnist(b)
	seeds := classLabels(given)
	options := Options{Tol: 1e-6}
	var err error
	b.Run("residual", func(b *testing.B) {
		var out Outcome
		for b.Loop() {
			out, err = solveByConjugateGradients(context.Background(), New(g, seeds, harmonic()).equation(false), options, nil)
			require.NoError(b, err)
		}
		b.ReportMetric(float64(out.Iterations), "iterations")
	})
	b.Run("proven", func(b *testing.B) {
		var sol *Solution
		for b.Loop() {
			_, sol, err = Solve(b.Context(), g, seeds, harmonic(), options)
			require.NoError(b, err)
		}
		b.ReportMetric(float64(sol.Iterations), "iterations")
		b.ReportMetric(float64(len(sol.Proven)-sol.unproven()), "proven")
	})
}
