package block

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lies are values that a list of a file may not hold, or may.
var lies = map[reflect.Kind][]any{
	reflect.Uint32:  {uint32(0), uint32(1), uint32(3), uint32(7), uint32(math.MaxUint32), uint32(1 << 31)},
	reflect.Int32:   {int32(-2), int32(-1), int32(0), int32(1), int32(7), int32(math.MaxInt32), int32(math.MinInt32)},
	reflect.Float64: {0., -1., 1., math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, -math.MaxFloat64},
}

// eachLie calls do after each change of one value of a list of a struct, and of each length.
func eachLie(to any, do func()) {
	v := reflect.ValueOf(to).Elem()
	for f := range v.NumField() {
		list := v.Field(f)
		if list.Kind() != reflect.Slice || lies[list.Type().Elem().Kind()] == nil {
			continue
		}
		for i := range list.Len() {
			was := reflect.ValueOf(list.Index(i).Interface())
			for _, lie := range lies[was.Kind()] {
				list.Index(i).Set(reflect.ValueOf(lie))
				do()
			}
			list.Index(i).Set(was)
		}
		whole := reflect.ValueOf(list.Interface())
		for _, other := range []reflect.Value{whole.Slice(0, max(0, whole.Len()-1)), whole.Slice(0, 0),
			reflect.AppendSlice(whole.Slice(0, whole.Len()), whole)} {
			list.Set(other)
			do()
		}
		list.Set(whole)
	}
}

// TestFilesThatLie changes every value of the files of a block, with the right checksum: they are an error, or give
// finite values that are not below 0.
func TestFilesThatLie(t *testing.T) {
	const classes = 2
	r, err := NewRanges(7, 2)
	require.NoError(t, err)
	m := Method{Classes: classes}
	edges := [][]Entry{
		{{0, 1, 1}, {1, 0, 1}, {1, 2, 2}, {2, 1, 2}, {2, 3, 1}, {3, 2, 1}, {3, 4, 1}, {0, 5, 3}},
		{{4, 3, 1}, {4, 5, 2}, {5, 4, 2}, {5, 0, 3}, {5, 6, 1}, {6, 5, 1}},
	}
	labels := [][]Entry{{{Row: 0, Other: 0}}, {{Row: 6, Other: 1}}}
	raws := make([]*Raw, 2)
	for k := range raws {
		raws[k], err = NewRaw(r, k, edges[k], labels[k])
		require.NoError(t, err)
	}
	count := 0
	// What was read, of which the other block is told what it needs.
	use := func() {
		count++
		raw, err := DecodeRaw(raws[0].Encode(), r, 0, classes)
		if err != nil {
			return
		}
		replies := map[int]Reply{}
		for owner, rows := range raw.Needs(m, r, 0) {
			lo, _ := r.Bounds(owner)
			replies[owner] = raws[owner].Answer(m.Diagonals(raws[owner]), lo, rows)
		}
		g, err := NewGraph(m, r, 0, raw, replies)
		require.NoError(t, err)
		assert.NoError(t, g.Check(r, 0, classes))
	}
	use()
	eachLie(raws[0], use)

	replies := map[int]Reply{1: raws[1].Answer(m.Diagonals(raws[1]), 4, raws[0].Needs(m, r, 0)[1])}
	g, err := NewGraph(m, r, 0, raws[0], replies)
	require.NoError(t, err)
	sends, state := &Sends{To: []int32{1}, Rows: [][]uint32{{0, 3}}}, NewState(r.Rows(0), classes)
	for i := range state.X {
		state.X[i] = 1.5
	}
	step := func() {
		count++
		g, err := DecodeGraph(g.Encode())
		require.NoError(t, err)
		sends, err := DecodeSends(sends.Encode())
		if err != nil {
			return
		}
		s, err := NewStepper(0, r, g, sends)
		if err != nil {
			return
		}
		state, err := DecodeState(state.Encode(), r.Rows(0)*s.Classes)
		if err != nil {
			return
		}
		s.Tell(state)
		told := []*Message{{State: state}, {From: 1, Values: slices.Repeat([]float64{2}, len(g.Ghosts)*s.Classes)}}
		after, err := s.Step(told)
		if err == nil && checkValues(after.X) != nil {
			t.Errorf("values %v", after.X)
		}
	}
	step()
	eachLie(g, step)
	eachLie(sends, step)
	for _, lie := range []uint32{4, math.MaxUint32} {
		sends.Rows[0][1] = lie
		step()
	}
	sends.Rows[0][1] = 3
	eachLie(state, step)
	assert.Equal(t, 479, count)
}
