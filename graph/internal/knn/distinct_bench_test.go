package knn

import (
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// BenchmarkDistinct puts as many rows in order as MNIST has.
func BenchmarkDistinct(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	x := mat.NewDense(70000, 784, nil)
	data := x.RawMatrix().Data
	for i := range data {
		if r.IntN(5) == 0 {
			data[i] = float64(r.IntN(256))
		}
	}
	p, err := NewPoints(x, nil)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		p.Distinct()
	}
}
