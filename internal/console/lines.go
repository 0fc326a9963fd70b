package console

import (
	"fmt"
	"strings"
	"time"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/internal/visible"
)

// Table prints what was read.
func (c *Console) Table(t *summary.Table) {
	// A graph that was read needs no features.
	features := ""
	switch t.Features.Kind {
	case summary.Dense:
		features = fmt.Sprintf("%d features, ", t.Features.Count)
	case summary.Sparse:
		features = fmt.Sprintf("%d sparse features, ", t.Features.Count)
	case summary.Words:
		features = fmt.Sprintf("%d words, ", t.Features.Count)
	}
	c.Line("table", "%d rows, %s%d labels in %s", t.Rows, features, t.Labels, countedClasses(t.Classes))
	if t.Weights != nil {
		c.Line("weight", "%v", t.Weights)
	}
}

// Notes prints what was done to the table without being asked for, a line each.
func (c *Console) Notes(all []summary.Note) {
	for _, n := range all {
		c.Line("note", "%v", n)
	}
}

// Gamma prints the best of several γ, if that was looked for.
func (c *Console) Gamma(g *summary.Graph) {
	if t := g.Tuned; t != nil {
		c.Line("gamma", "%g, the best of %d by leave-one-out: log loss %.4f, accuracy %.4f%s (%s)",
			float64(t.Gamma), g.Gammas, t.LogLoss, t.Accuracy, Skipped(t.Skipped), t.Method)
	}
}

// Skipped tells how many labels were not predicted, after a score; empty for none.
func Skipped(labels int) string {
	if labels == 0 {
		return ""
	}
	word := "labels"
	if labels == 1 {
		word = "label"
	}
	return fmt.Sprintf(", %d %s skipped (reached by no other label: counted as a guess by the class shares)",
		labels, word)
}

// Graph prints the graph that was built, and by what γ was chosen.
func (c *Console) Graph(g *summary.Graph) {
	plural := "s"
	if g.Components == 1 {
		plural = ""
	}
	// A graph that was read has no kernel: its size is printed instead.
	weights := fmt.Sprintf("%d rows, %d edges", g.Nodes, g.Edges)
	if g.Kernel != "" {
		weights = g.Kernel + gammaSource(g)
	}
	c.Line("graph", "%s; %s; %d component%s", g.Made, weights, g.Components, plural)
}

// gammaSource tells by what γ was chosen, after the name of the kernel.
func gammaSource(g *summary.Graph) string {
	switch g.Origin {
	case summary.NoGamma:
		return ""
	case summary.GammaVaried:
		return fmt.Sprintf(" and %d more", g.Gammas-1)
	}
	return " by " + g.GammaBy
}

// Method prints how the labels were found, and how many rows of each status there are.
func (c *Console) Method(m *summary.Method) { c.Line("labels", "%s", m.Line) }

// Groups prints how the rows of groups agreed, if there are groups.
func (c *Console) Groups(g *summary.Groups) {
	if g != nil {
		c.Line("groups", "%v", g)
	}
}

// Doubts prints which given labels count for less, if they were to be doubted.
func (c *Console) Doubts(d *summary.Doubts) {
	if d != nil {
		c.Line("noise", "%v", d)
	}
}

// Novelty prints how many rows were refused a label, if that was asked for.
func (c *Console) Novelty(v *summary.Novelty) {
	if v != nil {
		c.Line("novelty", "%v", v)
	}
}

// Uncertain prints how many rows keep a label, if a least confidence was asked for.
func (c *Console) Uncertain(u *summary.Uncertain) {
	if u != nil {
		c.Line("certain", "%v", u)
	}
}

// Drift prints how new rows compare with those of a model, if they were compared.
func (c *Console) Drift(d *summary.Drift) {
	if d != nil {
		c.Line("drift", "%v", d)
	}
}

