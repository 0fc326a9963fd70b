package cli_test

import (
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostileTexts are what a terminal or a reader would take for something else than a name.
var hostileTexts = map[string]string{
	"colour": "\x1b[31mred", "C1": "x\u009b2J", "title": "\x1b]0;owned\x07", "bidi": "abc\u202edcb\u2066",
	"note": "a\nnote      all is well", "CR": "evil\rgood", "CRLF": "a\r\nwarning: forged\r\nhint: rm -rf", "DEL": "a\x7f\x08\x0b",
	"separators": "a\u2028b\u2029c", "tab": "a\tb",
}

// checkHarmless checks that a text moves no cursor, turns no direction, and that no line of it is forged.
func checkHarmless(t *testing.T, text string, about ...any) {
	t.Helper()
	for _, r := range text {
		bad := unicode.IsControl(r) && r != '\n' || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp)
		require.False(t, bad, "%U in %q of %v", r, text, about)
	}
	for line := range strings.SplitSeq(text, "\n") {
		for _, forged := range []string{"note      all is well", "warning: forged", "hint: rm"} {
			require.False(t, strings.HasPrefix(line, forged), "%q of %v", text, about)
		}
	}
}

// TestHostileTexts checks what all commands say of hostile names of columns, classes, ids, files and flags.
func TestHostileTexts(t *testing.T) {
	skipIfSlow(t)
	t.Chdir(t.TempDir())
	quick := []string{"--method", "harmonic"}
	for name, bad := range hostileTexts {
		// A column, a class, a category, ids and the file have the name.
		in := kindsTable().with("label", func(_ int, cell string) string { return strings.ReplaceAll(cell, "a", bad) })
		in = in.with("truth", func(_ int, cell string) string { return strings.ReplaceAll(cell, "a", bad) })
		in = in.plus("id", func(i int) string { return bad + string(rune('A'+i/26)) + string(rune('A'+i%26)) }).plus("z", pick(bad, "d", "e"))
		in[0][in.index("z")] = "z" + bad
		file := "f" + strings.ReplaceAll(bad, "/", "") + ".csv"
		writeFile(t, file, in.String())
		ids := []string{"--id", "id", "--truth", "truth"}
		for _, args := range [][]string{
			{"run", "-v", "--report", "report.html", "--save", "model", "-o", "out.csv"}, {"run", "--decimal", bad}, {"run", "--label", bad},
			{"run", "--id", "z" + bad}, {"run", "--features", "z" + bad + "q"}, {"suspects"}, {"suggest"}, {"tune"}, {"explain", "--row", bad + "AA"},
			{"explain", "--row", bad}, {"run", "--class-counts", bad + "=3"}, {"run", "--gamma", bad}, {"run", "--config", "c" + bad}, {"run", "--edges", bad},
			{"run", "-o", bad + "/x"}, {bad}, {"run", "--" + bad}, {"help", bad},
		} {
			if len(args) > 1 && !strings.Contains(strings.Join(args, " "), "--id") {
				args = append(args, ids...)
			}
			got := propagate("", append(append(args, quick...), file)...)
			checkHarmless(t, got.err, name, args)
		}
		got := propagate("", "evaluate", "--truth", "truth", "out.csv")
		require.Zero(t, got.code, got.err)
		checkHarmless(t, got.out+got.err, name, "evaluate")
		got = propagate("", "predict", "--model", "model", "--truth", "truth", file)
		require.Zero(t, got.code, got.err)
		checkHarmless(t, got.err, name, "predict")
		checkHarmless(t, propagate("", "inspect", file).err, name, "inspect")
		report, err := os.ReadFile("report.html")
		require.NoError(t, err)
		checkHarmless(t, strings.NewReplacer("\t", "").Replace(string(report)), name, "report")
		// A shell is offered names that it can take.
		checkHarmless(t, strings.ReplaceAll(propagate("", "__complete", file, "--features", "").out, "\t", ""), name, "complete")
		writeFile(t, "conf", bad+"\n"+bad+" = "+bad+"\n")
		checkHarmless(t, propagate("", "--config", "conf", file).err, name, "configuration")
		t.Setenv("PROPAGATE_GAMMA", bad)
		checkHarmless(t, propagate("", file).err, name, "environment")
		require.NoError(t, os.Unsetenv("PROPAGATE_GAMMA"))
	}
	// A name that is shown is told apart from what it was.
	got := propagate(relabelled("\x1b[31mred", "b", "", "b", "b").String(), append(quick, "--truth", "truth", "-")...)
	assert.Contains(t, got.err, `\x1b[31mred: 10 -> 60`)
}
