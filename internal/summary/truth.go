package summary

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/metric"
)

// Truth compares the labels found with the true ones.
type Truth struct {
	Evaluation *Evaluation // nil if there is nothing to compare with
	Reason     string      // why there is no evaluation though there is a truth; empty without a truth
}

// MostClasses is the number of classes beyond which a column of truth is not one of classes.
const MostClasses = 5000

// truthOf compares labels with the truth, as far as that is possible.
func truthOf(d *dataset.Data, a *pipeline.Answer) (Truth, error) {
	if d.Truth == nil {
		return Truth{}, nil
	}
	// A true class may be one that no row was given.
	classes := dataset.NewClasses(slices.Concat(d.Classes, d.Truth))
	if len(classes) > MostClasses {
		const reason = "not computed: the given and the true labels have %d classes"
		return Truth{Reason: fmt.Sprintf(reason, len(classes))}, nil
	}
	// Only labels that were predicted are compared.
	s := scoredOf(d, a, classes)
	if len(s.Truth) == 0 {
		return Truth{Reason: "not computed: no row without a given label has a true label"}, nil
	}
	e, err := Evaluate(s, DefaultClip, DefaultBins)
	if err != nil {
		return Truth{}, err
	}
	e.Unknown = unknownIn(e.Classes, d.Classes)
	if pipeline.OneClass(d) && a.Novelty != nil && a.Novelty.P != nil {
		e.One, err = oneClassOf(d, a)
	}
	return Truth{Evaluation: e}, err
}

// oneClassOf measures how the rows of the only class are told from all others, among rows without a given label whose
// truth is known. Some are.
//
// Errors: those of [metric].
func oneClassOf(d *dataset.Data, a *pipeline.Answer) (*OneClassFound, error) {
	one := &OneClassFound{Class: d.Classes[0]}
	var truth []int
	var scores []float64
	for i, name := range d.Truth {
		if name == "" || d.Given[i] != labelprop.Unlabeled {
			continue
		}
		// 1 for a row of the class, 0 for any other.
		is := 0
		if name == one.Class {
			is = 1
			one.Rows++
		}
		if a.Labels[i] != labelprop.Unlabeled {
			one.Found++
			one.Right += is
		}
		truth, scores = append(truth, is), append(scores, a.Novelty.P[i])
	}
	one.Share = Number(float64(one.Rows) / float64(len(truth)))
	if one.Rows == 0 {
		return one, nil
	}
	// The more alike to the labelled rows, the earlier a row is looked at.
	ap, err := metric.AveragePrecision(truth, scores, nil)
	one.AveragePrecision = Number(ap)
	return one, err
}

// unknownIn returns the true classes that are not among those of the given labels.
func unknownIn(scores []ClassScores, known dataset.Classes) UnknownClasses {
	var u UnknownClasses
	// The largest class costs the most accuracy, so it is named first.
	bySize := slices.SortedStableFunc(slices.Values(scores), func(a, b ClassScores) int {
		return cmp.Compare(b.Rows, a.Rows)
	})
	for _, c := range bySize {
		if c.Rows > 0 && !slices.Contains(known, c.Class) {
			u.Rows += c.Rows
			u.Classes = append(u.Classes, fmt.Sprintf("%s (%d)", c.Class, c.Rows))
		}
	}
	return u
}
