package cli

import (
	"fmt"
	"io"
	"time"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/table"
)

// narrator says on standard error what a run does: little by default, with times
// and progress when verbose, nothing when quiet.
type narrator struct {
	w       io.Writer
	quiet   bool
	verbose bool
	last    time.Time // when the last stage ended
	laps    []lap     // the stages so far
	shown   time.Time // when progress was shown last
	live    bool      // whether w is a terminal, on which progress is drawn
	drawn   bool      // whether there is some to be wiped out
	begun   begun     // the part that is told of
	holding bool      // until the table is written, for it goes to the same terminal
	held    string
}

// lap is a stage and the time it took.
type lap struct {
	name string
	took time.Duration
}

func newNarrator(w io.Writer, quiet, verbose bool) *narrator {
	now := time.Now()
	return &narrator{w: w, quiet: quiet, verbose: verbose && !quiet, last: now, shown: now, live: !quiet && isTerminal(w)}
}

// line prints one line of the summary, with the time of its stage when verbose.
func (n *narrator) line(name, format string, args ...any) {
	text, took := fmt.Sprintf(format, args...), n.lap(name)
	if n.quiet {
		return
	}
	if n.verbose {
		text += fmt.Sprintf("  [%v]", took.Round(time.Millisecond))
	}
	n.print(fmt.Sprintf("%-9s %s\n", name, text))
}

// print says something, or keeps it until it is released.
func (n *narrator) print(text string) {
	n.wipe()
	if n.holding {
		n.held += text
		return
	}
	fmt.Fprint(n.w, text)
}

// release says what was held back.
func (n *narrator) release() {
	n.holding = false
	n.print(n.held)
	n.held = ""
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
		features = fmt.Sprintf("%d sparse features, ", in.sparseCols)
	}
	n.line("table", "%d rows, %s%d labels in %d classes", t.Len(), features, total, len(in.classes))
	if in.trust != nil {
		n.line("weight", "%s", in.trust.inWords(t.Header[in.columns.weight], in.given))
	}
}

// graph says what was built, of neighbours or the edges of a file, and by what γ was chosen.
func (n *narrator) graph(from any, g *graph.Graph, gammaBy string) {
	_, components := g.Components()
	plural := "s"
	if components == 1 {
		plural = ""
	}
	weights := fmt.Sprintf("%d rows, %d edges", g.N(), g.Edges())
	if g.Kernel() != nil {
		weights = fmt.Sprint(g.Kernel()) + gammaBy
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
	n.warnings(a.warnings)
	return nil
}
