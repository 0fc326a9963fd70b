package pipeline_test

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// trustCase is a table of which all classes are known, and its graph.
type trustCase struct {
	name  string
	data  *dataset.Data
	built *pipeline.Built
	truth []int
}

// newTrustCase builds the graph of so many rows of a table at most, always the same, to which no label is known yet.
func newTrustCase(t *testing.T, j *judgedTable, most int) *trustCase {
	t.Helper()
	order := rand.New(rand.NewPCG(7, 7)).Perm(len(j.rows) - 1)
	path := filepath.Join(t.TempDir(), "rows.csv")
	file, err := os.Create(path)
	require.NoError(t, err)
	w := csv.NewWriter(file)
	require.NoError(t, w.Write(j.rows[0]))
	for _, i := range order[:min(len(order), most)] {
		require.NoError(t, w.Write(j.rows[i+1]))
	}
	w.Flush()
	require.NoError(t, file.Close())
	// With the truth as the labels, no other column knows it.
	truth := j.rows[0][j.at]
	tab, err := (&table.Reading{Texts: []string{truth}}).File(path)
	require.NoError(t, err)
	t.Cleanup(func() { _ = tab.Close() })
	o := dataset.Options{MaxCategories: 50, Mixed: true}
	o.Columns.Label, o.Columns.Ignore = truth, j.ignore
	d, err := dataset.Read(tab, o)
	require.NoError(t, err)
	b, err := pipeline.Build(t.Context(), d, pipeline.Config{Method: pipeline.Method{Pool: true}, Seed: 1}, nil)
	require.NoError(t, err)
	return &trustCase{j.name, d, b, d.Given}
}

// readJudged reads a table whose column truth has the classes.
func readJudged(t *testing.T, path, truth string) *judgedTable {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	var text io.Reader = file
	if filepath.Ext(path) == ".gz" {
		text, err = gzip.NewReader(file)
		require.NoError(t, err)
	}
	rows, err := csv.NewReader(text).ReadAll()
	require.NoError(t, err)
	j := &judgedTable{name: strings.Split(filepath.Base(path), ".")[0], rows: rows, at: slices.Index(rows[0], truth)}
	// The given labels of testdata are no features.
	if truth != "label" && slices.Contains(rows[0], "label") {
		j.ignore = []string{"label"}
	}
	return j
}

// trustRows is how many rows of a table count at most.
const trustRows = 2000

// trustCases are the tables of the figures.
func trustCases(t *testing.T, folder string) []*trustCase {
	t.Helper()
	all := []*judgedTable{
		readJudged(t, "../../testdata/digits.csv", "digit"), readJudged(t, "../../testdata/wine.csv", "cultivar"),
		readJudged(t, "../../testdata/breast_cancer.csv", "diagnosis"),
	}
	if usps := os.Getenv("PROPAGATE_USPS"); usps != "" {
		all = append(all, readJudged(t, usps, "label"))
	}
	tables := judgedTables(t, folder)
	for i := range tables {
		all = append(all, &tables[i])
	}
	var cases []*trustCase
	for _, j := range all {
		if only := os.Getenv("PROPAGATE_ONLY"); only == "" || strings.Contains(only, j.name) {
			cases = append(cases, newTrustCase(t, j, trustRows))
		}
	}
	return cases
}

// drawn labels so many rows, drawn at random.
func (c *trustCase) drawn(labels int, seed uint64) []int {
	y := slices.Repeat([]int{labelprop.Unlabeled}, len(c.truth))
	for _, i := range rand.New(rand.NewPCG(seed, uint64(labels))).Perm(len(y))[:labels] {
		y[i] = c.truth[i]
	}
	return y
}

// answer is what a method says, with and without the labels.
type trustAnswer struct {
	y    []int
	p    *mat.Dense
	left *labelprop.LabelsLeftOut
	sets *labelprop.PredictionSets
}

