package cli_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// shuffledTable is a table whose rows are put in several orders: features, and a label or none in the last cell.
type shuffledTable struct {
	name   string
	header []string
	rows   [][]string
	flags  []string // those it needs
}

// text is the file with the rows in an order, and an id for each.
func (s *shuffledTable) text(order []int, classifier bool) string {
	all := csvTable{append([]string{"id"}, s.header...)}
	classes := s.classes()
	if classifier {
		for _, class := range classes {
			all[0] = append(all[0], "p_"+class)
		}
	}
	for _, i := range order {
		row := append([]string{fmt.Sprintf("q%dq", i)}, s.rows[i]...)
		if classifier {
			row = append(row, probabilities(s.rows[i][:len(s.header)-1], len(classes))...)
		}
		all = append(all, row)
	}
	return all.String()
}

// probabilities are those of a classifier that knows the features of a row alone.
func probabilities(features []string, classes int) []string {
	seed := uint64(1)
	for _, b := range []byte(strings.Join(features, ",")) {
		seed = seed*31 + uint64(b)
	}
	r := rand.New(rand.NewPCG(seed, 5))
	p, left := make([]string, classes), 64
	for k := range classes - 1 {
		share := r.IntN(left + 1)
		p[k], left = strconv.FormatFloat(float64(share)/64, 'g', -1, 64), left-share
	}
	p[classes-1] = strconv.FormatFloat(float64(left)/64, 'g', -1, 64)
	return p
}

func (s *shuffledTable) classes() []string {
	var all []string
	for _, row := range s.rows {
		if label := row[len(row)-1]; label != "" && !slices.Contains(all, label) {
			all = append(all, label)
		}
	}
	slices.Sort(all)
	return all
}

// orders are the rows as they are, sorted either way by label and values, and at random.
func (s *shuffledTable) orders(count int) [][]int {
	r := rand.New(rand.NewPCG(uint64(len(s.rows)), 9))
	orders := [][]int{r.Perm(len(s.rows))}
	slices.Sort(orders[0])
	for len(orders) <= count {
		order := r.Perm(len(s.rows))
		if k := len(orders); k <= 2 {
			slices.SortFunc(order, func(a, b int) int { return slices.Compare(s.sortKey(a), s.sortKey(b)) })
			if k == 2 {
				slices.Reverse(order)
			}
		}
		orders = append(orders, order)
	}
	return orders
}

func (s *shuffledTable) sortKey(i int) []string {
	row := s.rows[i]
	return append([]string{row[len(row)-1]}, row...)
}

// anonymous puts for each id one for all rows that are equal in values and label.
func (s *shuffledTable) anonymous(text string) string {
	ids := regexp.MustCompile(`q(\d+)q`)
	return ids.ReplaceAllStringFunc(text, func(id string) string {
		i, _ := strconv.Atoi(strings.Trim(id, "q"))
		first := slices.IndexFunc(s.rows, func(row []string) bool { return slices.Equal(row, s.rows[i]) })
		return fmt.Sprintf("k%d", first)
	})
}

// answer is what a command says of the table in an order, without the places of the rows.
func (s *shuffledTable) answer(t *testing.T, command string, order []int) string {
	words := append(strings.Fields(command), s.flags...)
	args := append([]string{words[0], "--id", "id"}, words[1:]...)
	text := s.text(order, strings.Contains(command, "--classifier"))
	var got outcome
	switch words[0] {
	case "explain":
		for k := range 3 {
			row := fmt.Sprintf("q%dq", (k*37+11)%len(s.rows))
			one := propagate(text, append(args, "--row", row, "-")...)
			got = outcome{got.code + one.code, got.out + withoutLines(t, one.out), got.err + one.err}
		}
	case "predict":
		got = s.predicted(t, args, text)
	case "run":
		got = propagate(text, append(args, "--proba", "-")...)
		lines := strings.Split(s.anonymous(got.out), "\n")
		slices.Sort(lines)
		got.out = strings.Join(lines, "\n")
	default:
		got = propagate(text, append(args, "-")...)
		got.out = withoutLines(t, got.out)
	}
	if strings.Contains(command, "cosine") && words[0] != "run" {
		// Rows that differ in length alone are copies of each other: the first in the file is named.
		got.out = regexp.MustCompile(`q\d+q`).ReplaceAllString(got.out, "row")
	}
	if strings.Contains(command, "--classifier") && words[0] == "suspects" && got.code == 0 {
		// Which of those contradict that are copies and have the same probabilities is up to their places.
		got.out = parse(t, got.out).with("against", func(int, string) string { return "" }).String()
	}
	// Warnings list rows by their places, and name one for all that are equal to it.
	places := regexp.MustCompile(`: nodes [0-9, .]+|from row \w+ to row \w+`)
	return fmt.Sprintf("%d\n%s\n%s", got.code, s.anonymous(got.out), places.ReplaceAllString(s.anonymous(got.err), ""))
}

// withoutLines returns a table of the command without the lines of the file that rows are in.
func withoutLines(t *testing.T, text string) string {
	if text == "" {
		return text
	}
	table := parse(t, text)
	if table.index("line") < 0 {
		return text
	}
	return table.with("line", func(int, string) string { return "" }).String()
}

