package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// explainPool prints how much each opinion counts for the row, and lists that and the labels of the graphs.
func (v *explainFlags) explainPool(ctx context.Context, s *session, p *pipeline.Problem, row int, w io.Writer) error {
	a, err := pipeline.Label(ctx, p.Data, p.Built, p.Config, s.console)
	if err != nil {
		return err
	}
	e, err := pipeline.ExplainPool(ctx, p, a, row, s.console)
	if err != nil {
		return err
	}
	s.console.Line("answer", "%s", pooledAnswer(p.Data, e))
	for _, one := range e.Opinion.Parts {
		s.console.Line("opinion", "%s", opinionInWords(p.Data, e, one))
	}
	if e.Opinion.FromShares != 0 {
		s.console.Line("shares", "the estimated shares of the classes add %+.3f", e.Opinion.FromShares)
	}
	return s.list(w, p.Data.Table, slices.Concat([]string{"opinion", "weight", "temperature",
		"probability", "log_odds"}, rowHeader(p.Data), []string{"label", "share", "path_probability", "path"}),
		v.opinionRows(p.Data, e))
}

// pooledAnswer tells what the pool says of the row, and what its log-odds are.
func pooledAnswer(d *dataset.Data, e *pipeline.PoolExplanation) string {
	o, name := e.Opinion, d.RowName(e.Row)
	if o.Label == labelprop.Unlabeled {
		return name + ": no opinion says anything of it"
	}
	text := fmt.Sprintf("%s: %s, by a pool of %d opinions", name, classProbabilities(d, o.P), len(o.Parts))
	if e.Given != labelprop.Unlabeled {
		text += fmt.Sprintf(", without its label, which is given as %s", d.Classes.Name(e.Given))
	}
	if o.Second == labelprop.Unlabeled {
		return text
	}
	return text + fmt.Sprintf("; log-odds of %s against %s: %+.3f, of which", d.Classes.Name(o.Label),
		d.Classes.Name(o.Second), o.LogOdds)
}

// opinionInWords tells what an opinion says of the row and how much that counts.
func opinionInWords(d *dataset.Data, e *pipeline.PoolExplanation, one labelprop.PartOfRow) string {
	if one.P == nil {
		return one.Name + ": says nothing of the row"
	}
	text := fmt.Sprintf("%s: %s; weight %.3f, temperature %.3f", one.Name, classProbabilities(d, one.P), one.Weight,
		one.Temperature)
	if e.Opinion.Second == labelprop.Unlabeled {
		return text
	}
	return text + fmt.Sprintf(", adds %+.3f", one.LogOdds)
}

// classProbabilities names the likeliest classes, the likeliest first.
func classProbabilities(d *dataset.Data, p []float64) string {
	// The order of the classes by probability, ties by their number.
	order := make([]int, len(p))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[b], p[a]) })
	var words []string
	for _, k := range order[:min(mostShares, len(order))] {
		words = append(words, fmt.Sprintf("%s %.4f", d.Classes.Name(k), p[k]))
	}
	return strings.Join(words, ", ")
}

// opinionRows has a line for each opinion, and then one for each label that a graph has its opinion from.
func (v *explainFlags) opinionRows(d *dataset.Data, e *pipeline.PoolExplanation) [][]string {
	// Cells that only opinions have are empty for labels, and the other way round.
	var rows [][]string
	blank := make([]string, len(rowHeader(d)))
	for _, one := range e.Opinion.Parts {
		cells := []string{one.Name, six(one.Weight), six(one.Temperature), "", ""}
		if one.P != nil && e.Opinion.Label != labelprop.Unlabeled {
			cells[3], cells[4] = six(one.P[e.Opinion.Label]), six(one.LogOdds)
		}
		rows = append(rows, slices.Concat(cells, blank, []string{d.Classes.Name(e.Opinion.Label), "", "", ""}))
	}
	for _, g := range e.Graphs {
		for _, cells := range v.shareRows(d, g.Shares) {
			rows = append(rows, slices.Concat([]string{g.Name, "", "", "", ""}, cells))
		}
	}
	return rows
}
