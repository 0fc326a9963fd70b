// Package iterate is the pipeline of some iterations: values are read from files, exchanged once an iteration, and
// written to files. Edges never move.
//
//	blocks ─> values from file, messages ─> (by block ─> one step, messages) × batch ─> values to file
package iterate

import (
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/propagate-go/propagate/distributed/internal/block"
	"github.com/propagate-go/propagate/distributed/internal/store"
)

// Batch says which iterations are to be made.
type Batch struct {
	Ranges block.Ranges
	Folder store.Folder
	Run    string // that the files are of: workers keep the graphs of blocks by it
	From   int64  // the iteration of the values that are there
	Steps  int
}

func init() {
	beam.RegisterType(reflect.TypeFor[load]())
	beam.RegisterType(reflect.TypeFor[step]())
	beam.RegisterType(reflect.TypeFor[save]())
}

// Build adds the pipeline. It has one exchange an iteration.
func Build(s beam.Scope, b Batch) {
	s = s.Scope("iterate")
	// Blocks are dealt out to workers, and read their values.
	told := beam.ParDo(s, &load{b}, beam.Reshuffle(s, beam.CreateList(s, b.Ranges.Blocks())))
	// Each exchange is followed by a step; the last step of the batch writes files.
	for range b.Steps - 1 {
		told = beam.ParDo(s, &step{b}, beam.GroupByKey(s, told))
	}
	beam.ParDo0(s, &save{b}, beam.GroupByKey(s, told))
}
