package dataset

import (
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
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

// StatusDropped is the status of a row that takes no part because a value is missing.
const StatusDropped = "dropped"

// EarlierAnswer returns the columns of t that an earlier run added, by position: predicted, confidence and status, if
// all three are there, and the novelty and the probabilities beside them; none if a column of them is named as
// something else.
func EarlierAnswer(t *table.Table, names ColumnNames) []int {
	if !holdsAnswer(t) {
		return nil
	}
	// The user may have another use for them.
	used := slices.Concat([]string{names.Label, names.Truth, names.ID, names.Weight, names.Group, names.Batch},
		names.Features, names.Ignore, names.Categorical)
	var cols []int
	for _, j := range answers(t) {
		name := t.Header[j]
		switch {
		case names.ClassifierPrefix != "" && strings.HasPrefix(name, names.ClassifierPrefix):
		case slices.ContainsFunc(used, func(n string) bool { return strings.TrimSpace(n) == strings.TrimSpace(name) }):
			return nil
		default:
			cols = append(cols, j)
		}
	}
	return cols
}

// CheckFree checks that t has none of the columns that will be added, but for those that [AddedName] numbers.
func CheckFree(t *table.Table, c Classes, o *Options) error {
	names := append([]string{NamePredicted}, o.AddsMore...)
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

// AddedName is what a run calls a column that it adds: name, or name_2 and so on, where the table has such a column of
// its own, as a status or a confidence may be.
func AddedName(t *table.Table, name string) string {
	free := name
	for k := 2; t.Find(free) >= 0; k++ {
		free = name + "_" + strconv.Itoa(k)
	}
	return free
}

// AnswerColumn returns the position of a column that an earlier run has added, -1 if there is none: the last one that
// has a name of [AddedName].
func AnswerColumn(t *table.Table, name string) int {
	last := t.Find(name)
	for k := 2; last >= 0; k++ {
		next := t.Find(name + "_" + strconv.Itoa(k))
		if next < 0 {
			break
		}
		last = next
	}
	return last
}

// always are the columns that every run adds.
var always = []string{NamePredicted, NameConfidence, NameStatus}

// Statuses are the texts that a column of status may hold.
var Statuses = []string{
	labelprop.Given.String(), labelprop.Propagated.String(), labelprop.Tied.String(), labelprop.Unreachable.String(),
	labelprop.Abstained.String(), labelprop.FeaturesOnly.String(), labelprop.Novel.String(),
	labelprop.Uncertain.String(), StatusDropped,
}

// IsStatus reports whether a cell is a status that a run writes.
func IsStatus(cell string) bool { return slices.Contains(Statuses, strings.TrimSpace(cell)) }

// holdsAnswer reports whether t has all columns that every run adds. A status that holds anything else is the user's.
func holdsAnswer(t *table.Table) bool {
	if slices.ContainsFunc(always, func(name string) bool { return t.Find(name) < 0 }) {
		return false
	}
	cells, err := t.Strings(AnswerColumn(t, NameStatus))
	return err == nil && !slices.ContainsFunc(cells, func(cell string) bool { return !IsStatus(cell) })
}

// answers returns the columns of t that look like those that a run adds. But for predicted, which every classifier may
// have written, they are such columns only beside the others.
func answers(t *table.Table) []int {
	var all []int
	whole := holdsAnswer(t)
	for j, name := range t.Header {
		name = strings.TrimSpace(name)
		beside := strings.HasPrefix(name, PrefixProba) || name == NameSet || name == NameNovelty ||
			j == AnswerColumn(t, NameConfidence) || j == AnswerColumn(t, NameStatus)
		if name == NamePredicted || whole && beside {
			all = append(all, j)
		}
	}
	return all
}
