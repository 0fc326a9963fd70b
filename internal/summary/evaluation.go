package summary

import (
	"github.com/propagate-go/propagate/labelprop/metric"
	"gonum.org/v1/gonum/mat"
)

// What an evaluation goes by where nothing else was asked for.
const (
	DefaultClip = 1e-7 // least probability in the log loss
	DefaultBins = 10   // of confidence
)

// Evaluation measures labels against the truth. Its JSON is what propagate evaluate --json prints.
type Evaluation struct {
	Rows             RowCounts         `json:"rows"`
	Coverage         Number            `json:"coverage"`
	Accuracy         Number            `json:"accuracy"`
	Baseline         Number            `json:"baseline"` // the accuracy of the commonest class alone
	BalancedAccuracy Number            `json:"balanced_accuracy"`
	MacroF1          Number            `json:"macro_f1"`
	LogLoss          *LogLoss          `json:"log_loss"` // nil without probabilities
	Brier            *Number           `json:"brier"`    // likewise
	ECE              *CalibrationError `json:"ece"`      // nil without confidence
	Classes          []ClassScores     `json:"classes"`
	Confusion        Confusion         `json:"confusion"`
	Unknown          UnknownClasses    `json:"-"` // of a run, which knows the classes of the given labels
	One              *OneClassFound    `json:"one_class,omitempty"`
}

// OneClassFound measures how the rows of the only class that has labels are found among all others: by the answer, and
// by the order of their novelty.
type OneClassFound struct {
	Class            string `json:"class"`
	Rows             int    `json:"rows"`  // truly of the class
	Found            int    `json:"found"` // that got it
	Right            int    `json:"right"` // of these, truly of the class
	AveragePrecision Number `json:"average_precision"`
	Share            Number `json:"share"` // of the class, which is the average precision of a random order
}

// UnknownClasses are true classes that no given label has, so that no prediction can be right.
type UnknownClasses struct {
	Rows    int
	Classes []string // the largest first
}

// RowCounts counts the rows that were compared with the truth, and those that were not.
type RowCounts struct {
	Evaluated    int `json:"evaluated"`
	WithoutLabel int `json:"without_label"` // of those
	Given        int `json:"given"`
	WithoutTruth int `json:"without_truth"`
}

// LogLoss is the mean of -ln of the probability of the truth.
type LogLoss struct {
	Value Number  `json:"value"`
	Clip  float64 `json:"clip"`
	Hits  int     `json:"hits"` // rows whose truth had less probability than Clip
}

// CalibrationError is the expected calibration error.
type CalibrationError struct {
	Value  Number       `json:"value"`
	Bins   int          `json:"bins"`
	Filled []metric.Bin `json:"-"` // the bins, empty ones too
}

// ClassScores measures one class against the others.
type ClassScores struct {
	Class     string `json:"class"`
	Rows      int    `json:"rows"` // truly of the class
	Predicted int    `json:"predicted"`
	Precision Number `json:"precision"`
	Recall    Number `json:"recall"`
	F1        Number `json:"f1"`
}

// Confusion has a row for each true class, with a column for each predicted one, and the rows without a label apart.
type Confusion struct {
	Counts       [][]int `json:"counts"`
	WithoutLabel []int   `json:"without_label"`
}

// Evaluate measures labels against the truth, of which there is at least one row. Probabilities below clip count as
// clip in the log loss; bins are those of the calibration error.
//
// Errors: those of [metric].
func Evaluate(s *Scored, clip float64, bins int) (*Evaluation, error) {
	c, err := metric.NewConfusion(s.Truth, s.Predicted, len(s.Classes), nil)
	if err != nil {
		return nil, err
	}
	e := &Evaluation{
		Rows:             RowCounts{Evaluated: len(s.Truth), Given: s.Given, WithoutTruth: s.Unknown},
		Coverage:         Number(c.Coverage()),
		Accuracy:         Number(c.Accuracy()),
		Baseline:         Number(c.Baseline()),
		BalancedAccuracy: Number(c.BalancedAccuracy()),
		MacroF1:          Number(c.Macro(c.F1)),
	}
	// Beyond the labels themselves, confidence and probabilities are measured where they are known.
	e.count(c, s.Classes)
	if err := e.addCalibration(s, bins); err != nil {
		return nil, err
	}
	return e, e.addLosses(s, clip)
}

// count fills in the classes and the confusion matrix.
func (e *Evaluation) count(c *metric.Confusion, names []string) {
	// Class k against all others: its true rows are Support, its predicted ones the true and false positives.
	for k, name := range names {
		e.Classes = append(e.Classes, ClassScores{
			Class:     name,
			Rows:      int(c.Support(k)),
			Predicted: int(c.TP[k] + c.FP[k]),
			Precision: Number(c.Precision(k)),
			Recall:    Number(c.Recall(k)),
			F1:        Number(c.F1(k)),
		})
		e.Confusion.Counts = append(e.Confusion.Counts, integers(mat.Row(nil, k, c.N)))
	}
	e.Confusion.WithoutLabel = integers(c.Abstained)
	// Rows without a label are in no column of the matrix.
	for _, n := range e.Confusion.WithoutLabel {
		e.Rows.WithoutLabel += n
	}
}

// integers converts counts, which are weights of 1 each and therefore whole.
func integers(counts []float64) []int {
	n := make([]int, len(counts))
	for i, c := range counts {
		n[i] = int(c)
	}
	return n
}

// addCalibration measures the confidence.
func (e *Evaluation) addCalibration(s *Scored, bins int) error {
	if s.Confidence == nil {
		return nil
	}
	// The rows are binned by confidence; in each bin confidence is compared with accuracy.
	r, err := metric.ConfidenceCalibration(s.Truth, s.Predicted, s.Confidence, bins, nil)
	if err == nil {
		e.ECE = &CalibrationError{Number(r.ECE), bins, r.Bins}
	}
	return err
}

// addLosses measures the probabilities.
func (e *Evaluation) addLosses(s *Scored, clip float64) error {
	if s.Probabilities == nil {
		return nil
	}
	// Mean of -ln max(clip, P(truth)): one probability of 0 would make the mean infinite, so a clip bounds it.
	loss, err := metric.LogLoss(s.Truth, s.Probabilities, clip, nil)
	if err != nil {
		return err
	}
	brier, err := metric.Brier(s.Truth, s.Probabilities, nil)
	e.LogLoss = &LogLoss{Value: Number(loss), Clip: clip}
	e.Brier = (*Number)(&brier)
	// How many rows that concerns must be known to judge the mean.
	for i, y := range s.Truth {
		if s.Probabilities.At(i, y) < clip {
			e.LogLoss.Hits++
		}
	}
	return err
}
