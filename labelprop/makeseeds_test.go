package labelprop_test

import (
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// must returns v, and panics on an error: for inputs that a test knows to be right.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func classSeeds(y []int) labelprop.Seeds { return must(labelprop.Classes(y, 0)) }

func softSeeds(y mat.Matrix, weights []float64) labelprop.Seeds {
	return must(labelprop.Soft(y, weights))
}

func valueSeeds(y []float64) labelprop.Seeds { return must(labelprop.Values(y)) }

func multiSeeds(y mat.Matrix, known []bool) labelprop.Seeds {
	return must(labelprop.MultiLabel(y, known))
}
