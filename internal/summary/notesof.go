package summary

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
)

// NotesOf returns what was done to the table without being asked for, and what was chosen for it: the metric of
// c and the method.
func NotesOf(d *dataset.Data, c *pipeline.Config, method dataset.Chosen[labelprop.Method]) []Note {
	all := slices.Concat(JoinNotes(d.Prep.Joined), edgeNotes(d), labelNotes(d))
	if pipeline.OneClass(d) && c.Novel.Rate > 0 {
		all = append(all, Note{Kind: OneClass, Names: d.Classes})
	}
	// Sparse features are mostly counts, whose length depends on the length of a text.
	switch {
	case d.WordsAlone():
		all = append(all, Note{Kind: WordsCompared, Names: d.Words.Columns})
	case d.Words != nil:
		all = append(all, Note{Kind: WordsBeside, Names: d.Words.Columns, Hint: "--ignore leaves a column out"})
	case isEuclidean(c.Graph.Metric) && d.IsSparse():
		all = append(all, Note{Kind: CosineAdvised})
	}
	if d.Rows != nil {
		all = append(all, Note{Kind: RowsDropped, Count: d.Table.Len() - len(d.Rows)})
	}
	all = append(all, columnNotes(d, pipeline.Pools(d, *c))...)
	if repeated := d.RepeatedIDs(); repeated != nil {
		all = append(all, Note{Kind: IDsRepeated, Count: len(repeated),
			Names: repeated[:min(len(repeated), shownIDs)],
			Hint:  "--group with that column gives the rows of an id one answer"})
	}
	if prefix, names := d.LikeProbabilities(); names != nil {
		all = append(all, Note{Kind: ProbabilitiesUsed, Names: names,
			Hint: "--classifier-columns " + prefix + " takes them as its opinions" + OtherWay +
				"--ignore leaves them out"})
	}
	if method.By != dataset.ByUser && method.Value == (labelprop.BalancedPoisson{}) && !pipeline.OneClass(d) {
		all = append(all, Note{Kind: FewLabels})
	}
	if why := pipeline.HarmonicInstead(d, *c); why != "" && method.By != dataset.ByUser {
		all = append(all, Note{Kind: HarmonicInstead, Names: []string{why}})
	}
	for i := range all {
		all[i].Hint = cmp.Or(all[i].Hint, noteHints[all[i].Kind])
	}
	return all
}

// NotesOfNew returns what was done to a table of new rows.
func NotesOfNew(d *dataset.Data) []Note {
	return slices.Concat(ReadingNotes(d.Table), named(ValuesFilled, filled(d)), named(WordsMissing, d.Prep.Words),
		named(TruthUnknown, d.Prep.NoTruth), named(BatchesNew, d.Prep.Found.NewBatches))
}

// shownIDs is how many ids a note shows.
const shownIDs = 3

// labelNotes are those on columns that cannot be read and on the label column.
func labelNotes(d *dataset.Data) []Note {
	// In sparse files -1 often is the negative class, and elsewhere it often means unlabelled: a run cannot know.
	all := append(ReadingNotes(d.Table), named(ColumnsNotRead, d.Table.LeftOut)...)
	if d.Columns.Label < 0 && d.Prep.Joined == nil && len(d.Classes) == 0 {
		all = append(all, Note{Kind: LabelsNone})
	}
	unlabelled := named(CellsUnlabelled, d.Prep.NoLabel)
	if len(unlabelled) > 0 && d.IsSparse() && slices.Contains(d.Classes, minusOne) {
		unlabelled[0].Hint = "-1 is a class; if it means unlabelled, use --unlabeled=-1"
	}
	all = append(all, unlabelled...)
	all = append(all, named(TruthUnknown, d.Prep.NoTruth)...)
	all = append(all, named(ClassesRenamed, d.Prep.Renamed)...)
	all = append(all, named(ClassesRespelt, d.Prep.Respelt)...)
	return append(all, named(SetsOfClasses, d.Classes.SetsOfClasses())...)
}

// JoinNotes are those on labels that came from another table.
func JoinNotes(j *dataset.Joined) []Note {
	if j == nil {
		return nil
	}
	text := fmt.Sprintf("%d labels of %s joined by %s", j.Labels, j.File, j.By)
	if j.Rows > j.Labels {
		text += fmt.Sprintf(", to %d rows, as some ids name several", j.Rows)
	}
	if j.Replaced > 0 {
		text += fmt.Sprintf("; %d labels of the table gave way to another one", j.Replaced)
	}
	all := []Note{{Kind: LabelsJoined, Names: []string{text}}}
	if len(j.Unknown) > 0 {
		all = append(all, Note{Kind: LabelsUnknown, Count: len(j.Unknown), Names: j.Unknown})
	}
	return all
}

// ReadingNotes are those on how a file was read.
func ReadingNotes(t *table.Table) []Note {
	var all []Note
	for _, text := range t.Notes {
		all = append(all, Note{Kind: FileReading, Names: []string{text}})
	}
	return all
}

// minusOne is the class of negative examples in sparse files, and what elsewhere means that there is no label.
const minusOne = "-1"

// scalingKind is what is noted of columns that dwarf the others.
func scalingKind(d *dataset.Data) NoteKind {
	if d.Prep.Scale.Value == dataset.ScaleStandard {
		return FeaturesStandardised
	}
	return FeaturesUneven
}

