package labelprop

import "context"

func (p *problem) prefersElimination() bool { return false }

func (p *problem) eliminate(ctx context.Context, o Options) (*solution, error) {
	return p.iterate(ctx, o)
}