// harmonic answers by the harmonic function on the first graph of the pool.
func (c *trustCase) harmonic(t *testing.T, y []int) *trustAnswer {
	t.Helper()
	a := c.intervals(t, y)
	seeds, err := labelprop.Classes(y, len(c.data.Classes))
	require.NoError(t, err)
	a.sets, err = labelprop.Conformal(t.Context(), c.built.Graph, seeds, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	return a
}

// intervals is harmonic without sets.
func (c *trustCase) intervals(t *testing.T, y []int) *trustAnswer {
	t.Helper()
	seeds, err := labelprop.Classes(y, len(c.data.Classes))
	require.NoError(t, err)
	m := labelprop.Harmonic{}
	r, err := labelprop.Solve(t.Context(), c.built.Graph, seeds, m, nil)
	require.NoError(t, err)
	left, err := r.LeaveOut(t.Context(), c.built.Graph, seeds, m, nil)
	require.NoError(t, err)
	left.Covariance, err = labelprop.LeavePairsOut(t.Context(), c.built.Graph, seeds, m, nil)
	require.NoError(t, err)
	return &trustAnswer{y: y, p: r.Probabilities(), left: left}
}

// pooled answers as the command does without a flag.
func (c *trustCase) pooled(t *testing.T, y []int) *trustAnswer {
	t.Helper()
	d := *c.data
	d.Given = y
	config := pipeline.Config{Method: pipeline.Method{Pool: true}, Seed: 1,
		Trust: pipeline.Trust{Coverage: 0.9, Shares: true}}
	a, err := pipeline.Label(t.Context(), &d, c.built, config, nil)
	require.NoError(t, err)
	return &trustAnswer{y, a.Probs, a.Trusted.Left, a.Trusted.Sets}
}

// split is split conformal prediction: half of the labels answer, the scores of the others judge.
func (c *trustCase) split(t *testing.T, y []int) *labelprop.PredictionSets {
	t.Helper()
	half := slices.Clone(y)
	judges := &labelprop.LabelsLeftOut{}
	for i, k := range y {
		if k >= 0 && len(judges.Y) < (len(y)-count(y, labelprop.Unlabeled))/2 {
			half[i] = labelprop.Unlabeled
			judges.Nodes, judges.Y = append(judges.Nodes, i), append(judges.Y, k)
		}
	}
	seeds, err := labelprop.Classes(half, len(c.data.Classes))
	require.NoError(t, err)
	r, err := labelprop.Solve(t.Context(), c.built.Graph, seeds, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	p := r.Probabilities()
	judges.P = mat.NewDense(len(judges.Y), len(c.data.Classes), nil)
	for i, u := range judges.Nodes {
		judges.P.SetRow(i, p.RawRowView(u))
	}
	s, err := labelprop.ConformalLeftOut(judges, p, false)
	require.NoError(t, err)
	require.NoError(t, s.KeepGiven(y))
	return s
}

func count(values []int, value int) int {
	n := 0
	for _, v := range values {
		if v == value {
			n++
		}
	}
	return n
}

// trustFigures sums up what holds over many draws of labels.
type trustFigures struct {
	draws, rows, held, size, splitHeld, splitSize float64
	expected, expectedHeld                        float64
	shares, sharesHeld                            float64
	ratios                                        []float64 // widths of shares, by those from the labels alone
	unexplained                                   []float64 // 1-R² of the classes among the rows without a label
	selections, falsely, found                    float64   // of rows of a class at a false discovery rate of 0.1
}

// add compares an answer with the truth.
func (f *trustFigures) add(t *testing.T, c *trustCase, a *trustAnswer) {
	t.Helper()
	f.draws++
	right, rows := 0.0, 0.0
	for i, k := range a.y {
		if k >= 0 {
			continue
		}
		rows++
		f.addSet(c, a, i)
		if row := a.p.RawRowView(i); largest(row) == c.truth[i] && row[c.truth[i]] > 0 {
			right++
		}
	}
	f.rows += rows
	if a.left == nil {
		return
	}
	if e, ok := a.left.ExpectedAccuracy(len(a.y)); ok {
		f.expected++
		f.expectedHeld += within(right/rows, e)
	}
	f.addShares(t, c, a)
	f.addSelections(t, c, a)
}

// addSet looks for the true class of a row in its set, where there are sets.
func (f *trustFigures) addSet(c *trustCase, a *trustAnswer, i int) {
	if a.sets == nil {
		return
	}
	set := a.sets.Set(i, 0.9)
	f.size += float64(len(set))
	if slices.Contains(set, c.truth[i]) {
		f.held++
	}
}

// addShares compares the shares of the classes, and their widths with those from the labels alone.
func (f *trustFigures) addShares(t *testing.T, c *trustCase, a *trustAnswer) {
	t.Helper()
	shares, err := a.left.ClassShares(a.p)
	require.NoError(t, err)
	labels := len(a.y) - count(a.y, labelprop.Unlabeled)
	for k, e := range shares {
		f.shares++
		f.sharesHeld += within(float64(count(c.truth, k))/float64(len(c.truth)), e)
		alone := wilsonOfRows(count(a.y, k), labels, len(a.y))
		f.ratios = append(f.ratios, (e.High-e.Low)/(alone.High-alone.Low))
		f.unexplained = append(f.unexplained, c.unexplained(a, k))
	}
}

// unexplained is the variance of Y - F of a class over the rows without a label, by that of Y: its root is how wide an
// interval is at best, by one from the labels alone. 1 of a class without such rows.
func (c *trustCase) unexplained(a *trustAnswer, class int) float64 {
	var off, is []float64
	for i, given := range a.y {
		if given == labelprop.Unlabeled {
			y := 0.0
			if c.truth[i] == class {
				y = 1
			}
			off, is = append(off, y-a.p.At(i, class)), append(is, y)
		}
	}
	if v := stat.Variance(is, nil); v > 0 {
		return stat.Variance(off, nil) / v
	}
	return 1
}

// wilsonOfRows is the interval of Wilson of a share of n rows from a random sample of them, whose variance is smaller
// by 1 - labels/n than that of a sample of endlessly many.
func wilsonOfRows(hits, labels, n int) labelprop.Estimate {
	const z = 1.959964
	share, l := float64(hits)/float64(labels), float64(labels)/(1-float64(labels)/float64(n))
	centre, half := share+z*z/(2*l), z*math.Sqrt(share*(1-share)/l+z*z/(4*l*l))
	return labelprop.Estimate{Value: share, Low: (centre - half) / (1 + z*z/l), High: (centre + half) / (1 + z*z/l)}
}

// addSelections selects the rows of each class at a false discovery rate of 0.1, and counts those that are of another.
func (f *trustFigures) addSelections(t *testing.T, c *trustCase, a *trustAnswer) {
	t.Helper()
	var candidates []int
	for i, k := range a.y {
		if k == labelprop.Unlabeled {
			candidates = append(candidates, i)
		}
	}
	// The answer ends with the last class that a label has.
	_, classes := a.p.Dims()
	for k := range classes {
		s, err := labelprop.SelectClass(a.p, candidates, a.left.P, a.left.Y, labelprop.SelectOptions{Class: k, FDR: 0.1})
		require.NoError(t, err)
		wrong := 0.0
		for _, x := range s.Rows {
			if c.truth[x] != k {
				wrong++
			}
		}
		f.selections++
		f.falsely += wrong / max(1, float64(len(s.Rows)))
		f.found += (float64(len(s.Rows)) - wrong) / max(1, float64(count(c.truth, k)-count(a.y, k)))
	}
}

func (f *trustFigures) addSplit(c *trustCase, y []int, s *labelprop.PredictionSets) {
	for i, k := range y {
		if k >= 0 {
			continue
		}
		set := s.Set(i, 0.9)
		f.splitSize += float64(len(set))
		if slices.Contains(set, c.truth[i]) {
			f.splitHeld++
		}
	}
}

func within(v float64, e labelprop.Estimate) float64 {
	if v >= e.Low-1e-9 && v <= e.High+1e-9 {
		return 1
	}
	return 0
}

func largest(row []float64) int {
	best := 0
	for k, v := range row {
		if v > row[best] {
			best = k
		}
	}
	return best
}

func median(values []float64) float64 {
	sort.Float64s(values)
	return values[len(values)/2]
}

func (f *trustFigures) String() string {
	split := "| |"
	if f.splitSize > 0 {
		split = fmt.Sprintf("%.3f | %.2f |", f.splitHeld/f.rows, f.splitSize/f.rows)
	}
	ratio, shares, least := 0.0, 0.0, 1.0
	if len(f.ratios) > 0 {
		ratio, shares, least = median(f.ratios), f.sharesHeld/f.shares, median(f.unexplained)
	}
	return fmt.Sprintf("%.0f | %.3f | %.2f | %s %.3f | %.3f | %.2f | %.3f | %.2f | %.2f | %.2f |", f.draws, f.held/f.rows,
		f.size/f.rows, split, f.expectedHeld/max(f.expected, 1), shares, ratio, f.falsely/max(f.selections, 1),
		f.found/max(f.selections, 1), 1-least, math.Sqrt(least))
}

// over sums up draws of labels, from the first one on.
func (c *trustCase) over(t *testing.T, labels, first, draws int, answer trustMethod) *trustFigures {
	t.Helper()
	f := &trustFigures{}
	for draw := range draws {
		y := c.drawn(labels, uint64(1000+first+draw))
		f.add(t, c, answer(t, y))
	}
	return f
}

// trustMethod answers by some labels.
type trustMethod func(*testing.T, []int) *trustAnswer

// Over draws of labels: sets hold the true class as often as asked for, and intervals hold the accuracy and the shares
// of the classes about as often as they say. Few draws here, so that only what is far off shows.
func TestTrustHolds(t *testing.T) {
	c := newTrustCase(t, readJudged(t, "../../testdata/breast_cancer.csv", "diagnosis"), 400)
	f := c.over(t, 40, 0, 12, c.harmonic)
	assert.Greater(t, f.held/f.rows, 0.86)
	assert.Greater(t, f.expectedHeld/f.expected, 0.8)
	assert.Greater(t, f.sharesHeld/f.shares, 0.75)
	assert.Less(t, median(f.ratios), 0.8)
}

// trustLabels are the numbers of labels of the figures of docs/trust.md.
var trustLabels = []int{30, 50, 100, 200}

// TestTrustFigures prints the figures of docs/trust.md, on the tables of testdata, on those of the folder
// PROPAGATE_TABLES (see docs/results/tables.py) and on PROPAGATE_USPS: of a table, a method and a number of labels the
// draws, the coverage of sets at 90 % and their size, the same by split conformal prediction with half of the labels,
// how often the intervals of the accuracy and of the shares hold, and how wide the latter are, by those of Wilson from
// the labels alone (the median); the share of the rows selected at a false discovery rate of 0.1 that are false, and of
// the rows of the class that are found; and the share R² of the variance of a class that the answer explains (the
// median), with √(1-R²), the width at best. PROPAGATE_METHOD names harmonic, pool or intervals (harmonic without sets, which
// is quicker), PROPAGATE_DRAWS the number of draws, PROPAGATE_LABELS one number of labels.
// After every ten draws all is printed, so that a run can be stopped.
func TestTrustFigures(t *testing.T) {
	folder := os.Getenv("PROPAGATE_TABLES")
	if folder == "" {
		t.Skip("set PROPAGATE_TABLES to a folder as of docs/results/tables.py")
	}
	draws := 100
	if text := os.Getenv("PROPAGATE_DRAWS"); text != "" {
		_, err := fmt.Sscan(text, &draws)
		require.NoError(t, err)
	}
	cases := trustCases(t, folder)
	sums := make([]map[int]*trustFigures, len(cases))
	for first := 0; first < draws; first += 10 {
		for i, c := range cases {
			if sums[i] == nil {
				sums[i] = map[int]*trustFigures{}
			}
			c.measureAll(t, sums[i], first, min(10, draws-first))
		}
		printTrust(cases, sums)
	}
}

// measureAll adds so many draws of each number of labels that leaves half of the rows.
func (c *trustCase) measureAll(t *testing.T, sums map[int]*trustFigures, first, draws int) {
	t.Helper()
	only := os.Getenv("PROPAGATE_LABELS")
	for _, labels := range trustLabels {
		if 2*labels > len(c.truth) || only != "" && only != strconv.Itoa(labels) {
			continue
		}
		f := c.measure(t, labels, first, draws)
		if sums[labels] == nil {
			sums[labels] = &trustFigures{}
		}
		sums[labels].more(f)
	}
}

// printTrust prints a line for each table and number of labels, and their means.
func printTrust(cases []*trustCase, sums []map[int]*trustFigures) {
	fmt.Println()
	for _, labels := range trustLabels {
		all, tables := &trustFigures{}, 0
		for i, c := range cases {
			if f := sums[i][labels]; f != nil {
				fmt.Printf("| %s | %d | %v\n", c.name, labels, f)
				all.join(f)
				tables++
			}
		}
		if tables > 0 {
			fmt.Printf("| %d tables | %d | %v\n", tables, labels, all)
		}
	}
}

// measure sums up draws by the method of PROPAGATE_METHOD.
func (c *trustCase) measure(t *testing.T, labels, first, draws int) *trustFigures {
	t.Helper()
	switch os.Getenv("PROPAGATE_METHOD") {
	case "pool":
		return c.over(t, labels, first, draws, c.pooled)
	case "intervals":
		return c.over(t, labels, first, draws, c.intervals)
	}
	f := c.over(t, labels, first, draws, c.harmonic)
	for draw := range draws {
		y := c.drawn(labels, uint64(1000+first+draw))
		f.addSplit(c, y, c.split(t, y))
	}
	return f
}

// more adds further draws of the same table.
func (f *trustFigures) more(g *trustFigures) {
	f.draws, f.rows = f.draws+g.draws, f.rows+g.rows
	f.held, f.size = f.held+g.held, f.size+g.size
	f.splitHeld, f.splitSize = f.splitHeld+g.splitHeld, f.splitSize+g.splitSize
	f.addIntervals(g)
}

// join adds the means of another table.
func (f *trustFigures) join(g *trustFigures) {
	f.draws += g.draws
	f.rows, f.held, f.size = f.rows+1, f.held+g.held/g.rows, f.size+g.size/g.rows
	f.splitHeld, f.splitSize = f.splitHeld+g.splitHeld/g.rows, f.splitSize+g.splitSize/g.rows
	f.addIntervals(g)
}

// addIntervals adds what is counted by draw or by class.
func (f *trustFigures) addIntervals(g *trustFigures) {
	f.expected, f.expectedHeld = f.expected+g.expected, f.expectedHeld+g.expectedHeld
	f.shares, f.sharesHeld = f.shares+g.shares, f.sharesHeld+g.sharesHeld
	f.ratios, f.unexplained = append(f.ratios, g.ratios...), append(f.unexplained, g.unexplained...)
	f.selections, f.falsely, f.found = f.selections+g.selections, f.falsely+g.falsely, f.found+g.found
}
