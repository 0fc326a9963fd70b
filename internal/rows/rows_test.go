package rows_test

import (
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/rows"
)

func TestRowIsTheSameForEveryConcreteType(t *testing.T) {
	d := mat.NewDense(3, 3, []float64{1, 2, 3, 2, 4, 5, 3, 5, 6})
	wide := mat.NewDense(3, 5, nil)
	view := wide.Slice(0, 3, 1, 4).(*mat.Dense)
	view.Copy(d)
	matrices := map[string]mat.Matrix{
		"dense":     d,
		"transpose": d.T(),
		"view":      view,
		"symmetric": mat.NewSymDense(3, []float64{1, 2, 3, 2, 4, 5, 3, 5, 6}),
	}
	narrow, err := graph.NewDense32(3, 3, []float32{1, 2, 3, 2, 4, 5, 3, 5, 6})
	if err != nil {
		t.Fatal(err)
	}
	matrices["float32"] = narrow
	for name, m := range matrices {
		r := rows.Of(m)
		for i := range 3 {
			if got := r.Row(i); !slices.Equal(got, d.RawRowView(i)) {
				t.Errorf("%s: row %d is %v", name, i, got)
			}
		}
	}
}

func TestVectorIsOneColumn(t *testing.T) {
	r := rows.Of(mat.NewVecDense(2, []float64{7, 8}))
	if got := r.Row(1); !slices.Equal(got, []float64{8}) {
		t.Errorf("got %v", got)
	}
}

func TestNoMatrixIsTheEmptyMatrix(t *testing.T) {
	for _, m := range []mat.Matrix{nil, (*mat.Dense)(nil)} {
		if n, k := rows.Dims(m); n != 0 || k != 0 {
			t.Errorf("nil is %d×%d", n, k)
		}
		rows.Of(m)
	}
	for _, size := range [][2]int{{0, 0}, {0, 3}, {3, 0}} {
		if !rows.Zeros(size[0], size[1]).IsEmpty() {
			t.Errorf("Zeros(%v) is not empty", size)
		}
	}
	if n, k := rows.Zeros(2, 3).Dims(); n != 2 || k != 3 {
		t.Errorf("Zeros(2, 3) is %d×%d", n, k)
	}
}
