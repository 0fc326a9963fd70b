package cli

import (
	"cmp"
	"context"
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/labelprop"
)

// build goes from the problem to the graph, and prints both.
func (s *session) build(ctx context.Context, d *dataset.Data) (*pipeline.Built, error) {
	run := &s.config.run
	// The method is known before the graph, and so is what is wrong with its sizes.
	method, err := pipeline.ChooseMethod(d, *run)
	if err != nil {
		return nil, err
	}
	if s.config.tune != nil {
		method.By = dataset.ByUser // several will be tried
	}
	// What was read, and what was done to it, before the long part of the work.
	s.tell(d, method)
	// Neighbours, then weights.
	b, err := pipeline.Build(ctx, d, s.config.first(), s.console)
	if err = cmp.Or(err, d.Table.Unchanged()); err != nil {
		return nil, err
	}
	// What was built.
	g := summary.GraphOf(d, b, run)
	s.console.Gamma(&g)
	s.console.Graph(&g)
	return b, nil
}

// release gives up what only a model and a report ask for once there is a graph.
func (s *session) release(d *dataset.Data, b *pipeline.Built) {
	if o := &s.config.output; o.save == "" && o.report == "" {
		b.Release(d, s.config.run)
	}
}

// tell prints what was read, and what was done to it.
func (s *session) tell(d *dataset.Data, method dataset.Chosen[labelprop.Method]) {
	t := summary.TableOf(d)
	s.console.Table(&t)
	unused := s.config.unused
	if d.IsSparse() {
		// There would be no pool without the flags either.
		pooled := func(n summary.Note) bool { return n.Kind == summary.OneMethod }
		unused = slices.DeleteFunc(slices.Clone(unused), pooled)
	}
	s.note(append(summary.NotesOf(d, &s.config.run, method), unused...))
	// A run prints them with all its warnings.
	if !s.purpose.adds {
		s.console.Warnings(s.usable(summary.LabelWarnings(d)))
	}
}

// problem is what the commands that ask about labels take: method and seeds.
func (s *session) problem(d *dataset.Data) (labelprop.Method, labelprop.Seeds, error) {
	method, err := pipeline.ChooseMethod(d, s.config.run)
	if err != nil {
		return nil, labelprop.Seeds{}, err
	}
	seeds, err := pipeline.Seeds(d, s.config.run)
	return method.Value, seeds, err
}

// options are those of the solver, whose progress is shown.
func (s *session) options() *labelprop.Options { return s.config.run.SolveOptions(s.console.Iteration) }
