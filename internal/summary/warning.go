package summary

import (
	"errors"
	"strings"

	"github.com/propagate-go/propagate/labelprop"
)

// Warning is something about a result that a user should know, with what to do about it.
type Warning struct {
	Text string `json:"text"`
	Hint string `json:"hint,omitempty"`
}

// inFlags names flags where the library names its functions.
var inFlags = strings.NewReplacer("(Connect)", "(--connect)")

// NewWarning returns what a warning of the library tells a user of the command.
func NewWarning(err error) Warning {
	w := Warning{Text: err.Error()}
	var known labelprop.Warning
	if errors.As(err, &known) {
		w.Hint = inFlags.Replace(known.Hint)
	}
	return w
}

// NewWarnings returns all of them, at least an empty list.
func NewWarnings(all []error) []Warning {
	list := make([]Warning, len(all))
	for i, err := range all {
		list[i] = NewWarning(err)
	}
	return list
}
