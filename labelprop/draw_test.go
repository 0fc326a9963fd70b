package labelprop_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// functions are all exported functions.
var functions = map[string]any{
	"graph.Complete": graph.Complete, "graph.KNN": graph.KNN, "graph.Radius": graph.Radius, "graph.Pairs": graph.Pairs,
	"graph.FromEdges": graph.FromEdges, "graph.FromMatrix": graph.FromMatrix, "graph.NewCSR": graph.NewCSR,
	"graph.NewDense32":     graph.NewDense32,
	"graph.FromNamedEdges": graph.FromNamedEdges, "graph.WeighDistances": graph.WeighDistances,
	"graph.ReadNeighbors": graph.ReadNeighbors, "kernel.Normalize": kernel.Normalize,

	"labelprop.Classes": labelprop.Classes, "labelprop.Compare": labelprop.Compare,
	"labelprop.Conformal": labelprop.Conformal, "labelprop.ConformalLeftOut": labelprop.ConformalLeftOut,
	"labelprop.LeastLabels": labelprop.LeastLabels,
	"labelprop.NoveltyOf":   labelprop.NoveltyOf, "labelprop.FitNoise": labelprop.FitNoise,
	"labelprop.Doubt": labelprop.Doubt, "labelprop.SelectClass": labelprop.SelectClass,
	"labelprop.CrossSuspects": labelprop.CrossSuspects, "labelprop.DefaultMethod": labelprop.DefaultMethod,
	"labelprop.Explain": labelprop.Explain, "labelprop.Explains": labelprop.Explains,
	"labelprop.ForestOpinion": labelprop.ForestOpinion, "labelprop.GraphOpinion": labelprop.GraphOpinion,
	"labelprop.Judges": labelprop.Judges, "labelprop.LabelEntropy": labelprop.LabelEntropy,
	"labelprop.LeaveOneOut": labelprop.LeaveOneOut, "labelprop.Linear": labelprop.Linear,
	"labelprop.LeaveOut":        labelprop.LeaveOut,
	"labelprop.LeavePairsOut":   labelprop.LeavePairsOut,
	"labelprop.LogisticOpinion": labelprop.LogisticOpinion, "labelprop.ReadLogistic": labelprop.ReadLogistic,
	"labelprop.SparseLogisticOpinion": labelprop.SparseLogisticOpinion, "labelprop.ReadSparseLogistic": labelprop.ReadSparseLogistic,
	"labelprop.MinimizeEntropy": labelprop.MinimizeEntropy, "labelprop.MultiLabel": labelprop.MultiLabel,
	"labelprop.Pool": labelprop.Pool, "labelprop.Proves": labelprop.Proves, "labelprop.ReadForest": labelprop.ReadForest,
	"labelprop.ReadPoolRule": labelprop.ReadPoolRule, "labelprop.ReadResult": labelprop.ReadResult,
	"labelprop.ReadRidge": labelprop.ReadRidge, "labelprop.RidgeOpinion": labelprop.RidgeOpinion,
	"labelprop.Soft": labelprop.Soft, "labelprop.Solve": labelprop.Solve, "labelprop.Suggest": labelprop.Suggest,
	"labelprop.SuggestFrom": labelprop.SuggestFrom, "labelprop.Suspects": labelprop.Suspects, "labelprop.SortSuspects": labelprop.SortSuspects,
	"labelprop.Tune": labelprop.Tune, "labelprop.TuneHoldOut": labelprop.TuneHoldOut,
	"labelprop.TuneWidths": labelprop.TuneWidths, "labelprop.Values": labelprop.Values,
}

// drawer draws arguments.
type drawer struct {
	rng    *rand.Rand
	ctx    context.Context             // ends after a second
	some   map[reflect.Type][]any      // values that are known to be right, by the type of a parameter
	types  map[string]reflect.Type     // receivers by name
	odd    map[reflect.Type]func() any // values that nothing else would draw
	failed map[string]bool
}

const rowsDrawn = 6

func newDrawer(t *testing.T, seed uint64) *drawer {
	t.Helper()
	d := &drawer{rng: rand.New(rand.NewPCG(seed, 1)), some: map[reflect.Type][]any{}, odd: map[reflect.Type]func() any{}, failed: map[string]bool{}}
	d.addGood(t)
	d.types = map[string]reflect.Type{}
	for typ := range d.receivers() {
		d.types[typ.String()] = typ
	}
	return d
}

