package summary

import (
	"fmt"

	"github.com/propagate-go/propagate/internal/pipeline"
)

// Uncertain tells how many rows keep a label at a least confidence, and how many of these are right, to expect by the
// labels left out.
type Uncertain struct {
	Least float64 `json:"min_confidence"`
	Kept  int     `json:"kept"` // rows
	Rows  int     `json:"rows"` // that had a label
	Curve []Risk  `json:"left_out,omitempty"`
}

// Risk is a point of the curve of risk and coverage.
type Risk struct {
	Least    float64    `json:"min_confidence"`
	Labels   int        `json:"labels"` // left out
	Coverage float64    `json:"coverage"`
	Accuracy *float64   `json:"accuracy"` // null where no label is left
	Interval [2]float64 `json:"interval"` // of the accuracy
	words    string
}

// uncertainOf describes what was refused; nil where nothing could be.
func uncertainOf(a *pipeline.Answer) *Uncertain {
	u := a.Uncertain
	if u == nil {
		return nil
	}
	out := &Uncertain{Least: u.Least, Kept: u.Kept.Count, Rows: u.Kept.Of}
	for _, c := range u.LeftOut {
		// Without a label there is no share of them.
		if c.Kept.Of == 0 {
			continue
		}
		r := Risk{Least: c.Least, Labels: c.Kept.Of, Coverage: c.Kept.Share(), Interval: [2]float64{0, 1}}
		if r.words = "there is nothing to tell how many are right"; c.Right.Of > 0 {
			accuracy := c.Right.Share()
			r.Accuracy, r.words = &accuracy, percent(c.Right)+" of these are right"
			r.Interval[0], r.Interval[1] = c.Right.Interval()
		}
		out.Curve = append(out.Curve, r)
	}
	return out
}

func (u *Uncertain) String() string {
	text := fmt.Sprintf("%d of %d rows keep a label, with a confidence of %g at least", u.Kept, u.Rows, u.Least)
	if len(u.Curve) == 0 {
		return text
	}
	return fmt.Sprintf("%s; of %d labels left out %.1f %% have that confidence, and %s", text, u.Curve[0].Labels,
		100*u.Curve[0].Coverage, u.Curve[0].words)
}
