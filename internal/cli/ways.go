package cli

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/propagate-go/propagate/internal/summary"
)

// A hint may name several ways out, divided by bars: "write a point | use --decimal comma". A way is kept only if the
// command at hand takes the flags that it names and they would change something.

// ways chooses among the ways out for one command line.
type ways struct {
	words []string
	check func([]string) *trial
	base  *trial // the line as it is; nil: not tried yet
}

// usable returns a hint with those of its ways that can be gone.
func (w *ways) usable(hint string) string {
	// What stands before a colon is said of all ways.
	before, rest, said := strings.Cut(hint, ": ")
	if !said || strings.Contains(before, summary.OtherWay) {
		before, rest = "", hint
	} else {
		before += ": "
	}
	all := strings.Split(rest, summary.OtherWay)
	if all = slices.DeleteFunc(all, func(way string) bool { return !w.open(way) }); len(all) == 0 {
		return ""
	}
	return before + summary.JoinWays(all)
}

// usableOnError is the same for an error, whose only way out is told in any case.
func (w *ways) usableOnError(hint string) string {
	if !strings.Contains(hint, summary.OtherWay) {
		return hint
	}
	return w.usable(hint)
}

var (
	elsewhere = regexp.MustCompile(`propagate(?: [a-z]+)? --?[a-z][a-z-]*`)               // a flag of another call
	flagInWay = regexp.MustCompile(`(?:^|[\s(])(--?[a-z][a-z-]*)(?:([ =])([^\s,;:)]+))?`) // and maybe its value
	takesAway = regexp.MustCompile(`\b(?:omit|leave|take (?:it|them) out of) --?[a-z]`)
	changes   = regexp.MustCompile(`\b(?:increase|raise|lower|more|smaller|larger)\b`)
)

// open reports whether a way can be gone: the flags that it names are taken, and are not in force already; those that
// it takes away are.
func (w *ways) open(way string) bool {
	found := flagInWay.FindAllStringSubmatch(elsewhere.ReplaceAllString(way, ""), -1)
	if len(found) == 0 {
		return true
	}
	if w.base == nil {
		w.base = w.check(w.words)
	}
	// What is to be left out must have been given.
	if takesAway.MatchString(way) {
		return !slices.ContainsFunc(found, func(one []string) bool { return !w.given(one[1]) })
	}
	words := w.words
	for _, one := range found {
		// A flag of other commands only, or one that has this value already.
		f := w.flag(one[1])
		if f == nil {
			return false
		}
		value, other := valueOf(f, one[2] == "=", one[3], changes.MatchString(way))
		if !other && !strings.Contains(way, "another ") {
			return false
		}
		words = withFlag(words, "--"+f.Name+"="+value)
	}
	return w.taken(words, found)
}

// given reports whether a flag was given.
func (w *ways) given(name string) bool {
	f := w.flag(name)
	return f != nil && f.Changed
}

// flag returns the flag that a hint names, nil if the command has none.
func (w *ways) flag(name string) *pflag.Flag {
	if w.base.flags == nil {
		return nil
	}
	return lookup(w.base.flags, strings.TrimLeft(name, "-"))
}

// taken reports whether a line is no worse than the one at hand, and none of the flags is without effect there.
func (w *ways) taken(words []string, found [][]string) bool {
	t := w.check(words)
	if t.err != nil && (w.base.err == nil || t.err.Error() != w.base.err.Error()) {
		return false
	}
	return !slices.ContainsFunc(found, func(one []string) bool { return t.ignores(w.flag(one[1])) })
}

// valueOf returns a value of a flag, by the word that follows it in a hint, and whether it would be another than that
// in force. A word after = is the value. If the hint is to change the value, there must be a number to change.
func valueOf(f *pflag.Flag, sure bool, word string, change bool) (value string, other bool) {
	now := f.Value.String()
	_, notNumber := strconv.ParseFloat(strings.Trim(now, "[]"), 64)
	switch {
	case f.Value.Type() == "bool":
		return "true", now != "true"
	// One of the values that the flag may have, or a number.
	case sure || slices.Contains(namesByFlag()[f.Name], word) || isNumber(word):
		return word, now != word
	case change:
		return exampleOf(f), notNumber == nil
	// Given already: a hint to give it says nothing.
	case f.Changed:
		return now, false
	}
	return exampleOf(f), true
}

func isNumber(word string) bool {
	_, err := strconv.ParseFloat(word, 64)
	return err == nil
}

// exampleOf returns a value that a flag may have.
func exampleOf(f *pflag.Flag) string {
	// The value that it has, unless that stands for none.
	now := strings.Trim(f.Value.String(), "[]")
	switch {
	case f.Name == "class-counts":
		return "a=1,b=1"
	case now == "" || now == "0" && f.Value.Type() == "string":
		return "x"
	case now == "0":
		return "1"
	}
	return now
}
