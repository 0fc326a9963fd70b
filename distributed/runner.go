package distributed

import (
	"context"
	"errors"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
)

// beam runs a pipeline to its end.
func (r *run) beam(ctx context.Context, build func(beam.Scope)) error {
	p, s := beam.NewPipelineWithRoot()
	build(s)
	_, err := beam.Run(ctx, r.config.Runner, p)
	return cause(err)
}

// cause returns what a step of ours said, without the plan of the runner around it; an error of another origin stays.
func cause(err error) error {
	if err == nil {
		return nil
	}
	// The engine prints the plan, then the name of the step, and what the step said at the end.
	const before = "] failed:\n"
	text := err.Error()
	if at := strings.LastIndex(text, before); at >= 0 {
		return errors.New(strings.TrimSpace(text[at+len(before):]))
	}
	return err
}
