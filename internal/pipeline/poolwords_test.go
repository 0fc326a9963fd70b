package pipeline_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// twoHalves are made-up rows of four classes: a number tells one half of the class, and the words of a text the other,
// but where they tell nothing.
func twoHalves(t *testing.T, telling bool) *dataset.Data {
	t.Helper()
	r := rand.New(rand.NewPCG(19, 7))
	var text strings.Builder
	w := csv.NewWriter(&text)
	require.NoError(t, w.Write([]string{"x", "report", "label", "kind"}))
	places := [][]string{strings.Fields("harbour ship crane dock pilot"), strings.Fields("field plough barn seed cow")}
	for i := range 240 {
		kind := i % 4
		about := places[kind/2]
		if !telling {
			about = places[r.IntN(2)]
		}
		var said []string
		for range 3 {
			said = append(said, about[r.IntN(5)], strings.Fields("the of was near at")[r.IntN(5)])
		}
		name, given := fmt.Sprint("k", kind), ""
		if i < 40 {
			given = name
		}
		number := fmt.Sprintf("%.3f", 3*float64(kind%2)+r.NormFloat64())
		require.NoError(t, w.Write([]string{number, strings.Join(said, " ") + fmt.Sprint(" ", i), given, name}))
	}
	w.Flush()
	tab, err := table.Reading{}.Text(strings.NewReader(text.String()), "made up")
	require.NoError(t, err)
	o := dataset.Options{MaxCategories: 50, Mixed: true}
	o.Columns.Label, o.Columns.Truth = "label", "kind"
	d, err := dataset.Read(tab, o)
	require.NoError(t, err)
	return d
}

// pooled returns the answer of a pool.
func pooled(t *testing.T, d *dataset.Data) *pipeline.Answer {
	t.Helper()
	c := pipeline.Config{Method: pipeline.Method{Pool: true}, Seed: 1}
	b, err := pipeline.Build(t.Context(), d, c, nil)
	require.NoError(t, err)
	a, err := pipeline.Label(t.Context(), d, b, c, nil)
	require.NoError(t, err)
	return a
}

// Words tell what the number does not: neither of the two can tell more than half of the classes.
func TestWordsBesideANumber(t *testing.T) {
	d := twoHalves(t, true)
	require.NotNil(t, d.Words)
	assert.Equal(t, []string{"report"}, d.Words.Columns)
	a := pooled(t, d)
	assert.Greater(t, right(d, a), 0.85)
	without := *d
	without.Words = nil
	alone := pooled(t, &without)
	assert.Less(t, right(d, alone), 0.65)
	// Words that tell nothing cost little.
	d = twoHalves(t, false)
	without = *d
	without.Words = nil
	assert.InDelta(t, right(d, pooled(t, &without)), right(d, pooled(t, d)), 0.02)
}

// A model of words beside other columns gives copies of the rows nearly their answers.
func TestModelOfWordsBeside(t *testing.T) {
	d := twoHalves(t, true)
	a, file := pooledModel(t, d)
	found := predicted(t, file, d)
	same := 0
	for i := range a.Labels {
		if found.Labels[i] == a.Labels[i] {
			same++
		}
	}
	assert.GreaterOrEqual(t, same, len(a.Labels)-8)
	for cut := 0; cut < len(file); cut += 1 + len(file)/25 {
		_, err := pipeline.ReadModel(bytes.NewReader(file[:cut]))
		assert.Error(t, err, cut)
	}
	// Parts of a model with other words do not fit.
	_, other := pooledModel(t, twoHalves(t, false))
	for _, part := range []string{"lp words", "lpsparse"} {
		head, _, _ := strings.Cut(string(file), part)
		_, rest, found := strings.Cut(string(other), part)
		require.True(t, found)
		_, err := pipeline.ReadModel(strings.NewReader(head + part + rest))
		if err == nil {
			continue // both have the same number of words
		}
		assert.ErrorContains(t, err, "fit", part)
	}
}

// A model of words alone labels texts by the words that it knows, and others not at all.
func TestModelOfWordsAlone(t *testing.T) {
	tab, err := (&table.Reading{}).File("../../testdata/comments.csv")
	require.NoError(t, err)
	t.Cleanup(func() { _ = tab.Close() })
	o := dataset.Options{MaxCategories: 50}
	o.Columns.Label, o.Columns.Truth = "label", "part"
	d, err := dataset.Read(tab, o)
	require.NoError(t, err)
	c := pipeline.Config{Method: pipeline.Method{Method: labelprop.Harmonic{}}}
	b, err := pipeline.Build(t.Context(), d, c, nil)
	require.NoError(t, err)
	a, err := pipeline.Label(t.Context(), d, b, c, nil)
	require.NoError(t, err)
	m, err := pipeline.NewModel(d, b, a)
	require.NoError(t, err)
	var file bytes.Buffer
	require.NoError(t, m.Store(&file, "test"))
	// A copy of a row without a label is its own nearest neighbour, and has its answer.
	found := predicted(t, file.Bytes(), d)
	same := 0
	for i := range a.Labels {
		if found.Labels[i] == a.Labels[i] {
			same++
		}
	}
	assert.Greater(t, same, len(a.Labels)*9/10)
	fresh, err := table.Reading{}.Text(strings.NewReader("comment\nzzyx qwv flurb\n\"\"\nReader reads a zip archive\n"), "new")
	require.NoError(t, err)
	answer := predicted(t, file.Bytes(), &dataset.Data{Table: fresh})
	assert.Equal(t, []int{labelprop.Unlabeled, labelprop.Unlabeled}, answer.Labels[:2])
	assert.Equal(t, labelprop.Unreachable, answer.Status[0])
	assert.Zero(t, mat.Sum(answer.Probs.Slice(0, 2, 0, len(d.Classes))))
	assert.NotEqual(t, labelprop.Unlabeled, answer.Labels[2])
}

// Of texts alone the pool has two opinions, a regression on words and their graph, and rows that share no word with
// another one get no label.
func TestPoolOfWordsAlone(t *testing.T) {
	text := "report,label\n"
	for i := range 60 {
		about := []string{"harbour ship crane", "field plough barn"}[i%2]
		said, given := strings.Fields(about), ""
		if i < 20 {
			given = []string{"sea", "land"}[i%2]
		}
		text += fmt.Sprintf("the %s and %s,%s\n", said[i/2%3], said[i/6%3], given)
	}
	tab, err := table.Reading{}.Text(strings.NewReader(text+"qqq zzz,\n"), "made up")
	require.NoError(t, err)
	o := dataset.Options{MaxCategories: 50, Mixed: true}
	o.Columns.Label, o.Columns.Text = "label", []string{"report"}
	d, err := dataset.Read(tab, o)
	require.NoError(t, err)
	require.True(t, d.WordsAlone())
	assert.True(t, pipeline.Pools(d, pipeline.Config{Method: pipeline.Method{MayPool: true}}))
	a := pooled(t, d)
	require.Len(t, a.Pooled.Parts, 2)
	assert.Equal(t, "words", a.Pooled.Parts[0].Name)
	assert.Equal(t, "graph", a.Pooled.Parts[1].Name)
	assert.False(t, a.Pooled.Parts[0].Beside, "there is nothing that it stands beside")
	for i, k := range a.Labels[:60] {
		assert.Equal(t, []string{"sea", "land"}[i%2], d.Classes[k], "row %d", i)
	}
	assert.Equal(t, labelprop.Unreachable, a.Status[60])
	assert.Equal(t, labelprop.Unlabeled, a.Labels[60])
}
