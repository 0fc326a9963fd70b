package distributed

import (
	"context"
	"errors"
	"fmt"

	"github.com/propagate-go/propagate/distributed/internal/iterate"
	"github.com/propagate-go/propagate/distributed/internal/labels"
	"github.com/propagate-go/propagate/distributed/internal/partition"
	"github.com/propagate-go/propagate/distributed/internal/store"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
)

// run is a run in progress.
type run struct {
	config Config
	job    *job
	state  progress
	after  func(progress) error // called when a batch is saved; an error ends the run
}

// Propagate cuts the graph into blocks, iterates until nothing changes, and writes a label for every row. beam.Init
// must have been called. Where Config.Resume is set and the work folder holds a run, that goes on after its last
// batch.
//
// Errors: those of Config; files that cannot be read, with the line; two weights for a pair, two labels for a row; a
// run in the work folder that is not resumed, or is another one; whatever the runner reports.
func Propagate(ctx context.Context, c Config) (*Result, error) {
	return propagate(ctx, c, func(progress) error { return nil })
}

func propagate(ctx context.Context, c Config, after func(progress) error) (*Result, error) {
	c, err := c.orDefault()
	if err != nil {
		return nil, err
	}
	// Blocks, iterations, labels: each step begins with files that the one before has completed.
	r := &run{config: c, after: after}
	if err := r.begin(ctx); err != nil {
		return nil, err
	}
	if err := r.iterate(ctx); err != nil {
		return nil, err
	}
	return r.write(ctx)
}

// begin finds the blocks in the work folder, or makes them.
func (r *run) begin(ctx context.Context) error {
	c := r.config
	// What is to be done follows from the configuration and the files alone.
	lists, files, err := inputs(ctx, c.Edges, c.Labels)
	if err != nil {
		return err
	}
	classes, err := classesOf(ctx, lists[1], c.Nodes)
	if err != nil {
		return err
	}
	if r.job, err = newJob(c, files, classes); err != nil {
		return err
	}
	// What a killed run was writing is in the way of nobody, but nobody else would remove it.
	err = errors.Join(store.RemoveBroken(ctx, string(c.folder())+"/"), store.RemoveBroken(ctx, r.shards().stem+"-"))
	if err != nil {
		return err
	}
	// A job in the folder means that all blocks are there.
	var stored job
	there, err := store.Exists(ctx, c.folder().Job())
	switch {
	case err != nil:
		return err
	case !there:
		return r.partition(ctx, lists)
	case !c.Resume:
		return fmt.Errorf("%s holds a run: --resume goes on with it, another --work begins anew", c.Work)
	}
	err = store.ReadJSON(ctx, c.folder().Job(), noRun, &stored)
	if err == nil {
		err = r.job.goesOn(&stored)
	}
	if err != nil {
		return err
	}
	r.job = &stored
	return r.resume(ctx)
}

// resume finds out how far the run was: the blocks are there, and so are the values of the last batch, if one was
// saved.
func (r *run) resume(ctx context.Context) error {
	if err := r.shards().check(ctx, r.job.Inputs); err != nil {
		return err
	}
	// Without progress no batch was saved: it goes on from the beginning.
	name := r.config.folder().Progress()
	saved, err := store.Exists(ctx, name)
	if saved {
		err = store.ReadJSON(ctx, name, r.job.Token, &r.state)
	}
	// Another tolerance may want more iterations than before, or fewer.
	r.state.Converged = r.state.ends(r.config.Tol)
	r.config.Log(fmt.Sprintf("resumed after iteration %d", r.state.Iteration))
	return err
}

