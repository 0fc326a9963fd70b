package summary

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
)

// Note is something that was done to the table, or chosen for it, without being asked for.
type Note struct {
	Kind  NoteKind
	Count int      // rows, of notes on rows and columns, or ids, of LabelsUnknown
	Names []string // columns, cells or flags
	Hint  string   // what to do to have it otherwise; empty if the text holds it
}

// NoteKind is what a note is about, in JSON too.
type NoteKind string

// The kinds of notes.
const (
	FileReading          NoteKind = "file_reading"
	ColumnsNotRead       NoteKind = "columns_not_read"
	LabelsNone           NoteKind = "labels_none"
	CellsUnlabelled      NoteKind = "cells_unlabelled"
	CosineAdvised        NoteKind = "cosine_advised"
	WordsCompared        NoteKind = "words_compared"
	WordsBeside          NoteKind = "words_beside"
	RowsDropped          NoteKind = "rows_dropped"
	ValuesFilled         NoteKind = "values_filled"
	FeaturesStandardised NoteKind = "features_standardised"
	FeaturesUneven       NoteKind = "features_uneven"
	TruthUnknown         NoteKind = "truth_unknown"
	ClassesRenamed       NoteKind = "classes_renamed"
	ClassesRespelt       NoteKind = "classes_respelt"
	SetsOfClasses        NoteKind = "sets_of_classes"
	WordsMissing         NoteKind = "words_missing"
	RowsEmpty            NoteKind = "rows_empty"
	CodesFound           NoteKind = "codes_found"
	SentinelsFound       NoteKind = "sentinels_found"
	TimesFound           NoteKind = "times_found"
	DistancesFound       NoteKind = "distances_found"
	NumbersPadded        NoteKind = "numbers_padded"
	NumbersRounded       NoteKind = "numbers_rounded"
	BatchesNew           NoteKind = "batches_new"
	SpellingsJoined      NoteKind = "spellings_joined"
	LabelCopies          NoteKind = "label_copies"
	TruthCopies          NoteKind = "truth_copies"
	LabelDoubts          NoteKind = "label_doubts"
	HoldsClasses         NoteKind = "holds_classes"
	ColumnsLeftOut       NoteKind = "columns_left_out"
	DecimalCommas        NoteKind = "decimal_commas"
	OneClass             NoteKind = "one_class"
	FewLabels            NoteKind = "few_labels"
	HarmonicInstead      NoteKind = "harmonic_instead"
	OneMethod            NoteKind = "one_method"
	FlagsWithoutEffect   NoteKind = "flags_without_effect"
	EdgesRead            NoteKind = "edges_read"
	LabelsJoined         NoteKind = "labels_joined"
	LabelsUnknown        NoteKind = "labels_unknown"
	IDsRepeated          NoteKind = "ids_repeated"
	ProbabilitiesUsed    NoteKind = "probabilities_used"
)

