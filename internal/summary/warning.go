package summary

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// Warning is something about a result that a user should know, with what to do about it.
type Warning struct {
	Text string `json:"text"`
	Hint string `json:"hint,omitempty"`
}

// waysOut are the hints on warnings of the library in flags, where its own name functions and parameters.
var waysOut = map[labelprop.WarningKind]string{
	labelprop.WarnUnreachable: "label a row in each component | take more neighbours (-k) | " +
		"join the components by their shortest edges (--connect)",
	labelprop.WarnAbstained:    "label more rows | lower --abstain",
	labelprop.WarnNotConverged: "raise --max-iter | lower --gamma | use --method harmonic",
	labelprop.WarnOverruled:    "--method harmonic keeps given labels",
	labelprop.WarnUndecided: "their labels are guesses: omit --graph, which joins rows that are far apart | " +
		"lower --gamma",
	labelprop.WarnSizes: "give every class a label in every component | join the components (--connect)",
}

// NewWarning returns a warning of the library in the words of the command.
func NewWarning(err error) Warning {
	w := Warning{Text: err.Error()}
	var known labelprop.Warning
	if !errors.As(err, &known) {
		return w
	}
	if w.Hint = waysOut[known.Kind]; w.Hint == "" {
		w.Hint = known.Hint
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
func warningsOf(d *dataset.Data, b *pipeline.Built, a *pipeline.Answer) []Warning {
	all := apartWarnings(d, a)
	if all == nil {
		all = newWarnings(besidesNeighborless(b, a))
	}
	all = append(LabelWarnings(d), all...)
	all = append(all, mixedWarnings(d, a)...)
	all = append(all, allLabelled(d, NothingToPredict, " | keep a model for new rows (--save)")...)
	all = append(all, wholeGroupWarnings(d)...)
	return append(all, oneClassEverywhere(d, a)...)
}

// besidesNeighborless are the warnings of an answer but for that of rows out of reach, where all of these have no
// neighbours at all: that is said already, and more neighbours are no way out.
func besidesNeighborless(b *pipeline.Built, a *pipeline.Answer) []error {
	// Rows that have neighbours may get a label over more of them.
	if b == nil || b.Found == nil || statusOf(a.Status).Unreachable > b.Found.Undefined {
		return a.Warnings
	}
	return slices.DeleteFunc(slices.Clone(a.Warnings), func(err error) bool {
		var known labelprop.Warning
		return errors.As(err, &known) && known.Kind == labelprop.WarnUnreachable
	})
}

// NothingToPredict and nothingToSuggest are said where no row is left to do that with.
const (
	NothingToPredict = "every row already has a label, so there is nothing to predict"
	nothingToSuggest = "every row already has a label, so there is nothing to suggest"
)

// NothingToSuggest warns where no row is left to suggest.
func NothingToSuggest(d *dataset.Data) []Warning { return allLabelled(d, nothingToSuggest, "") }

// allLabelled warns where every row has a label; more is one more way out.
func allLabelled(d *dataset.Data, text, more string) []Warning {
	if withoutLabel(d.Given) > 0 {
		return nil
	}
	return []Warning{{
		Text: text,
		Hint: "name another column, with empty cells for unknown labels, by --label | " +
			"name the cells that mean unknown by --unlabeled" + more,
	}}
}

// apartWarnings tells that nothing was carried over, where all rows without a label lie apart from those with one.
func apartWarnings(d *dataset.Data, a *pipeline.Answer) []Warning {
	n := withoutLabel(d.Given)
	if n == 0 || statusOf(a.Status).Unreachable < n {
		return nil
	}
	return []Warning{{
		Text: fmt.Sprintf("%d of %d rows unreachable: no part of the graph holds both a labelled and an unlabelled "+
			"row, so no label was carried over", n, len(d.Given)),
		Hint: "label a row in each component | if the rows come from batches that were measured apart, centre them " +
			"(--batch) | take more neighbours (-k)",
	}}
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
	return append(all, SpellingWarnings(dataset.NewClasses(slices.Concat(d.Classes, d.Truth)))...)
}

// SpellingWarnings tells of classes that differ by case or blanks only.
func SpellingWarnings(classes dataset.Classes) []Warning {
	var all []Warning
	for _, names := range classes.Spellings() {
		for i := range names {
			names[i] = strconv.Quote(names[i])
		}
		all = append(all, Warning{
			Text: fmt.Sprintf("labels that differ by case or blanks only are different classes: %s",
				dataset.Listed(names)),
			Hint: "--ignore-case makes them one class",
		})
	}
	return all
}

// plainWord is what a shell takes as it is. All letters make a long expression, which most runs do not need.
var plainWord = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[\pL\pN_.+-]+$`) })

// word is a value of a flag as a shell needs it.
func word(value string) string {
	if plainWord().MatchString(value) {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}

// neighborWarnings tells of rows without a distance, and of ties that were cut.
func neighborWarnings(d *dataset.Data, b *pipeline.Built) []Warning {
	if b == nil || b.Found == nil {
		return nil
	}
	var all []Warning
	switch n := b.Found.Undefined; {
	case n == 0:
	case d.WordsAlone():
		all = append(all, Warning{
			Text: fmt.Sprintf("texts without neighbours, as none of their words is in another text: %d", n),
			Hint: "label them, or leave them out",
		})
	default:
		all = append(all, Warning{
			Text: fmt.Sprintf("rows without neighbours, as they hold nothing but zeros, which have no %s distance: %d",
				b.Found.Metric, n),
			Hint: "use --metric euclidean | leave these rows out",
		})
	}
	if n := b.Found.Cut; n > 0 {
		all = append(all, Warning{
			Text: fmt.Sprintf("%d rows have too many others at exactly the same distance: which of these count as "+
				"neighbours is arbitrary, though always the same", n),
			Hint: "take more neighbours (-k) | use --graph radius with a --radius",
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
				Hint: "if this is wrong: omit --gamma | omit --graph | increase --gamma | " +
					"give the class sizes with --class-counts | label more rows (see docs/choosing.md)",
			}}
		}
	}
	return nil
}
