package pipeline_test

import (
	"testing"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// sampledIris is iris with so many labels of each class.
func sampledIris(t *testing.T, labels [3]int) *dataset.Data {
	t.Helper()
	d := iris(t)
	for i, class := range d.Classes.Numbers(d.Truth) {
		if d.Given[i] = labelprop.Unlabeled; labels[class] > 0 {
			d.Given[i] = class
			labels[class]--
		}
	}
	return d
}

// labelled labels the rows by a method that is named, or by harmonic.
func labelled(t *testing.T, d *dataset.Data, c pipeline.Config) *pipeline.Answer {
	t.Helper()
	if c.Method == (pipeline.Method{}) {
		c.Method.Method = labelprop.Harmonic{}
	}
	b, err := pipeline.Build(t.Context(), d, c, nil)
	require.NoError(t, err)
	a, err := pipeline.Label(t.Context(), d, b, c, nil)
	require.NoError(t, err)
	return a
}

// Where a label left out is judged by something else than a row without a label is, no accuracy is told: labels that
// are uncertain or doubted, rows of groups that vote, the probabilities of another classifier, and classes that are
// brought to sizes.
func TestWhereNoLabelIsLeftOut(t *testing.T) {
	for name, change := range map[string]func(*dataset.Data, *pipeline.Config){
		"as it is": func(*dataset.Data, *pipeline.Config) {},
		"doubted":  func(_ *dataset.Data, c *pipeline.Config) { c.Doubt = true },
		"sizes":    func(_ *dataset.Data, c *pipeline.Config) { c.Sizes.Rule = pipeline.SizesMass },
		"uncertain": func(d *dataset.Data, _ *pipeline.Config) {
			d.Prep.Certainty.Below = 1
		},
		"groups": func(d *dataset.Data, _ *pipeline.Config) {
			d.Groups = &dataset.Partition{Of: make([]int, len(d.Given)), Names: make([]string, len(d.Given))}
			for i := range d.Given {
				d.Groups.Of[i] = i
			}
		},
		"classifier": func(d *dataset.Data, c *pipeline.Config) {
			c.Method.PriorWeight, c.Method.Method = 0.1, labelprop.Harmonic{}
			d.Prior = mat.NewDense(len(d.Given), 3, nil)
			for i := range d.Given {
				d.Prior.SetRow(i, []float64{0.2, 0.3, 0.5})
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			d, c := sampledIris(t, [3]int{22, 6, 3}), pipeline.Config{}
			change(d, &c)
			a := labelled(t, d, c)
			assert.Equal(t, name == "as it is", a.Trusted.Left != nil)
			assert.Equal(t, name == "as it is", a.Trusted.Expected != nil)
		})
	}
}

// What is known of the dependence of labels left out is all of it for sums over labels, and a part elsewhere.
func TestCovarianceIsPartial(t *testing.T) {
	for _, c := range []struct {
		method  labelprop.Method
		partial bool
	}{{labelprop.Harmonic{}, false}, {labelprop.Spreading{Alpha: 0.9}, false}, {labelprop.BalancedPoisson{}, true}} {
		a := labelled(t, sampledIris(t, [3]int{22, 6, 3}), pipeline.Config{Method: pipeline.Method{Method: c.method},
			Trust: pipeline.Trust{Shares: true}})
		require.NotNil(t, a.Trusted.Left, c.method)
		require.NotNil(t, a.Trusted.Left.Covariance, c.method)
		assert.Equal(t, c.partial, a.Trusted.Left.Covariance.Partial, c.method)
	}
	// The same labels, of which a part of the covariance is known, are worth less.
	a := labelled(t, sampledIris(t, [3]int{22, 6, 3}), pipeline.Config{Trust: pipeline.Trust{Shares: true}})
	a.Trusted.Left.Covariance.Partial = true
	wider, err := a.Trusted.Left.ClassShares(a.Probs)
	require.NoError(t, err)
	assert.Greater(t, wider[0].High-wider[0].Low, a.Trusted.Shares[0].High-a.Trusted.Shares[0].Low)
}

// Sets by class compare rows with labels of the class alone, and rows with a given label have no other class: by one
// method, and by a pool, whose covariance is that of its graph.
func TestSetsByClass(t *testing.T) {
	wine := newTrustCase(t, readJudged(t, "../../testdata/wine.csv", "cultivar"), 178)
	for _, byClass := range []bool{false, true} {
		for _, c := range []struct {
			data   *dataset.Data
			method pipeline.Method
		}{{sampledIris(t, [3]int{22, 6, 3}), pipeline.Method{}}, {wine.data, pipeline.Method{Pool: true}}} {
			d := *c.data
			if c.method.Pool {
				d.Given = wine.drawn(20, 1)
			}
			a := labelled(t, &d, pipeline.Config{Method: c.method, Trust: pipeline.Trust{Coverage: 0.9, ByClass: byClass}})
			sets := a.Trusted.Sets
			require.NotNil(t, sets)
			assert.Equal(t, byClass, sets.ByClass)
			assert.Equal(t, c.method.Pool, a.Trusted.Left.Covariance.Partial)
			for i, given := range d.Given {
				if given != labelprop.Unlabeled {
					assert.Equal(t, []int{given}, sets.Set(i, 0.9))
				}
			}
		}
	}
}

// Labels left out get the temperature that the rows have.
func TestLabelsLeftOutAreCalibrated(t *testing.T) {
	d := sampledIris(t, [3]int{22, 16, 13})
	plain := labelled(t, d, pipeline.Config{})
	a := labelled(t, d, pipeline.Config{Calibrate: true})
	require.NotZero(t, a.Temperature())
	assert.InDeltaSlice(t, a.Calibration.Apply(plain.Trusted.Left.P).RawMatrix().Data,
		a.Trusted.Left.P.RawMatrix().Data, 1e-12)
	assert.NotEqual(t, plain.Trusted.Left.P.RawMatrix().Data, a.Trusted.Left.P.RawMatrix().Data)
}