// noteTexts has a text for each kind.
var noteTexts = map[NoteKind]func(Note) string{
	FileReading:     func(n Note) string { return n.Names[0] },
	ColumnsNotRead:  func(n Note) string { return "columns not read: " + dataset.Listed(n.Names) },
	LabelsNone:      func(Note) string { return "no column of labels, so no row has a label yet" },
	CellsUnlabelled: func(n Note) string { return "treated as unlabelled: " + dataset.Listed(n.Names) },
	WordsCompared: func(n Note) string {
		return "rows are compared by the words of " + dataset.Listed(n.Names)
	},
	WordsBeside: func(n Note) string {
		return "words have opinions of their own, beside those of the other columns: " + dataset.Listed(n.Names)
	},
	CosineAdvised: func(Note) string { return "for texts and other counts, cosine distances usually work better" },
	RowsDropped:   func(n Note) string { return fmt.Sprintf("%d rows dropped because a value is missing", n.Count) },
	ValuesFilled:  func(n Note) string { return "missing values filled in: " + dataset.Listed(n.Names) },
	FeaturesUneven: func(n Note) string {
		// What was given in units of the columns would mean something else in other units.
		return "γ and radii are in the units of the features, in which some dwarf the others: " +
			dataset.Listed(n.Names)
	},
	FeaturesStandardised: func(n Note) string {
		return "features standardised because some have much larger ranges than the others: " +
			dataset.Listed(n.Names)
	},
	TruthUnknown: func(n Note) string {
		return "true labels treated as unknown: " + dataset.Listed(n.Names)
	},
	ClassesRenamed: func(n Note) string {
		return "labels that are the same number as another label are of its class: " + dataset.Listed(n.Names)
	},
	ClassesRespelt: func(n Note) string {
		return "labels that look the same as another label, in other Unicode characters, are of its class: " +
			dataset.Listed(n.Names)
	},
	SetsOfClasses: func(n Note) string {
		return fmt.Sprintf("labels seem to hold several classes: %q and %q are two classes here", n.Names[0],
			n.Names[1])
	},
	WordsMissing: func(n Note) string {
		return "texts among numbers, treated as missing values: " + dataset.Listed(n.Names)
	},
	RowsEmpty: func(n Note) string {
		return "rows without a value in any feature, whose labels rest on what is usual: lines " +
			dataset.Listed(n.Names)
	},
	CodesFound: func(n Note) string {
		return "codes, not numbers, since they have zeros in front or too many digits: " + dataset.Listed(n.Names)
	},
	SentinelsFound: func(n Note) string {
		const format = "does %s, in %d rows far from all other values, mean that there is none? It is a number in %s"
		return fmt.Sprintf(format, n.Names[0], n.Count, dataset.Listed(n.Names[1:]))
	},
	TimesFound: func(n Note) string {
		// As dates, which are left out unasked.
		const format = "does %s hold times, in %s since 1970? It is a number here, and dates are no feature"
		return fmt.Sprintf(format, n.Names[0], n.Names[1])
	},
	DistancesFound: func(Note) string {
		// Rows with like distances to all others are alike, but less so than those that are near.
		return "the features are a symmetric matrix with zeros on its diagonal, as distances between the rows are: " +
			"they are compared as columns here"
	},
	BatchesNew: func(n Note) string {
		return "batches that the model does not know, centred by their own rows: " + dataset.Listed(n.Names)
	},
	NumbersRounded: func(n Note) string {
		return "features rounded to 32-bit numbers, by at most " + n.Names[0] + " of their size"
	},
	NumbersPadded: func(n Note) string {
		return "read as numbers, though some have zeros in front: " + dataset.Listed(n.Names)
	},
	SpellingsJoined: func(n Note) string {
		return "texts that differ by case or blanks only are one category: " + strings.Join(n.Names, "; ")
	},
	ColumnsLeftOut: leftOutText,
	LabelCopies: func(n Note) string {
		return fmt.Sprintf("no feature, since equal to the label in all %d labelled rows: %s", n.Count,
			dataset.Listed(n.Names))
	},
	TruthCopies: func(n Note) string {
		return fmt.Sprintf("no feature, since it goes with the true label in all %d rows: %s", n.Count,
			dataset.Listed(n.Names))
	},
	LabelDoubts: func(n Note) string {
		return fmt.Sprintf("a feature that is equal to the label in all %d labelled rows: %s", n.Count,
			dataset.Listed(n.Names))
	},
	HoldsClasses: func(n Note) string { return "a feature that holds the classes themselves: " + n.Names[0] },
	DecimalCommas: func(n Note) string {
		return "numbers with a decimal comma, ignored: " + dataset.Listed(n.Names)
	},
	OneClass: func(n Note) string {
		return fmt.Sprintf("all labels are %q: it goes to every row that is not unlike the labelled ones; "+
			"column novelty ranks the rows, the most alike first from 1 down", n.Names[0])
	},
	FewLabels: func(Note) string {
		return "few labels, so the method is balanced-poisson, which may change them"
	},
	HarmonicInstead: func(n Note) string {
		return "few labels, but the method is harmonic because " + n.Names[0]
	},
	EdgesRead:    func(n Note) string { return n.Names[0] },
	LabelsJoined: func(n Note) string { return n.Names[0] },
	LabelsUnknown: func(n Note) string {
		return fmt.Sprintf("%d ids with a label name no row: %s", n.Count, dataset.Listed(n.Names))
	},
	IDsRepeated: func(n Note) string {
		return fmt.Sprintf("%d ids name several rows, each of which has an answer of its own, such as %s", n.Count,
			dataset.Listed(n.Names))
	},
	ProbabilitiesUsed: func(n Note) string {
		return "features that look like another classifier's probabilities of the classes: " + dataset.Listed(n.Names)
	},
	OneMethod: func(n Note) string {
		return "one method instead of a pool of opinions, because of " + strings.Join(n.Names, ", ")
	},
	FlagsWithoutEffect: func(n Note) string { return "no effect in this run: " + strings.Join(n.Names, ", ") },
}

