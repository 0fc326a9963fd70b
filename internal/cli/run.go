package cli

import (
	"context"
	"io"
	"runtime"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// run is the main job: table → points → neighbours → graph → result → table.
func (p *plan) run(ctx context.Context, std streams) error {
	if p.threads > 0 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(p.threads))
	}
	say := newNarrator(std.err, p.quiet, p.verbose)
	t, err := p.read(std.in)
	if err != nil {
		return err
	}
	in, err := p.prepare(t)
	if err != nil {
		return err
	}
	say.table(t, in)
	near, err := p.search(ctx, in.x, say)
	if err != nil {
		return err
	}
	g, err := p.weighGraph(near, say)
	if err != nil {
		return err
	}
	p.options.Observe = say.iteration
	res, err := labelprop.Solve(ctx, g, labelprop.Classes(in.given), p.method, &p.options)
	if err != nil {
		return err
	}
	say.result(res, in)
	return p.write(std.out, t, in, res)
}

// input is a table read as a problem.
type input struct {
	columns *columns
	x       *mat.Dense
	classes classes
	given   []int
	truth   []string // nil if there is none
}

// read reads the file, or standard input for "-".
func (p *plan) read(stdin io.Reader) (*table.Table, error) {
	if p.path == "-" {
		return table.Read(stdin, "standard input")
	}
	return table.ReadFile(p.path)
}

// prepare finds the columns of t and reads features and labels.
func (p *plan) prepare(t *table.Table) (*input, error) {
	cols, err := p.findColumns(t)
	if err != nil {
		return nil, err
	}
	in := &input{columns: cols}
	if len(t.Rows) < 2 {
		return nil, &table.Error{File: t.Name, Reason: "one row only", Hint: "labels spread from row to row: give at least two"}
	}
	cells := t.Strings(cols.label)
	in.classes = newClasses(cells)
	in.given = in.classes.numbers(cells)
	switch len(in.classes) {
	case 0:
		return nil, &table.Error{File: t.Name, Column: p.label, Reason: "no row has a label", Hint: "fill in a few cells of that column, at least one of each class"}
	case 1:
		return nil, &table.Error{File: t.Name, Column: p.label, Reason: "all labels are " + in.classes[0], Hint: "with one class there is nothing to decide: label rows of another class too"}
	}
	if in.x, err = t.Floats(cols.features); err != nil {
		return nil, err
	}
	scaleColumns(in.x, p.scale)
	if cols.truth >= 0 {
		in.truth = t.Strings(cols.truth)
	}
	return in, nil
}

// search finds the neighbours.
func (p *plan) search(ctx context.Context, x *mat.Dense, say *narrator) (*graph.Neighbors, error) {
	o := &graph.SearchOptions{Metric: p.metric, Mutual: p.mutual, Observe: say.searching(ctx)}
	near, err := p.neighbors(x, o)
	if err == nil && p.connect {
		near = near.Connect()
	}
	return near, err
}

func (p *plan) neighbors(x *mat.Dense, o *graph.SearchOptions) (*graph.Neighbors, error) {
	switch p.graph {
	case "complete":
		return graph.Complete(x, o)
	case "radius":
		return graph.Radius(x, p.radius, o)
	}
	n, _ := x.Dims()
	k := p.k
	if !p.fixedK {
		k = min(k, n-1)
	}
	return graph.KNN(x, k, o)
}

// weighGraph weighs the neighbours by the kernel, with γ from the neighbours if
// none was given.
func (p *plan) weighGraph(near *graph.Neighbors, say *narrator) (*graph.Graph, error) {
	if p.usesGamma() && p.gammaAuto {
		p.gamma = near.Gamma(p.weigh(1))
	}
	g, err := near.Weigh(p.weigh(p.gamma))
	if err == nil {
		say.graph(near, g)
	}
	return g, err
}

// write writes the rows with their answers.
func (p *plan) write(stdout io.Writer, t *table.Table, in *input, res *labelprop.Result) error {
	added := answers(in.classes, res)
	if p.output == "" {
		return t.Write(stdout, added...)
	}
	return table.WriteFileAtomic(p.output, func(w io.Writer) error { return t.Write(w, added...) })
}
