package cli

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/console"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// gcPercent lets the heap grow by a quarter before it is cleaned: most of it is one matrix,
// which costs nothing to look through.
const gcPercent = 25

// job is a plan at work.
type job struct {
	*plan
	ctx   context.Context
	table *table.Table
	in    *input
	say   *console.Console
	near  *graph.Neighbors // nil for a graph that was brought
	graph *graph.Graph
	seeds labelprop.Seeds
	out   io.Writer
	std   streams
	made  string // the graph, in words
	notes []summary.Note

	widths    *pipeline.Widths     // how γ was chosen from a list
	residuals []labelprop.Progress // of the last solve, for the report
}

// work is what all labelling commands do: table → points → neighbours → graph. What comes of
// it is for finish.
func (p *plan) work(ctx context.Context, std streams, finish func(*job) error) error {
	if p.threads > 0 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(p.threads))
	}
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	j := &job{plan: p, ctx: ctx, std: std, say: newConsole(std.err, p.quiet, p.verbose)}
	j.say.Held = p.adds && p.output == "" && !p.verbose && isTerminal(std.out)
	defer j.say.Release()
	var err error
	p.watch = j.say.Reading
	if j.table, err = p.read(std.in); err != nil {
		return err
	}
	defer j.table.Close()
	if j.in, err = p.prepare(j.table); err != nil {
		return err
	}
	if p.before != nil {
		if err := p.before(j); err != nil {
			return err
		}
	}
	if j.seeds, err = j.in.seeds(); err != nil {
		return err
	}
	if j.in.base != nil && p.method != nil {
		if j.seeds, err = j.seeds.WithPrior(j.in.base, p.eta); err != nil {
			return err
		}
	}
	p.options.Observe = j.say.Iteration
	return p.write(std.out, func(w io.Writer) error {
		j.out = w
		d, method := j.data(), j.chosenMethod()
		if j.sweeps {
			method.By = dataset.ByUser // all are tried
		}
		t := summary.TableOf(d)
		j.notes = summary.NotesOf(d, j.config(), method)
		j.say.Table(&t)
		j.say.Notes(j.notes)
		if err := j.build(); err != nil {
			return err
		}
		return finish(j)
	})
}

// build goes from points to the graph.
func (j *job) build() error {
	j.say.Stage(pipeline.StageSearch)
	if j.in.graph != nil {
		j.graph, j.made = j.in.graph, j.edges
		j.sayGraph()
		return nil
	}
	var err error
	if j.near = j.in.near; j.near != nil {
		j.in.x = nil // the neighbours have their own
		if j.connect {
			j.near = j.near.Connect()
		}
	} else if j.near, err = j.search(j.ctx, j.in.points(), j.say); err != nil {
		return err
	}
	j.made = fmt.Sprint(j.near)
	if j.graph, err = j.weighGraph(j.near); err != nil {
		return err
	}
	j.sayGraph()
	return nil
}

// label spreads the labels and writes the table with them.
func (j *job) label() error {
	a, err := j.answer()
	if err != nil {
		return err
	}
	j.say.Stage(console.StageEvaluate)
	r, err := summary.Of(j.data(), j.built(), j.answered(a), j.config())
	if err != nil {
		return err
	}
	r.Notes, r.Origin = j.notes, j.origin()
	j.say.Classes(&r.Labels)
	j.say.Result(r)
	if j.saveTo != "" {
		if err := j.save(a); err != nil {
			return err
		}
	}
	if j.json != "" {
		if err := j.writeSummary(r); err != nil {
			return err
		}
	}
	if j.reportTo != "" {
		if err := j.writeReport(r, a); err != nil {
			return err
		}
	}
	j.say.Stage(console.StageWrite)
	if err := j.writeAnswer(a.expanded(j.in)); err != nil {
		return err
	}
	j.say.Times()
	return nil
}

// writeAnswer writes the table with its answers, or just the labels.
func (j *job) writeAnswer(a *answer) error {
	if j.only {
		return j.writeLabels(a)
	}
	added := j.answers(j.in.classes, a)
	if label := j.in.columns.label; label >= 0 && j.table.IsText(label) {
		added[0].Type = table.Text
	}
	return j.table.WriteAs(j.say.Writing(j.out, j.table.Size), j.as, added...)
}

// newConsole returns a console on standard error.
func newConsole(w io.Writer, quiet, verbose bool) *console.Console {
	return console.New(w, console.Options{Quiet: quiet, Verbose: verbose, Terminal: isTerminal(w)})
}

// sayGraph prints the graph that was built.
func (j *job) sayGraph() {
	g := summary.GraphOf(j.data(), j.built(), j.config())
	j.say.Graph(&g)
}

// search finds the neighbours.
func (p *plan) search(ctx context.Context, x mat.Matrix, say *console.Console) (*graph.Neighbors, error) {
	o := &graph.SearchOptions{Metric: p.metric, Mutual: p.mutual, Recall: p.recall, Seed: p.seed, Observe: func(done, total int) {
		_ = say.Part(done, total) // it prints, and never fails
	}}
	near, err := p.neighbors(ctx, x, o)
	if err == nil && p.connect {
		near = near.Connect()
	}
	return near, err
}

func (p *plan) neighbors(ctx context.Context, x mat.Matrix, o *graph.SearchOptions) (*graph.Neighbors, error) {
	switch p.graph {
	case "complete":
		return graph.Complete(ctx, x, o)
	case "radius":
		return graph.Radius(ctx, x, p.radius, o)
	}
	n, _ := x.Dims()
	k := p.k
	if !p.fixedK {
		k = min(k, n-1)
	}
	return graph.KNN(ctx, x, k, o)
}

// weighGraph weighs the neighbours by the kernel. Within a radius a row may have half of
// all as its neighbours: the default does without sharing there.
func (j *job) weighGraph(near *graph.Neighbors) (*graph.Graph, error) {
	if j.kernelAuto && near.K() == 0 {
		j.kernel = "self-tuning"
		if err := j.chooseKernel(); err != nil {
			return nil, err
		}
	}
	if err := j.setGamma(near); err != nil {
		return nil, err
	}
	return near.Weigh(j.weigh(j.gamma))
}

// write gives work the place to write to. A file that cannot be written to is an
// error before the work is done.
func (p *plan) write(stdout io.Writer, work func(io.Writer) error) error {
	return writeTo(p.output, stdout, work)
}

func writeTo(path string, stdout io.Writer, work func(io.Writer) error) error {
	if path == "" {
		return work(stdout)
	}
	return table.WriteFileAtomic(path, work)
}
