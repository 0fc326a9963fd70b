package iterate

import (
	"context"
	"fmt"
	"sync"

	"github.com/propagate-go/propagate/distributed/internal/block"
	"github.com/propagate-go/propagate/distributed/internal/store"
)

// kept are the blocks that this process has read, so that a batch reads each from its file once.
var kept = cache{most: 1 << 30}

// cache holds steppers up to a number of bytes.
type cache struct {
	most  int
	mu    sync.Mutex
	all   map[string]*block.Stepper
	bytes int
}

// stepper returns a block, from memory or from its files.
func (b Batch) stepper(ctx context.Context, number int) (*block.Stepper, error) {
	// Two runs may use one folder after each other, and one process.
	name := b.Run + " " + b.Folder.Graph(number)
	if s := kept.get(name); s != nil {
		return s, nil
	}
	all, err := store.ReadOwned(ctx, b.Folder.Graph(number), b.Run)
	if err != nil {
		return nil, err
	}
	// The rows of the equation, and who needs which of their values.
	g, err := block.DecodeGraph(all)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", b.Folder.Graph(number), err)
	}
	if all, err = store.ReadOwned(ctx, b.Folder.Sends(number), b.Run); err != nil {
		return nil, err
	}
	sends, err := block.DecodeSends(all)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", b.Folder.Sends(number), err)
	}
	// Two workers of one process may read the same block: the first stays.
	s, err := block.NewStepper(number, b.Ranges, g, sends)
	if err != nil {
		return nil, err
	}
	kept.put(name, s)
	return s, nil
}

func (c *cache) get(name string) *block.Stepper {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.all[name]
}

// put keeps a block. Where there would be too many bytes, the others go first.
func (c *cache) put(name string, s *block.Stepper) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all == nil || c.bytes+s.Bytes() > c.most {
		c.all, c.bytes = map[string]*block.Stepper{}, 0
	}
	if c.all[name] == nil {
		c.all[name] = s
		c.bytes += s.Bytes()
	}
}
