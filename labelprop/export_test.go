package labelprop

import (
	"context"

	"github.com/propagate-go/propagate/graph"
	"gonum.org/v1/gonum/mat"
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

// ImproveSharing is CorrectSmooth where copies share parts even if there are few.
func ImproveSharing(ctx context.Context, g *graph.Graph, seeds Seeds, z mat.Matrix) (*mat.Dense, error) {
	how := copiesWith(z)
	how.few = true
	f, err := foldBy(g, &seeds, how)
	if err != nil {
		return nil, err
	}
	return CorrectSmooth{}.orDefault().improve(ctx, f, z)
}
