package cli_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// withWrongCopies labels every third row of a table of two classes side by side, one of them wrong, with copies of that
// one row, each of whose features is off by at most blur.
func withWrongCopies(copies int, blur float64, seed uint64) (in csvTable, wrong []string) {
	r := rand.New(rand.NewPCG(seed, 3))
	in = csvTable{{"name", "patient", "x", "y", "z", "label"}}
	add := func(name string, at []float64, blur float64, label string) {
		row := []string{name, strings.TrimSuffix(name, "'")}
		for _, v := range at {
			row = append(row, fmt.Sprintf("%.9g", v+blur*(2*r.Float64()-1)))
		}
		in = append(in, append(row, label))
	}
	for i := range 90 {
		class := i % 2
		at := []float64{float64(6*class) + r.NormFloat64(), r.NormFloat64(), r.NormFloat64()}
		label := ""
		if i%3 == 0 {
			label = string("ab"[class])
		}
		if i == 0 {
			label = "b" // the row is in the middle of class a
			at = []float64{0, 0, 0}
			for k := range copies {
				add(fmt.Sprintf("copy %d", k), at, blur, label)
				wrong = append(wrong, fmt.Sprintf("copy %d", k))
			}
		}
		add(fmt.Sprintf("row %d", i), at, 0, label)
		if i == 0 {
			wrong = append(wrong, "row 0")
		}
	}
	slices.Sort(wrong)
	return in, wrong
}

// TestCopiesDoNotVouch checks that a wrong record is found with all its copies, exact and blurred ones, and that no
// right label beside them is accused.
func TestCopiesDoNotVouch(t *testing.T) {
	for _, method := range []string{"harmonic", "spreading", "auto"} {
		for _, blur := range []float64{0, 1e-4} {
			for _, copies := range []int{1, 4, 12} {
				in, wrong := withWrongCopies(copies, blur, uint64(copies))
				got := told(t, in, "suspects", "--id", "name", "--ignore", "patient", "--method", method)
				found := got.column("id")
				slices.Sort(found)
				assert.Equal(t, wrong, found, "%s, %d copies, blur %g", method, copies, blur)
				// The label that the others speak against most comes first.
				var probabilities []float64
				for _, cell := range got.column("probability") {
					probabilities = append(probabilities, float(t, cell))
				}
				assert.True(t, slices.IsSorted(probabilities), "%s, %d copies: %v", method, copies, probabilities)
			}
		}
	}
}

// TestGroupsDoNotVouch checks the same of the records of one patient, of which the features differ: no right label beside
// them is accused that is not accused where they are right.
func TestGroupsDoNotVouch(t *testing.T) {
	in, wrong := withWrongCopies(4, 1, 9)
	for _, row := range in[1:] {
		if strings.HasPrefix(row[0], "copy") {
			row[1] = "row 0"
		}
	}
	for _, method := range []string{"harmonic", "pool"} {
		got := told(t, in, "suspects", "--id", "name", "--group", "patient", "--method", method)
		found := got.column("id")
		slices.Sort(found)
		for _, name := range wrong {
			assert.Contains(t, found, name, method)
		}
		assert.Len(t, found, len(wrong), method)
	}
}

// TestCopiesAreSaid checks that what was left out together is said, and that right copies are not accused.
func TestCopiesAreSaid(t *testing.T) {
	in, wrong := withWrongCopies(4, 0, 1)
	for _, row := range in[1:] {
		if slices.Contains(wrong, row[0]) {
			row[5] = "a"
		}
	}
	got := propagate(in.String(), "suspects", "--id", "name", "--ignore", "patient", "--method", "harmonic", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "suspects  0 of 34 given labels, by leave-one-out with harmonic; 5 of them are of copies or groups, and left out together\n")
}

// TestManySetsOfCopies checks that each of seven wrong records is found with its copies, which are left out in fewer
// parts than there are sets.
func TestManySetsOfCopies(t *testing.T) {
	r, wrong := rand.New(rand.NewPCG(7, 3)), []string{}
	in := csvTable{{"name", "x", "y", "label"}}
	for i := range 300 {
		class, label, copies := i%2, "", 1
		if i%3 == 0 {
			label = string("ab"[class])
		}
		if i%30 == 0 && i < 210 {
			label, copies = "b", 3 // in the middle of class a
		}
		at := []string{fmt.Sprintf("%.9g", float64(9*class)+r.NormFloat64()), fmt.Sprintf("%.9g", r.NormFloat64())}
		for k := range copies {
			name := fmt.Sprintf("row %d %d", i, k)
			in = append(in, []string{name, at[0], at[1], label})
			if copies > 1 {
				wrong = append(wrong, name)
			}
		}
	}
	slices.Sort(wrong)
	found := told(t, in, "suspects", "--id", "name", "--method", "harmonic").column("id")
	slices.Sort(found)
	assert.Equal(t, wrong, found)
}
