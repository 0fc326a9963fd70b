package block

import (
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/sweep"
	"github.com/propagate-go/propagate/internal/vec"

	"github.com/propagate-go/propagate/distributed/internal/encode"
)

// Sends are the places of the rows whose values each other block needs, by its number.
type Sends struct {
	To   []int32 // blocks, rising
	Rows [][]uint32
}

// Stepper makes the iterations of one block.
type Stepper struct {
	Block   int
	Ranges  Ranges
	Classes int

	graph *Graph
	sends *Sends
	rows  sweep.Rows
}

// NewStepper checks that the parts fit together.
func NewStepper(block int, r Ranges, g *Graph, s *Sends) (*Stepper, error) {
	rows := r.Rows(block)
	if len(g.Start) != rows+1 || rows == 0 || len(g.B)%rows != 0 {
		return nil, fmt.Errorf("block %d has %d rows, its graph another number", block, rows)
	}
	// The loops of package vec take wider numbers.
	start, ind := make([]int, len(g.Start)), make([]int32, len(g.Ind))
	for i, v := range g.Start {
		start[i] = int(v)
	}
	for e, v := range g.Ind {
		ind[e] = int32(v)
	}
	// Every place is checked here, so that a damaged graph is an error.
	m, err := vec.NewSparse(rows+len(g.Ghosts), start, ind, g.M)
	if err != nil {
		return nil, err
	}
	classes := len(g.B) / rows
	if err := g.Check(r, block, classes); err != nil {
		return nil, fmt.Errorf("the graph of block %d: %w", block, err)
	}
	if err := s.check(r, block); err != nil {
		return nil, fmt.Errorf("what block %d sends: %w", block, err)
	}
	return &Stepper{Block: block, Ranges: r, Classes: classes, graph: g, sends: s,
		rows: sweep.Rows{M: m, B: g.B, Cols: classes}}, nil
}

// Bytes is about how much memory the stepper takes.
func (s *Stepper) Bytes() int {
	return 16*len(s.graph.Ind) + 16*len(s.graph.Start) + 8*len(s.graph.B) + 4*len(s.graph.Ghosts)
}

// Step makes one iteration, x ← Mx + b, from what the block was told: its own state, and the values of its ghosts. The
// order in which messages come does not matter.
//
// Errors: messages that are missing, or of another length.
// Cost: 2·classes flops an edge.
func (s *Stepper) Step(told []*Message) (*State, error) {
	before, x, err := s.gather(told)
	if err != nil {
		return nil, err
	}
	rows := s.Ranges.Rows(s.Block)
	// r = b - (x - Mx), and x + r is the next x.
	r := make([]float64, rows*s.Classes)
	s.rows.Residual(r, x, 0, rows)
	next := x[:rows*s.Classes]
	after := &State{X: next, Iteration: before.Iteration + 1, Change: vec.MaxAbs(r)}
	was := s.reached(next)
	sweep.Advance(next, r, 1)
	// Values rise from 0, so a row that was reached stays so.
	after.Reached = s.reached(next)
	after.New = after.Reached - was
	if math.IsNaN(after.Change) || math.IsInf(after.Change, 0) {
		return nil, fmt.Errorf("block %d: iteration %d gives values that are no numbers", s.Block, after.Iteration)
	}
	return after, nil
}

// gather returns the block's own state, and its values with those of the ghosts behind them.
func (s *Stepper) gather(told []*Message) (*State, []float64, error) {
	var before *State
	own := s.Ranges.Rows(s.Block) * s.Classes
	x := make([]float64, own+len(s.graph.Ghosts)*s.Classes)
	missing := len(s.graph.Ghosts) * s.Classes
	for _, m := range told {
		if m.State != nil {
			before = m.State
			continue
		}
		// A block owns a range of rows, so its ghosts stand side by side.
		lo, hi := s.ghostsOf(m.From)
		if len(m.Values) != (hi-lo)*s.Classes {
			return nil, nil, fmt.Errorf("block %d: %d values from block %d, not %d", s.Block, len(m.Values), m.From,
				(hi-lo)*s.Classes)
		}
		copy(x[own+lo*s.Classes:], m.Values)
		missing -= len(m.Values)
	}
	// Each message is there once: a value that did not come would count as 0.
	if before == nil || len(before.X) != own || missing != 0 {
		return nil, nil, fmt.Errorf("block %d: its own state or the values of others are missing", s.Block)
	}
	copy(x, before.X)
	return before, x, nil
}

// ghostsOf returns where the rows of a block are among the ghosts.
func (s *Stepper) ghostsOf(block int) (lo, hi int) {
	// Ghosts are sorted by row.
	first, end := s.Ranges.Bounds(block)
	lo, _ = slices.BinarySearchFunc(s.graph.Ghosts, first, compareRow)
	hi, _ = slices.BinarySearchFunc(s.graph.Ghosts, end, compareRow)
	return lo, hi
}

func compareRow(row uint32, to int64) int {
	switch {
	case int64(row) < to:
		return -1
	case int64(row) > to:
		return 1
	}
	return 0
}

// reached counts the rows with a value above 0.
func (s *Stepper) reached(x []float64) int64 {
	count := int64(0)
	for i := 0; i < len(x); i += s.Classes {
		if slices.Max(x[i:i+s.Classes]) > 0 {
			count++
		}
	}
	return count
}

// Tell returns the messages after a step, by the block that each goes to: the values that others need, and the state to
// itself.
func (s *Stepper) Tell(state *State) map[int]*Message {
	all := map[int]*Message{s.Block: {From: s.Block, State: state}}
	for k, to := range s.sends.To {
		// Rows in the order of their numbers, as the ghosts of the receiver are.
		values := make([]float64, 0, len(s.sends.Rows[k])*s.Classes)
		for _, i := range s.sends.Rows[k] {
			values = append(values, state.X[int(i)*s.Classes:(int(i)+1)*s.Classes]...)
		}
		all[int(to)] = &Message{From: s.Block, Values: values}
	}
	return all
}

const sendsKind = "prop-snd"

// Encode returns the bytes of a file.
func (s *Sends) Encode() []byte {
	all := encode.Append(nil, s.To)
	for _, rows := range s.Rows {
		all = encode.Append(all, rows)
	}
	return encode.Seal(sendsKind, all)
}

// DecodeSends reads them. It returns the errors of damaged files.
func DecodeSends(all []byte) (*Sends, error) {
	content, err := encode.Unseal(sendsKind, all)
	if err != nil {
		return nil, err
	}
	r := &encode.Reader{Data: content}
	s := &Sends{To: encode.Take[int32](r)}
	for range s.To {
		s.Rows = append(s.Rows, encode.Take[uint32](r))
	}
	return s, r.End()
}
