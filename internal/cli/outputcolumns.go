package cli

import (
	"math"
	"strconv"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// addedColumns are the columns that a run adds: the predicted class, its probability (4 digits, 0 without a
// class, empty for a novel row), the status, the p-value of novelty where there is one, and with proba the probability
// of each class, all digits.
func addedColumns(t *table.Table, c dataset.Classes, a *pipeline.Filled, proba bool) []table.Added {
	// The confidence is the probability of the label that was found.
	confidence := make([]string, len(a.Labels))
	for i, class := range a.Labels {
		share := 0.0
		if class != labelprop.Unlabeled {
			share = a.Probs.At(i, class)
		}
		// Of one class there is no probability against another.
		confidence[i] = strconv.FormatFloat(share, 'f', 4, 64)
		if a.Status[i] == labelprop.Novel.String() || len(c) == 1 {
			confidence[i] = ""
		}
	}
	// Numbers are marked as such for formats that have types.
	added := []table.Added{
		{Name: dataset.NamePredicted, Values: c.Names(a.Labels)},
		{Name: dataset.AddedName(t, dataset.NameConfidence), Values: confidence, Type: table.Real},
		{Name: dataset.AddedName(t, dataset.NameStatus), Values: a.Status},
	}
	if a.Sets != nil {
		cells := make([]string, len(a.Sets))
		for i, set := range a.Sets {
			cells[i] = c.SetName(set)
		}
		// Even of classes that are numbers, a set is a text.
		added = append(added, table.Added{Name: dataset.NameSet, Values: cells, Type: table.Text})
	}
	if a.Novelty != nil {
		added = append(added, table.Added{Name: dataset.NameNovelty, Values: pValueCells(a.Novelty), Type: table.Real})
	}
	if proba {
		// The probabilities keep all digits: losses are computed from them.
		for k, class := range c {
			added = append(added, table.Added{Name: dataset.PrefixProba + class, Values: probabilities(a.Probs, k),
				Type: table.Real})
		}
	}
	return added
}

// pValueCells are empty for rows that take no part.
func pValueCells(p []float64) []string {
	cells := make([]string, len(p))
	for i, v := range p {
		if !math.IsNaN(v) {
			cells[i] = strconv.FormatFloat(v, 'g', 4, 64)
		}
	}
	return cells
}

func probabilities(probs *mat.Dense, class int) []string {
	cells := make([]string, 0, probs.RawMatrix().Rows)
	for _, v := range mat.Col(nil, class, probs) {
		cells = append(cells, strconv.FormatFloat(v, 'g', -1, 64))
	}
	return cells
}
