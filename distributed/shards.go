package distributed

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/distributed/internal/store"
)

// shards names the files of a result, one a block.
type shards struct {
	stem, suffix string
	count        int
}

// newShards cuts the name of a result into what its files begin with, and what they end with: its format.
func newShards(out string, count int) (shards, error) {
	suffix := path.Ext(out)
	if suffix != ".csv" && suffix != ".parquet" {
		return shards{}, fmt.Errorf("result %q: its name must end in .csv or .parquet", out)
	}
	return shards{strings.TrimSuffix(out, suffix), suffix, count}, nil
}

func (s shards) files() []string {
	var all []string
	for b := range s.count {
		all = append(all, store.Shard(s.stem, s.suffix, b, s.count))
	}
	return all
}

// check reports files that are in the way of the result: inputs that it would be written over, and parts of a result
// of another number of blocks, which a pattern such as edges-*.csv would read together with this one.
func (s shards) check(ctx context.Context, inputs []input) error {
	// File systems may spell a folder in another way than the user did.
	own := s.files()
	for i, name := range own {
		own[i] = path.Clean(name)
	}
	for _, in := range inputs {
		if slices.Contains(own, path.Clean(in.Name)) {
			return fmt.Errorf("%s is read, and would be written over: take another name for the result", in.Name)
		}
	}
	names, err := store.List(ctx, store.Shards(s.stem, s.suffix))
	for _, name := range names {
		if !slices.Contains(own, path.Clean(name)) {
			return fmt.Errorf("%s is of a result of another number of blocks: remove that, or take another name", name)
		}
	}
	return err
}