// add adds a value for parameters of type T.
func add[T any](d *drawer, values ...T) {
	typ := reflect.TypeFor[T]()
	for _, v := range values {
		d.some[typ] = append(d.some[typ], v)
	}
}

// addGood makes a small problem, and all that can be made of it.
func (d *drawer) addGood(t *testing.T) {
	t.Helper()
	x := mat.NewDense(rowsDrawn, 2, []float64{0, 1, 1, 1, 1, 1, 9, 8, 8, 8, 9, 9})
	y := []int{0, -1, 0, 1, -1, 1}
	p := mat.NewDense(rowsDrawn, 2, []float64{0.9, 0.1, 0.8, 0.2, 1, 0, 0.1, 0.9, 0, 1, 0.3, 0.7})
	near, err := graph.KNN(t.Context(), x, 2, nil)
	require.NoError(t, err)
	all, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: 0.1})
	require.NoError(t, err)
	given, err := graph.FromEdges(rowsDrawn, []graph.Edge{{From: 0, To: 1, Weight: 1}, {From: 3, To: 4, Weight: 1e-300}})
	require.NoError(t, err)
	found, err := near.Find(t.Context(), x.Slice(1, 4, 0, 2), nil)
	require.NoError(t, err)
	links, err := found.Weigh(kernel.SelfTuning{})
	require.NoError(t, err)
	seeds := classSeeds(y)
	r, err := labelprop.Solve(t.Context(), g, seeds, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	signed, err := labelprop.Solve(t.Context(), g, seeds, labelprop.Poisson{}, nil)
	require.NoError(t, err)
	soft, err := labelprop.Soft(p, nil)
	require.NoError(t, err)
	several, err := labelprop.MultiLabel(mat.NewDense(rowsDrawn, 2, make([]float64, 12)), make([]bool, rowsDrawn))
	require.NoError(t, err)
	columns := []features.Column{features.Of("x", x, 0), features.Parse("c", []string{"a", "b", "", "a", "b", "c"}, features.Text)}
	one, forest, err := labelprop.ForestOpinion(t.Context(), columns, seeds, &labelprop.ForestOptions{Trees: 3})
	require.NoError(t, err)
	two, ridge, err := labelprop.RidgeOpinion(t.Context(), x, seeds, nil)
	require.NoError(t, err)
	_, logistic, err := labelprop.LogisticOpinion(t.Context(), x, seeds, nil)
	require.NoError(t, err)
	words, err := graph.NewCSR(rowsDrawn, 3, []int{0, 1, 2, 3, 3, 4, 5}, []int{0, 2, 0, 1, 2}, []float64{1, 1, 1, 1, 1})
	require.NoError(t, err)
	three, sparseLogistic, err := labelprop.SparseLogisticOpinion(t.Context(), words, seeds, nil)
	require.NoError(t, err)
	three.Beside = true
	pooled, err := labelprop.Pool(t.Context(), []labelprop.Opinion{one, two, three}, seeds, nil)
	require.NoError(t, err)
	sparse, err := graph.NewCSR(2, 3, []int{0, 1, 2}, []int{0, 2}, []float64{1, 2})
	require.NoError(t, err)
	narrow, err := graph.NewDense32(2, 3, []float32{1, 2, 3, 4, 5, 6})
	require.NoError(t, err)
	left, err := labelprop.LeaveOneOut(t.Context(), g, seeds, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	predicted, err := r.Predict(links)
	require.NoError(t, err)
	file := func(store func(io.Writer) error) []byte {
		var b bytes.Buffer
		require.NoError(t, store(&b))
		return b.Bytes()
	}

	add(d, near, all)
	add(d, g, given, new(graph.Graph))
	add(d, found)
	add(d, links)
	add(d, sparse, words)
	add(d, narrow)
	add(d, r, signed)
	add(d, forest)
	add(d, ridge)
	add(d, logistic)
	add(d, sparseLogistic)
	add(d, left)
	add(d, predicted)
	add(d, pooled)
	add(d, &pooled.PoolRule)
	add(d, seeds, soft, several, valueSeeds([]float64{1, 2, math.NaN(), 4, 5, 6}), labelprop.Seeds{})
	add(d, one, two, three)
	add(d, columns[0], columns[1])
	add(d, &columns[0], &columns[1])
	add(d, features.Fit(columns))
	add(d, labelprop.Candidate{Name: "a", Graph: g, Method: labelprop.Harmonic{}})
	add[mat.Matrix](d, x, p, sparse, narrow, x.T())
	add(d, x, p)
	add[labelprop.Method](d, labelprop.Harmonic{}, labelprop.Propagation{}, labelprop.Spreading{}, labelprop.Poisson{},
		labelprop.BalancedPoisson{}, labelprop.PoissonMBO{}, labelprop.WNLL{}, labelprop.ProperlyWeighted{}, labelprop.MAD{})
	add[kernel.Kernel](d, kernel.RBF{Gamma: 1}, kernel.Laplacian{Gamma: 1}, kernel.SelfTuning{}, kernel.Perplexity{},
		kernel.SharedNeighbors{}, kernel.Unweighted{}, kernel.InverseDistance{})
	add[kernel.Metric](d, kernel.Euclidean{}, kernel.Cosine{}, kernel.Manhattan{})
	for _, stored := range [][]byte{file(near.Store), file(r.Store), file(forest.Store), file(ridge.Store),
		file(logistic.Store), file(sparseLogistic.Store), file(pooled.Store)} {
		d.addFile(stored)
	}
	add[io.Writer](d, io.Discard)
}

func (d *drawer) addFile(stored []byte) {
	typ := reflect.TypeFor[io.Reader]()
	d.some[typ] = append(d.some[typ], stored)
}

// receivers are the types whose methods are called.
func (d *drawer) receivers() map[reflect.Type]bool {
	all := map[reflect.Type]bool{}
	for _, v := range []any{
		new(graph.Neighbors), new(graph.Graph), new(graph.Links), new(graph.NewNeighbors), new(graph.CSR),
		new(graph.Dense32),
		kernel.Cosine{}, kernel.Euclidean{}, kernel.Manhattan{}, kernel.InverseDistance{}, kernel.Laplacian{},
		kernel.Perplexity{}, kernel.RBF{}, kernel.SelfTuning{}, kernel.SharedNeighbors{}, kernel.Unweighted{},
		labelprop.BalancedPoisson{}, new(labelprop.Comparison), labelprop.CorrectSmooth{}, new(labelprop.Forest), new(labelprop.PredictionSets), new(labelprop.Novelty), new(labelprop.Noise),
		labelprop.ConformalKind(0),
		new(labelprop.LabelsLeftOut),
		labelprop.Harmonic{}, new(labelprop.LOO), new(labelprop.Logistic), new(labelprop.SparseLogistic), labelprop.MAD{}, labelprop.Poisson{}, labelprop.PoissonMBO{},
		new(labelprop.PoolRule), new(labelprop.Pooled), new(labelprop.Prediction), labelprop.Propagation{},
		labelprop.ProperlyWeighted{}, new(labelprop.Result), new(labelprop.Ridge), labelprop.Seeds{}, labelprop.Solver(0), labelprop.Phase(0),
		labelprop.Spreading{}, labelprop.Status(0), labelprop.Strategy(0), new(labelprop.Temperature), labelprop.WNLL{},
		labelprop.Warning{},
	} {
		all[reflect.TypeOf(v)] = true
	}
	return all
}

// drawnNumbers and drawnFloats are what is drawn for drawnNumbers, small ones more often than others.
var (
	drawnNumbers = []int{-1, 0, 1, 2, 3, 5, rowsDrawn, rowsDrawn + 1, -1 << 63, 1<<63 - 1, 1 << 40, -7}
	drawnFloats  = []float64{0, 1, 0.5, 2, -1, 1e-300, 1e300, 5e-324, math.MaxFloat64, math.NaN(), math.Inf(1), math.Inf(-1)}
	drawnTexts   = []string{"", "a", "1", "nan", "\x00\xff", "2020-01-01", "a\nb"}
)

var errDrawn = errors.New("drawn")

// draw draws a value of a type, to a depth of four.
func (d *drawer) draw(t reflect.Type, depth int) reflect.Value {
	if t == reflect.TypeFor[context.Context]() {
		return d.context()
	}
	if some := d.some[t]; len(some) > 0 && d.rng.IntN(5) < 3 {
		v := some[d.rng.IntN(len(some))]
		if stored, ok := v.([]byte); ok {
			return d.file(stored)
		}
		return reflect.ValueOf(v).Convert(t)
	}
	switch t.Kind() {
	case reflect.Interface:
		return d.face(t)
	case reflect.Func:
		return d.function(t, depth)
	case reflect.Pointer:
		return d.pointer(t, depth)
	case reflect.Slice:
		return d.slice(t, depth)
	case reflect.Struct:
		return d.structure(t, depth)
	}
	return d.scalar(t)
}

// receiver draws what a method is called of: what the module has returned, a value that anybody may write
// down, or, of graphs, nil.
func (d *drawer) receiver(t reflect.Type) reflect.Value {
	some := d.some[t]
	switch {
	case t.Kind() != reflect.Pointer:
		return d.draw(t, 0)
	case strings.Contains(t.String(), "graph.") && d.rng.IntN(4) == 0:
		return []reflect.Value{reflect.Zero(t), reflect.New(t.Elem())}[d.rng.IntN(2)]
	case len(some) == 0:
		return reflect.New(t.Elem())
	}
	return reflect.ValueOf(some[d.rng.IntN(len(some))])
}

func (d *drawer) scalar(t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.Bool:
		v.SetBool(d.rng.IntN(2) == 0)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(int64(drawnNumbers[min(d.rng.IntN(len(drawnNumbers)), d.rng.IntN(len(drawnNumbers)))]))
	case reflect.Uint64:
		v.SetUint(d.rng.Uint64())
	case reflect.Float64:
		v.SetFloat(drawnFloats[min(d.rng.IntN(len(drawnFloats)), d.rng.IntN(len(drawnFloats)))])
	case reflect.String:
		v.SetString(drawnTexts[d.rng.IntN(len(drawnTexts))])
	}
	return v
}

