package cli

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/propagate-go/propagate/labelprop/metric"
	"gonum.org/v1/gonum/mat"
)

const (
	defaultClip = 1e-7
	defaultBins = 10
)

// verdict is all that is said of answers. Its JSON is what --json prints.
type verdict struct {
	Rows             rowCounts       `json:"rows"`
	Coverage         figure          `json:"coverage"`
	Accuracy         figure          `json:"accuracy"`
	Baseline         figure          `json:"baseline"`
	BalancedAccuracy figure          `json:"balanced_accuracy"`
	MacroF1          figure          `json:"macro_f1"`
	LogLoss          *logLoss        `json:"log_loss"` // nil without probabilities
	Brier            *figure         `json:"brier"`    // likewise
	ECE              *calibration    `json:"ece"`      // nil without confidence
	Classes          []classVerdict  `json:"classes"`
	Confusion        confusionCounts `json:"confusion"`
}

type rowCounts struct {
	Evaluated    int `json:"evaluated"`
	WithoutLabel int `json:"without_label"` // of those
	Given        int `json:"given"`
	WithoutTruth int `json:"without_truth"`
}

type logLoss struct {
	Value figure  `json:"value"`
	Clip  float64 `json:"clip"`
	Hits  int     `json:"hits"` // rows whose truth had less probability than Clip
}

type calibration struct {
	Value figure `json:"value"`
	Bins  int    `json:"bins"`
}

type classVerdict struct {
	Class     string `json:"class"`
	Rows      int    `json:"rows"`
	Predicted int    `json:"predicted"`
	Precision figure `json:"precision"`
	Recall    figure `json:"recall"`
	F1        figure `json:"f1"`
}

// confusionCounts has a row for each true class, with a column for each
// predicted one, and the rows without a label apart.
type confusionCounts struct {
	Counts       [][]int `json:"counts"`
	WithoutLabel []int   `json:"without_label"`
}

// figure is a number that JSON may have to write as text: an infinite loss.
type figure float64

func (f figure) MarshalJSON() ([]byte, error) {
	if math.IsInf(float64(f), 0) || math.IsNaN(float64(f)) {
		return json.Marshal(strconv.FormatFloat(float64(f), 'g', -1, 64))
	}
	return json.Marshal(float64(f))
}

// verdict measures the answers, of which there is at least one.
func (j *judged) verdict(clip float64, bins int) (*verdict, error) {
	c, err := metric.NewConfusion(j.truth, j.pred, len(j.classes), nil)
	if err != nil {
		return nil, err
	}
	v := &verdict{
		Rows:             rowCounts{Evaluated: len(j.truth), Given: j.given, WithoutTruth: j.unknown},
		Coverage:         figure(c.Coverage()),
		Accuracy:         figure(c.Accuracy()),
		Baseline:         figure(c.Baseline()),
		BalancedAccuracy: figure(c.BalancedAccuracy()),
		MacroF1:          figure(c.Macro(c.F1)),
	}
	v.count(c, j.classes)
	if err := v.trust(j, bins); err != nil {
		return nil, err
	}
	return v, v.weigh(j, clip)
}

// count fills in the classes and the confusion matrix.
func (v *verdict) count(c *metric.Confusion, names classes) {
	for k, name := range names {
		v.Classes = append(v.Classes, classVerdict{
			Class:     name,
			Rows:      int(c.Support(k)),
			Predicted: int(c.TP[k] + c.FP[k]),
			Precision: figure(c.Precision(k)),
			Recall:    figure(c.Recall(k)),
			F1:        figure(c.F1(k)),
		})
		v.Confusion.Counts = append(v.Confusion.Counts, whole(mat.Row(nil, k, c.N)))
	}
	v.Confusion.WithoutLabel = whole(c.Abstained)
	for _, n := range v.Confusion.WithoutLabel {
		v.Rows.WithoutLabel += n
	}
}

func whole(counts []float64) []int {
	n := make([]int, len(counts))
	for i, c := range counts {
		n[i] = int(c)
	}
	return n
}

// trust measures the confidence.
func (v *verdict) trust(j *judged, bins int) error {
	if j.confidence == nil {
		return nil
	}
	r, err := metric.ConfidenceCalibration(j.truth, j.pred, j.confidence, bins, nil)
	if err == nil {
		v.ECE = &calibration{figure(r.ECE), bins}
	}
	return err
}

// weigh measures the probabilities.
func (v *verdict) weigh(j *judged, clip float64) error {
	if j.probs == nil {
		return nil
	}
	loss, err := metric.LogLoss(j.truth, j.probs, clip, nil)
	if err != nil {
		return err
	}
	brier, err := metric.Brier(j.truth, j.probs, nil)
	v.LogLoss = &logLoss{Value: figure(loss), Clip: clip}
	v.Brier = (*figure)(&brier)
	for i, y := range j.truth {
		if j.probs.At(i, y) < clip {
			v.LogLoss.Hits++
		}
	}
	return err
}
