package summary

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEveryKindOfNoteHasAText(t *testing.T) {
	kinds := []NoteKind{
		ColumnsNotRead, CellsUnlabelled, CosineAdvised, WordsCompared, WordsBeside, RowsDropped, ValuesFilled, FeaturesStandardised, FeaturesUneven, ColumnsLeftOut,
		TruthUnknown, ClassesRenamed, SetsOfClasses, WordsMissing, LabelCopies, TruthCopies, LabelDoubts, DecimalCommas,
		OneClass, IDsRepeated, ProbabilitiesUsed, FewLabels, HarmonicInstead, FlagsWithoutEffect, FileReading, LabelsJoined, LabelsUnknown, EdgesRead, OneMethod,
		RowsEmpty, SentinelsFound, TimesFound, DistancesFound, CodesFound, NumbersPadded, NumbersRounded, SpellingsJoined, BatchesNew,
		ClassesRespelt, HoldsClasses, LabelsNone,
	}
	assert.Len(t, noteTexts, len(kinds))
	for _, kind := range kinds {
		require.Contains(t, noteTexts, kind)
		plain := Note{Kind: kind, Count: 3, Names: []string{"a", "b"}}
		assert.NotEmpty(t, plain.String())
		hinted := plain
		hinted.Hint = "do"
		assert.Equal(t, plain.String()+" (do)", hinted.String())
	}
}

func TestStagesNamed(t *testing.T) {
	all := Stages{{"read", 1}, {"search", 2}, {"gamma", 3}, {"unknown", 4}, {"solve", 5}, {"search", 6}}
	names := map[pipeline.Stage]pipeline.Stage{"read": "table", "search": "graph", "gamma": "graph", "solve": "labels"}
	assert.Equal(t, Stages{{"table", 1}, {"graph", 9}, {"labels", 5}, {"graph", 6}}, all.Named(names))
	assert.Equal(t, time.Duration(21), all.Total())
	assert.Equal(t, all.Total(), all.Named(names).Total(), "no time is lost")
	assert.Empty(t, Stages{{"unknown", 1}}.Named(names), "there is nothing before it")
}

func TestNumbersInJSON(t *testing.T) {
	for v, want := range map[Number]string{0.1: "0.1", Number(math.Inf(1)): `"+Inf"`, Number(math.NaN()): `"NaN"`} {
		got, err := json.Marshal(v)
		require.NoError(t, err)
		assert.Equal(t, want, string(got))
	}
}

// TestStatusInJSON checks that statuses that do not occur are left out.
func TestStatusInJSON(t *testing.T) {
	got, err := json.Marshal(Status{Given: 1, Tied: 2})
	require.NoError(t, err)
	assert.Equal(t, `{"given":1,"tied":2}`, string(got))
}

// TestRunInJSON checks that a run without anything has every key, and lists instead of null.
func TestRunInJSON(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, (&Run{Warnings: newWarnings(nil), Table: Table{File: "<a> & b"}}).WriteJSON(&b))
	var got map[string]any
	require.NoError(t, json.Unmarshal(b.Bytes(), &got))
	for _, key := range strings.Fields("version file rows columns graph method solver status classes evaluation") {
		assert.Contains(t, got, key)
	}
	assert.Equal(t, []any{}, got["warnings"])
	assert.Equal(t, []any{}, got["notes"])
	assert.Contains(t, b.String(), `"<a> & b"`, "as it is written, not for a page")
}

// TestNotesInJSON checks that a note has its facts and its text.
func TestNotesInJSON(t *testing.T) {
	notes := []Note{{Kind: RowsDropped, Count: 2}, {Kind: CellsUnlabelled, Names: []string{"?"}, Hint: "h"}}
	got, err := json.Marshal(noteEntries(notes))
	require.NoError(t, err)
	assert.JSONEq(t, `[{"kind": "rows_dropped", "count": 2, "text": "2 rows dropped because a value is missing"},
		{"kind": "cells_unlabelled", "names": ["?"], "text": "treated as unlabelled: ?", "hint": "h"}]`, string(got))
}

