package cli

import (
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
)

// checkFeatures refuses an empty list of features, which a script may have made of an empty variable.
func (c *configurer) checkFeatures() error {
	if c.given("features") && len(c.flags.table.features) == 0 {
		return usagef("name at least one column, or leave --features out", "--features names no column")
	}
	return nil
}

// checkTexts refuses flags that are about numbers and categories where one method compares the words of texts alone.
func (c *configurer) checkTexts() error {
	m := c.config.run.Method
	one := c.purpose.adds || c.purpose.asks || c.purpose.tunes
	if len(c.flags.table.words) == 0 || m.Pool || m.MayPool || !one {
		return nil
	}
	for _, name := range []string{"features", "categorical", "scale", "missing", "batch", "neighbors-from"} {
		if c.given(name) && !slices.Contains([]string{"auto", "none", "error"}, c.set.Lookup(name).Value.String()) {
			return usagef("leave one of the two out", "%s does not go with --text", written(c.set.Lookup(name)))
		}
	}
	return nil
}

// readData reads the flags on the table.
func (c *configurer) readData() error {
	f := &c.flags.table
	if f.maxCategories < 1 {
		return usagef("", "--max-categories %d: must be at least 1", f.maxCategories)
	}
	// Names of columns are checked when the table is there; here only what needs no table.
	o := dataset.Options{Columns: f.columns(), Unlabeled: f.unlabeled, MaxCategories: f.maxCategories}
	o.Mixed = c.config.run.Method.Pool || c.config.run.Method.MayPool
	// --unlabeled= says that no word means unlabelled.
	if o.Unlabeled == nil && c.given("unlabeled") {
		o.Unlabeled = []string{}
	}
	o.IgnoreCase, o.MayLack, o.Float32 = f.ignoreCase, c.mayLack(), f.float32
	o.Columns.ClassifierPrefix = c.flags.method.prefix
	var err error
	if o.Scale, err = choose("--scale", f.scale, scales); err != nil {
		return err
	}
	// A γ or a radius that was given is in the units of the columns.
	if o.Scale == dataset.ScaleAuto && (len(c.config.run.Gamma.Values) > 0 || c.flags.graph.radius != 0) {
		o.Scale, o.InUnits = dataset.ScaleNone, true
	}
	if o.Missing, err = choose("--missing", f.missing, missings); err != nil {
		return err
	}
	// The columns to add must not be in the table yet.
	if o.Adds = c.adds(); o.Adds != dataset.AddsNothing {
		o.AddsMore = append(setColumn(c.config.run.Trust), novelColumn(c.config.run.Novel)...)
	}
	if o.Repeated, err = choose("--repeated-edges", c.flags.graph.repeated, repeatedEdges); err != nil {
		return err
	}
	c.config.data = o
	c.config.input.labels = f.labels
	if c.config.memory, err = memoryLimit(f.reading.memory); err != nil {
		return err
	}
	c.config.input.reading, err = f.reading.reading(f.texts())
	c.config.data.Memory, c.config.run.Memory = c.config.input.reading.Memory, c.config.input.reading.Memory
	c.config.input.reading.Float32 = f.float32
	c.config.input.reading.MayLack = f.label
	c.config.input.reading.Safe = c.flags.run.output.safe
	return err
}

func (f *tableFlags) columns() dataset.ColumnNames {
	return dataset.ColumnNames{
		Label: f.label, Truth: f.truth, ID: f.id, Weight: f.weight,
		Group: f.group, Batch: f.batch, Features: f.features, Ignore: f.ignore, Categorical: f.categorical,
		Text: f.words,
	}
}

// texts are the columns that are read as texts, whatever they hold.
func (f *tableFlags) texts() []string {
	return slices.Concat([]string{f.label, f.truth, f.id, f.weight, f.group, f.batch}, f.ignore, f.categorical, f.words)
}

func (c *configurer) adds() dataset.Adds {
	if !c.purpose.adds {
		return dataset.AddsNothing
	}
	return addsOf(&c.flags.answer)
}

func addsOf(f *answerFlags) dataset.Adds {
	switch {
	case f.labelsOnly:
		return dataset.AddsNothing
	case f.proba:
		return dataset.AddsProbabilities
	}
	return dataset.AddsLabels
}

// same reports whether two names are those of one column.
func same(a, b string) bool { return strings.TrimSpace(a) == strings.TrimSpace(b) }

// checkLabels checks that labels, truth and weights are different columns.
func (f *tableFlags) checkLabels() error {
	switch {
	case f.weight != "" && (same(f.weight, f.label) || same(f.weight, f.truth)):
		return usagef("name the column of numbers that says how sure each label is",
			"--label-weight %q: the column of labels", f.weight)
	case f.truth != "" && same(f.truth, f.label):
		return usagef("name two columns: the labels that are given, and the truth to compare with",
			"--truth and --label are both %q", f.truth)
	}
	return nil
}

// mayLack is how many of two classes the labels need not be of.
func (c *configurer) mayLack() int {
	switch novel := c.config.run.Novel; {
	// Another classifier has an opinion without any label.
	case c.purpose.begins, c.purpose.adds && c.flags.method.prefix != "":
		return 2
	// Rows like those of one class are told from others by their novelty.
	case c.purpose.adds && novel.Asked && novel.Rate > 0:
		return 1
	}
	return 0
}
