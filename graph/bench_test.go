package graph_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
	"gonum.org/v1/gonum/mat"
)

// benchRows returns the float32 matrix X_name.npy of the folder $LP_BENCH_DATA, or
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
	values := file[len(file)-4*n*d:]
	x.Apply(func(i, j int, _ float64) float64 {
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(values[4*(i*d+j):])))
	}, x)
	return x
}

// The exact graph of 10 neighbours, its rate (each pair counted once) and the share
// of what the processor can do:
//
//	LP_BENCH_DATA=… go test ./graph -run '^$' -bench KNN -benchtime 1x -count 3
func BenchmarkKNN(b *testing.B) {
	for _, c := range []struct {
		name string
		n, d int
	}{{"mnist5k", 5000, 784}, {"mnist10k", 10000, 784}, {"mnist70k", 70000, 784}, {"seed", 102000, 1024}} {
		b.Run(fmt.Sprintf("%s/%d×%d", c.name, c.n, c.d), func(b *testing.B) {
			x := benchRows(b, c.name, c.n, c.d)
			peak := peakRate()
			for b.Loop() {
				if _, err := graph.KNN(x, 10, nil); err != nil {
					b.Fatal(err)
				}
			}
			rate := float64(c.n) * float64(c.n) * float64(c.d) * float64(b.N) / b.Elapsed().Seconds() / 1e9
			b.ReportMetric(rate, "GFLOP/s")
			b.ReportMetric(100*rate/peak, "%peak")
		})
	}
}

// peakRate measures multiply-adds on all processors, in GFLOP/s.
func peakRate() float64 {
	start := time.Now()
	flops := make([]int, 8*runtime.GOMAXPROCS(0))
	par.For(len(flops), 1, func(c, _, _ int) {
		for range 1000 {
			flops[c] += vec.Best().Peak(10000)
		}
	})
	sum := 0
	for _, f := range flops {
		sum += f
	}
	return float64(sum) / time.Since(start).Seconds() / 1e9
}
