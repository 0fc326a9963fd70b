// Package memory is one budget that is asked before much memory is taken.
package memory

import (
	"fmt"
	"math"
	"runtime"
	"runtime/metrics"
)

// Ask asks whether some bytes may be taken, what being what they are for, such as "the table".
// nil: everything may be.
type Ask func(bytes int64, what string) error

// For asks, unless nobody is there to be asked.
func (a Ask) For(bytes int64, what string) error {
	if a == nil {
		return nil
	}
	return a(bytes, what)
}

// A Budget bounds what a run takes.
type Budget struct {
	Limit     int64 // in bytes
	Untouched int64 // bytes of objects on the heap that nobody has written to: they take no memory
	live      func() int64
}

// NewBudget returns a budget of so many bytes.
func NewBudget(limit int64) *Budget { return &Budget{Limit: limit, live: live} }

// live returns the bytes of all objects on the heap, of which some may be garbage.
func live() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}

// Ask refuses what does not fit in beside what is in use: nobody has to give anything back. Errors
// are of type [*Refused].
func (b *Budget) Ask(bytes int64, what string) error {
	if b == nil || bytes <= 0 {
		return nil
	}
	inUse := b.live() - b.Untouched
	if fits(inUse, bytes, b.Limit) {
		return nil
	}
	// Garbage counts as in use until it is collected.
	runtime.GC()
	if inUse = b.live() - b.Untouched; fits(inUse, bytes, b.Limit) {
		return nil
	}
	return &Refused{What: what, Wants: bytes, InUse: inUse, Limit: b.Limit}
}

// fits compares without a sum, which may overflow.
func fits(inUse, more, limit int64) bool { return inUse <= limit && more <= limit-inUse }

// Refused says what wanted how much.
type Refused struct {
	What         string
	Wants        int64 // bytes more
	InUse, Limit int64
}

func (r *Refused) Error() string {
	return fmt.Sprintf("%s: needs %s more memory; %s is the limit, and %s is in use", r.What, Bytes(r.Wants),
		Bytes(r.Limit), Bytes(r.InUse))
}

// Product multiplies sizes, up to what an int64 holds.
func Product(sizes ...int) int64 {
	p := 1.0
	for _, s := range sizes {
		p *= float64(max(s, 0))
	}
	// From 2⁶³ on the conversion would not be a number any more.
	if p >= math.MaxInt64 {
		return math.MaxInt64
	}
	return int64(p)
}

// Sum adds sizes that are not negative, up to what an int64 holds.
func Sum(sizes ...int64) int64 {
	sum := int64(0)
	for _, s := range sizes {
		if s > math.MaxInt64-sum {
			return math.MaxInt64
		}
		sum += s
	}
	return sum
}

// Bytes prints a number of bytes in decimal units.
func Bytes(n int64) string {
	for _, u := range []struct {
		unit string
		size float64
	}{{"TB", 1e12}, {"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}} {
		if v := float64(n) / u.size; v >= 1 {
			return fmt.Sprintf("%.3g %s", v, u.unit)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}
