package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/propagate-go/propagate/labelprop"
)

// classes says how many rows have each class, before and after, or just after if none had one;
// sizes, in words, is how they were brought to sizes.
func (n *narrator) classes(sizes string, a *answer, in *input) {
	free := withoutLabel(in.given)
	change := func(name string, before, after int) string {
		if free == len(in.given) {
			return fmt.Sprintf("%s: %d", name, after)
		}
		return fmt.Sprintf("%s: %d -> %d", name, before, after)
	}
	before, after := in.classes.counts(in.given), in.classes.counts(a.labels)
	words := make([]string, len(in.classes))
	for k, name := range in.classes {
		words[k] = change(name, before[k], after[k])
	}
	n.line("classes", "%s, %s%s", listed(words), change("no label", free, withoutLabel(a.labels)), sizes)
}

// withoutLabel counts the rows without a class.
func withoutLabel(labels []int) int {
	n := 0
	for _, class := range labels {
		if class == labelprop.Unlabeled {
			n++
		}
	}
	return n
}

// sizesWord says how classes were brought to their sizes.
func (j *job) sizesWord() string {
	if j.sizesBy == sizesNone {
		return ""
	}
	return fmt.Sprintf(" (sizes: %v)", j.sizesBy)
}

// warnings prints what a user should know and do: one on two lines, several on one each.
func (n *narrator) warnings(all []error) {
	between := "\nhint: "
	if len(all) > 1 {
		between = "; hint: "
	}
	for _, w := range all {
		text := "warning: " + w.Error()
		if hint := hintOf(w); hint != "" {
			text += between + hint
		}
		n.print(text + "\n")
	}
}

// times says how long each stage took, if it was a thousandth of a second or more.
func (n *narrator) times() {
	if n.quiet {
		return
	}
	var words []string
	total := time.Duration(0)
	for _, l := range n.stages(briefNames) {
		if total += l.took; l.took >= time.Millisecond {
			words = append(words, l.name+" "+brief(l.took))
		}
	}
	text := fmt.Sprintf("%-9s %s in all", "time", brief(total))
	if len(words) > 0 {
		text += ": " + strings.Join(words, ", ")
	}
	n.print(text + "\n")
}

// briefNames are the stages in one word each.
var briefNames = map[string]string{
	"table": "table", "gamma": "graph", "graph": "graph", "labels": "labels", "sizes": "sizes", "calibrate": "calibration", "accuracy": "accuracy",
	"evaluation": "report", "map": "report", "suspects": "report", "next": "report", "writing": "writing",
}

// stages returns the stages by other names and how long they took, what has no name with the stage before.
func (n *narrator) stages(names map[string]string) []lap {
	var all []lap
	for _, l := range n.laps {
		name, ok := names[l.name]
		if last := len(all) - 1; last >= 0 && (!ok || all[last].name == name) {
			all[last].took += l.took
		} else if ok {
			all = append(all, lap{name, l.took})
		}
	}
	return all
}

// brief writes a time with as many digits as are of use.
func brief(took time.Duration) string {
	switch {
	case took < time.Second:
		return fmt.Sprintf("%d ms", took.Milliseconds())
	case took < time.Minute:
		return fmt.Sprintf("%.1f s", took.Seconds())
	}
	return took.Round(time.Second).String()
}
