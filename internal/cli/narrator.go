package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
)

// narrator says on standard error what a run does: little by default, with times
// and progress when verbose, nothing when quiet.
type narrator struct {
	w       io.Writer
	quiet   bool
	verbose bool
	last    time.Time // when the last stage ended
	laps    []lap     // the stages so far
	notes   []string  // what was said of the table
	shown   time.Time // when progress was shown last
}

// lap is a stage and the time it took.
type lap struct {
	name string
	took time.Duration
}

func newNarrator(w io.Writer, quiet, verbose bool) *narrator {
	now := time.Now()
	return &narrator{w: w, quiet: quiet, verbose: verbose && !quiet, last: now, shown: now}
}

// line prints one line of the summary, with the time of its stage when verbose.
func (n *narrator) line(name, format string, args ...any) {
	text, took := fmt.Sprintf(format, args...), n.lap(name)
	if name == "note" {
		n.notes = append(n.notes, text)
	}
	if n.quiet {
		return
	}
	if n.verbose {
		text += fmt.Sprintf("  [%v]", took.Round(time.Millisecond))
	}
	fmt.Fprintf(n.w, "%-9s %s\n", name, text)
}

// lap ends a stage and returns how long it took.
func (n *narrator) lap(name string) time.Duration {
	now := time.Now()
	took := now.Sub(n.last)
	n.last = now
	n.laps = append(n.laps, lap{name, took})
	return took
}

// table says what was read.
func (n *narrator) table(t *table.Table, in *input) {
	given := in.classes.counts(in.given)
	total := 0
	for _, c := range given {
		total += c
	}
	features := fmt.Sprintf("%d features, ", len(in.columns.features)+len(in.columns.categorical))
	switch {
	case in.graph != nil:
		features = ""
	case in.sparse != nil:
		_, d := in.sparse.Dims()
		features = fmt.Sprintf("%d sparse features, ", d)
	}
	n.line("table", "%d rows, %s%d labels in %d classes", t.Len(), features, total, len(in.classes))
	if in.trust != nil {
		n.line("weight", "%s", in.trust.inWords(t.Header[in.columns.weight], in.given))
	}
	if len(t.LeftOut) > 0 {
		n.line("note", "not read: %s", listed(t.LeftOut))
	}
	if len(in.noLabel) > 0 {
		n.line("note", "taken for no label: %s", listed(in.noLabel))
	}
	if in.rows != nil {
		n.line("note", "%d rows dropped: a value is missing", t.Len()-len(in.rows))
	}
	if len(in.filled) > 0 {
		n.line("note", "missing values filled in: %s", listed(in.filled))
	}
	if len(in.dwarfing) > 0 {
		n.line("note", "features standardised, because some dwarf the others (--scale none keeps them): %s", listed(in.dwarfing))
	}
	if out := in.columns.leftOut; len(out) > 0 {
		n.line("note", "not numeric, so not used: %s", strings.Join(out, ", "))
	}
}

// graph says what was built, of neighbours or the edges of a file.
func (n *narrator) graph(from any, g *graph.Graph) {
	_, components := g.Components()
	plural := "s"
	if components == 1 {
		plural = ""
	}
	weights := fmt.Sprintf("%d rows, %d edges", g.N(), g.Edges())
	if g.Kernel() != nil {
		weights = fmt.Sprint(g.Kernel())
	}
	n.line("graph", "%v; %s; %d component%s", from, weights, components, plural)
}

// result says how right the answers are, and what a user should know.
func (n *narrator) result(a *answer, in *input) error {
	if n.quiet {
		return nil
	}
	if in.truth != nil {
		if err := n.accuracy(a, in); err != nil {
			return err
		}
	}
	for _, w := range a.warnings {
		fmt.Fprintf(n.w, "warning: %v\n", w)
		if hint := hintOf(w); hint != "" {
			fmt.Fprintf(n.w, "hint: %s\n", hint)
		}
	}
	return nil
}

// searching returns the observer of a search; it ends it when ctx is done.
func (n *narrator) searching(ctx context.Context) func(done, total int) error {
	return func(done, total int) error {
		n.progress("comparing rows: %d of %d", done, total)
		return ctx.Err()
	}
}

// iteration observes the solver.
func (n *narrator) iteration(p labelprop.Progress) error {
	n.progress("iteration %d: residual %.1e", p.Iteration, p.Residual)
	return nil
}

// progress prints a line if none was printed for a second.
func (n *narrator) progress(format string, args ...any) {
	if now := time.Now(); n.verbose && now.Sub(n.shown) > time.Second {
		n.shown = now
		fmt.Fprintf(n.w, "          "+format+"\n", args...)
	}
}