// TestLabelsOfDroppedRows checks that a row that was dropped counts with the label that it was given, or as dropped.
func TestLabelsOfDroppedRows(t *testing.T) {
	const none = labelprop.Unlabeled
	d := &dataset.Data{
		Table: readTable(t, "x,label\n1,a\n2,\n,b\n,\n3,b\n"), Rows: []int{0, 1, 4}, Classes: dataset.Classes{"a", "b"},
		Given: []int{0, none, 1}, AllGiven: []int{0, none, 1, none, 1},
	}
	a := &pipeline.Answer{Labels: []int{0, 1, 1}}
	a.Status = []labelprop.Status{labelprop.Given, labelprop.Tied, labelprop.Given}
	a.Probs = probabilities(a.Labels, 2)
	l := labelsOf(d, a)
	assert.Equal(t, Status{Given: 3, Tied: 1, Dropped: 1}, l.Status)
	assert.Equal(t, Class{Name: "a", Given: 1, Predicted: 1}, l.Classes[0])
	assert.Equal(t, Class{Name: "b", Given: 2, Predicted: 3, Dropped: 1}, l.Classes[1])
	assert.Equal(t, []int{3, 1, 0}, []int{l.Nodes, l.Before, l.After})
	assert.Equal(t, []float64{1}, l.Confidence)
}

// TestTruthOfUnknownClass checks that a true class that no row was given is compared, and is always wrong.
func TestTruthOfUnknownClass(t *testing.T) {
	const none = labelprop.Unlabeled
	d := &dataset.Data{Classes: dataset.Classes{"b", "d"}}
	d.Given, d.Truth = []int{0, none, none, none, 1}, []string{"b", "b", "c", "", "d"}
	a := &pipeline.Answer{Labels: []int{0, 0, 1, 1, 1}}
	a.Probs = probabilities(a.Labels, 2)
	got, err := truthOf(d, a)
	require.NoError(t, err)
	e := got.Evaluation
	assert.Equal(t, RowCounts{Evaluated: 2, Given: 2, WithoutTruth: 1}, e.Rows)
	assert.Equal(t, [][]int{{1, 0, 0}, {0, 0, 1}, {0, 0, 0}}, e.Confusion.Counts)
	assert.Equal(t, Number(0.5), e.Accuracy)
	assert.Equal(t, 1, e.LogLoss.Hits)

	d.Truth = nil
	got, err = truthOf(d, a)
	require.NoError(t, err)
	assert.Equal(t, Truth{}, got)
	d.Truth = []string{"b", "", "", "", "d"}
	got, err = truthOf(d, a)
	require.NoError(t, err)
	assert.Nil(t, got.Evaluation)
	assert.NotEmpty(t, got.Reason)
}

// TestWarningsNameFlags checks that the hints of the library name flags instead of its functions and parameters.
func TestWarningsNameFlags(t *testing.T) {
	for kind, want := range map[labelprop.WarningKind]string{
		labelprop.WarnUnreachable: "(--connect)", labelprop.WarnAbstained: "lower --abstain",
		labelprop.WarnTied: "of the library",
	} {
		got := NewWarning(labelprop.Warning{Kind: kind, Hint: "of the library (Connect), μ₃"}).Hint
		assert.Contains(t, got, want)
		assert.Equal(t, kind == labelprop.WarnTied, strings.Contains(got, "μ₃"))
	}
}

// TestNotesInOrder checks that every kind of note has a text and a place, and that the most important come first.
func TestNotesInOrder(t *testing.T) {
	assert.Len(t, noteOrder, len(noteTexts))
	for kind := range noteTexts {
		assert.Contains(t, noteOrder, kind)
	}
	all := []Note{{Kind: FileReading}, {Kind: ColumnsLeftOut}, {Kind: FewLabels}}
	SortNotes(all)
	assert.Equal(t, []Note{{Kind: FewLabels}, {Kind: ColumnsLeftOut}, {Kind: FileReading}}, all)
}