// predicted is what a model of the table says of new rows: other pairs of halves of its rows.
func (s *shuffledTable) predicted(t *testing.T, args []string, text string) outcome {
	dir := t.TempDir()
	model := filepath.Join(dir, "model")
	got := propagate(text, append(args[1:], "--save", model, "-q", "-o", filepath.Join(dir, "out.csv"), "-")...)
	if got.code != 0 {
		return got
	}
	fresh := csvTable{s.header[:len(s.header)-1]}
	for i := range min(40, len(s.rows)) {
		half := (len(s.header) - 1) / 2
		other := s.rows[(i*7+3)%len(s.rows)]
		fresh = append(fresh, slices.Concat(s.rows[i][:half], other[half:len(other)-1]))
	}
	return propagate(fresh.String(), "predict", "--model", model, "--proba", "-q", "-")
}

// orderMethods are the methods of one answer, and orderMetrics the metrics.
var (
	orderMethods = []string{"harmonic", "propagation", "spreading", "poisson", "balanced-poisson", "poisson-mbo", "wnll",
		"properly-weighted", "mad", "correct-smooth --classifier-columns p_", "harmonic --classifier-columns p_"}
	orderMetrics = []string{"euclidean", "cosine", "manhattan"}
)

// orderCommands are all methods with all metrics, all graphs and kernels with three methods, and all commands.
func orderCommands() []string {
	var all []string
	for _, metric := range orderMetrics {
		for _, m := range orderMethods {
			all = append(all, "run --method "+m+" --metric "+metric)
		}
	}
	for _, flags := range []string{"--graph complete", "--graph complete --gamma 1", "--graph radius --radius 1.5",
		"--mutual", "--connect", "--kernel perplexity", "--kernel self-tuning", "--kernel laplacian --gamma 1",
		"--kernel inverse", "--kernel connectivity", "--gamma knn", "--gamma mst", "--gamma entropy",
		"--gamma 0.1:10:5", "--scale minmax", "--scale robust", "--scale standard", "--class-sizes mass",
		"--class-sizes projected", "-k 3", "-k 30"} {
		for _, m := range []string{"harmonic", "spreading", "balanced-poisson"} {
			all = append(all, "run --method "+m+" "+flags)
		}
	}
	all = append(all, "run --method pool", "run --method harmonic --calibrate", "run --method spreading --calibrate",
		"tune", "tune --method spreading", "tune --method balanced-poisson", "tune --holdout 0.2x2")
	for _, m := range []string{"harmonic", "spreading", "poisson", "balanced-poisson", "poisson-mbo", "mad"} {
		all = append(all, "suspects --max-probability 1 --method "+m, "explain --method "+m, "predict --method "+m)
	}
	for _, s := range []string{"sigma", "variance", "density", "coverage", "margin", "entropy"} {
		all = append(all, "suggest --strategy "+s)
	}
	return append(all, "predict --method pool")
}

// orderRun runs every every-th command on each table in so many orders.
type orderRun struct {
	tables        []shuffledTable
	commands      []string
	orders, every int
}

// check returns how many runs were compared, and how many of them were refused.
func (o orderRun) check(t *testing.T) (compared, refused int) {
	turn := 0
	for _, s := range o.tables {
		t.Run(s.name, func(t *testing.T) {
			start, before := time.Now(), compared
			orders := s.orders(o.orders)
			for _, command := range o.commands {
				if turn++; turn%o.every != 0 {
					continue
				}
				compared += o.orders
				if refusal := s.check(t, command, orders); refusal != "" {
					refused += o.orders
					t.Logf("propagate %s is refused: %.200s", command, refusal)
				}
			}
			t.Logf("%d rows, %d runs, %.0f s", len(s.rows), compared-before, time.Since(start).Seconds())
		})
	}
	return compared, refused
}

// check compares what a command says of the table in each order with the first. It returns what a refusal says.
func (s *shuffledTable) check(t *testing.T, command string, orders [][]int) string {
	want := s.answer(t, command, orders[0])
	for k, order := range orders[1:] {
		if got := s.answer(t, command, order); got != want {
			t.Errorf("order %d: propagate %s:\n%s", k+1, command, firstDifference(want, got))
		}
	}
	if strings.HasPrefix(want, "0\n") {
		return ""
	}
	return want
}

// firstDifference shows the first lines that differ.
func firstDifference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i] + "\n" + b[i]
		}
	}
	return fmt.Sprintf("%d and %d lines", len(a), len(b))
}

// forEach are the commands of one table of forty: each method with the default metric, each metric with the default
// method, and each command with the default of both.
func forEach() []string {
	all := []string{"run --method pool"}
	for _, m := range orderMethods {
		all = append(all, "run --method "+m)
	}
	for _, metric := range orderMetrics {
		all = append(all, "run --metric "+metric)
	}
	return append(all, "predict", "tune", "suspects --max-probability 1", "suggest", "explain")
}

// A permutation of the rows of a file changes no answer of any command, by any method, graph, kernel and metric: not
// a digit. A few of all are tried at each run. Where it is measured, forEach are tried on forty tables in five orders;
// by PROPAGATE_MEASURE=2 all commands are.
//
//	PROPAGATE_MEASURE=1 go test -count=1 -v -timeout 9h -run EveryOrder ./internal/cli
func TestEveryCommandInEveryOrder(t *testing.T) {
	run := orderRun{tables: append(storedTables(t, 40), generatedTables(6)...), commands: orderCommands(), orders: 1, every: 61}
	switch os.Getenv("PROPAGATE_MEASURE") {
	case "":
	case "1":
		run = orderRun{fortyTables(t), forEach(), 5, 1}
	default:
		run = orderRun{fortyTables(t), orderCommands(), 5, 1}
	}
	compared, refused := run.check(t)
	t.Logf("%d tables, %d runs in other orders, %d of them refused", len(run.tables), compared, refused)
	require.Greater(t, compared, 4*refused)
}
