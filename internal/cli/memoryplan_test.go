package cli

import (
	"errors"
	"math"
	"testing"

	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
)

// TestMemoryPlan checks, on a million rows of forty columns with ten neighbours, what is refused before a
// row is read, and what goes to files. By hand, in MB: 400 for the numbers, 400 to search; to solve 567 and 24 for each
// class, of which 189 and 16 for each class may be in files: 615 and 394 for the two classes at least, 1,047 and 538 for
// the twenty that make room.
func TestMemoryPlan(t *testing.T) {
	const rows, columns, numbers = 1_000_000, 40, 400e6
	for name, c := range map[string]struct {
		limit             int64
		save              string
		graph, pool       bool
		columns           int
		refused, spills   bool
		classes           int
		refusedForClasses bool
		scratch           bool
	}{
		"the neighbours do not fit":              {limit: 399e6, refused: true},
		"codes of many columns do not":           {limit: 459e6, columns: 60, refused: true},
		"two classes fit in files":               {limit: 401e6, spills: true, classes: 2, scratch: true},
		"with codes, too":                        {limit: 461e6, columns: 60, spills: true, classes: 2, scratch: true},
		"two classes fit, not the numbers too":   {limit: 616e6, spills: true, classes: 2},
		"three go to files":                      {limit: 616e6, spills: true, classes: 3, scratch: true},
		"many do not fit even so":                {limit: 616e6, spills: true, classes: 30, refusedForClasses: true, scratch: true},
		"all fits":                               {limit: 1_048e6, classes: 20},
		"no room for twenty":                     {limit: 1_046e6, spills: true, classes: 19},
		"the numbers make room for more classes": {limit: 1_048e6, classes: 36},
		"for more of them there are files":       {limit: 1_048e6, classes: 37, scratch: true},
		"but not for any number":                 {limit: 1_048e6, classes: 140, refusedForClasses: true, scratch: true},
		"numbers that are saved stay":            {limit: 1_048e6, save: "model", spills: true, classes: 20},
		"and so do those of a pool":              {limit: 1_048e6, pool: true, spills: true, classes: 20},
		"there is room for them, too":            {limit: 1_448e6, save: "model", classes: 20},
		"a graph is not solved":                  {limit: 801e6, graph: true, classes: 2},
		"nor is it kept where it does not fit":   {limit: 799e6, graph: true, spills: true, classes: 2},
		"copies may be cheap":                    {limit: 401e6, columns: 7, classes: 100},
	} {
		config := &config{output: outputConfig{save: c.save}}
		config.run.Method.Method, config.run.Method.Pool = labelprop.Harmonic{}, c.pool
		config.run.Memory = func(bytes int64, _ string) error {
			if bytes > c.limit {
				return errors.New("too much")
			}
			return nil
		}
		config.memory = math.MaxInt64
		p := &memoryPlan{config: config, graphOnly: c.graph}
		width := columns
		if c.columns > 0 {
			width = c.columns
		}
		spills, err := p.ask(rows, width, numbers)
		assert.Equal(t, c.refused, err != nil, name)
		assert.Equal(t, c.spills, spills, name)
		if c.classes > 0 {
			assert.Equal(t, c.refusedForClasses, p.classes(c.classes) != nil, name)
			assert.Equal(t, c.scratch, config.run.Scratch != nil, name)
		}
	}
}
