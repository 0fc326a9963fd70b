// Package partition is the pipeline that cuts a graph into the files of its blocks, once. Edges move once: from the
// files that hold them to the blocks of their ends.
//
//	files ─> edges, labels by block ─> raw blocks ─> needs by owner ─> sends ─> replies by block ─> graph of a block
package partition

import (
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/propagate-go/propagate/distributed/internal/block"
	"github.com/propagate-go/propagate/distributed/internal/store"
)

// Input says what is to be cut, and how.
type Input struct {
	Edges, Labels []string // files
	Classes       []string
	Method        block.Method
	Ranges        block.Ranges
	Folder        store.Folder
	MaxMessage    int    // bytes
	Run           string // that the files are of
}

func init() {
	beam.RegisterType(reflect.TypeFor[readEdges]())
	beam.RegisterType(reflect.TypeFor[readLabels]())
	beam.RegisterType(reflect.TypeFor[collect]())
	beam.RegisterType(reflect.TypeFor[answer]())
	beam.RegisterType(reflect.TypeFor[finish]())
	beam.RegisterFunction(greet)
}

// Build adds the pipeline.
func Build(s beam.Scope, in Input) {
	s = s.Scope("partition")
	// Files are dealt out to workers; their edges go to the blocks of both ends.
	edges := beam.ParDo(s, &readEdges{in.Ranges}, spread(s, in.Edges))
	labels := beam.ParDo(s, &readLabels{in.Ranges, in.Classes}, spread(s, in.Labels))
	// Every block gets a message, so that those without edges are there too.
	hello := beam.ParDo(s, greet, beam.CreateList(s, in.Ranges.Blocks()))
	// Three exchanges: edges and labels, then what each block needs, then what it is told of that.
	work := Work{Method: in.Method, Ranges: in.Ranges, Folder: in.Folder, MaxMessage: in.MaxMessage,
		Run: in.Run}
	needs := beam.ParDo(s, &collect{work}, beam.GroupByKey(s, beam.Flatten(s, edges, labels, hello)))
	replies := beam.ParDo(s, &answer{work}, beam.GroupByKey(s, needs))
	beam.ParDo0(s, &finish{work}, beam.GroupByKey(s, replies))
}

// spread deals out files to workers.
func spread(s beam.Scope, files []string) beam.PCollection {
	return beam.Reshuffle(s, beam.CreateList(s, files))
}

// greet sends an empty message to a block.
func greet(number int64) (int64, []byte) {
	return number, (&block.Message{From: reader}).Encode()
}

// reader is the sender of what no block sends.
const reader = -1
