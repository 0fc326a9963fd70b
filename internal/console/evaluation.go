package console

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/internal/visible"
)

// widestMatrix is the number of classes up to which a confusion matrix is shown.
const widestMatrix = 50

// Evaluation prints an evaluation in full: the measures, a table of the classes and the confusion matrix.
func Evaluation(w io.Writer, e *summary.Evaluation) {
	line := func(name, format string, args ...any) {
		fmt.Fprintf(w, "%-17s %s\n", name, fmt.Sprintf(format, args...))
	}
	line("rows", "%d evaluated; left out: %d with a given label, %d without a true label",
		e.Rows.Evaluated, e.Rows.Given, e.Rows.WithoutTruth)
	line("without a label", "%d (coverage %.4f)", e.Rows.WithoutLabel, e.Coverage)
	line("accuracy", "%.4f (majority-class baseline: %.4f%s)", e.Accuracy, e.Baseline, amongLabelled(e))
	line("balanced accuracy", "%.4f", e.BalancedAccuracy)
	line("macro-F1", "%.4f", e.MacroF1)
	// A table of labels alone has neither probabilities nor confidences.
	if e.LogLoss != nil {
		line("log loss", "%.4f (rows clipped at %g: %d)", e.LogLoss.Value, e.LogLoss.Clip, e.LogLoss.Hits)
		line("Brier score", "%.4f", *e.Brier)
	} else {
		line("log loss, Brier", "not available: they need the probability of each class (propagate --proba)")
	}
	if e.ECE != nil {
		line("ECE", "%.4f (%d bins)", e.ECE.Value, e.ECE.Bins)
	} else {
		line("ECE", "not available: it needs a column confidence, or the probability of each class (propagate --proba)")
	}
	// Of many classes the table is still readable, one line a class, but the matrix is not.
	fmt.Fprintf(w, "\n%s\n", aligned(classTable(e)))
	if len(e.Classes) > widestMatrix {
		fmt.Fprintf(w, "The confusion matrix of %d classes is too wide to print: see --json.\n", len(e.Classes))
		return
	}
	fmt.Fprint(w, aligned(confusionMatrix(e)))
}

// classTable has a line for each class.
func classTable(e *summary.Evaluation) [][]string {
	rows := [][]string{{"class", "rows", "predicted", "precision", "recall", "F1"}}
	four := func(f summary.Number) string { return strconv.FormatFloat(float64(f), 'f', 4, 64) }
	for _, c := range e.Classes {
		counts := []string{c.Class, strconv.Itoa(c.Rows), strconv.Itoa(c.Predicted)}
		rows = append(rows, append(counts, four(c.Precision), four(c.Recall), four(c.F1)))
	}
	return rows
}

// confusionMatrix has a row for each true class and a column for each predicted one, and
// one for none if that occurs.
func confusionMatrix(e *summary.Evaluation) [][]string {
	header := []string{`true \ predicted`}
	for _, c := range e.Classes {
		header = append(header, c.Class)
	}
	if e.Rows.WithoutLabel > 0 {
		header = append(header, "(none)")
	}
	rows := [][]string{header}
	for i, c := range e.Classes {
		// The header decides whether the last count, of rows without a label, has a column.
		row, counts := []string{c.Class}, append(slices.Clone(e.Confusion.Counts[i]), e.Confusion.WithoutLabel[i])
		for _, n := range counts[:len(header)-1] {
			row = append(row, strconv.Itoa(n))
		}
		rows = append(rows, row)
	}
	return rows
}

// aligned sets rows of cells as lines, the first column to the left, the others to
// the right.
func aligned(rows [][]string) string {
	// A column is as wide as its longest cell, in characters.
	width := make([]int, len(rows[0]))
	for _, row := range rows {
		for j := range row {
			row[j] = shown(row[j])
			width[j] = max(width[j], utf8.RuneCountInString(row[j]))
		}
	}
	// The space stands after names and before numbers.
	var b strings.Builder
	for _, row := range rows {
		for j, cell := range row {
			space := strings.Repeat(" ", width[j]-utf8.RuneCountInString(cell))
			if j == 0 {
				b.WriteString(cell + space)
			} else {
				b.WriteString("  " + space + cell)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// shown escapes what would break a line, in quotes, so that it is told apart from a name of backslashes.
func shown(cell string) string {
	if line := visible.Line(cell); line != cell {
		return `"` + line + `"`
	}
	return cell
}