func (d *drawer) pointer(t reflect.Type, depth int) reflect.Value {
	v := reflect.New(t.Elem())
	switch {
	case d.rng.IntN(3) == 0:
		return reflect.Zero(t)
	case t == reflect.TypeFor[*mat.Dense]():
		return reflect.ValueOf(d.matrix())
	}
	v.Elem().Set(d.draw(t.Elem(), depth+1))
	return v
}

func (d *drawer) slice(t reflect.Type, depth int) reflect.Value {
	if d.rng.IntN(6) == 0 || depth > 4 {
		return reflect.Zero(t)
	}
	n := []int{0, 1, 2, 3, rowsDrawn, rowsDrawn}[d.rng.IntN(6)]
	v := reflect.MakeSlice(t, n, n)
	for i := range n {
		v.Index(i).Set(d.draw(t.Elem(), depth+1))
	}
	return v
}

func (d *drawer) structure(t reflect.Type, depth int) reflect.Value {
	v := reflect.New(t).Elem()
	// Some fields are left zero, so that others come into play.
	for i := range t.NumField() {
		if t.Field(i).IsExported() && d.rng.IntN(2) == 0 && depth < 4 {
			v.Field(i).Set(d.draw(t.Field(i).Type, depth+1))
		}
	}
	return v
}

