package partition

import (
	"context"
	"fmt"

	"github.com/propagate-go/propagate/distributed/internal/block"
	"github.com/propagate-go/propagate/distributed/internal/shard"
)

const (
	packed   = 16 << 10 // entries of a message: 256 KB
	buffered = 4 << 20  // entries that wait for their messages: 64 MB
)

// packer packs the entries of one file into messages by the blocks of their rows: few large elements, as runners are
// slow on many small ones.
type packer struct {
	ranges  block.Ranges
	message func(entries []block.Entry) *block.Message
	emit    func(int64, []byte)
	waiting map[int][]block.Entry
	count   int
}

func newPacker(
	r block.Ranges, emit func(int64, []byte), message func([]block.Entry) *block.Message,
) *packer {
	return &packer{ranges: r, emit: emit, message: message, waiting: map[int][]block.Entry{}}
}

func (p *packer) add(e block.Entry) {
	// Edges wait until there are enough of them for a message to their block.
	to := p.ranges.Of(e.Row)
	p.waiting[to] = append(p.waiting[to], e)
	p.count++
	switch {
	case len(p.waiting[to]) >= packed:
		p.send(to)
	case p.count >= buffered:
		p.flush()
	}
}

func (p *packer) send(to int) {
	p.emit(int64(to), p.message(p.waiting[to]).Encode())
	p.count -= len(p.waiting[to])
	delete(p.waiting, to)
}

// flush sends all that waits.
func (p *packer) flush() {
	for to := range p.waiting {
		p.send(to)
	}
}

// readEdges sends the edges of a file to the blocks of both their ends.
type readEdges struct{ Ranges block.Ranges }

func (f *readEdges) ProcessElement(ctx context.Context, name string, emit func(int64, []byte)) error {
	p := newPacker(f.Ranges, emit, func(e []block.Entry) *block.Message {
		return &block.Message{From: reader, Edges: e}
	})
	err := shard.Edges(ctx, name, f.Ranges.Nodes, func(e shard.Edge) error {
		for _, end := range e.Ends() {
			p.add(end)
		}
		return nil
	})
	p.flush()
	return err
}

// readLabels sends the given labels of a file to their blocks.
type readLabels struct {
	Ranges  block.Ranges
	Classes []string
}

func (f *readLabels) ProcessElement(ctx context.Context, name string, emit func(int64, []byte)) error {
	// Classes are numbered as the driver lists them.
	number := map[string]uint32{}
	for k, class := range f.Classes {
		number[class] = uint32(k)
	}
	p := newPacker(f.Ranges, emit, func(e []block.Entry) *block.Message {
		return &block.Message{From: reader, Labels: e}
	})
	err := shard.Labels(ctx, name, f.Ranges.Nodes, func(row uint32, class string) error {
		// A class that appeared since then has no number.
		k, ok := number[class]
		if !ok {
			return fmt.Errorf("class %q was not there when the classes were listed: the file has changed", class)
		}
		p.add(block.Entry{Row: row, Other: k})
		return nil
	})
	p.flush()
	return err
}
