package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var copyMethods = []string{"harmonic", "propagation", "spreading", "poisson", "balanced-poisson", "wnll",
	"properly-weighted", "mad"}

// methodsFor are all methods for a few graphs, and three for the others.
func methodsFor(flags string) []string {
	if flags == "" || flags == "--kernel inverse" || flags == "--graph complete" {
		return copyMethods
	}
	return []string{"harmonic", "spreading", "balanced-poisson"}
}

// Twenty rows of two patterns, one label each: a copy has the label of its pattern, by any kernel that knows
// distances.
func TestCopiesOfTwoRows(t *testing.T) {
	table := "x,y,label\n"
	for i := range 20 {
		table += fmt.Sprintf("%d,%d,%s\n", i%2, 1+i%2, map[int]string{4: "A", 7: "B"}[i])
	}
	for _, flags := range []string{"", "--kernel inverse", "--kernel perplexity", "--kernel self-tuning", "--kernel rbf",
		"--kernel laplacian", "--graph complete", "--graph complete --kernel inverse", "--metric cosine",
		"--metric manhattan", "--graph radius --radius 0.1", "--graph radius --radius 3 --kernel inverse", "--mutual",
		"--connect", "-k 19"} {
		for _, method := range methodsFor(flags) {
			got := propagate(table, append(strings.Fields(flags), "--method", method, "-q", "-")...)
			require.Zero(t, got.code, got.err)
			for _, line := range strings.Split(strings.TrimSpace(got.out), "\n")[1:] {
				want := map[byte]string{'0': ",A,", '1': ",B,"}[line[0]]
				assert.Contains(t, line[3:], want, "%s, %s: %s", method, flags, line)
			}
		}
	}
	// Weights that are all 1 know no distance.
	got := propagate(table, "--kernel", "connectivity", "-q", "-")
	assert.Equal(t, 18, strings.Count(got.out, ",tied"), got.out)
}

// Forty equal rows with the labels A, A and B: every other one is A with 2/3, by all that solve for means, and all
// have one answer by every method.
func TestAllRowsAreCopies(t *testing.T) {
	table := "x,y,label\n"
	for i := range 40 {
		table += "1,2," + map[int]string{3: "B", 20: "A", 39: "A"}[i] + "\n"
	}
	for _, flags := range []string{"", "--kernel inverse", "--kernel perplexity", "--kernel self-tuning", "--gamma 1",
		"--kernel connectivity", "--graph complete", "--metric cosine", "--graph radius --radius 0.1", "--gamma knn",
		"--gamma entropy", "--connect"} {
		for _, method := range append(methodsFor(flags), "poisson-mbo") {
			got := propagate(table, append(strings.Fields(flags), "--method", method, "-q", "-")...)
			require.Zero(t, got.code, got.err)
			answers := map[string]int{}
			for _, line := range strings.Split(strings.TrimSpace(got.out), "\n")[1:] {
				if strings.HasPrefix(line, "1,2,,") {
					answers[line[5:]]++
				}
			}
			require.Len(t, answers, 1, "%s %s: %v", method, flags, answers)
			switch method {
			case "harmonic", "propagation", "wnll", "properly-weighted":
				require.Equal(t, map[string]int{"A,0.6667,propagated": 37}, answers, "%s %s", method, flags)
			}
		}
	}
}

// Rows that are alike as they are, within their batches, or once those with gaps are dropped have no feature left: the
// rows without a label tie, however they are scaled.
func TestNoFeatureIsLeft(t *testing.T) {
	for _, scale := range []string{"auto", "none", "standard", "minmax", "robust"} {
		for table, flags := range map[string]string{
			"a,b,label\n0,0,x\n0,0,y\n0,0,\n":                           "",
			"a,b,label\n3,1,x\n3,1,y\n3,1,\n2,,\n,5,\n":                 "--missing drop",
			"a,b,lot,label\n0,0,1,x\n0,0,1,y\n0,0,1,\n2,3,2,\n2,3,2,\n": "--batch lot",
		} {
			got := propagate(table, append(strings.Fields(flags), "--scale", scale, "-")...)
			require.Zero(t, got.code, "%s %s: %s", scale, flags, got.err)
			require.NotZero(t, strings.Count(got.out, ",x,0.5000,tied"), "%s %s: %s", scale, flags, got.out)
			require.Zero(t, strings.Count(got.out, ",propagated"), "%s %s: %s", scale, flags, got.out)
			// Twice each row: of no class can its only label be left out.
			head, rows, _ := strings.Cut(table, "\n")
			for _, command := range []string{"tune", "tune --method harmonic", "suggest", "suspects --method harmonic"} {
				args := append(strings.Fields(command+" "+flags), "--scale", scale, "-")
				require.Zero(t, propagate(head+"\n"+rows+rows, args...).code, "%s %s", command, flags)
			}
			for _, command := range []string{"run", "tune", "suggest", "suspects"} {
				got := propagate(head+"\n"+rows+rows,
					append(strings.Fields(command+" "+flags), "--scale", scale, "--method", "pool", "-")...)
				require.Contains(t, got.err, "--method pool needs columns that vary", "%s %s", command, flags)
			}
		}
	}
}

// More neighbours than rows are an error that says how many there can be.
func TestMoreNeighboursThanRows(t *testing.T) {
	got := propagate("x,label\n1,a\n2,\n3,b\n", "-k", "3", "-")
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.err, "hint: choose -k from 1 to 2")
	assert.Zero(t, propagate("x,label\n1,a\n2,\n3,b\n", "-k", "2", "-").code)
}
