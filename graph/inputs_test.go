package graph_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// forms are the ways in which the same rows can be handed over.
var forms = []struct {
	name string
	of   func(x [][]float64) mat.Matrix
}{
	{"dense", func(x [][]float64) mat.Matrix { return dense(x) }},
	{"slice of a wider dense", func(x [][]float64) mat.Matrix {
		n, d := len(x), len(x[0])
		wide := mat.NewDense(n+3, d+2, nil)
		for i := range n + 3 {
			for j := range d + 2 {
				wide.Set(i, j, math.NaN()) // whoever reads beside the slice notices
			}
		}
		view := wide.Slice(2, n+2, 1, d+1).(*mat.Dense)
		view.Copy(dense(x))
		return view
	}},
	{"transposed view", func(x [][]float64) mat.Matrix {
		columns := mat.NewDense(len(x[0]), len(x), nil)
		columns.Copy(dense(x).T())
		return columns.T()
	}},
	{"CSR", func(x [][]float64) mat.Matrix { return sparse(x) }},
	{"foreign rows", func(x [][]float64) mat.Matrix { return foreignRows(x) }},
}

func dense(x [][]float64) *mat.Dense {
	m := mat.NewDense(len(x), len(x[0]), nil)
	for i, row := range x {
		m.SetRow(i, row)
	}
	return m
}

// sparse leaves out the zeros, but for those at the start of odd rows.
func sparse(x [][]float64) *graph.CSR {
	indptr, ind, data := []int{0}, []int{}, []float64{}
	for i, row := range x {
		for j, v := range row {
			if v != 0 || j == 0 && i%2 == 1 {
				ind, data = append(ind, j), append(data, v)
			}
		}
		indptr = append(indptr, len(ind))
	}
	m, err := graph.NewCSR(len(x), len(x[0]), indptr, ind, data)
	if err != nil {
		panic(err)
	}
	return m
}

// foreignRows is somebody else's sparse matrix: a mat.RowNonZeroDoer that names
// its columns from the last to the first.
type foreignRows [][]float64

func (m foreignRows) Dims() (r, c int)    { return len(m), len(m[0]) }
func (m foreignRows) At(i, j int) float64 { return m[i][j] }
func (m foreignRows) T() mat.Matrix       { return mat.Transpose{Matrix: m} }
func (m foreignRows) DoRowNonZero(i int, fn func(i, j int, v float64)) {
	for j := len(m[i]) - 1; j >= 0; j-- {
		if m[i][j] != 0 {
			fn(i, j, m[i][j])
		}
	}
}

func naiveEuclidean(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += (a[i] - b[i]) * (a[i] - b[i])
	}
	return math.Sqrt(sum)
}

func naiveManhattan(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += math.Abs(a[i] - b[i])
	}
	return sum
}

// chebyshev is a metric that package kernel does not know.
type chebyshev struct{}

func (chebyshev) String() string { return "chebyshev" }

func (chebyshev) Distance(a, b []float64) float64 {
	most := 0.0
	for i := range a {
		most = max(most, math.Abs(a[i]-b[i]))
	}
	return most
}

var metrics = []struct {
	metric kernel.Metric
	naive  func(a, b []float64) float64
}{
	{kernel.Euclidean{}, naiveEuclidean},
	{kernel.Manhattan{}, naiveManhattan},
	{kernel.Cosine{}, kernel.Cosine{}.Distance}, // held against a textbook in its own package
	{chebyshev{}, chebyshev{}.Distance},
}

// integerRows returns n rows of d integers from -most to most: many ties, some
// duplicates, some zeros.
func integerRows(rng *rand.Rand, n, d, most int) [][]float64 {
	x := make([][]float64, n)
	for i := range x {
		for range d {
			x[i] = append(x[i], float64(rng.IntN(2*most+1)-most))
		}
	}
	return x
}

func randomRows(rng *rand.Rand, n, d int) [][]float64 {
	x := make([][]float64, n)
	for i := range x {
		for range d {
			x[i] = append(x[i], rng.NormFloat64())
		}
	}
	return x
}

// column returns rows of one number each.
func column(values ...float64) [][]float64 {
	x := make([][]float64, len(values))
	for i, v := range values {
		x[i] = []float64{v}
	}
	return x
}

func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 20261123)) }

func requireKNN(t testing.TB, x mat.Matrix, k int, o *graph.SearchOptions) *graph.Neighbors {
	t.Helper()
	n, err := graph.KNN(t.Context(), x, k, o)
	require.NoError(t, err)
	return n
}

func requireJoined(t testing.TB, n *graph.Neighbors) *graph.Neighbors {
	t.Helper()
	connected, err := n.Connect(t.Context())
	require.NoError(t, err)
	return connected
}

func requireRadius(t testing.TB, x mat.Matrix, r float64, o *graph.SearchOptions) *graph.Neighbors {
	t.Helper()
	n, err := graph.Radius(t.Context(), x, r, o)
	require.NoError(t, err)
	return n
}

func requireComplete(t testing.TB, x mat.Matrix, o *graph.SearchOptions) *graph.Neighbors {
	t.Helper()
	n, err := graph.Complete(t.Context(), x, o)
	require.NoError(t, err)
	return n
}

func requireWeigh(t testing.TB, n *graph.Neighbors, k kernel.Kernel) *graph.Graph {
	t.Helper()
	g, err := n.Weigh(k)
	require.NoError(t, err)
	return g
}
