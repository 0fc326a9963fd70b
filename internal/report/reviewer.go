package report

import (
	"context"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// Stages of a report, which an observer is told.
const (
	stageMap      pipeline.Stage = "map"
	stageSuspects pipeline.Stage = "suspects"
	stageNext     pipeline.Stage = "next"
)

// Source is what a review is made from: the values of a run.
type Source struct {
	Data   *dataset.Data
	Built  *pipeline.Built
	Answer *pipeline.Answer
	Config pipeline.Config
}

// NewReview returns what only the page of a run shows.
//
// Errors: those of the solvers, and of the observer.
func NewReview(ctx context.Context, s Source, o pipeline.Observer) (*Review, error) {
	v := &reviewer{ctx, s.Data, s.Built, s.Answer, s.Config.SolveOptions(o.Iteration)}
	r := &Review{}
	o.Stage(stageMap)
	drawn := v.draw()
	var err error
	if r.Map, err = v.mapOf(drawn); err != nil {
		return nil, err
	}
	o.Stage(stageSuspects)
	// Suspects may be looked for among the rows of the map only. Nobody can be asked for the label of a node that is
	// no row.
	r.Suspects, err = v.suspects(drawn)
	if err != nil || v.dense() || len(s.Data.Prep.EdgeFacts.Auxiliary) > 0 {
		return r, err
	}
	o.Stage(stageNext)
	r.Next, err = v.next()
	return r, err
}

// reviewer looks at the labels of a run.
type reviewer struct {
	ctx    context.Context
	data   *dataset.Data
	built  *pipeline.Built
	answer *pipeline.Answer
	solve  *labelprop.Options
}

// dense reports whether the graph has so many edges that what visits each of them is left out.
func (v *reviewer) dense() bool {
	g := v.built.Graph
	return g.N() > 2500 && g.Edges() > 100*g.N()
}

// cheap reports whether solving for so many columns takes about a second at most. A column costs a number of
// visits of each node and of each edge in both directions.
func (v *reviewer) cheap(columns int) bool {
	g := v.built.Graph
	// 10⁷ such visits take about a second.
	return float64(columns)*float64(g.N()+2*g.Edges()) <= 1e7
}

// title names a row where it stands alone.
func (v *reviewer) title(row int) string {
	if v.data.IDs == nil {
		return "line " + v.data.RowName(row)
	}
	return v.data.RowName(row)
}