// function draws a callback: none, one that returns what is drawn, or one that panics.
func (d *drawer) function(t reflect.Type, depth int) reflect.Value {
	how := d.rng.IntN(5)
	if how == 0 {
		return reflect.Zero(t)
	}
	seed := d.rng.Uint64()
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		if how == 1 {
			panic("drawn")
		}
		// A drawer of its own: workers may call it side by side.
		own := *d
		own.rng = rand.New(rand.NewPCG(seed, 2))
		// A sequence yields a few candidates.
		if len(args) == 1 && args[0].Kind() == reflect.Func {
			for range own.rng.IntN(4) {
				in := args[0].Type().In(0)
				if !args[0].Call([]reflect.Value{own.draw(in, depth+1)})[0].Bool() {
					break
				}
			}
		}
		var out []reflect.Value
		for i := range t.NumOut() {
			out = append(out, own.draw(t.Out(i), depth+1))
		}
		return out
	})
}

func (d *drawer) context() reflect.Value {
	ctx := d.ctx
	if d.rng.IntN(10) == 0 {
		cancelled, cancel := context.WithCancel(ctx)
		cancel()
		ctx = cancelled
	}
	if d.rng.IntN(10) == 0 {
		return reflect.Zero(reflect.TypeFor[context.Context]())
	}
	return reflect.ValueOf(&ctx).Elem()
}