// Calibration prints the temperature, if one was asked for.
func (c *Console) Calibration(t *summary.Calibration) {
	switch {
	case t == nil:
	case t.Method != "":
		c.Line("calibrate", "skipped, nothing is changed: %s cannot leave labels out exactly (--method harmonic can)",
			t.Method)
	case t.Off:
		c.Line("calibrate", "skipped: only %d labels can be left out, and at least %d are needed", t.Labels, t.Least)
	default:
		c.Line("calibrate", "temperature %.3g, fitted to %d labels by leave-one-out: "+
			"ECE %.4f -> %.4f, log loss %.4f -> %.4f",
			t.Temperature, t.Labels, t.Before.ECE, t.After.ECE, t.Before.LogLoss, t.After.LogLoss)
	}
}

// Classes prints how many rows of the graph have each class, before and after, or just after if none was without
// one.
func (c *Console) Classes(l *summary.Labels) {
	change := func(name string, before, after int) string {
		if l.Before == l.Nodes {
			return fmt.Sprintf("%s: %d", name, after)
		}
		return fmt.Sprintf("%s: %d -> %d", name, before, after)
	}
	// Rows that were dropped are not in the graph, so that their given labels are left out here.
	words := make([]string, len(l.Classes))
	for i, class := range l.Classes {
		words[i] = change(class.Name, class.Given-class.Dropped, class.Predicted-class.Dropped)
	}
	sizes := ""
	if l.Sizes != "" {
		sizes = fmt.Sprintf(" (sizes: %s)", l.Sizes)
	}
	c.Line("classes", "%s, %s%s", dataset.Listed(words), change("no label", l.Before, l.After), sizes)
}

// Warnings prints what a user should know and do: one on two lines, several on one each.
func (c *Console) Warnings(all []summary.Warning) {
	if c.options.Quiet {
		return
	}
	// One warning has room for its hint on a line of its own. Several take one line each, so that they can be told
	// apart.
	between := "\nhint: "
	if len(all) > 1 {
		between = "; hint: "
	}
	for _, w := range all {
		text := "warning: " + visible.Line(w.Text)
		if w.Hint != "" {
			text += between + visible.Line(w.Hint)
		}
		c.print(text + "\n")
	}
}

// Times prints how long each stage took, if it was a thousandth of a second or more.
func (c *Console) Times() {
	if c.options.Quiet {
		return
	}
	stages := c.Stages().Named(stageNames)
	// Stages too short to matter are left out of the list, not of the total.
	var words []string
	for _, s := range stages {
		if s.Took >= time.Millisecond {
			words = append(words, string(s.Name)+" "+duration(s.Took))
		}
	}
	text := fmt.Sprintf("%-9s %s in total", "time", duration(stages.Total()))
	if len(words) > 0 {
		text += ": " + strings.Join(words, ", ")
	}
	c.print(text + "\n")
}

// stageNames are the stages in one word each.
var stageNames = map[pipeline.Stage]pipeline.Stage{
	StageRead: "table", StagePrepare: "table",
	pipeline.StageSearch: "graph", pipeline.StageGamma: "graph", pipeline.StageWeigh: "graph",
	pipeline.StageSolve: "labels", pipeline.StageSizes: "sizes", pipeline.StageCalibrate: "calibration",
	pipeline.StageNovelty: "novelty", pipeline.StageDoubt: "doubts",
	StageEvaluate: "accuracy", StageReport: "report", StageWrite: "writing",
}

// duration writes a time with as many digits as are of use.
func duration(took time.Duration) string {
	switch {
	case took < time.Second:
		return fmt.Sprintf("%d ms", took.Milliseconds())
	case took < time.Minute:
		return fmt.Sprintf("%.1f s", took.Seconds())
	}
	return took.Round(time.Second).String()
}

// countedClasses is a number of classes in words.
func countedClasses(n int) string {
	if n == 1 {
		return "1 class"
	}
	return fmt.Sprintf("%d classes", n)
}
