package cli

import (
	"fmt"
	"strconv"
	"strings"
)

// numbers is the value of a flag that takes one number, and for propagate tune several
// with commas.
type numbers[T int | float64] struct {
	all   *[]T
	parse func(string) (T, error)
	kind  string // as pflag calls it
}

func wholes(to *[]int, value int) *numbers[int] {
	*to = []int{value}
	return &numbers[int]{to, func(s string) (int, error) {
		n, err := strconv.ParseInt(s, 0, strconv.IntSize)
		return int(n), err
	}, "int"}
}

func reals(to *[]float64, value float64) *numbers[float64] {
	*to = []float64{value}
	return &numbers[float64]{to, func(s string) (float64, error) { return strconv.ParseFloat(s, 64) }, "float64"}
}

// Set reads numbers.
func (n *numbers[T]) Set(text string) error {
	// All parts are read before the flag changes, so that an error leaves it as it was.
	var all []T
	for part := range strings.SplitSeq(text, ",") {
		v, err := n.parse(strings.TrimSpace(part))
		if err != nil {
			return err
		}
		all = append(all, v)
	}
	*n.all = all
	return nil
}

// Type returns the kind of one number.
func (n *numbers[T]) Type() string { return n.kind }

func (n *numbers[T]) String() string {
	if n.all == nil {
		return ""
	}
	words := make([]string, len(*n.all))
	for i, v := range *n.all {
		words[i] = fmt.Sprint(v)
	}
	return strings.Join(words, ",")
}