// file draws a stored file, whole, cut or damaged.
func (d *drawer) file(stored []byte) reflect.Value {
	b := bytes.Clone(stored)
	switch d.rng.IntN(4) {
	case 0:
		b = b[:d.rng.IntN(len(b))]
	case 1:
		b[d.rng.IntN(len(b))] ^= 1 << d.rng.IntN(8)
	}
	var r io.Reader = bytes.NewReader(b)
	return reflect.ValueOf(&r).Elem()
}

// face draws what implements an interface.
func (d *drawer) face(t reflect.Type) reflect.Value {
	var values []any
	switch t {
	case reflect.TypeFor[mat.Matrix]():
		values = []any{(*mat.Dense)(nil), (*graph.CSR)(nil), d.matrix(), mat.Matrix(fickle{d.rng.IntN(8)}), fickle{-1},
			fickleRows{fickle{d.rng.IntN(8)}}, mat.NewVecDense(2, nil), &mat.Dense{}}
	case reflect.TypeFor[kernel.Kernel]():
		values = []any{oddKernel{d.rng.IntN(6)}, oddRank{d.rng.IntN(6)}, (*kernel.RBF)(nil), kernel.RBF{Gamma: d.float()},
			kernel.Laplacian{Gamma: d.float()}, kernel.Perplexity{P: d.float()}, kernel.SelfTuning{K: d.number()},
			kernel.SharedNeighbors{Of: oddKernel{d.rng.IntN(6)}}, oddDecay{d.rng.IntN(6)}}
	case reflect.TypeFor[kernel.Metric]():
		values = []any{oddMetric{d.rng.IntN(6)}, (*kernel.Cosine)(nil)}
	case reflect.TypeFor[labelprop.Method]():
		values = []any{(*labelprop.Harmonic)(nil), (*labelprop.MAD)(nil), labelprop.Spreading{Alpha: d.float()},
			d.structure(reflect.TypeFor[labelprop.MAD](), 0).Interface(),
			d.structure(reflect.TypeFor[labelprop.ProperlyWeighted](), 0).Interface(),
			d.structure(reflect.TypeFor[labelprop.PoissonMBO](), 0).Interface(),
			d.structure(reflect.TypeFor[labelprop.CorrectSmooth](), 0).Interface()}
	case reflect.TypeFor[io.Reader]():
		values = []any{(*bytes.Reader)(nil), oddStream{}}
	case reflect.TypeFor[io.Writer]():
		values = []any{(*bytes.Buffer)(nil), oddStream{}}
	case reflect.TypeFor[error]():
		values = []any{errDrawn}
	}
	v := reflect.New(t).Elem()
	if at := d.rng.IntN(len(values) + 1); at < len(values) && reflect.TypeOf(values[at]).Implements(t) {
		v.Set(reflect.ValueOf(values[at]))
	}
	return v
}

func (d *drawer) float() float64 { return drawnFloats[d.rng.IntN(len(drawnFloats))] }

func (d *drawer) number() int { return drawnNumbers[d.rng.IntN(len(drawnNumbers))] }

// matrix draws one of a few shapes, some of its values odd.
func (d *drawer) matrix() *mat.Dense {
	n, c := []int{0, 1, 3, rowsDrawn}[d.rng.IntN(4)], 1+d.rng.IntN(3)
	if n == 0 {
		return &mat.Dense{}
	}
	m := mat.NewDense(n, c, nil)
	for i := range n {
		for j := range c {
			m.Set(i, j, math.Round(4*d.rng.Float64()))
			if d.rng.IntN(20) == 0 {
				m.Set(i, j, d.float())
			}
		}
	}
	return m
}
