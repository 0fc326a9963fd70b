package cli

import (
	"errors"
	"os"

	"github.com/propagate-go/propagate/internal/console"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/store"
	"github.com/propagate-go/propagate/internal/table"
)

// read reads new rows as the model knows them.
func (v *predictFlags) read(s *session, m *pipeline.Model) (*dataset.Data, error) {
	// Categories are texts, even where they look like numbers.
	how, err := v.reading.reading(append([]string{v.truth, v.id}, m.Recipe.Texts()...))
	if err != nil {
		return nil, err
	}
	s.config.data.Memory = how.Memory
	how.Safe = v.output.safe
	t, err := openFiles(s.config.input.paths, how, s.std.in, s.console.Reading)
	if err != nil {
		return nil, err
	}
	s.noteEnding(t)
	if t, err = withoutAnswer(t, s.config.data.Columns); err != nil {
		return nil, err
	}
	s.console.Stage(console.StagePrepare)
	d, err := dataset.ReadLike(t, m.Recipe, m.Classes, s.config.data)
	if err != nil {
		t.Close()
	}
	return d, err
}

// readModel reads a model file.
func readModel(path string) (*pipeline.Model, error) {
	const hint = "--model names a file that propagate --save wrote"
	f, err := os.Open(path)
	if err != nil {
		return nil, &table.Error{File: path, Reason: "cannot be read: " + reasonOfFile(err), Hint: hint}
	}
	defer f.Close()
	m, err := pipeline.ReadModel(f)
	// Another kind of file, or a damaged or a newer one.
	switch {
	case errors.Is(err, store.ErrKind):
		return nil, &table.Error{File: path, Reason: "not a model file", Hint: hint, Err: err}
	case err != nil:
		return nil, &table.Error{File: path, Reason: "cannot be used: " + err.Error(),
			Hint: "save the model again, with this version of propagate", Err: err}
	}
	return m, nil
}
