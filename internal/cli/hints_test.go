package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/cli"
	"github.com/stretchr/testify/assert"
)

// TestMain runs all tests and then reports the hints, of all that any test has seen, that cannot be followed.
func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	folder, err := os.MkdirTemp("", "propagate-hints")
	if err != nil {
		panic(err)
	}
	follower.folder = folder
	code := m.Run()
	_ = os.RemoveAll(folder)
	for _, fault := range follower.faults {
		fmt.Fprintln(os.Stderr, fault)
		code = 1
	}
	os.Exit(code)
}

// asCommand is a variable of the environment that makes this test the command.
const asCommand = "PROPAGATE_TEST_AS_COMMAND"

// follower follows each kind of hint once.
var follower = hintFollower{seen: map[string]bool{}}

type hintFollower struct {
	folder string
	seen   map[string]bool
	faults []string
}

var (
	hintLine   = regexp.MustCompile(`(?m)(?:^hint: |; hint: |^note .* \()(.*)$`)
	otherCall  = regexp.MustCompile(`propagate(?: [a-z]+)? --?[a-z][a-z-]*|--help`)
	namedFlag  = regexp.MustCompile(`(--[a-z][a-z-]+|\B-[a-z]\b)(?:[ =]([^\s,;:)]+))?`)
	withoutIt  = regexp.MustCompile(`\b(?:omit|leave|out of|leave one of)\b[^|,;]*$`)
	notInForce = regexp.MustCompile(`unknown (?:shorthand )?flag|unknown value|does not go with|has no effect|needs labels left out`)
	quotedText = regexp.MustCompile(`"[^"]*"|\d+`)
)

// follow runs a command again with the flags that its hints name.
func (h *hintFollower) follow(stdin string, args []string, said string) {
	if h.folder == "" {
		return
	}
	for _, hint := range hintLine.FindAllStringSubmatch(said, -1) {
		text := otherCall.ReplaceAllString(hint[1], "")
		for _, at := range namedFlag.FindAllStringSubmatchIndex(text, -1) {
			flag, value := text[at[2]:at[3]], ""
			if at[4] >= 0 {
				value = text[at[4]:at[5]]
			}
			kind := quotedText.ReplaceAllString(fmt.Sprint(commandOf(args), flagsOf(args), text, flag), "")
			if h.seen[kind] {
				continue
			}
			h.seen[kind] = true
			h.one(stdin, args, flag, value, withoutIt.MatchString(text[:at[2]]), text)
		}
	}
}

// one follows one flag of a hint.
func (h *hintFollower) one(stdin string, args []string, flag, value string, leftOut bool, hint string) {
	fault := func(format string, more ...any) {
		h.faults = append(h.faults, fmt.Sprintf("propagate %q: hint %q: %s", args, hint, fmt.Sprintf(format, more...)))
	}
	// What is to be left out must have been given; a file or the environment may do that, too.
	if leftOut {
		given := slices.ContainsFunc(args, func(a string) bool {
			return strings.HasPrefix(a, flag) || strings.HasPrefix(flag, "-k") && strings.HasPrefix(a, "--neighbors") || a == "--config"
		})
		if !given && len(os.Getenv("PROPAGATE_GAMMA")) == 0 {
			fault("%s was not given", flag)
		}
		return
	}
	more := []string{flag + "=" + valueFor(flag, value)}
	if slices.Contains(outputs, flag) {
		more[0] = flag + "=" + filepath.Join(h.folder, strings.Trim(flag, "-"))
	}
	if isSwitch(flag) {
		more = []string{flag}
		if slices.Contains(args, flag) {
			fault("%s is in force", flag)
			return
		}
	}
	if value != "" && slices.Contains(args, flag) && slices.Contains(args, value) && choiceFlags[flag] {
		fault("%s %s is in force", flag, value)
		return
	}
	// What is written goes elsewhere: tests look at their files.
	for _, out := range outputs {
		if slices.ContainsFunc(args, func(a string) bool { return a == out || strings.HasPrefix(a, out+"=") }) {
			more = append(more, out+"="+filepath.Join(h.folder, strings.Trim(out, "-")))
		}
	}
	at := slices.Index(args, "--")
	if at < 0 {
		at = len(args)
	}
	var out, err bytes.Buffer
	cli.Main(slices.Insert(slices.Clone(args), at, more...), strings.NewReader(stdin), &out, &err)
	first, _, _ := strings.Cut(err.String(), "\n")
	unused := strings.Contains(err.String(), "no effect in this run: "+flag+" ")
	if strings.HasPrefix(first, "propagate: ") && notInForce.MatchString(first) && strings.Contains(first, flag) || unused {
		fault("with %q: %s", more, first)
	}
}