// columnNotes are those on columns; pools: several opinions are asked about them.
func columnNotes(d *dataset.Data, pools bool) []Note {
	notes := slices.Concat(
		named(ValuesFilled, filled(d)),
		named(WordsMissing, d.Prep.Words),
		named(RowsEmpty, emptyRows(d)),
		named(CodesFound, d.Prep.Found.Codes),
		named(NumbersPadded, d.Prep.Found.Padded),
		named(SpellingsJoined, d.Prep.Found.Spellings),
		named(scalingKind(d), d.Prep.Dominant),
		leftOutNotes(d, pools),
		named(DecimalCommas, decimalCommas(d)),
	)
	if lost := d.Prep.Found.Lost; lost > 0 {
		notes = append(notes, Note{Kind: NumbersRounded, Names: []string{fmt.Sprintf("%.2g", lost)}})
	}
	for _, s := range d.Prep.Found.Sentinels {
		notes = append(notes, Note{Kind: SentinelsFound, Names: append([]string{s.Value}, s.Columns...), Count: s.Rows,
			Hint: "if so: --missing-values=" + s.Value})
	}
	// What may be something else than a quantity.
	for _, at := range d.Prep.Found.Times {
		notes = append(notes, Note{Kind: TimesFound, Names: []string{at.Name, at.Unit},
			Hint: "--ignore leaves it out"})
	}
	if d.Prep.Found.Distances {
		notes = append(notes, Note{Kind: DistancesFound})
	}
	for _, doubt := range d.Prep.Doubts {
		if doubt.Rows < doubt.Of {
			notes = append(notes, Note{Kind: HoldsClasses, Names: []string{fmt.Sprintf("%s agrees with the label in "+
				"%d of %d labelled rows", doubt.Name, doubt.Rows, doubt.Of)}, Count: doubt.Rows})
			continue
		}
		notes = append(notes, Note{Kind: LabelDoubts, Names: []string{doubt.Name}, Count: doubt.Rows,
			Hint: "if it is the answer under another name, leave it out with --ignore"})
	}
	return notes
}

// emptyRows are the rows without a value, unless they were dropped.
func emptyRows(d *dataset.Data) []string {
	if d.Rows != nil {
		return nil
	}
	return d.Prep.Found.Empty
}

// filled lists the columns in which values were missing, with their shares.
func filled(d *dataset.Data) []string {
	names := make([]string, len(d.Prep.Filled))
	for i, f := range d.Prep.Filled {
		names[i] = fmt.Sprintf("%s (%.2g %%)", f.Name, 100*float64(f.Count)/float64(d.Table.Len()))
	}
	return names
}

// leftOutNotes has a note on each kind of column that is no feature.
func leftOutNotes(d *dataset.Data, pools bool) []Note {
	var copies, others []Note
	byKind := map[string]int{}
	for _, c := range d.Prep.NoFeatures {
		kind, hint := ColumnsLeftOut, "--features takes any column"
		switch c.Is {
		case dataset.LabelCopy:
			kind, hint = LabelCopies, "--features uses it all the same, --truth compares with it"
		case dataset.TruthCopy:
			kind = TruthCopies
		case dataset.TellsLabelled:
			hint = "--batch centres the rows of each value, if it names batches, --features takes any column"
		}
		if kind != ColumnsLeftOut {
			copies = append(copies, Note{Kind: kind, Names: []string{c.Name}, Count: c.Rows, Hint: hint})
			continue
		}
		// Texts to read are told how to become numbers, and what cannot be named is not told to be named.
		hint = leftOutHint(c, pools, hint)
		// Columns of one kind and hint are listed together, behind the name of the kind.
		k, seen := byKind[c.Is+hint]
		if !seen {
			k = len(others)
			byKind[c.Is+hint] = k
			others = append(others, Note{Kind: kind, Names: []string{c.Is}, Hint: hint})
		}
		others[k].Names = append(others[k].Names, c.Name)
	}
	return append(copies, others...)
}

// leftOutHint is the hint on a column that is no feature, or the given one where the column can be named as a feature.
func leftOutHint(c dataset.NoFeature, pools bool, hint string) string {
	switch {
	case c.HoldsPhrases() && pools:
		return "--text " + word(c.Name) + " compares its words, too"
	case c.HoldsPhrases():
		return "--text " + word(c.Name) + " compares rows by its words instead"
	// No hint that the command would refuse.
	case c.Refused:
		return ""
	}
	return hint
}

// named returns a note on some names, none if there are no names.
func named(kind NoteKind, names []string) []Note {
	if len(names) == 0 {
		return nil
	}
	return []Note{{Kind: kind, Names: names}}
}

// isEuclidean reports whether distances are Euclidean, as they are by default.
func isEuclidean(m kernel.Metric) bool {
	_, is := m.(kernel.Euclidean)
	return is || m == nil
}

// decimalComma is a number with a comma before its decimals.
var decimalComma = regexp.MustCompile(`^\s*[-+]?[0-9]+,[0-9]+\s*$`)

// decimalCommas returns the columns that are not read as numbers and whose first cell is such a number.
func decimalCommas(d *dataset.Data) []string {
	if d.Table.DecimalComma() {
		return nil
	}
	cols := slices.Clone(d.Columns.Categorical)
	for _, c := range d.Prep.NoFeatures {
		// An error would have been reported when the table was read.
		if col, err := d.Table.Column(c.Name); err == nil {
			cols = append(cols, col)
		}
	}
	// Columns of numbers only, such as constant ones, have no such cell. The others are read in one pass.
	filled, numbers := d.Table.Count()
	cols = slices.DeleteFunc(cols, func(col int) bool { return col >= len(filled) || numbers[col] == filled[col] })
	if len(cols) == 0 {
		return nil
	}
	cells, err := d.Table.StringsOf(cols)
	if err != nil {
		return nil
	}
	var found []string
	for k, col := range cols {
		first := slices.IndexFunc(cells[k], func(cell string) bool { return strings.TrimSpace(cell) != "" })
		if first >= 0 && decimalComma.MatchString(cells[k][first]) {
			found = append(found, d.Table.Header[col])
		}
	}
	return found
}
