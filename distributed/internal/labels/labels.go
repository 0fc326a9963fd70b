// Package labels is the pipeline that turns the values of the blocks into files of labels, one a block.
package labels

import (
	"context"
	"fmt"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/propagate-go/propagate/distributed/internal/block"
	"github.com/propagate-go/propagate/distributed/internal/iterate"
	"github.com/propagate-go/propagate/distributed/internal/shard"
	"github.com/propagate-go/propagate/distributed/internal/store"
)

// Output says what is to be written.
type Output struct {
	Ranges       block.Ranges
	Folder       store.Folder
	Run          string // that the files are of
	Classes      []string
	Clamps       bool  // whether given labels stay
	Iteration    int64 // of the values
	Done         bool  // whether no further row can be reached
	Scores       bool  // whether the values of all classes are written
	Stem, Suffix string
}

func init() { beam.RegisterType(reflect.TypeFor[write]()) }

// Build adds the pipeline.
func Build(s beam.Scope, o Output) {
	s = s.Scope("labels")
	beam.ParDo0(s, &write{o}, beam.Reshuffle(s, beam.CreateList(s, o.Ranges.Blocks())))
}

// write writes the file of a block.
type write struct{ Output Output }

func (f *write) ProcessElement(ctx context.Context, number int64) error {
	o, own := f.Output, int(number)
	name := o.Folder.Graph(own)
	all, err := store.ReadOwned(ctx, name, o.Run)
	if err != nil {
		return err
	}
	// The graph knows the given labels, the state the values.
	g, err := block.DecodeGraph(all)
	if err == nil {
		err = g.Check(o.Ranges, own, len(o.Classes))
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	state, err := iterate.ReadState(ctx, o.Folder.State(o.Iteration, own), o.Run, len(g.B))
	if err != nil {
		return err
	}
	// Rows in the order of their numbers.
	lo, _ := o.Ranges.Bounds(own)
	t := shard.NewTable(o.Classes, o.Scores)
	for i, class := range g.Class {
		scores := state.X[i*len(o.Classes) : (i+1)*len(o.Classes)]
		t.Add(o.row(lo+int64(i), class, scores))
	}
	content, err := t.Bytes(o.Suffix)
	if err != nil {
		return err
	}
	return store.Write(ctx, store.Shard(o.Stem, o.Suffix, own, o.Ranges.Count()), content)
}
