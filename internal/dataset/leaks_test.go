package dataset

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// alternating are n cells a, b, a, b and so on.
func alternating(n int) []string { return slices.Repeat([]string{"a", "b"}, n)[:n] }

// TestRepeatsLabels holds a copy of k labels of two equally frequent classes against k·log 2, the information of k
// tosses of a coin.
func TestRepeatsLabels(t *testing.T) {
	cells := alternating(40)
	tab, err := table.Reading{}.Text(strings.NewReader("x\n"+strings.Join(cells, "\n")+"\n"), "t")
	require.NoError(t, err)
	repeats := func(labels, cells []string) (int, bool) {
		f := columnFinder{table: tab, labels: append(slices.Clone(labels), make([]string, 40-len(labels))...)}
		return f.repeatsLabels(textCells(cells))
	}
	// From 3 tosses on (2.08) it is asked, from 10 on (6.93) it is sure.
	for k, want := range map[int]bool{3: false, 9: false, 10: true, 40: true} {
		rows, surely := repeats(cells[:k], cells)
		assert.Equal(t, k, rows)
		assert.Equal(t, want, surely, k)
	}
	for _, labels := range [][]string{cells[:2], {"a", "b", "a", "a"}, nil} {
		rows, _ := repeats(labels, cells)
		assert.Zero(t, rows, labels)
	}
	// All labelled cells are the same.
	one := append([]string{"a", "a", "a", "a"}, slices.Repeat([]string{"b"}, 36)...)
	rows, _ := repeats(one[:4], one)
	assert.Zero(t, rows)
	// Blank cells say nothing.
	gaps := slices.Clone(cells)
	gaps[1] = ""
	rows, _ = repeats(cells[:11], gaps)
	assert.Equal(t, 10, rows)
}

// TestRepeatsTruth holds that a code for each class is known as one, if there are enough rows of each.
func TestRepeatsTruth(t *testing.T) {
	truth := alternating(20)
	codes := slices.Repeat([]string{"1", "2"}, 10)
	repeats := func(truth, cells []string) int { return (&columnFinder{truth: truth}).repeatsTruth(textCells(cells)) }
	assert.Equal(t, 20, repeats(truth, codes))
	assert.Zero(t, repeats(truth[:19], codes), "too few rows")
	assert.Zero(t, repeats(truth, slices.Repeat([]string{"1"}, 20)), "one code of two classes")
	assert.Zero(t, repeats(slices.Repeat([]string{"a"}, 20), codes), "two codes of one class")
	assert.Zero(t, repeats(slices.Repeat([]string{"a"}, 20), slices.Repeat([]string{"1"}, 20)), "one class")
	swapped := slices.Clone(codes)
	swapped[18], swapped[19] = "2", "1"
	assert.Zero(t, repeats(truth, swapped))
	// Of 20 rows, ten classes have two each; eleven are more than half.
	var many []string
	for i := range 20 {
		many = append(many, strconv.Itoa(i%10))
	}
	assert.Equal(t, 20, repeats(many, many))
	many[0] = "10"
	assert.Zero(t, repeats(many, many))
}

// TestTellsLabelled holds that a column that differs between rows with and without a label is known, if there are
// enough of both.
func TestTellsLabelled(t *testing.T) {
	tells := func(labelled, cells []string) bool {
		labels := append(slices.Clone(labelled), make([]string, len(cells)-len(labelled))...)
		return (&columnFinder{labels: labels}).tellsLabelled(textCells(cells))
	}
	by := func(me, nobody int) []string {
		return append(slices.Repeat([]string{"me"}, me), make([]string, nobody)...)
	}
	assert.True(t, tells(alternating(5), by(5, 5)))
	assert.False(t, tells(alternating(4), by(4, 6)), "few labels")
	assert.False(t, tells(alternating(6), by(6, 4)), "few rows without")
	assert.False(t, tells(alternating(5), by(6, 5)), "a value on both sides")
	// Values that hardly repeat are names of rows.
	names := []string{"1", "2", "3", "3", "3", "3", "4", "5", "6", "6", "6", "6"}
	assert.False(t, tells(alternating(6), names))
	names[1], names[7] = "1", "4"
	assert.True(t, tells(alternating(6), names))
}

func TestSameClass(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{" x ", "x", true}, {"1.0", "1", true}, {"1", "2", false}, {"inf", "Inf", false}, {"", "0", false}, {"1", "x", false}} {
		assert.Equal(t, c.want, sameClass(c.a, c.b), c)
	}
}

// TestHoldsClasses holds agreement with the labels against the chance of it: of three equally frequent classes 1 in 3.
func TestHoldsClasses(t *testing.T) {
	labels := slices.Repeat([]string{"a", "b", "c"}, 20)
	other := func(wrong int) []string {
		cells := slices.Clone(labels)
		for i := range wrong {
			cells[i] = map[string]string{"a": "b", "b": "c", "c": "a"}[labels[i]]
		}
		return cells
	}
	holds := func(labels, cells []string) [2]int {
		agree, rows := (&columnFinder{labels: labels}).holdsClasses(textCells(cells))
		return [2]int{agree, rows}
	}
	assert.Equal(t, [2]int{51, 60}, holds(labels, other(9)))
	// 60 (0.5 log 1.5 + 0.5 log 0.75) = 3.5 nats may be chance.
	assert.Zero(t, holds(labels, other(30)))
	assert.Zero(t, holds(labels, other(60)))
	// One value that is no class tells that the column is of something else.
	assert.Zero(t, holds(labels, append(other(3)[:59], "d")))
	assert.Zero(t, holds(labels, slices.Repeat([]string{"a"}, 60)), "one value")
	assert.Zero(t, holds(make([]string, 60), labels), "no label")
	// Two words must agree nearly always.
	two := alternating(60)
	swapped := func(n int) []string { return append(slices.Repeat([]string{"b", "a"}, n/2), two[n:]...) }
	assert.Equal(t, [2]int{54, 60}, holds(two, swapped(6)))
	assert.Zero(t, holds(two, swapped(8)))
}
