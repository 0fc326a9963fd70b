package cli_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestRowsLabelledByWholeGroups holds that no accuracy is promised where all rows of a device have a label or none has
// one: others of the device give a label away that is left out. Names of devices are then no feature.
func TestRowsLabelledByWholeGroups(t *testing.T) {
	skipIfSlow(t)
	r := rand.New(rand.NewPCG(1, 2))
	var names, numbers strings.Builder
	names.WriteString("device,x,y,label\n")
	numbers.WriteString("device,x,y,label\n")
	for d := range 60 {
		label, shift := "", r.NormFloat64()
		if d < 15 {
			label = []string{"on", "off"}[d%2]
		}
		for range 10 {
			row := fmt.Sprintf("%.3f,%.3f,%s\n", float64(d%2)+shift+r.NormFloat64(), r.NormFloat64(), label)
			fmt.Fprintf(&names, "dev%d,%s", d, row)
			fmt.Fprintf(&numbers, "%d,%s", d*7, row)
		}
	}
	for _, some := range []struct {
		table    string
		features string
	}{{names.String(), "2 features"}, {numbers.String(), "3 features"}} {
		got := propagate(some.table, "-")
		assert.Zero(t, got.code, got.err)
		assert.Contains(t, got.err, some.features)
		assert.Contains(t, got.err, "accuracy cannot be estimated: rows were labelled by whole groups (15 of device)")
		assert.Contains(t, got.err, "hint: --group device gives all rows of a value one answer")
	}
	// With the group named there is nothing to ask.
	got := propagate(names.String(), "--group", "device", "-")
	assert.Zero(t, got.code, got.err)
	assert.NotContains(t, got.err, "whole groups")
	// Sets are not promised to hold the class either.
	got = propagate(names.String(), "--coverage", "0.9", "--method", "harmonic", "-")
	assert.Contains(t, got.err, "nothing is guaranteed: rows were labelled by whole groups")
}
