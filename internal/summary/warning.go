package summary

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// Warning is something about a result that a user should know, with what to do about it.
type Warning struct {
	Text string `json:"text"`
	Hint string `json:"hint,omitempty"`
}

// inFlags names flags where the library names its functions.
var inFlags = strings.NewReplacer("(Connect)", "(--connect)", "lower μ₃", "lower --abstain")

// NewWarning returns a warning of the library in the words of the command.
func NewWarning(err error) Warning {
	w := Warning{Text: err.Error()}
	// Warnings of the library carry a hint, which may name a function where the command has a flag.
	var known labelprop.Warning
	if errors.As(err, &known) {
		w.Hint = inFlags.Replace(known.Hint)
	}
	return w
}

// newWarnings returns all of them, at least an empty list.
func newWarnings(all []error) []Warning {
	list := make([]Warning, len(all))
	for i, err := range all {
		list[i] = NewWarning(err)
	}
	return list
}

// warningsOf returns the warnings of the library, and those about results that are seldom what was asked for.
func warningsOf(d *dataset.Data, a *pipeline.Answer) []Warning {
	all := append(LabelWarnings(d), newWarnings(a.Warnings)...)
	if withoutLabel(d.Given) == 0 {
		all = append(all, Warning{
			Text: "every row already has a label, so there is nothing to predict",
			Hint: "use --label to name the column in which unknown labels are empty, " +
				"or --unlabeled to name the cells that mean unknown",
		})
	}
	return append(all, oneClassEverywhere(d, a)...)
}

// LabelWarnings asks about classes whose names look like words for a label that is not known.
func LabelWarnings(d *dataset.Data) []Warning {
	var all []Warning
	count := d.Classes.Counts(d.Given)
	for _, name := range d.Classes.Placeholders() {
		w := Warning{
			Text: fmt.Sprintf("does the label %q mean that the label is not known? It is a class here", name),
			Hint: fmt.Sprintf("use --unlabeled=%s if it means so; a class of that name needs nothing", word(name)),
		}
		if k := slices.Index(d.Classes, name); len(count) > 0 && d.Given != nil {
			w.Text += fmt.Sprintf(", with %d given labels", count[k])
		}
		all = append(all, w)
	}
	return all
}

// plainWord is what a shell takes as it is.
var plainWord = regexp.MustCompile(`^[\pL\pN_.+-]+$`)

// word is a value of a flag as a shell needs it.
func word(value string) string {
	if plainWord.MatchString(value) {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}

// neighborWarnings tells of rows without a distance, and of ties that were cut.
func neighborWarnings(b *pipeline.Built) []Warning {
	if b == nil || b.Near == nil {
		return nil
	}
	var all []Warning
	if n := b.Near.Undefined(); n > 0 {
		all = append(all, Warning{
			Text: fmt.Sprintf("%d rows have no neighbours: they hold nothing but zeros, which have no %v distance",
				n, b.Near.Metric()),
			Hint: "use --metric euclidean, or leave these rows out",
		})
	}
	if n := b.Near.Cut(); n > 0 {
		all = append(all, Warning{
			Text: fmt.Sprintf("of %d different rows more than 4k + 16 others are as far as the k-th neighbour: "+
				"the values of the rows decide which are taken", n),
			Hint: "take more neighbours (-k), or --graph radius",
		})
	}
	return all
}

// One class that takes nearly all rows, though it has no such share of the given labels, is mostly a sign of weights
// that are all alike.
const (
	nearlyAll = 0.95 // of the labels found
	givenMost = 0.6  // of the given labels, at most
	foundMin  = 20   // labels found, with fewer of which it may be chance
)

// oneClassEverywhere warns of such a class.
func oneClassEverywhere(d *dataset.Data, a *pipeline.Answer) []Warning {
	// For each class, the labels before and after; the difference was predicted.
	before, after := d.Classes.Counts(d.Given), d.Classes.Counts(a.Labels)
	given, found := dataset.CountLabels(d.Given), withoutLabel(d.Given)-withoutLabel(a.Labels)
	for k, name := range d.Classes {
		// Given labels are not predicted ones.
		more := after[k] - before[k]
		all := float64(more) >= nearlyAll*float64(found)
		if found >= foundMin && all && float64(before[k]) <= givenMost*float64(given) {
			return []Warning{{
				Text: fmt.Sprintf("%d of %d predicted labels are %q, which has only %d of the %d given labels",
					more, found, name, before[k], given),
				Hint: "if this is wrong, omit --gamma and --graph, increase --gamma, " +
					"or give the class sizes with --class-counts; see docs/choosing.md",
			}}
		}
	}
	return nil
}
