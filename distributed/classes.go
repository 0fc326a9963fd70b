package distributed

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/distributed/internal/shard"
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
	var classes []string
	for class := range seen {
		classes = append(classes, class)
	}
	slices.SortFunc(classes, compareClasses)
	return classes, nil
}

// compareClasses puts 10 behind 9, and texts behind numbers.
func compareClasses(a, b string) int {
	// A class whose name reads as a number is compared as one.
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	switch {
	case errX == nil && errY == nil && x != y:
		return cmp.Compare(x, y)
	case errX == nil && errY != nil:
		return -1
	case errX != nil && errY == nil:
		return 1
	}
	return strings.Compare(a, b)
}
