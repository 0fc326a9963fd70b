package storetest

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// jsonMutants changes a sequence that is one text of JSON behind kind and version.
func jsonMutants(body []byte, put putter) bool {
	const text = 24 // kind, version and length
	var document any
	if len(body) < text || json.Unmarshal(body[text:], &document) != nil {
		return true
	}
	// Once a mutant was the last one wanted, no more are made.
	whole := true
	change(document, "", func(path string, changed func() any) {
		if !whole {
			return
		}
		whole = put(func() (string, []byte) {
			written, err := json.Marshal(changed())
			if err != nil {
				written = nil // an infinite number
			}
			length := binary.LittleEndian.AppendUint64(slices.Clone(body[:16]), uint64(len(written)))
			return "JSON " + path, append(length, written...)
		})
	}, func(v any) any { return v })
	return whole
}

// leaves are what a value of JSON is changed to.
var leaves = []any{nil, 0, 1, -1, 0.5, 1e308, -1e308, 5e-324, 1 << 40, "", "x", true, false, []any{}, map[string]any{}}

// change visits every value of a document. whole puts a value in the place of the one that is
// visited, and returns the document.
func change(value any, path string, visit func(string, func() any), whole func(any) any) {
	// Anything may stand where another kind of value is expected.
	for _, leaf := range leaves {
		visit(fmt.Sprintf("%s: %v", path, leaf), func() any { return whole(leaf) })
	}
	switch v := value.(type) {
	case map[string]any:
		changeObject(v, path, visit, whole)
	case []any:
		changeList(v, path, visit, whole)
	case float64:
		// Off by one, turned around, twice as large.
		for _, x := range []float64{v + 1, v - 1, -v, 2 * v} {
			visit(fmt.Sprintf("%s: %g", path, x), func() any { return whole(x) })
		}
	}
}

func changeObject(v map[string]any, path string, visit func(string, func() any), whole func(any) any) {
	for _, key := range slices.Sorted(maps.Keys(v)) {
		// The member left out, then everything that it may become.
		without := maps.Clone(v)
		delete(without, key)
		visit(path+"."+key+": left out", func() any { return whole(without) })
		change(v[key], path+"."+key, visit, func(x any) any {
			other := maps.Clone(v)
			other[key] = x
			return whole(other)
		})
	}
}

func changeList(v []any, path string, visit func(string, func() any), whole func(any) any) {
	for i := range v {
		// Left out, there twice, and in the place of the first.
		out := func() any { return whole(slices.Delete(slices.Clone(v), i, i+1)) }
		twice := func() any { return whole(slices.Insert(slices.Clone(v), i, v[i])) }
		first := func() any {
			other := slices.Clone(v)
			other[0], other[i] = other[i], other[0]
			return whole(other)
		}
		visit(fmt.Sprintf("%s[%d]: left out", path, i), out)
		visit(fmt.Sprintf("%s[%d]: twice", path, i), twice)
		visit(fmt.Sprintf("%s[%d]: first", path, i), first)
		change(v[i], fmt.Sprintf("%s[%d]", path, i), visit, func(x any) any {
			other := slices.Clone(v)
			other[i] = x
			return whole(other)
		})
	}
}