// choiceFlags are those with a few values, where one that is in force is no advice.
var choiceFlags = map[string]bool{"--method": true, "--missing": true, "--decimal": true, "--graph": true, "--metric": true}

// outputs name files to write.
var outputs = []string{"--output", "-o", "--save", "--json", "--report", "--save-config"}

// isSwitch reports whether a flag takes no value.
func isSwitch(flag string) bool {
	return slices.Contains([]string{"--connect", "--proba", "--no-header", "--calibrate", "--labels-only", "--mutual"}, flag)
}

// valueFor returns a value for a flag: that of the hint, or one that a flag of its kind takes.
func valueFor(flag, value string) string {
	switch flag {
	case "--missing", "--method", "--kernel", "--graph", "--metric", "--decimal", "--scale", "--delimiter", "--class-sizes", "--format",
		"--edges-are", "--repeated-edges", "--strategy", "--novel":
		if value != "" {
			return value
		}
	case "-k", "--neighbors", "--max-iter", "--max-categories", "-n":
		return "2"
	case "--gamma", "--alpha", "--abstain", "--radius", "--tol":
		return "0.5"
	case "--class-counts":
		return "a=1,b=1"
	case "--row":
		return "2"
	}
	return map[string]string{"--missing": "median", "--method": "harmonic", "--graph": "knn", "--decimal": "comma", "--scale": "none",
		"--encoding": "windows-1252"}[flag]
}

func commandOf(args []string) string {
	if len(args) > 0 && args[0] >= "a" && !strings.Contains(args[0], ".") {
		return args[0]
	}
	return ""
}

func flagsOf(args []string) (names []string) {
	for _, a := range args {
		if name, _, _ := strings.Cut(a, "="); strings.HasPrefix(name, "-") && len(name) > 1 {
			names = append(names, name)
		}
	}
	return names
}

// TestHintsKnowTheRun checks that hints name neither flags that are in force nor such that the command refuses.
func TestHintsKnowTheRun(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	const islands = "id,x,label\na,1,p\nb,1.1,\nc,1.2,q\nd,90,\ne,90.1,\n"
	const gap = "x,y,label\n1,,a\n2,3,b\n3,4,\n4,1,\n"
	t.Chdir(t.TempDir())
	writeFile(t, "edges.csv", "a b\nb c\nd e\n")
	full := strings.Replace(gap, "1,,a", "1,2,a", 1)
	assert.Zero(t, propagate(full, "-q", "--save", "rows.model", "-o", "out.csv", "-").code)
	for _, c := range []struct {
		csv, args string
		want      string // in the hint
		not       []string
	}{
		{islands, "-k 1 --ignore id -", "take more neighbours (-k), or join the components", nil},
		{islands, "-k 1 --ignore id --graph radius --radius 1 -", "(--connect)", []string{"-k"}},
		{islands, "--id id --edges edges.csv -", "label a row in each component", []string{"--connect", "-k"}},
		{gap, "--missing error -", "use --missing median, or ignore the column (--ignore)", []string{"--features"}},
		{gap, "--missing error --features x,y -", "or take it out of --features", []string{"--ignore"}},
		{strings.Replace(gap, "1,,a", "1,inf,a", 1), "predict --model rows.model -", "", []string{"--missing", "--ignore", "--features"}},
		{gap, "graph --missing error -o g -", "--missing median", nil},
	} {
		got := propagate(c.csv, strings.Fields(c.args)...)
		_, hint, found := strings.Cut(got.err, "hint: ")
		assert.True(t, found, "%s: %s", c.args, got.err)
		hint, _, _ = strings.Cut(hint, "\n")
		assert.Contains(t, hint, c.want, c.args)
		for _, word := range c.not {
			assert.NotContains(t, hint, word, c.args)
		}
	}
}
