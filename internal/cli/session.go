package cli

import (
	"context"
	"io"

	"github.com/propagate-go/propagate/internal/console"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/labelprop"
)

// session is one call of a command: its configuration, its streams, and what is printed meanwhile.
type session struct {
	config  *config
	std     streams
	console *console.Console
	ways    *ways // out, for hints
	notes   []summary.Note
	purpose purpose
}

func newSession(c *config, std streams, purpose purpose) *session {
	// Lines must not interrupt a table that is written to the same terminal.
	held := purpose.adds && c.output.path == "" && !c.verbose && isTerminal(std.out)
	return &session{config: c, std: std, purpose: purpose, ways: &ways{words: std.words}, console: console.New(std.err,
		console.Options{
			Quiet: c.quiet, Verbose: c.verbose, Terminal: isTerminal(std.err), Held: held,
			Columns: func() int { return columnsOfTerminal(std.err) },
		})}
}

// watch ends progress where ctx is cancelled, so that nothing is drawn over what is said then. The function that it
// returns ends the session.
func (s *session) watch(ctx context.Context) (end func()) {
	unhook := context.AfterFunc(ctx, s.console.EndProgress)
	return func() {
		unhook()
		s.console.Close()
	}
}

// onGraph reads the problem, opens the output, builds the graph, and leaves the rest to work. The output is opened
// before the graph is built: a path that cannot be written to should not cost a run.
func (s *session) onGraph(ctx context.Context, work func(io.Writer, *dataset.Data, *pipeline.Built) error) error {
	// The files become a table, the table a problem: features, classes and given labels.
	d, err := s.read()
	if err != nil {
		return err
	}
	defer d.Table.Close()
	return s.writeTo(s.config.output.path, func(w io.Writer) error {
		// Search the neighbours, choose kernel and γ, and weigh the edges.
		b, err := s.build(ctx, d)
		if err != nil {
			return err
		}
		return work(w, d, b)
	})
}

// read goes from the files to the problem.
func (s *session) read() (*dataset.Data, error) {
	if err := s.config.readGraphFiles(); err != nil {
		return nil, err
	}
	// Read the files as one table, and the table as a problem.
	t, err := s.open()
	if err != nil {
		return nil, err
	}
	s.console.Stage(console.StagePrepare)
	d, err := dataset.Read(t, s.config.data)
	if err == nil {
		err = s.checkSparse(d)
	}
	if err != nil {
		t.Close()
		return nil, err
	}
	return d, nil
}

// checkSparse checks that no model is asked for that sparse rows cannot have.
func (s *session) checkSparse(d *dataset.Data) error {
	if d.IsSparse() && s.config.output.save != "" {
		return usagef("it is for tables with columns", "--save does not go with sparse rows")
	}
	if len(d.Prep.EdgeFacts.Auxiliary) > 0 && s.config.output.report != "" {
		return usagef("leave --report out, or add a row for each node",
			"--report does not go with edges of nodes without a row")
	}
	return nil
}

// build goes from the problem to the graph, and prints both.
func (s *session) build(ctx context.Context, d *dataset.Data) (*pipeline.Built, error) {
	run := &s.config.run
	// The method is known before the graph, and so is what is wrong with its sizes.
	method, err := pipeline.ChooseMethod(d, *run)
	if err != nil {
		return nil, err
	}
	if s.config.tune != nil {
		method.By = dataset.ByUser // several will be tried
	}
	// What was read, and what was done to it, before the long part of the work.
	s.tell(d, method)
	// Neighbours, then weights.
	b, err := pipeline.Build(ctx, d, s.config.first(), s.console)
	if err != nil {
		return nil, err
	}
	// What was built.
	g := summary.GraphOf(d, b, run)
	s.console.Gamma(&g)
	s.console.Graph(&g)
	return b, nil
}

// tell prints what was read, and what was done to it.
func (s *session) tell(d *dataset.Data, method dataset.Chosen[labelprop.Method]) {
	t := summary.TableOf(d)
	s.console.Table(&t)
	s.note(append(summary.NotesOf(d, &s.config.run, method), s.config.unused...))
	// A run prints them with all its warnings.
	if !s.purpose.adds {
		s.console.Warnings(s.usable(summary.LabelWarnings(d)))
	}
}

// note keeps notes and prints them, the most important first, with hints that can be followed.
func (s *session) note(all []summary.Note) {
	summary.SortNotes(all)
	for i := range all {
		all[i].Hint = s.ways.usable(all[i].Hint)
	}
	s.notes = all
	s.console.Notes(all)
}

// problem is what the commands that ask about labels take: method and seeds.
func (s *session) problem(d *dataset.Data) (labelprop.Method, labelprop.Seeds, error) {
	method, err := pipeline.ChooseMethod(d, s.config.run)
	if err != nil {
		return nil, labelprop.Seeds{}, err
	}
	seeds, err := pipeline.Seeds(d, s.config.run)
	return method.Value, seeds, err
}

// options are those of the solver, whose progress is shown.
func (s *session) options() *labelprop.Options { return s.config.run.SolveOptions(s.console.Iteration) }

// summarize collects the facts of a run and prints them.
func (s *session) summarize(d *dataset.Data, b *pipeline.Built, a *pipeline.Answer) (*summary.Run, error) {
	if d.Truth != nil {
		s.console.Stage(console.StageEvaluate)
	}
	// The facts are collected once, and printed here and in all other outputs.
	r, err := summary.Of(d, b, a, &s.config.run)
	if err != nil {
		return nil, err
	}
	s.followable(r)
	s.console.Method(&r.Method)
	s.console.Pool(r.Pool)
	s.console.Calibration(r.Calibration)
	s.console.Groups(r.Groups)
	s.console.Novelty(r.Novelty)
	s.console.Classes(&r.Labels)
	s.console.Result(r)
	return r, nil
}

// followable leaves those ways out in the hints of a run that can be gone.
func (s *session) followable(r *summary.Run) { r.Warnings = s.usable(r.Warnings) }

// usable does so in some warnings.
func (s *session) usable(all []summary.Warning) []summary.Warning {
	for i := range all {
		all[i].Hint = s.ways.usable(all[i].Hint)
	}
	return all
}

// writeTo gives work the place to write to, standard output for an empty path. A file that cannot be written
// to is an error before the work is done.
func (s *session) writeTo(path string, work func(io.Writer) error) error {
	out := s.std.out
	// On a terminal the answer and progress would stand in each other's lines.
	if isTerminal(out) {
		out = s.console.Foreground(out)
	}
	return writeTo(path, out, work)
}
