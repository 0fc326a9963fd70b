package knn

import (
	"math"
	"sync/atomic"
)

// A threshold only rises: who holds the lock of its row raises it, and anybody may read
// it. A value that is out of date is lower, so it only lets more candidates through.
type threshold struct{ bits atomic.Uint32 }

func (t *threshold) get() float32 { return math.Float32frombits(t.bits.Load()) }

func (t *threshold) reset() { t.bits.Store(math.Float32bits(float32(math.Inf(-1)))) }

func (t *threshold) raise(to float32) {
	if to > t.get() {
		t.bits.Store(math.Float32bits(to))
	}
}
