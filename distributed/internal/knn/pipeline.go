package knn

import (
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/propagate-go/propagate/distributed/internal/block"
	"github.com/propagate-go/propagate/distributed/internal/store"
)

// Search says what is searched, and how.
type Search struct {
	Ranges block.Ranges
	Folder store.Folder
	K      int
	Cells  int // 0: exactly
	Probe  int // cells that each row is compared with

	Gamma        float64 // weights are exp(-γd²); 0: all 1
	Stem, Suffix string  // of the files of edges
}

func init() {
	for _, step := range []reflect.Type{reflect.TypeFor[read](), reflect.TypeFor[pack](), reflect.TypeFor[pair](),
		reflect.TypeFor[compare](), reflect.TypeFor[deal](), reflect.TypeFor[cell](), reflect.TypeFor[write]()} {
		beam.RegisterType(step)
	}
	beam.RegisterFunction(nothing)
}

// BuildPack adds the pipeline that writes the rows of each block to a file.
func BuildPack(s beam.Scope, files []string, o Search) {
	s = s.Scope("pack")
	// Files are dealt out to workers; their rows go to the blocks of their numbers.
	read := beam.ParDo(s, &read{o}, beam.Reshuffle(s, beam.CreateList(s, files)))
	beam.ParDo0(s, &pack{o}, beam.GroupByKey(s, read))
}

// Build adds the pipeline of the search. It has one exchange for an exact search, two by cells.
func Build(s beam.Scope, o Search) {
	s = s.Scope("knn")
	of := beam.CreateList(s, o.Ranges.Blocks())
	var found beam.PCollection
	if o.Cells == 0 {
		// Each pair of blocks is a task of its own.
		found = beam.ParDo(s, &compare{o}, beam.Reshuffle(s, beam.ParDo(s, &pair{o}, of)))
	} else {
		// One exchange brings rows to cells, another what was found to blocks.
		dealt := beam.ParDo(s, &deal{o}, beam.Reshuffle(s, of))
		found = beam.ParDo(s, &cell{o}, beam.GroupByKey(s, dealt))
		// A block whose rows have found nothing has a file too.
		found = beam.Flatten(s, found, beam.ParDo(s, nothing, of))
	}
	beam.ParDo0(s, &write{o}, beam.GroupByKey(s, found))
}
