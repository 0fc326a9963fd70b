package dataset

import (
	"strings"

	"github.com/propagate-go/propagate/internal/table"
)

// The columns that a run adds.
const (
	NamePredicted  = "predicted"
	NameConfidence = "confidence"
	NameStatus     = "status"
	PrefixProba    = "proba_" // and a class
)

// CheckFree checks that t has none of the columns that will be added.
func CheckFree(t *table.Table, c Classes, adds Adds) error {
	names := []string{NamePredicted, NameConfidence, NameStatus}
	if adds == AddsProbabilities {
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
