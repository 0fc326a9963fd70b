package cli

import (
	"time"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/labelprop"
)

// data is what was read, as summary takes it.
func (j *job) data() *dataset.Data {
	in := j.in
	c := in.columns
	d := &dataset.Data{
		Table: j.table, Rows: in.rows, Classes: dataset.Classes(in.classes), Given: in.given, AllGiven: in.all,
		Truth: in.truth, IDs: in.ids, Graph: in.graph, Prior: in.base,
		Columns: dataset.Columns{
			Label: c.label, Truth: c.truth, ID: c.id, Weight: c.weight, Features: c.features, Categorical: c.categorical,
			Classifier: c.base, ClassifierClasses: dataset.Classes(c.baseClasses), LeftOut: c.leftOut,
		},
		Prep: dataset.Prep{
			NoLabel: in.noLabel, RowNumbers: in.rowNumbers, Filled: in.filled, Dominant: in.dwarfing,
			Scale: scaleRules[j.scale], Edges: j.edges,
		},
	}
	if in.sparse != nil {
		d.X, d.Prep.SparseCols = in.sparse, in.sparseCols
	}
	if in.trust != nil {
		d.Certainty, d.Prep.Certainty = in.trust.of, in.trust.counts(in.given)
	}
	return d
}

var scaleRules = map[string]dataset.Chosen[dataset.Scale]{
	scaleAuto: {Value: dataset.ScaleNone, By: dataset.ByEvidence}, "none": {Value: dataset.ScaleNone, By: dataset.ByUser},
	"standard": {Value: dataset.ScaleStandard, By: dataset.ByUser}, "minmax": {Value: dataset.ScaleMinMax, By: dataset.ByUser},
	"robust": {Value: dataset.ScaleRobust, By: dataset.ByUser},
}

// config is how it is solved.
func (j *job) config() *pipeline.Config {
	c := &pipeline.Config{Gamma: pipeline.Gamma{Values: j.gammas}, Seed: j.seed, Solve: j.options}
	c.Graph.Metric = j.metric
	c.Solve.Tol = j.tol
	if j.gammaBy != gammaAuto {
		c.Gamma.Rule = pipeline.GammaMST
	}
	return c
}

func (j *job) built() *pipeline.Built {
	b := &pipeline.Built{Near: j.near, Graph: j.graph, Widths: j.widths}
	if j.usesGamma() {
		b.Gamma = dataset.Chosen[float64]{Value: j.gamma, By: j.gammaBy}
		if j.gammaBy == "" {
			b.Gamma.By = dataset.ByUser
		}
	}
	return b
}

func (j *job) chosenMethod() dataset.Chosen[labelprop.Method] {
	m := dataset.Chosen[labelprop.Method]{Value: j.method, By: dataset.ByUser}
	if j.settings.method == methodAuto {
		m.By = dataset.ByEvidence
	}
	return m
}

// statuses by name.
var statuses = map[string]labelprop.Status{}

func init() {
	for _, s := range []labelprop.Status{labelprop.Given, labelprop.Propagated, labelprop.Tied, labelprop.Unreachable, labelprop.Abstained} {
		statuses[s.String()] = s
	}
}

func (j *job) answered(a *answer) *pipeline.Answer {
	all := &pipeline.Answer{
		Labels: a.labels, Probs: a.probs, Method: j.chosenMethod(), Solved: a.result, Result: a.result, Prediction: a.prediction, Warnings: a.warnings,
		Sizes: pipeline.SizeRule(j.sizesBy), Residuals: j.residuals,
	}
	for _, s := range a.status {
		all.Status = append(all.Status, statuses[s])
	}
	return all
}

func (j *job) origin() summary.Origin {
	return summary.Origin{Version: version(), Command: j.line, Made: time.Now(), Seed: j.seed, Stages: j.say.Stages()}
}

// record keeps the residuals of the last solve.
func (j *job) record(p labelprop.Progress) error {
	if n := len(j.residuals); n > 0 && p.Iteration <= j.residuals[n-1].Iteration {
		j.residuals = j.residuals[:0]
	}
	j.residuals = append(j.residuals, p)
	return j.say.Iteration(p)
}
