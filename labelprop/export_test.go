package labelprop

import (
	"context"

	"github.com/propagate-go/propagate/graph"
)

// LinkError lets the tests hold the bound against exact numbers.
var LinkError = linkError

// SolveSharing is Solve where copies share parts even if there are few.
func SolveSharing(ctx context.Context, g *graph.Graph, seeds Seeds, m Method) (*Result, error) {
	how := copiesFor(m)
	how.few = true
	f, err := foldBy(g, &seeds, how)
	if err != nil {
		return nil, err
	}
	options, err := (&Options{}).orDefault()
	if err != nil {
		return nil, err
	}
	return f.solve(ctx, m, options)
}
