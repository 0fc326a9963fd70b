package distributed

import (
	"context"
	"errors"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
)

// inProcess is the runner that needs no cluster.
const inProcess = "prism"

// execute runs a pipeline to its end.
func execute(ctx context.Context, runner string, build func(beam.Scope)) error {
	p, s := beam.NewPipelineWithRoot()
	build(s)
	_, err := beam.Run(ctx, runner, p)
	return cause(err)
}

// cause returns what a step of ours said, without the plan of the runner around it; an error of another origin stays.
func cause(err error) error {
	if err == nil {
		return nil
	}
	// The engine prints the plan, then the name of the step, and what the step said at the end.
	const before = "] failed:\n"
	text, _, _ := strings.Cut(err.Error(), " goroutine ") // of a panic the first line
	if at := strings.LastIndex(text, before); at >= 0 {
		return errors.New(strings.TrimSpace(text[at+len(before):]))
	}
	return err
}
