package pipeline_test

import (
	"testing"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mat"
)

// TestRefuseBelow checks that a row at the least confidence keeps its label, that given labels stay whatever their
// confidence, and that nothing is proven of a row without a label.
func TestRefuseBelow(t *testing.T) {
	answer := func() *pipeline.Answer {
		return &pipeline.Answer{
			Labels: []int{0, 1, 0, labelprop.Unlabeled, 1},
			Status: []labelprop.Status{labelprop.Given, labelprop.Propagated, labelprop.Propagated,
				labelprop.Unreachable, labelprop.Propagated},
			Probs:      mat.NewDense(5, 2, []float64{0.5, 0.5, 0.25, 0.75, 0.7, 0.3, 0, 0, 0, 1}),
			Prediction: &labelprop.Prediction{Proven: []bool{true, true, true, false, true}},
		}
	}
	a := answer()
	a.RefuseBelow(0.75)
	assert.Equal(t, []int{0, 1, labelprop.Unlabeled, labelprop.Unlabeled, 1}, a.Labels)
	assert.Equal(t, labelprop.Uncertain, a.Status[2])
	assert.Equal(t, []bool{true, true, false, false, true}, a.Prediction.Proven)
	assert.Equal(t, pipeline.Proportion{Count: 2, Of: 3}, a.Uncertain.Kept)

	certain := answer()
	certain.RefuseBelow(1)
	assert.Equal(t, []int{0, labelprop.Unlabeled, labelprop.Unlabeled, labelprop.Unlabeled, 1}, certain.Labels)

	all := answer()
	all.RefuseBelow(0)
	assert.Equal(t, answer().Labels, all.Labels)
	assert.Nil(t, all.Uncertain)
}
