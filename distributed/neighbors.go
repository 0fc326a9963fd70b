package distributed

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/propagate-go/propagate/distributed/internal/block"
	"github.com/propagate-go/propagate/distributed/internal/knn"
	"github.com/propagate-go/propagate/distributed/internal/store"
)

// NeighborsConfig says of which rows the nearest others are to be found, and how.
type NeighborsConfig struct {
	Features string // pattern of the files of features: a column row, and one for each feature
	Nodes    int64  // rows, numbered from 0
	Out      string // name of the files of edges, such as edges.csv
	Work     string // folder of the rows by block

	K      int     // neighbours of each row
	Gamma  float64 // the weight of an edge of the length d is exp(-γd²); 0: all weights are 1
	Blocks int     // at most as many blocks of rows
	Cells  int     // cells of rows near each other; 0: an exact search, which compares all pairs of rows
	Probe  int     // cells in which the neighbours of a row are sought; 0 means 4

	Runner string       // name of a Beam runner; empty means prism, in this process
	Log    func(string) // called with a line after each step; may be nil
}

// Check reports all that no search can begin with, before any file is looked at.
func (c NeighborsConfig) Check() error {
	_, rangesErr := block.NewRanges(c.Nodes, c.Blocks)
	_, outErr := newShards(c.Out, c.Blocks)
	return errors.Join(rangesErr, outErr,
		need(c.Features != "", "no files of features are given"),
		need(c.Work != "", "no work folder is given"), plain("work folder", c.Work), plain("result", c.Out),
		need(c.K > 0 && int64(c.K) < c.Nodes, "%d neighbours of %d rows: from 1 to one less than the rows",
			c.K, c.Nodes),
		need(c.Gamma >= 0 && !math.IsInf(c.Gamma, 1), "γ = %g: it must be a number from 0", c.Gamma),
		need(c.Cells >= 0 && int64(c.Cells) <= c.Nodes, "%d cells of %d rows", c.Cells, c.Nodes),
		need(c.Probe >= 0, "%d cells to look in", c.Probe))
}

// Neighbors finds the k nearest rows of each row by their Euclidean distance, and writes an edge to each of them: the
// files that Config.Edges takes, one a block. Of equal distances the smaller row number counts. With cells the centres
// are rows that are evenly spread over the numbers: number rows at random for that. beam.Init must have been called.
//
// Errors: those of the configuration; a row that is missing, or there twice; a feature that is no number; a weight that
// is 0 in float64; whatever the runner reports.
// Cost: n²·d flops exactly; with cells of about n/cells rows, about n²·d·probe/cells.
func Neighbors(ctx context.Context, c NeighborsConfig) ([]string, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	lists, features, err := inputs(ctx, c.Features)
	if err != nil {
		return nil, err
	}
	o := c.search()
	out := shards{o.Stem, o.Suffix, o.Ranges.Count()}
	// Rows that an ended search has left would stand in for rows that are missing in this one.
	err = errors.Join(out.check(ctx, features), store.RemoveBroken(ctx, o.Stem+"-"), removePacked(ctx, o))
	if err != nil {
		return nil, err
	}
	// Rows by block first: each task of the search then reads whole blocks.
	if err := execute(ctx, c.runner(), func(s beam.Scope) { knn.BuildPack(s, lists[0], o) }); err != nil {
		return nil, fmt.Errorf("reading features: %w", err)
	}
	if err := complete(ctx, o); err != nil {
		return nil, err
	}
	if err := execute(ctx, c.runner(), func(s beam.Scope) { knn.Build(s, o) }); err != nil {
		return nil, fmt.Errorf("searching: %w", err)
	}
	return out.files(), removePacked(ctx, o)
}

// removePacked removes what was packed for a search.
func removePacked(ctx context.Context, o knn.Search) error {
	return errors.Join(store.Remove(ctx, o.Folder.AllRows()), store.Remove(ctx, o.Folder.AllCentres()))
}

// search is what the pipelines take of a configuration.
func (c NeighborsConfig) search() knn.Search {
	// Errors of these were reported by Check.
	r, _ := block.NewRanges(c.Nodes, c.Blocks)
	out, _ := newShards(c.Out, c.Blocks)
	if c.Probe == 0 {
		c.Probe = 4
	}
	return knn.Search{Ranges: r, Folder: store.Folder(strings.TrimSuffix(c.Work, "/")), K: c.K, Cells: c.Cells,
		Probe: c.Probe, Gamma: c.Gamma, Stem: out.stem, Suffix: out.suffix}
}

func (c NeighborsConfig) runner() string {
	if c.Runner == "" {
		return inProcess
	}
	return c.Runner
}

// complete reports a block of which no row came: nobody else would miss it.
func complete(ctx context.Context, o knn.Search) error {
	// Each block that got a row has a file.
	names, err := store.List(ctx, o.Folder.AllRows())
	if err != nil {
		return err
	}
	// A file system may spell the folder in another way.
	for i, name := range names {
		names[i] = path.Base(name)
	}
	for b := range o.Ranges.Count() {
		if lo, hi := o.Ranges.Bounds(b); !slices.Contains(names, path.Base(o.Folder.Rows(b))) {
			return fmt.Errorf("rows %d to %d are missing: rows 0 to %d must all be there", lo, hi-1, o.Ranges.Nodes-1)
		}
	}
	return nil
}
