package storetest

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

const (
	mostBytes = 1 << 30
	mostTime  = 10 * time.Second
)

// Count is what became of mutants.
type Count struct{ Refused, Read int }

// Harmless uses all mutants of a file, one after the other. They may be refused or give an answer;
// use reports an answer that is none. A panic, 1 GB and 10 s are failures.
//
// Workers would panic out of reach: the test runs with a single processor.
func Harmless(t *testing.T, sequences [][]byte, step int, use func(file []byte) (answer, refused error)) Count {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var count Count
	for m := range Mutants(sequences, step) {
		// All that is allocated counts, even if it is given back.
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		began := time.Now()
		answer, refused := tryOne(m.File, use)
		runtime.ReadMemStats(&after)
		switch {
		case answer != nil:
			t.Errorf("%s: %v", m.Name, answer)
		case after.TotalAlloc-before.TotalAlloc > mostBytes:
			t.Errorf("%s: %d bytes", m.Name, after.TotalAlloc-before.TotalAlloc)
		case time.Since(began) > mostTime:
			t.Errorf("%s: %v", m.Name, time.Since(began))
		}
		if refused != nil {
			count.Refused++
		} else {
			count.Read++
		}
	}
	return count
}

func tryOne(file []byte, use func([]byte) (answer, refused error)) (answer, refused error) {
	defer func() {
		if p := recover(); p != nil {
			answer = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return use(file)
}
