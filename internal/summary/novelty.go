package summary

import (
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// Novelty tells which rows were refused a label as they are unlike the labelled ones.
type Novelty struct {
	Rate   float64 `json:"rate"`          // of rows like the labelled ones that are refused by chance, at most
	Labels int     `json:"labels"`        // that the p-values rest on
	Rows   int     `json:"rows"`          // that were refused
	Far    int     `json:"far,omitempty"` // of these, new rows that are nowhere near
	// Other is how many of these are of a true class that no label has; nil without true labels.
	Other *int `json:"other_class,omitempty"`
}

// noveltyOf returns what was refused; nil where nothing was asked for.
func noveltyOf(d *dataset.Data, a *pipeline.Answer) *Novelty {
	v := a.Novelty
	if v == nil || v.P == nil {
		return nil
	}
	return &Novelty{Rate: v.Rate, Labels: v.Labels, Rows: statusOf(a.Status).Novel, Far: v.Far,
		Other: ofOtherClasses(d, a.Status)}
}

func (v *Novelty) String() string {
	const format = "%d rows are unlike the %d labelled ones (p-value at most %g): no label"
	text := fmt.Sprintf(format, v.Rows, v.Labels, v.Rate)
	if v.Other == nil {
		return text
	}
	return fmt.Sprintf("%s; %d of them are of a class that no label has", text, *v.Other)
}

// ofOtherClasses counts the novel rows whose true class no label has; nil without true labels.
func ofOtherClasses(d *dataset.Data, status []labelprop.Status) *int {
	if d.Truth == nil {
		return nil
	}
	count := 0
	for i, s := range status {
		if s == labelprop.Novel && d.Truth[i] != "" && !slices.Contains(d.Classes, d.Truth[i]) {
			count++
		}
	}
	return &count
}

// noveltyWarnings tells of new rows that are nowhere near, and of labels too few to call any row novel.
func noveltyWarnings(a *pipeline.Answer) []Warning {
	v := a.Novelty
	if v == nil {
		return nil
	}
	var all []Warning
	// Nobody asked for these, so the warning says why, and what to do.
	if v.Far > 0 {
		are := "are"
		if v.Far == 1 {
			are = "is"
		}
		all = append(all, Warning{
			Text: fmt.Sprintf("%d of %d new rows %s nowhere near the rows of the model, and got no label: "+
				"more than %d times as far as any of these from its neighbours, or far out in one column",
				v.Far, len(a.Labels), are, pipeline.FarFactor),
			Hint: "check the units and the order of their values | --novel 0 labels them all the same",
		})
	}
	// The least p-value is 1/(l+1).
	if v.P != nil && v.Rate*float64(v.Labels+1) < 1 {
		all = append(all, Warning{
			Text: fmt.Sprintf("with %d given labels no p-value is below 1/%d, so that --novel %g refuses no row",
				v.Labels, v.Labels+1, v.Rate),
			Hint: "label more rows | raise --novel",
		})
	}
	return all
}
