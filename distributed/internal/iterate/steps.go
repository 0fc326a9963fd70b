package iterate

import (
	"context"
	"fmt"

	"github.com/propagate-go/propagate/distributed/internal/block"
	"github.com/propagate-go/propagate/distributed/internal/store"
)

// load reads the values of a block, and sends what others need of them.
type load struct{ Batch Batch }

func (f *load) ProcessElement(ctx context.Context, number int64, emit func(int64, []byte)) error {
	// Values from the file of the last batch: the same on every try.
	s, err := f.Batch.stepper(ctx, int(number))
	if err != nil {
		return err
	}
	name := f.Batch.Folder.State(f.Batch.From, s.Block)
	state, err := ReadState(ctx, name, f.Batch.Run, s.Ranges.Rows(s.Block)*s.Classes)
	if err == nil && state.Iteration != f.Batch.From {
		err = fmt.Errorf("%s: it is of iteration %d", name, state.Iteration)
	}
	if err != nil {
		return err
	}
	tell(s, state, emit)
	return nil
}

// ReadState reads the state of so many values from its file of a run.
func ReadState(ctx context.Context, name, run string, values int) (*block.State, error) {
	all, err := store.ReadOwned(ctx, name, run)
	if err != nil {
		return nil, err
	}
	state, err := block.DecodeState(all, values)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return state, nil
}

// step makes one iteration of a block, and sends what others need.
type step struct{ Batch Batch }

func (f *step) ProcessElement(
	ctx context.Context, number int64, iter func(*[]byte) bool, emit func(int64, []byte),
) error {
	s, state, err := f.Batch.step(ctx, int(number), iter)
	if err != nil {
		return err
	}
	tell(s, state, emit)
	return nil
}

// Change is what the last iteration of a batch did to a block.
type Change struct {
	Largest float64 // of any value
	New     int64   // rows that it reached
}

// save makes the last iteration of a batch, and writes the values.
type save struct{ Batch Batch }

func (f *save) ProcessElement(ctx context.Context, number int64, iter func(*[]byte) bool) error {
	s, state, err := f.Batch.step(ctx, int(number), iter)
	if err != nil {
		return err
	}
	// The values come last: where they are, the change is too.
	change := Change{Largest: state.Change, New: state.New}
	if err := store.WriteJSON(ctx, f.Batch.Folder.Change(state.Iteration, s.Block), f.Batch.Run, change); err != nil {
		return err
	}
	return store.WriteOwned(ctx, f.Batch.Folder.State(state.Iteration, s.Block), f.Batch.Run, state.Encode())
}

func (b Batch) step(ctx context.Context, number int, iter func(*[]byte) bool) (*block.Stepper, *block.State, error) {
	// All messages to the block.
	var told []*block.Message
	if err := block.Each(iter, func(m *block.Message) { told = append(told, m) }); err != nil {
		return nil, nil, err
	}
	// The equation of the block, and one step with what it was told.
	s, err := b.stepper(ctx, number)
	if err != nil {
		return nil, nil, err
	}
	state, err := s.Step(told)
	return s, state, err
}

func tell(s *block.Stepper, state *block.State, emit func(int64, []byte)) {
	for to, m := range s.Tell(state) {
		emit(int64(to), m.Encode())
	}
}
