package labelprop

import "fmt"

// Warning is something about a result that a user should know, with a hint on
// what to do about it. A program that has words of its own goes by its Kind.
type Warning struct {
	Kind       WarningKind
	Text, Hint string
}

func (w Warning) Error() string { return w.Text }

// WarningKind is what a [Warning] is about.
type WarningKind int

// Kinds of warnings.
const (
	WarnUnreachable  WarningKind = iota // nodes that no path joins to a label
	WarnAbstained                       // nodes whose dummy label is the largest
	WarnTied                            // nodes of several classes with the same score
	WarnNotConverged                    // the iteration ended early
	WarnUnproven                        // labels that are not proven
	WarnOverruled                       // given labels that the method changed
	WarnUndecided                       // nodes whose scores are not known well enough
	WarnSizes                           // classes that could not be brought to their sizes
)

// warn adds a warning to the result.
func (r *Result) warn(kind WarningKind, hint, format string, args ...any) {
	r.Warnings = append(r.Warnings, Warning{Kind: kind, Text: fmt.Sprintf(format, args...), Hint: hint})
}
