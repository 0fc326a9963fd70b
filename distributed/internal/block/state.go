package block

import (
	"fmt"
	"math"

	"github.com/propagate-go/propagate/distributed/internal/encode"
)

// State is what a block has after some iterations.
type State struct {
	X []float64 // rows×classes

	Iteration int64
	Change    float64 // the largest change of any value in the last iteration
	Reached   int64   // rows with a value above 0
	New       int64   // those of them that had none before the last iteration
}

// NewState is the beginning: all values 0.
func NewState(rows, classes int) *State {
	return &State{X: make([]float64, rows*classes), Change: math.Inf(1)}
}

// Append appends the state to the bytes of a message.
func (s *State) Append(to []byte) []byte {
	// Counts, the change, and the values last.
	to = encode.Append(to, []int64{s.Iteration, s.Reached, s.New})
	to = encode.Append(to, []float64{s.Change})
	return encode.Append(to, s.X)
}

func takeState(r *encode.Reader) *State {
	counts, change := encode.Take[int64](r), encode.Take[float64](r)
	s := &State{X: encode.Take[float64](r)}
	if r.Err == nil && (len(counts) != 3 || len(change) != 1) {
		r.Err = encode.ErrShort
	}
	if r.Err == nil {
		s.Iteration, s.Reached, s.New, s.Change = counts[0], counts[1], counts[2], change[0]
	}
	return s
}

const stateKind = "prop-val"

// Encode returns the bytes of a file.
func (s *State) Encode() []byte { return encode.Seal(stateKind, s.Append(nil)) }

// DecodeState reads them. It returns the errors of damaged files, and those of a state of another size
// or with values that are none.
func DecodeState(all []byte, values int) (*State, error) {
	content, err := encode.Unseal(stateKind, all)
	if err != nil {
		return nil, err
	}
	r := &encode.Reader{Data: content}
	s := takeState(r)
	if err := r.End(); err != nil {
		return nil, err
	}
	// A state of another cut of the graph would fit nowhere.
	if len(s.X) != values {
		return nil, fmt.Errorf("it has %d values, not %d", len(s.X), values)
	}
	return s, checkValues(s.X)
}
