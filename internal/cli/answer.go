package cli

import (
	"fmt"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// answer is what a run says of n rows.
type answer struct {
	labels   []int      // labelprop.Unlabeled: none
	probs    *mat.Dense // n×C
	status   []string
	warnings []error
	result   *labelprop.Result // nil for correct-smooth

	prediction  *labelprop.Prediction // of new rows by a model
	temperature float64               // by which probs were calibrated; 0: they were not
}

// answer spreads the labels and does what is to be done with the result.
func (j *job) answer() (*answer, error) {
	if j.way.make == nil {
		return j.correct()
	}
	j.say.Stage(pipeline.StageSolve)
	options := j.options
	if j.reportTo != "" {
		options.Observe = j.record
	}
	res, err := labelprop.Solve(j.ctx, j.graph, j.seeds, j.method, &options)
	if err != nil {
		return nil, err
	}
	j.say.Line("labels", "%v%s", res, abstained(res))
	if j.sizesBy != sizesNone {
		j.say.Stage(pipeline.StageSizes)
	}
	if res, err = j.resize(res); err != nil {
		return nil, err
	}
	a := &answer{labels: res.Labels, probs: res.Probabilities(), status: statusNames(res.Status), warnings: res.Warnings, result: res}
	if j.calibrate {
		j.say.Stage(pipeline.StageCalibrate)
		err = j.temper(a)
	}
	return a, err
}

func abstained(res *labelprop.Result) string {
	if n := res.Count(labelprop.Abstained); n > 0 {
		return fmt.Sprintf(", %d abstained", n)
	}
	return ""
}

// temper calibrates the probabilities by the labels left out.
func (j *job) temper(a *answer) error {
	loo, err := labelprop.LeaveOneOut(j.ctx, j.graph, j.seeds, j.method, &j.options)
	if err != nil {
		return err
	}
	t, err := loo.Calibrate()
	if err != nil {
		return err
	}
	if t.Off {
		j.say.Line("calibrate", "not done: %d labels could be left out, and it takes %d", t.Labels, labelprop.CalibrationLabels)
		return nil
	}
	j.say.Line("calibrate", "temperature %.3g from %d labels left out: ECE %.4f -> %.4f, log loss %.4f -> %.4f",
		t.T, t.Labels, t.ECE, t.ECEAfter, t.LogLoss, t.LogLossAfter)
	a.probs, a.temperature = t.Apply(a.probs), t.T
	return nil
}
