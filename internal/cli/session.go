package cli

import (
	"context"
	"io"
	"slices"

	"github.com/propagate-go/propagate/internal/console"
	"github.com/propagate-go/propagate/internal/summary"
)

// session is one call of a command: its configuration, its streams, and what is printed meanwhile.
type session struct {
	config  *config
	std     streams
	console *console.Console
	ways    *ways // out, for hints
	notes   []summary.Note
	purpose purpose
	ended   func() error // why the work is to end; nil: it is not
}

func newSession(c *config, std streams, purpose purpose) *session {
	// Lines must not interrupt a table that is written to the same terminal.
	held := purpose.adds && c.output.path == "" && !c.verbose && isTerminal(std.out)
	s := &session{config: c, std: std, purpose: purpose, ways: &ways{words: std.words, check: std.check},
		console: console.New(std.err, console.Options{
			Quiet: c.quiet, Verbose: c.verbose, Terminal: isTerminal(std.err), Held: held,
			Columns: func() int { return columnsOfTerminal(std.err) },
		})}
	c.data.Observe = func(done, total int) { _ = s.console.Part(done, total) }
	return s
}

// watch ends progress where ctx is cancelled, so that nothing is drawn over what is said then. The function that it
// returns ends the session.
func (s *session) watch(ctx context.Context) (end func()) {
	s.ended = ctx.Err
	unhook := context.AfterFunc(ctx, s.console.EndProgress)
	return func() {
		unhook()
		s.console.Close()
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

// followable leaves those ways out in the hints of a run that can be gone, and what is no news: a model of rows that
// all have a label is for new ones.
func (s *session) followable(r *summary.Run) {
	r.Warnings = slices.DeleteFunc(s.usable(r.Warnings), func(w summary.Warning) bool {
		return s.config.output.save != "" && w.Text == summary.NothingToPredict
	})
}

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
	// A table that nobody reads can be meant, if the run is for something else: its model, report or summary. Programs
	// that discard the output of another often open /dev/null as if it were closed.
	if _, closed := s.std.out.(closedOutput); closed && path == "" && s.config.output.alsoFiles() {
		return work(io.Discard)
	}
	out := shown(s.std.out)
	// On a terminal the answer and progress would stand in each other's lines.
	if isTerminal(s.std.out) {
		out = s.console.Foreground(out)
	}
	err := writeTo(path, out, func(w io.Writer) error { return work(endable{w, s.ended}) })
	if err == nil {
		s.std.written.add(path)
	}
	return err
}

// endable writes until the work is to end: nothing more is written then, and a file that is not whole is none.
type endable struct {
	io.Writer
	ended func() error
}

func (e endable) Write(p []byte) (int, error) {
	if e.ended != nil {
		if err := e.ended(); err != nil {
			return 0, err
		}
	}
	return e.Writer.Write(p)
}
