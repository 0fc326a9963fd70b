package golden

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Values are the named parts of a case, decoded as encoding/json has it:
// float64, string and []any. A number may be "NaN", "Inf" or "-Inf".
type Values map[string]any

// Has reports whether there is a value called key.
func (v Values) Has(key string) bool { return v[key] != nil }

// Number returns a number, or otherwise if there is none.
func (v Values) Number(key string, otherwise float64) float64 {
	if !v.Has(key) {
		return otherwise
	}
	return number(v[key])
}

// Text returns a string, "" if there is none.
func (v Values) Text(key string) string {
	s, _ := v[key].(string)
	return s
}

// Vector returns a list of numbers, nil if there is none.
func (v Values) Vector(key string) []float64 {
	list, ok := v[key].([]any)
	if !ok {
		return nil
	}
	vector := make([]float64, len(list))
	for i, x := range list {
		vector[i] = number(x)
	}
	return vector
}

// Labels returns a list of integers, nil if there is none.
func (v Values) Labels(key string) []int {
	vector := v.Vector(key)
	labels := make([]int, len(vector))
	for i, x := range vector {
		labels[i] = int(x)
	}
	return labels
}

// Matrix returns a list of rows; [] is the empty matrix.
func (v Values) Matrix(key string) *mat.Dense {
	list, _ := v[key].([]any)
	if len(list) == 0 {
		return &mat.Dense{}
	}
	width := len(list[0].([]any))
	m := mat.NewDense(len(list), width, nil)
	for i, row := range list {
		for j, x := range row.([]any) {
			m.Set(i, j, number(x))
		}
	}
	return m
}

func number(x any) float64 {
	switch x := x.(type) {
	case float64:
		return x
	case string:
		special := map[string]float64{"NaN": math.NaN(), "Inf": math.Inf(1), "-Inf": math.Inf(-1)}
		if v, ok := special[x]; ok {
			return v
		}
	}
	panic(fmt.Sprintf("%v is not a number", x))
}

// Compare returns what is wrong with got, the results by name, under the
// case's tolerance: every name that the case wants must be there. A result is
// a float64, an int, a []float64, a []int or a *mat.Dense.
func (c *Case) Compare(got map[string]any) []string {
	var wrong []string
	for key, want := range c.Want {
		result, ok := got[key]
		if !ok {
			wrong = append(wrong, fmt.Sprintf("%s is missing", key))
			continue
		}
		if place := c.differ(plain(result), want); place != "" {
			wrong = append(wrong, key+place)
		}
	}
	return wrong
}

// differ returns where and how two plain values differ, "" if they do not.
func (c *Case) differ(got, want any) string {
	list, isList := want.([]any)
	if !isList {
		if x, ok := got.(float64); ok && c.Tol.Near(x, number(want)) {
			return ""
		}
		return fmt.Sprintf(": got %.17v, want %.17v", got, want)
	}
	results, ok := got.([]any)
	if !ok || len(results) != len(list) {
		return fmt.Sprintf(": got %v, want %v", got, want)
	}
	for i := range list {
		if place := c.differ(results[i], list[i]); place != "" {
			return fmt.Sprintf("[%d]%s", i, place)
		}
	}
	return ""
}

// plain turns a result into float64 and []any.
func plain(x any) any {
	switch x := x.(type) {
	case int:
		return float64(x)
	case []int:
		return list(len(x), func(i int) any { return float64(x[i]) })
	case []float64:
		return list(len(x), func(i int) any { return x[i] })
	case *mat.Dense:
		n, _ := x.Dims()
		return list(n, func(i int) any { return plain(x.RawRowView(i)) })
	}
	return x
}

func list(n int, at func(i int) any) []any {
	items := make([]any, n)
	for i := range items {
		items[i] = at(i)
	}
	return items
}
