package pipeline_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"testing"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// iris is a problem of 150 rows, of which 15 have a label.
func iris(t *testing.T) *dataset.Data {
	t.Helper()
	tab, err := (&table.Reading{}).File("../../testdata/iris.csv")
	require.NoError(t, err)
	t.Cleanup(func() { _ = tab.Close() })
	o := dataset.Options{MaxCategories: 50}
	o.Columns.Label, o.Columns.Truth = "label", "species"
	d, err := dataset.Read(tab, o)
	require.NoError(t, err)
	return d
}

// right is the share of the rows whose label is the true one.
func right(d *dataset.Data, a *pipeline.Answer) float64 {
	n := 0
	for i, name := range d.Classes.Names(a.Labels) {
		if name == d.Truth[i] {
			n++
		}
	}
	return float64(n) / float64(len(a.Labels))
}

// TestZeroConfig checks that the zero configuration solves a problem, and says how it chose.
func TestZeroConfig(t *testing.T) {
	d, c := iris(t), pipeline.Config{}
	b, err := pipeline.Build(t.Context(), d, c, nil)
	require.NoError(t, err)
	assert.Equal(t, dataset.Chosen[pipeline.Kernel]{Value: pipeline.Shared, By: pipeline.ByDefault}, b.Kernel)
	assert.Empty(t, b.Gamma.By, "the kernel has no γ")
	a, err := pipeline.Label(t.Context(), d, b, c, nil)
	require.NoError(t, err)
	assert.Equal(t, dataset.Chosen[labelprop.Method]{Value: labelprop.Harmonic{}, By: pipeline.ByLabelCount}, a.Method)
	assert.Greater(t, right(d, a), 0.9)
	assert.Equal(t, pipeline.Config{}, c)
}

// TestChoices checks who chose the kernel, γ and the method.
func TestChoices(t *testing.T) {
	d := iris(t)
	for name, c := range map[string]struct {
		config pipeline.Config
		kernel dataset.Chosen[pipeline.Kernel]
		gamma  string
	}{
		"complete": {pipeline.Config{Graph: pipeline.Graph{Kind: pipeline.Complete}},
			dataset.Chosen[pipeline.Kernel]{Value: pipeline.RBF, By: pipeline.ByCompleteGraph}, "auto"},
		"radius": {pipeline.Config{Graph: pipeline.Graph{Kind: pipeline.Radius, Radius: 1}},
			dataset.Chosen[pipeline.Kernel]{Value: pipeline.SelfTuning, By: pipeline.ByRadius}, ""},
		"named": {pipeline.Config{Kernel: pipeline.Laplacian, Gamma: pipeline.Gamma{Rule: pipeline.GammaKNN}},
			dataset.Chosen[pipeline.Kernel]{Value: pipeline.Laplacian, By: dataset.ByUser}, "knn"},
		"number": {pipeline.Config{Kernel: pipeline.RBF, Gamma: pipeline.Gamma{Values: []float64{2}}},
			dataset.Chosen[pipeline.Kernel]{Value: pipeline.RBF, By: dataset.ByUser}, dataset.ByUser},
		"list": {pipeline.Config{Kernel: pipeline.RBF, Gamma: pipeline.Gamma{Values: []float64{0.5, 1, 2}}},
			dataset.Chosen[pipeline.Kernel]{Value: pipeline.RBF, By: dataset.ByUser}, pipeline.ByLeaveOneOut},
	} {
		b, err := pipeline.Build(t.Context(), d, c.config, nil)
		require.NoError(t, err, name)
		assert.Equal(t, c.kernel, b.Kernel, name)
		assert.Equal(t, c.gamma, b.Gamma.By, name)
		if values := c.config.Gamma.Values; len(values) > 1 {
			assert.Contains(t, values, b.Gamma.Value)
			assert.Len(t, b.Widths.Ranked, len(values))
		}
	}
}

// observer keeps what it is told, and ends the work at some stage.
type observer struct {
	stages []pipeline.Stage
	ends   pipeline.Stage
}

var errEnough = errors.New("enough")

func (o *observer) Stage(s pipeline.Stage) { o.stages = append(o.stages, s) }

func (o *observer) Part(int, int) error { return o.end() }

func (o *observer) Iteration(labelprop.Progress) error { return o.end() }

func (o *observer) end() error {
	if o.stages[len(o.stages)-1] == o.ends {
		return errEnough
	}
	return nil
}

// TestObserver checks that stages are told in order, and that an observer can end the work.
func TestObserver(t *testing.T) {
	d, o := iris(t), &observer{}
	c := pipeline.Config{Calibrate: true, Method: pipeline.Method{Method: labelprop.Harmonic{}}}
	b, err := pipeline.Build(t.Context(), d, c, o)
	require.NoError(t, err)
	_, err = pipeline.Label(t.Context(), d, b, c, o)
	require.NoError(t, err)
	assert.Equal(t, []pipeline.Stage{
		pipeline.StageSearch, pipeline.StageGamma, pipeline.StageWeigh, pipeline.StageSolve, pipeline.StageCalibrate,
	}, o.stages)
	_, err = pipeline.Build(t.Context(), d, c, &observer{ends: pipeline.StageSearch})
	assert.ErrorIs(t, err, errEnough)
	_, err = pipeline.Tune(t.Context(), d, b, pipeline.TuneConfig{Run: c, Methods: []labelprop.Method{nil}},
		&observer{ends: pipeline.StageTune})
	assert.ErrorIs(t, err, errEnough)
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = pipeline.Build(stopped, d, c, nil)
	assert.ErrorIs(t, err, context.Canceled)
}

