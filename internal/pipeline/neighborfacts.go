package pipeline

import (
	"fmt"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// Found is what a run tells of the neighbours that were found.
type Found struct {
	Made      string  // how they were searched
	Recall    float64 // the share of the true ones that was found
	Metric    string
	Undefined int             // rows without a distance
	Cut       int             // rows of which ties were cut
	Hanging   []graph.Hanging // parts without a label that hang on one edge each
}

// foundOf collects the facts of neighbours.
func foundOf(near *graph.Neighbors, d *dataset.Data) *Found {
	// Parts are counted by the labels given, not by those found.
	labelled := make([]bool, len(d.Given))
	for i, given := range d.Given {
		labelled[i] = given != labelprop.Unlabeled
	}
	return &Found{Made: fmt.Sprint(near), Recall: near.Recall(), Metric: fmt.Sprint(near.Metric()),
		Undefined: near.Undefined(), Cut: near.Cut(), Hanging: near.Hanging(labelled)}
}

// Release gives up the neighbours, as the answer follows from the graph, and the features of d once no opinion asks for
// them: together they are larger than the graph. A model, a report and what else compares rows cannot be made any more.
func (b *Built) Release(d *dataset.Data, c Config) {
	pools := Pools(d, c)
	// Doubted labels are left out of a pool that is asked once more.
	if b.Near == nil || c.Novel.Asked || pools && c.Doubt {
		return
	}
	if b.Words != nil {
		b.Words.Near = nil
	}
	if b.Near = nil; !pools {
		d.DropFeatures()
	}
}
