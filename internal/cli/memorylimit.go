package cli

import (
	"math"
	"os"
	"runtime/debug"

	"github.com/propagate-go/propagate/internal/memory"
	"github.com/spf13/pflag"
)

// memoryShare is the share of the free memory that a run takes at most, unless --memory says how much.
const memoryShare = 0.8

func (s *readingFlags) declareMemory(f *pflag.FlagSet) {
	f.StringVar(&s.memory, "memory", "",
		"`size` of the memory to take at most, such as 4G; what would need more is refused (default: 80 % of what is "+
			"free)")
}

// memoryLimit returns how much memory may be taken: what --memory says, or a share of what the machine has free
// or its control group allows. math.MaxInt64: nothing is known of that.
func memoryLimit(flag string) (int64, error) {
	if flag != "" {
		limit, err := memory.ParseSize(flag)
		if err != nil {
			return 0, usagef("such as --memory 4G", "--memory %s", err)
		}
		return limit, nil
	}
	free := memory.Available(os.DirFS("/"))
	if free == math.MaxInt64 {
		return free, nil
	}
	return int64(memoryShare * float64(free)), nil
}

// askOf returns whom to ask for memory, nil where there is no limit.
func askOf(limit int64) memory.Ask {
	if limit == math.MaxInt64 {
		return nil
	}
	b := memory.NewBudget(limit)
	b.Untouched = int64(len(heapFloor()))
	return b.Ask
}

// limitHeap lets the heap be cleaned the more often, the nearer it is to the limit: garbage is not counted where
// memory is asked for, but takes room all the same. It returns what sets the old limit again.
func limitHeap(limit int64) (undo func()) {
	// A limit of the environment (GOMEMLIMIT) that is lower stays.
	old := debug.SetMemoryLimit(-1)
	debug.SetMemoryLimit(min(old, max(limit, limit+int64(len(heapFloor())))))
	return func() { debug.SetMemoryLimit(old) }
}

// pagesShare is the share of the limit, one in so many, that files which are used as memory have at least.
const pagesShare = 8

// leaveRoom lets the heap be cleaned so early that pages of files have their share of the limit. What limitHeap returns
// undoes it.
func leaveRoom(limit int64) {
	debug.SetMemoryLimit(min(debug.SetMemoryLimit(-1), limit-limit/pagesShare))
}
