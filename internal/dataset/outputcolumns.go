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
	if !holdsAnswer(t) {
		return nil
	}
	used := slices.Concat([]string{names.Label, names.Truth, names.ID, names.Weight, names.Group, names.Batch},
		names.Features, names.Ignore, names.Categorical)
	var cols []int
	for j, name := range t.Header {
		prior := names.ClassifierPrefix != "" && strings.HasPrefix(name, names.ClassifierPrefix)
		switch {
		case !isAnswer(t, name) || prior:
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
	names := slices.Concat(always, o.AddsMore)
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

// always are the columns that every run adds.
var always = []string{NamePredicted, NameConfidence, NameStatus}

// holdsAnswer reports whether t has all columns that every run adds.
func holdsAnswer(t *table.Table) bool {
	return !slices.ContainsFunc(always, func(name string) bool { return t.Find(name) < 0 })
}

// isAnswer reports whether a column of t has the name of one that a run adds. Probabilities, sets and novelties are
// such columns only beside the others: elsewhere another classifier may have made them.
func isAnswer(t *table.Table, name string) bool {
	name = strings.TrimSpace(name)
	beside := strings.HasPrefix(name, PrefixProba) || name == NameSet || name == NameNovelty
	return slices.Contains(always, name) || beside && holdsAnswer(t)
}
