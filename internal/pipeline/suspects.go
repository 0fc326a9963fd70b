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
	method, err := ChooseMethod(d, c)
	if err != nil {
		return nil, "", err
	}
	j := &copyJudge{Problem: p, ctx: ctx, observer: o, method: method}
	all, how, err := j.singly(p)
	if err != nil {
		return nil, "", err
	}
	return j.together(all, how)
}
