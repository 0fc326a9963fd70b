// Package storetest makes files that lie: good files of package store, with one thing changed and
// every checksum right again.
package storetest

import (
	"encoding/binary"
	"fmt"
	"hash/crc64"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
)

var table = crc64.MakeTable(crc64.ECMA)

// A Mutant is a changed file, and what was changed.
type Mutant struct {
	Name string
	File []byte
}

// Split divides a file into its sequences, which begin with one of the kinds.
func Split(file []byte, kinds ...string) ([][]byte, error) {
	var all [][]byte
	for len(file) > 0 {
		end := endOf(file, kinds)
		if end < 0 {
			return nil, fmt.Errorf("no sequence ends in the last %d bytes", len(file))
		}
		all, file = append(all, file[:end]), file[end:]
	}
	return all, nil
}

// endOf returns where the first sequence ends: before a kind, or at the end, with the checksum of
// all before it; -1: nowhere.
func endOf(file []byte, kinds []string) int {
	// A kind may stand in a text by chance; then the checksum before it is wrong.
	for end := 16; end <= len(file); end++ {
		begins := end == len(file) || slices.ContainsFunc(kinds, func(kind string) bool {
			return len(file) >= end+8 && string(file[end:end+8]) == kind
		})
		if begins && crc64.Checksum(file[:end-8], table) == binary.LittleEndian.Uint64(file[end-8:]) {
			return end
		}
	}
	return -1
}

// sealed returns the body of a sequence with its checksum.
func sealed(body []byte) []byte {
	return binary.LittleEndian.AppendUint64(slices.Clip(body), crc64.Checksum(body, table))
}

// Mutants makes every step-th of the mutants of a file that consists of the given sequences, from a
// random one on. Formats are not known here: every place is taken for the beginning of a number of
// 8, 4 and 1 bytes, and of a slice of such numbers wherever its length fits.
func Mutants(sequences [][]byte, step int) iter.Seq[Mutant] {
	return func(yield func(Mutant) bool) {
		// A random start, so that other mutants are tried by the next run.
		count := rand.IntN(step)
		for s, sequence := range sequences {
			// Kind and version are behind every change, the checksum is new.
			body := sequence[:len(sequence)-8]
			put := func(change func() (name string, changed []byte)) bool {
				if count++; count%step != 0 {
					return true
				}
				name, changed := change()
				before, after := slices.Concat(sequences[:s]...), slices.Concat(sequences[s+1:]...)
				return yield(Mutant{fmt.Sprintf("sequence %d (%s) %s", s, sequence[:8], name),
					slices.Concat(before, sealed(changed), after)})
			}
			if !jsonMutants(body, put) {
				return
			}
			for at := 8; at < len(body); at++ {
				if !wordMutants(body, at, put) || !sliceMutants(body, at, put) {
					return
				}
			}
		}
	}
}

// words are what a number of 8 bytes is changed to, whole or not.
var words = []uint64{
	0, 1, math.MaxUint64, math.MaxInt64, 1 << 63, 1 << 20, 1 << 31, 1 << 40, math.Float64bits(1), math.Float64bits(-1),
	math.Float64bits(math.NaN()), math.Float64bits(math.Inf(1)), math.Float64bits(math.Inf(-1)),
	math.Float64bits(math.MaxFloat64), math.Float64bits(math.SmallestNonzeroFloat64),
}

// halves are what a number of 4 bytes is changed to.
var halves = []uint32{0, 1, math.MaxUint32, math.MaxInt32, 1 << 31, math.Float32bits(float32(math.NaN()))}

// putter passes a mutant on, which is made only if it is wanted, and reports whether to go on.
type putter func(change func() (name string, changed []byte)) bool

// overwritten returns a copy of the body with other bytes at a place.
func overwritten(body []byte, at int, by []byte) []byte {
	changed := slices.Clone(body)
	copy(changed[at:], by)
	return changed
}

// wordMutants changes the number that begins at a place.
func wordMutants(body []byte, at int, put putter) bool {
	order := binary.LittleEndian
	// A whole number or a float: both become what the other kind would be, too.
	if at+8 <= len(body) {
		old := order.Uint64(body[at:])
		for _, v := range append(slices.Clone(words), old+1, old-1, old^1<<63) {
			if v != old && !put(func() (string, []byte) {
				name := fmt.Sprintf("word at %d: %#x for %#x", at, v, old)
				return name, overwritten(body, at, order.AppendUint64(nil, v))
			}) {
				return false
			}
		}
	}
	// Two numbers side by side change places.
	if at+16 <= len(body) && !put(func() (string, []byte) {
		return fmt.Sprintf("words at %d swapped", at),
			overwritten(body, at, slices.Concat(body[at+8:at+16], body[at:at+8]))
	}) {
		return false
	}
	// Indices are narrower.
	if at+4 <= len(body) {
		old := order.Uint32(body[at:])
		for _, v := range append(slices.Clone(halves), old+1, old-1) {
			if v != old && !put(func() (string, []byte) {
				name := fmt.Sprintf("half at %d: %#x for %#x", at, v, old)
				return name, overwritten(body, at, order.AppendUint32(nil, v))
			}) {
				return false
			}
		}
	}
	// Truth values and letters.
	for _, v := range []byte{0, 1, 255} {
		if v != body[at] && !put(func() (string, []byte) {
			return fmt.Sprintf("byte at %d: %d for %d", at, v, body[at]), overwritten(body, at, []byte{v})
		}) {
			return false
		}
	}
	return true
}

// sliceMutants changes the number of elements of the slice that begins at a place, if one may.
func sliceMutants(body []byte, at int, put putter) bool {
	if at+8 > len(body) {
		return true
	}
	// Any number may be a length, if as many elements can follow.
	n, rest := int64(binary.LittleEndian.Uint64(body[at:])), body[at+8:]
	for _, size := range []int{1, 4, 8} {
		if n < 1 || n > int64(len(rest)/size) {
			continue
		}
		values, after := rest[:int(n)*size], rest[int(n)*size:]
		// Without the last element, without the first, without all, none at all, one more at either end.
		for _, c := range []struct {
			count int64
			parts [][]byte
		}{
			{n - 1, [][]byte{values[:len(values)-size]}}, {n - 1, [][]byte{values[size:]}}, {0, nil}, {-1, nil},
			{n + 1, [][]byte{values, values[len(values)-size:]}}, {n + 1, [][]byte{make([]byte, size), values}},
		} {
			if !put(func() (string, []byte) {
				length := binary.LittleEndian.AppendUint64(nil, uint64(c.count))
				return fmt.Sprintf("slice at %d: %d for %d of %d bytes", at, c.count, n, size),
					slices.Concat(body[:at], length, slices.Concat(c.parts...), after)
			}) {
				return false
			}
		}
	}
	return true
}