// partition cuts the graph into blocks.
func (r *run) partition(ctx context.Context, lists [][]string) error {
	c := r.config
	// How far another run was says nothing of this one.
	err := errors.Join(r.shards().check(ctx, r.job.Inputs), store.Remove(ctx, c.folder().Progress()))
	if err != nil {
		return err
	}
	r.job.Token = newToken()
	in := partition.Input{Edges: lists[0], Labels: lists[1], Classes: r.job.Classes, Method: r.job.Method,
		Ranges: r.job.Ranges, Folder: c.folder(), MaxMessage: c.MaxMessage, Run: r.job.Token}
	if err := execute(ctx, r.config.Runner, func(s beam.Scope) { partition.Build(s, in) }); err != nil {
		return fmt.Errorf("cutting the graph into blocks: %w", err)
	}
	// How much will move in each iteration.
	for b := range r.job.Ranges.Count() {
		var counts partition.Counts
		if err := store.ReadJSON(ctx, c.folder().Counts(b), r.job.Token, &counts); err != nil {
			return err
		}
		r.job.Ghosts, r.job.Entries = r.job.Ghosts+counts.Ghosts, r.job.Entries+counts.Entries
	}
	// The job is written last: from here on the run can be resumed.
	if err := store.WriteJSON(ctx, c.folder().Job(), noRun, r.job); err != nil {
		return err
	}
	c.Log(fmt.Sprintf("%d blocks of at most %d rows; %d values a class move in each iteration, of %d ends of edges",
		r.job.Ranges.Count(), r.job.Ranges.Size, r.job.Ghosts, r.job.Entries))
	// What was read is in the graphs of the blocks now.
	return store.Remove(ctx, c.folder().Raws())
}

// iterate makes batches until nothing changes.
func (r *run) iterate(ctx context.Context) error {
	c := r.config
	for !r.state.Converged && r.state.Iteration < int64(c.MaxIter) {
		// From the values that are there, as many iterations as a batch has, but none beyond the limit.
		b := iterate.Batch{Ranges: r.job.Ranges, Folder: c.folder(), Run: r.job.Token, From: r.state.Iteration,
			Steps: int(min(int64(c.Batch), int64(c.MaxIter)-r.state.Iteration))}
		if err := execute(ctx, r.config.Runner, func(s beam.Scope) { iterate.Build(s, b) }); err != nil {
			return fmt.Errorf("iterations %d to %d: %w", b.From+1, b.From+int64(b.Steps), err)
		}
		if err := r.save(ctx, b.From+int64(b.Steps)); err != nil {
			return err
		}
		c.Log(fmt.Sprintf("iteration %d: largest change %.2g", r.state.Iteration, r.state.Change))
		if err := r.after(r.state); err != nil {
			return err
		}
	}
	return nil
}

// save notes that a batch is done, and removes the values before it.
func (r *run) save(ctx context.Context, iteration int64) error {
	now, folder := progress{Iteration: iteration}, r.config.folder()
	for b := range r.job.Ranges.Count() {
		var one iterate.Change
		if err := store.ReadJSON(ctx, folder.Change(iteration, b), r.job.Token, &one); err != nil {
			return err
		}
		// The largest change, and sums of counts, do not depend on how rows are cut into blocks.
		now.Change, now.New = max(now.Change, one.Largest), now.New+one.New
	}
	now.Converged = now.ends(r.config.Tol)
	// All values are there: the batch counts. The values before it are needed no more.
	if err := store.WriteJSON(ctx, r.config.folder().Progress(), r.job.Token, now); err != nil {
		return err
	}
	r.state = now
	keep, err := store.List(ctx, folder.StatesOf(iteration))
	return errors.Join(err, store.Remove(ctx, folder.States(), keep...), store.Remove(ctx, folder.Changes()))
}

// write writes the labels.
func (r *run) write(ctx context.Context) (*Result, error) {
	// Each block writes a file of its rows.
	c, out := r.config, r.shards()
	o := labels.Output{Ranges: r.job.Ranges, Folder: c.folder(), Run: r.job.Token, Classes: r.job.Classes,
		Clamps: c.Alpha == 0, Iteration: r.state.Iteration, Done: r.state.New == 0, Scores: c.Scores, Stem: out.stem,
		Suffix: out.suffix}
	if err := execute(ctx, r.config.Runner, func(s beam.Scope) { labels.Build(s, o) }); err != nil {
		return nil, fmt.Errorf("writing the labels: %w", err)
	}
	return &Result{Classes: r.job.Classes, Blocks: out.count, Ghosts: r.job.Ghosts, Entries: r.job.Entries,
		Iterations: r.state.Iteration, Change: r.state.Change, Converged: r.state.Converged, Files: out.files()}, nil
}

// shards are the files of the result.
func (r *run) shards() shards {
	// The name was checked with the configuration.
	s, _ := newShards(r.config.Out, r.job.Ranges.Count())
	return s
}
