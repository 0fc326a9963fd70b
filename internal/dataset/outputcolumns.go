package dataset

import (
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
)

// The columns that a run adds.
const (
	NamePredicted  = "predicted"
	NameConfidence = "confidence"
	NameStatus     = "status"
	NameSet        = "set"
	NameNovelty    = "novelty"
	PrefixProba    = "proba_" // and a class
)

// EarlierAnswer returns the columns of t that an earlier run added, by position: predicted, confidence and status, if
// all three are there, and the novelty and the probabilities beside them; none if a column of them is named as
// something else.
func EarlierAnswer(t *table.Table, names ColumnNames) []int {
	for _, name := range []string{NamePredicted, NameConfidence, NameStatus} {
		if t.Find(name) < 0 {
			return nil
		}
	}
	used := slices.Concat([]string{names.Label, names.Truth, names.ID, names.Weight, names.Group, names.Batch},
		names.Features, names.Ignore, names.Categorical)
	var cols []int
	for j, name := range t.Header {
		prior := names.ClassifierPrefix != "" && strings.HasPrefix(name, names.ClassifierPrefix)
		switch {
		case !IsAnswer(name) && !slices.Contains([]string{NameSet, NameNovelty}, strings.TrimSpace(name)) || prior:
		case slices.ContainsFunc(used, func(n string) bool { return strings.TrimSpace(n) == strings.TrimSpace(name) }):
			return nil
		default:
			cols = append(cols, j)
		}
	}
	return cols
}

// CheckFree checks that t has none of the columns that will be added.
func CheckFree(t *table.Table, c Classes, o *Options) error {
	names := append([]string{NamePredicted, NameConfidence, NameStatus}, o.AddsMore...)
	if o.Adds == AddsProbabilities {
		for _, class := range c {
			names = append(names, PrefixProba+class)
		}
	}
	// A column that is there already may be data: it is neither overwritten nor doubled.
	for _, name := range names {
		if _, err := t.Column(name); err == nil {
			return &table.Error{File: t.Name, Column: name, Reason: "in the table already, so it cannot be added",
				Hint: "rename or remove that column of the input"}
		}
	}
	return nil
}

// IsAnswer reports whether a column has the name of one that a run adds.
func IsAnswer(name string) bool {
	name = strings.TrimSpace(name)
	return name == NamePredicted || name == NameConfidence || name == NameStatus || strings.HasPrefix(name, PrefixProba)
}