// TestSizes checks that classes get their sizes, and that sizes of other classes are an error of an option.
func TestSizes(t *testing.T) {
	d := iris(t)
	c := pipeline.Config{Sizes: pipeline.Sizes{Rule: pipeline.SizesProjected, Counts: []pipeline.ClassCount{
		{Class: "virginica", Count: 6}, {Class: "setosa", Count: 5}, {Class: "versicolor", Count: 4},
	}}}
	b, err := pipeline.Build(t.Context(), d, c, nil)
	require.NoError(t, err)
	a, err := pipeline.Label(t.Context(), d, b, c, nil)
	require.NoError(t, err)
	assert.Equal(t, []int{50, 40, 60}, d.Classes.Counts(a.Labels))
	assert.NotEqual(t, a.Solved.Labels, a.Labels)
	c.Sizes.Counts[1].Class = "setose"
	_, err = pipeline.ChooseMethod(d, c)
	var option *dataset.OptionError
	require.ErrorAs(t, err, &option)
	assert.Equal(t, `Sizes.Counts "setose": no label is of that class, did you mean "setosa"?`, option.Text)
}

// TestTune checks that candidates have names and that the best is first.
func TestTune(t *testing.T) {
	d := iris(t)
	c := pipeline.Config{Graph: pipeline.Graph{K: 10}}
	b, err := pipeline.Build(t.Context(), d, c, nil)
	require.NoError(t, err)
	how := pipeline.TuneConfig{Run: c, Ks: []int{5, 10}, Kernels: true, Methods: []labelprop.Method{
		labelprop.Harmonic{}, labelprop.Spreading{Alpha: 0.9},
	}}
	found, err := pipeline.Tune(t.Context(), d, b, how, nil)
	require.NoError(t, err)
	assert.Len(t, found.Ranked, len(found.Candidates))
	for i, one := range found.Ranked {
		candidate := found.Candidates[one.Index]
		assert.Equal(t, candidate.String(), one.Name)
		assert.Equal(t, how.Methods[candidate.At], candidate.Method)
		if i > 0 {
			assert.GreaterOrEqual(t, one.LogLoss, found.Ranked[i-1].LogLoss)
		}
	}
	assert.Equal(t, found.Ranked[0], found.Advice.Take, "there is no default to compare with")
}

// TestTuneSingleMethod checks that one method that was named is not taken for the default.
func TestTuneSingleMethod(t *testing.T) {
	d := iris(t)
	b, err := pipeline.Build(t.Context(), d, pipeline.Config{}, nil)
	require.NoError(t, err)
	for how, verdict := range map[*pipeline.TuneConfig]bool{
		{Kernels: true, Methods: []labelprop.Method{labelprop.Harmonic{}}}:                          false,
		{Kernels: true, Methods: []labelprop.Method{nil}}:                                           false,
		{Kernels: true, Methods: []labelprop.Method{labelprop.Harmonic{}}, Default: true}:           true,
		{Kernels: true, Methods: []labelprop.Method{labelprop.Harmonic{}, labelprop.Propagation{}}}: true,
	} {
		found, err := pipeline.Tune(t.Context(), d, b, *how, nil)
		require.NoError(t, err)
		assert.Equal(t, verdict, found.Advice.Verdict != pipeline.NoVerdict, how)
	}
}

// TestModel checks that a model predicts the rows that it was made of, and after it was stored the same.
func TestModel(t *testing.T) {
	d := iris(t)
	c := pipeline.Config{Kernel: pipeline.RBF, Gamma: pipeline.Gamma{Values: []float64{3}}}
	b, err := pipeline.Build(t.Context(), d, c, nil)
	require.NoError(t, err)
	a, err := pipeline.Label(t.Context(), d, b, c, nil)
	require.NoError(t, err)
	m, err := pipeline.NewModel(d, b, a)
	require.NoError(t, err)
	var file bytes.Buffer
	require.NoError(t, m.Store(&file, "test"))
	again, err := pipeline.ReadModel(&file)
	require.NoError(t, err)
	rows, err := dataset.ReadLike(d.Table, again.Recipe, again.Classes, dataset.Options{})
	require.NoError(t, err)
	found, err := again.Predict(t.Context(), rows, pipeline.Novel{}, nil)
	require.NoError(t, err)
	assert.Equal(t, a.Labels, found.Labels)
	b.Gamma.Value = math.Inf(1)
	_, err = pipeline.NewModel(d, b, a)
	assert.ErrorContains(t, err, "infinite γ")
}

// TestKernels checks that every kernel has a name and a value.
func TestKernels(t *testing.T) {
	for k := pipeline.Shared; k <= pipeline.Perplexity; k++ {
		assert.NotEmpty(t, k.String())
		assert.NotNil(t, k.With(1))
	}
	assert.Equal(t, kernel.RBF{Gamma: 2}, pipeline.RBF.With(2))
	assert.Equal(t, kernel.Unweighted{}, pipeline.Laplacian.With(0))
}
