package pipeline

import (
	"context"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// Suspects ranks the given labels by the method of the run, the least likely first, and tells how they were left
// out: exactly, or by solving anew without each label, or without each part of them if there are many.
func Suspects(ctx context.Context, d *dataset.Data, b *Built, c Config, o Observer) ([]labelprop.Suspect, string,
	error) {
	if Pools(d, c) {
		return poolSuspects(ctx, d, b, c, o)
	}
	method, err := ChooseMethod(d, c)
	if err != nil {
		return nil, "", err
	}
	return suspectsBy(ctx, &Problem{d, b, c}, method.Value, o)
}
