package pipeline

import (
	"context"
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// PoolExplanation tells what the pooled answer for a row is made of.
type PoolExplanation struct {
	Row     int
	Given   int // the label of the row, which the opinions have not seen then; labelprop.Unlabeled: none
	Opinion *labelprop.PoolExplanation
	Graphs  []GraphExplanation
}

// GraphExplanation tells from which labels a graph of the pool has its opinion on a row.
type GraphExplanation struct {
	Name   string
	Shares []labelprop.Share
}

// ExplainPool tells how much each opinion of a pool counts for a row, and from which labels those of graphs come. Of
// a given label it tells what the others say of its row. The observer may be nil.
func ExplainPool(ctx context.Context, p *Problem, a *Answer, row int, o Observer) (*PoolExplanation, error) {
	parts, err := a.Parts(p.Built)
	if err != nil {
		return nil, err
	}
	e := &PoolExplanation{Row: row, Given: p.Data.Given[row]}
	// Opinions that have seen the label of the row would repeat it.
	seeds, err := seedsWithout(p.Data, row)
	if err != nil {
		return nil, err
	}
	label := dataset.CountLabels(p.Data.Given[:row])
	rows := make([][]float64, len(parts))
	for i, part := range parts {
		rows[i] = part.Says.P.RawRowView(row)
		if e.Given != labelprop.Unlabeled && part.Says.LeftOut != nil {
			rows[i] = part.Says.LeftOut.RawRowView(label)
		}
		if part.Graph == nil {
			continue
		}
		found, err := labelprop.Explain(ctx, part.Graph.Graph, seeds, part.Graph.method(), row,
			p.Config.SolveOptions(orSilent(o).Iteration))
		if err != nil {
			return nil, err
		}
		e.Graphs = append(e.Graphs, GraphExplanation{part.Says.Name, found.Shares})
	}
	e.Opinion, err = a.Pooled.Explain(rows)
	return e, err
}

// seedsWithout returns the labels of all rows but one.
func seedsWithout(d *dataset.Data, row int) (labelprop.Seeds, error) {
	given := slices.Clone(d.Given)
	// The only label of all stays: there would be nothing to explain by.
	if dataset.CountLabels(given) > 1 {
		given[row] = labelprop.Unlabeled
	}
	return labelprop.Classes(given, len(d.Classes))
}
