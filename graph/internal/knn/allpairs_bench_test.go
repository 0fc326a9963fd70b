package knn

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"gonum.org/v1/gonum/mat"
)

// npyHeader is the length of the header of these files.
const npyHeader = 128

// benchPoints returns the first n rows of X_name.npy, float32, of the folder
// $LP_BENCH_DATA, their columns times those of scale.
func benchPoints(b testing.TB, name string, n, d int) *Points {
	file, err := os.ReadFile(filepath.Join(os.Getenv("LP_BENCH_DATA"), "X_"+name+".npy"))
	if err != nil {
		b.Skip(err)
	}
	x := mat.NewDense(n, d, nil)
	values := file[npyHeader:]
	x.Apply(func(i, j int, _ float64) float64 {
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(values[4*(i*d+j):])))
	}, x)
	p, err := NewPoints(x, nil)
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// All pairs in float32 and in codes, 11 neighbours, on real rows:
//
//	LP_BENCH_DATA=… go test ./graph/internal/knn -run '^$' -bench AllPairs -benchtime 1x -cpu 1
func BenchmarkAllPairs(b *testing.B) {
	for _, c := range []struct {
		name string
		n, d int
	}{{"mnist5k", 5000, 784}, {"mnist10k", 10000, 784}, {"mnist70k", 70000, 784}, {"seed", 10000, 1024}, {"seed", 102000, 1024}} {
		for _, form := range []string{"float32", "codes"} {
			b.Run(fmt.Sprintf("%s/%d/%s", c.name, c.n, form), func(b *testing.B) {
				p := benchPoints(b, c.name, c.n, c.d)
				f := newFrame(p, p, vec.Best())
				if form == "codes" {
					f = newCodeFrame(p, p, vec.Best())
				}
				for b.Loop() {
					s := &query{ctx: b.Context(), q: p, p: p, k: 11, tier: vec.Best()}
					if _, err := s.allPairsIn(f); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
