package network

import (
	"slices"
	"sync"

	"github.com/propagate-go/propagate/internal/par"
)

// rowRoom holds the memory of some rows of a vector, which one worker needs for a moment.
var rowRoom = sync.Pool{New: func() any { return new([]float64) }}

// takeRoom returns room for so many numbers, which hold anything. The caller puts it back.
func takeRoom(size int) *[]float64 {
	room := rowRoom.Get().(*[]float64)
	*room = slices.Grow((*room)[:0], size)[:size]
	return room
}

// eachResidual calls f with some rows of b - (I-M)x at a time, of a sparse equation.
func (eq *equation) eachResidual(x []float64, f func(rows []float64, lo, hi int)) {
	all := eq.sweep()
	par.For(eq.n, chunkRows, func(_, lo, hi int) {
		room := takeRoom((hi - lo) * eq.cols)
		defer rowRoom.Put(room)
		all.ResidualTo(*room, x, lo, hi)
		f(*room, lo, hi)
	})
}