// noteHints are the hints on notes that always have the same one.
var noteHints = map[NoteKind]string{
	CosineAdvised:        "use --metric cosine",
	FeaturesStandardised: "--scale none turns this off",
	FeaturesUneven:       "--scale standard gives each the same weight",
	ColumnsLeftOut:       "--features names features",
	NumbersPadded:        "--categorical takes those that it names for codes",
	RowsEmpty:            "--missing drop gives them no label",
	CodesFound:           "--features reads those that it names as numbers",
	DecimalCommas:        "--decimal comma reads them",
	FewLabels:            "--method harmonic keeps them",
	DistancesFound:       "if so, write the matrix alone to a file for --edges",
	SetsOfClasses:        "if rows have several labels, run once for each, with a column of yes and no as --label",
	HoldsClasses:         "if it is an answer, --truth compares with it, --ignore leaves it out",
	HarmonicInstead:      "or --method balanced-poisson",
}

// noteOrder has the kinds of notes in order of importance: how the labels were found, what did not happen that was
// asked for, rows and labels, features, and how the file was read.
var noteOrder = []NoteKind{
	OneClass, OneMethod, FewLabels, HarmonicInstead, FlagsWithoutEffect, LabelsNone, LabelsUnknown, LabelsJoined,
	EdgesRead, RowsDropped, IDsRepeated, ProbabilitiesUsed, RowsEmpty, BatchesNew,
	LabelCopies, LabelDoubts, HoldsClasses, TruthCopies, SetsOfClasses, CellsUnlabelled, TruthUnknown, ClassesRenamed,
	ClassesRespelt, DecimalCommas,
	DistancesFound, FeaturesUneven, ColumnsNotRead, ColumnsLeftOut,
	SentinelsFound, TimesFound, CodesFound, NumbersPadded, NumbersRounded,
	SpellingsJoined, WordsMissing, ValuesFilled, FeaturesStandardised, WordsCompared, WordsBeside,
	CosineAdvised, FileReading,
}

// SortNotes puts the most important notes first.
func SortNotes(all []Note) {
	// Stable, so that those of a kind stay in the order in which they were found.
	// A kind that is not in the list stands at the beginning: that is where it is seen.
	slices.SortStableFunc(all, func(a, b Note) int {
		return cmp.Compare(slices.Index(noteOrder, a.Kind), slices.Index(noteOrder, b.Kind))
	})
}

// Text tells what happened, without the hint.
func (n Note) Text() string { return noteTexts[n.Kind](n) }

func (n Note) String() string {
	// The text tells what happened, the hint what to do about it.
	text := n.Text()
	if n.Hint != "" {
		text += " (" + n.Hint + ")"
	}
	return text
}

// leftOutTexts tell what columns hold that are no features, by what kind of column they are.
var leftOutTexts = map[string]string{
	"id": "nearly all values differ", "date": "dates", "constant": "one value only", "text": "texts that hardly repeat",
	"empty": "no value", dataset.TellsLabelled: "other values in labelled rows than in the rest",
	dataset.MoreLabels: "the list that the label is taken from",
}

// leftOutText lists columns that are no features; the first name is their kind.
func leftOutText(n Note) string {
	kind := n.Names[0]
	if text := leftOutTexts[kind]; text != "" {
		kind = fmt.Sprintf("%s (%s)", kind, text)
	}
	return fmt.Sprintf("left out of the features: %s: %s", kind, dataset.Listed(n.Names[1:]))
}
