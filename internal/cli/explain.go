package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
)

const longExplain = `propagate explain says where the answer for one row comes from: the given
labels, the share that each has in the answer (the probability that a random
walk from the row ends at it), and the path of strongest edges from the row to
the label. Shares sum to 1; those of a class sum to its probability. Methods
that can: harmonic, propagation, spreading.`

const examplesExplain = `  propagate explain --row 17 rows.csv              the row on line 17
  propagate explain --id name --row Ada rows.csv   the row named Ada`

// explanation are the flags of propagate explain.
type explanation struct {
	row  string
	at   int // of the row
	most int
}

func newExplain(std streams) *cobra.Command {
	var e explanation
	cmd, s := newLabelling("explain --row LINE [flags] data.csv...", "say which given labels an answer comes from", std, e.report)
	cmd.Long, cmd.Example = longExplain, examplesExplain
	s.asksShares, s.before = true, e.find
	cmd.PreRunE = func(*cobra.Command, []string) error { return e.check() }
	addStages(cmd, append([]stage{{"The row", "explain", e.flags()}}, s.stages()...),
		"row", "number", "label", "features", "id", "scale", "neighbors", "method", "output", "quiet", "help")
	return cmd
}

func (e *explanation) flags() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&e.row, "row", "", "row to explain: its `line` in the file, or with --id its cell in that column")
	f.IntVarP(&e.most, "number", "n", 0, "most labels to list, the largest shares first (default: all)")
	return f
}

func (e *explanation) check() error {
	switch {
	case strings.TrimSpace(e.row) == "":
		return usagef("say --row LINE, the line on which the row begins", "--row names no row")
	case e.most < 0:
		return usagef("", "-n %d: must not be negative", e.most)
	}
	return nil
}

func (e *explanation) find(j *job) error {
	var err error
	e.at, err = j.findRow(e.row)
	return err
}

func (e *explanation) report(j *job) error {
	found, err := labelprop.Explain(j.ctx, j.graph, j.seeds, j.method, e.at, &j.options)
	if err != nil {
		return err
	}
	j.say.Line("answer", "%s", j.answerOf(found))
	shares := found.Shares
	if e.most > 0 {
		shares = shares[:min(e.most, len(shares))]
	}
	rows := make([][]string, len(shares))
	for i, s := range shares {
		rows[i] = append(j.rowCells(s.Node), j.className(s.Class), six(s.Share), six(s.PathProbability), j.path(s.Path))
	}
	return table.WriteRows(j.out, j.as, append(j.rowHeader(), "label", "share", "path_probability", "path"), rows)
}

// answerOf says in words what the shares sum up to.
func (j *job) answerOf(e *labelprop.Explanation) string {
	name := j.rowName(e.Row)
	if len(e.Shares) == 0 {
		return name + ": no label reaches it"
	}
	var parts []string
	for _, class := range byShare(e, len(j.in.classes)) {
		parts = append(parts, fmt.Sprintf("%s %.4f", j.className(class.number), class.share))
	}
	return fmt.Sprintf("%s: %s, from %d labels", name, strings.Join(parts, ", "), len(e.Shares))
}

// path names the rows of a path.
func (j *job) path(nodes []int) string {
	names := make([]string, len(nodes))
	for i, node := range nodes {
		names[i] = j.rowName(node)
	}
	return strings.Join(names, " > ")
}

// classShare is what a class has in an answer.
type classShare struct {
	number int
	share  float64
}

// mostNamed is how many classes are named in one line.
const mostNamed = 3

// byShare returns the classes with the largest shares, the largest first.
func byShare(e *labelprop.Explanation, classes int) []classShare {
	all := make([]classShare, classes)
	for k := range all {
		all[k].number = k
	}
	for _, s := range e.Shares {
		all[s.Class].share += s.Share
	}
	slices.SortStableFunc(all, func(a, b classShare) int { return cmp.Compare(b.share, a.share) })
	all = slices.DeleteFunc(all, func(c classShare) bool { return c.share == 0 })
	return all[:min(mostNamed, len(all))]
}
