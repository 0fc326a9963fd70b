package summary

import (
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
)

// Truth compares the labels found with the true ones.
type Truth struct {
	Evaluation *Evaluation // nil if there is nothing to compare with
	Reason     string      // why there is no evaluation though there is a truth; empty without a truth
}

// MostClasses is the number of classes beyond which a column of truth is not one of classes.
const MostClasses = 5000

func truthOf(d *dataset.Data, a *pipeline.Answer) (Truth, error) {
	if d.Truth == nil {
		return Truth{}, nil
	}
	// A true class may be one that no row was given.
	classes := dataset.NewClasses(slices.Concat(d.Classes, d.Truth))
	if len(classes) > MostClasses {
		return Truth{Reason: fmt.Sprintf("not computed: %d classes in the labels and the truth", len(classes))}, nil
	}
	s := scoredOf(d, a, classes)
	if len(s.Truth) == 0 {
		return Truth{Reason: "no row without a given label has a truth to compare with"}, nil
	}
	e, err := Evaluate(s, DefaultClip, DefaultBins)
	return Truth{Evaluation: e}, err
}
