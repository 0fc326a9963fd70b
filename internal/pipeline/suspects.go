package pipeline

import (
	"context"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// Suspects ranks the given labels by the method of the run, the least likely first, and tells how they were left
// out: exactly, or by solving anew without each label, or without each part of them if there are many. Labels of
// copies of a row are left out together.
func Suspects(ctx context.Context, d *dataset.Data, b *Built, c Config, o Observer) ([]labelprop.Suspect, string,
	error) {
	p := &Problem{d, b, c}
	// The method is that for all labels, however few are left.
	if !Pools(d, c) {
		method, err := ChooseMethod(d, c)
		if err != nil {
			return nil, "", err
		}
		p.Config.Method.Method = method.Value
	}
	all, how, err := methodSuspects(ctx, p, o)
	if err != nil {
		return nil, "", err
	}
	return p.withoutCopies(ctx, all, how, o)
}

// methodSuspects leaves out each label by itself, or with its group.
func methodSuspects(ctx context.Context, p *Problem, o Observer) ([]labelprop.Suspect, string, error) {
	if Pools(p.Data, p.Config) {
		return poolSuspects(ctx, p.Data, p.Built, p.Config, o)
	}
	return suspectsBy(ctx, p, p.Config.Method.Method, o)
}
