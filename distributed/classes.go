package distributed

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/distributed/internal/shard"
	"github.com/propagate-go/propagate/internal/classes"
)

// classesOf lists the classes of the given labels, numbers by value, then texts. The labels are few: they are read
// here, before the workers read them, who must agree on the numbers of the classes.
//
// Errors: those of the files, and one if there is no label at all.
func classesOf(ctx context.Context, files []string, nodes int64) ([]string, error) {
	// Each class once.
	seen := map[string]bool{}
	for _, name := range files {
		err := shard.Labels(ctx, name, nodes, func(_ uint32, class string) error {
			if !seen[class] {
				seen[strings.Clone(class)] = true
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if len(seen) == 0 {
		return nil, errors.New("no label is given: nothing can be propagated")
	}
	return slices.SortedFunc(maps.Keys(seen), classes.Compare), nil
}
