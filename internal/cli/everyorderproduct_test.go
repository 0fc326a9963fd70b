package cli_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What a command is put together of: any of the first list with any of each other one.
var (
	productCommands = []string{"run", "run", "run", "run --class-sizes mass", "run --class-sizes projected",
		"run --calibrate", "run --coverage 0.8", "run --novel 0.1", "run --noise auto", "predict", "tune",
		"tune --holdout 0.3x2", "suspects --max-probability 1", "explain", "suggest", "suggest --strategy variance", "suggest --strategy density",
		"suggest --strategy coverage", "suggest --strategy margin", "suggest --strategy entropy"}
	productKernels = []string{"", "shared", "perplexity", "self-tuning", "rbf", "laplacian", "inverse", "connectivity"}
	productGammas  = []string{"auto", "knn", "mst", "entropy", "0.1:10:5", "0.3,3", "0.001", "1", "20", "1e6", "1e300",
		"inf", "5e-324"}
	productGraphs = []string{"", "", "-k 1", "-k 2", "-k 3", "-k 5", "--mutual", "-k 3 --mutual", "--connect",
		"-k 1 --connect", "--graph complete", "--graph complete", "--graph radius --radius 1.1", "--graph radius --radius 3"}
	productScales = []string{"", "", "", "none", "standard", "minmax", "robust"}
)

// drawCommand draws a command of the whole product of commands, methods, metrics, kernels with their bandwidths, graphs
// and scales.
func drawCommand(r *rand.Rand) string {
	pick := func(of []string) string { return of[r.IntN(len(of))] }
	flag := func(name, value string) string {
		if value == "" {
			return ""
		}
		return " " + name + " " + value
	}
	command, method, kernel := pick(productCommands), pick(append(orderMethods, "pool", "")), pick(productKernels)
	switch {
	case method == "pool":
		// Its graph, metric and kernel are its own.
		return command + flag("--method", method) + flag("--scale", pick(productScales))
	case strings.HasPrefix(command, "suggest"):
		method = pick([]string{"harmonic", "propagation", "spreading"})
	}
	command += flag("--method", method) + flag("--metric", pick(orderMetrics)) + flag("--scale", pick(productScales))
	command += flag("--kernel", kernel)
	if kernel == "rbf" || kernel == "laplacian" {
		command += flag("--gamma", pick(productGammas))
	}
	if graph := pick(productGraphs); graph != "" {
		command += " " + graph
	}
	return command
}

// drawTable draws a small table with many copies and ties: two rows to forty, of one to five columns of a few values.
func drawTable(r *rand.Rand) shuffledTable {
	n, d, values, classes := 3+r.IntN(6), 1+r.IntN(5), 1+r.IntN(4), 2+r.IntN(2)
	if r.IntN(3) == 0 {
		n = 9 + r.IntN(32)
	}
	// A table in twenty has one label only, or two rows.
	if r.IntN(20) == 0 {
		n, classes = 2+r.IntN(n-1), 1
	}
	labelled := []int{1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 20}[r.IntN(12)] // one row in so many has a label
	unit := []float64{1, 0.1, 1.0 / 3, 1e-9, 1e12}[r.IntN(5)]
	s := shuffledTable{name: "drawn", header: []string{"a", "b", "c", "d", "e"}[:d:d]}
	s.header = append(s.header, "label")
	for i := range n {
		// A third of the rows are copies of a row before, with a label of their own.
		var row []string
		if i > 0 && r.IntN(3) == 0 {
			row = slices.Clone(s.rows[r.IntN(i)][:d])
		} else {
			for range d {
				row = append(row, strconv.FormatFloat(float64(r.IntN(values)-values/3)*unit, 'g', -1, 64))
			}
		}
		label := ""
		if i < 2 || r.IntN(labelled) == 0 {
			label = string("kmn"[map[bool]int{true: i % classes, false: r.IntN(classes)}[i < 2]])
		}
		s.rows = append(s.rows, append(row, label))
	}
	return s
}

// A permutation of the rows changes no answer, by any method with any metric, kernel, bandwidth, graph, scale and
// command: commands and small tables are drawn from the whole product.
//
//	PROPAGATE_MEASURE=1 go test -count=1 -v -timeout 9h -run DrawnCommands ./internal/cli
func TestDrawnCommandsInEveryOrder(t *testing.T) {
	many := 40
	if often, _ := strconv.Atoi(os.Getenv("PROPAGATE_MEASURE")); often > 0 {
		many = 20_000 * often
	}
	seed, _ := strconv.ParseUint(os.Getenv("PROPAGATE_SEED"), 10, 64) // another one draws others
	compared, refused, kinds := 0, 0, map[string]int{}
	for k := range uint64(many) {
		r := rand.New(rand.NewPCG(seed, k))
		s, command := drawTable(r), drawCommand(r)
		orders := 2
		if len(s.rows) <= 4 {
			orders = 8 // one of them may be that in which rows are computed
		}
		compared += orders
		refusal := s.check(t, command, s.orders(orders))
		if refusal != "" {
			refused += orders
		}
		kinds[strings.Fields(command)[0]]++
		if t.Failed() {
			t.Fatalf("draw %d: propagate %s\n%s", k, command, s.text(s.orders(0)[0], false))
		}
		if k%1000 == 999 {
			// What has been run counts, should it be stopped.
			fmt.Printf("%d commands drawn, %d refused\n", k+1, refused)
		}
	}
	for _, command := range slices.Sorted(maps.Keys(kinds)) {
		t.Logf("%s: %d", command, kinds[command])
	}
	t.Logf("%d commands in %d other orders, %d of them refused", many, compared, refused)
	require.Less(t, 2*refused, compared)
}
