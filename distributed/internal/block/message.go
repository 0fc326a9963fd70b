package block

import (
	"fmt"

	"github.com/propagate-go/propagate/distributed/internal/encode"
)

// What a message carries.
const (
	edgesMessage  = uint8(iota + 1) // edges of the block
	labelsMessage                   // its given labels
	needsMessage                    // rows of the block that another one needs
	replyMessage                    // what is known of rows that the block needs
	valuesMessage                   // their values
	stateMessage                    // the block's own state
)

// Message is what one block, or a reader of files, tells a block.
type Message struct {
	From int // block; -1: a reader

	Edges, Labels []Entry   // from readers
	Needs         []uint32  // rows, rising
	Reply         *Reply    // on the rows that the receiver needs
	Values        []float64 // of the ghosts that the sender owns
	State         *State    // to itself
}

// Encode returns the bytes of a message, which carries one thing.
func (m *Message) Encode() []byte {
	// What it is and who sends it come first.
	head := func(kind uint8) []byte {
		return encode.Append(encode.Append(nil, []uint8{kind}), []int32{int32(m.From)})
	}
	switch {
	case m.State != nil:
		return m.State.Append(head(stateMessage))
	case m.Reply != nil:
		return encode.Append(encode.Append(head(replyMessage), m.Reply.Class), m.Reply.Diagonal)
	case m.Values != nil:
		return encode.Append(head(valuesMessage), m.Values)
	case m.Edges != nil:
		return appendEntries(head(edgesMessage), m.Edges)
	case m.Labels != nil:
		return appendEntries(head(labelsMessage), m.Labels)
	}
	// No needs are a message too: they tell a block that it is there.
	return encode.Append(head(needsMessage), m.Needs)
}

// Decode reads a message.
//
// Errors: bytes that are none.
func Decode(data []byte) (*Message, error) {
	r := &encode.Reader{Data: data}
	kind, from := encode.Take[uint8](r), encode.Take[int32](r)
	if r.Err == nil && (len(kind) != 1 || len(from) != 1) {
		r.Err = encode.ErrShort
	}
	if r.Err != nil {
		return nil, fmt.Errorf("message: %w", r.Err)
	}
	m := &Message{From: int(from[0])}
	// The lists of each kind, in the order in which Encode writes them.
	switch kind[0] {
	case edgesMessage:
		m.Edges = takeEntries(r)
	case labelsMessage:
		m.Labels = takeEntries(r)
	case needsMessage:
		m.Needs = encode.Take[uint32](r)
	case replyMessage:
		m.Reply = &Reply{Class: encode.Take[int32](r), Diagonal: encode.Take[float64](r)}
	case valuesMessage:
		m.Values = encode.Take[float64](r)
	case stateMessage:
		m.State = takeState(r)
	default:
		return nil, fmt.Errorf("message of kind %d", kind[0])
	}
	return m, r.End()
}

// Each decodes the messages to a block, and gives them to do. iter gives their bytes, once and in any order; a message
// keeps none of them.
//
// Errors: bytes that are no message.
func Each(iter func(*[]byte) bool, do func(*Message)) error {
	var data []byte
	for iter(&data) {
		m, err := Decode(data)
		if err != nil {
			return err
		}
		do(m)
	}
	return nil
}

// appendEntries writes the columns of the entries one after the other.
func appendEntries(to []byte, list []Entry) []byte {
	// Columns are encoded faster than records.
	row, other, weight := make([]uint32, len(list)), make([]uint32, len(list)), make([]float64, len(list))
	for i, e := range list {
		row[i], other[i], weight[i] = e.Row, e.Other, e.Weight
	}
	return encode.Append(encode.Append(encode.Append(to, row), other), weight)
}

func takeEntries(r *encode.Reader) []Entry {
	// Three columns of one length.
	row, other, weight := encode.Take[uint32](r), encode.Take[uint32](r), encode.Take[float64](r)
	if r.Err == nil && (len(other) != len(row) || len(weight) != len(row)) {
		r.Err = encode.ErrShort
	}
	if r.Err != nil {
		return nil
	}
	list := make([]Entry, len(row))
	for i := range list {
		list[i] = Entry{row[i], other[i], weight[i]}
	}
	return list
}
