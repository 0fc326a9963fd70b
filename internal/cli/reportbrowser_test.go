package cli_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// browser returns a Chromium, or skips the test.
func browser(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes seconds to start")
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no Chromium on this machine")
	return ""
}

// opened opens a page and returns what it turned into, and what the browser said.
func opened(t *testing.T, chromium, page string, more ...string) (dom, said string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	args := append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
		"--user-data-dir=" + t.TempDir(), "--enable-logging=stderr", "--dump-dom",
	}, more...)
	cmd := exec.CommandContext(ctx, chromium, append(args, "file://"+page)...)
	var out, err strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &err
	cmd.WaitDelay = 10 * time.Second
	require.NoError(t, cmd.Run(), err.String())
	return out.String(), err.String()
}

// measure is put into a copy of a report, whose policy forbids scripts: it notes what was loaded and
// how wide the page and its figures are.
const measure = `<script>
addEventListener("load", () => {
  const said = document.body.dataset;
  said.loaded = performance.getEntriesByType("resource").length;
  said.overflow = document.documentElement.scrollWidth > innerWidth;
  said.flat = [...document.querySelectorAll("main svg")].filter(s => !(s.getBoundingClientRect().height > 8)).length;
  said.figures = document.querySelectorAll("main figure svg[role=img]").length;
  said.dark = getComputedStyle(document.body).backgroundColor;
});
</script></body>`

// TestReportOpens opens a report in a browser, wide and narrow, light and dark.
func TestReportOpens(t *testing.T) {
	chromium := browser(t)
	folder := t.TempDir()
	page, measured := filepath.Join(folder, "report.html"), filepath.Join(folder, "measured.html")
	// A solver has the most figures: a pool has none of how it converged.
	labelled(t, sample(t, "digits.csv", 1), "--truth", "digit", "--method", "harmonic", "--report", page)

	dom, said := opened(t, chromium, page)
	assert.Contains(t, dom, "Map of the rows")
	assert.NotContains(t, said, "CONSOLE", "an error or a warning in the console")

	text, err := os.ReadFile(page)
	require.NoError(t, err)
	policy := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`)
	require.Regexp(t, policy, string(text))
	writeFile(t, measured, strings.Replace(policy.ReplaceAllString(string(text), ""), "</body>", measure, 1))
	paper := map[string]bool{}
	for _, flags := range [][]string{
		{"--window-size=1200,900"}, {"--window-size=390,844"}, {"--window-size=1200,900", "--blink-settings=preferredColorScheme=0"},
	} {
		dom, said := opened(t, chromium, measured, flags...)
		assert.NotContains(t, said, "CONSOLE")
		assert.Contains(t, dom, `data-loaded="0"`, flags)
		assert.Contains(t, dom, `data-overflow="false"`, flags)
		assert.Contains(t, dom, `data-flat="0"`, flags)
		assert.Contains(t, dom, `data-figures="5"`, flags)
		paper[regexp.MustCompile(`data-dark="([^"]*)"`).FindString(dom)] = true
	}
	assert.Len(t, paper, 2, "a dark page is dark")

	// That of a pool, which tells of its opinions.
	labelled(t, sample(t, "iris.csv", 1), "--truth", "species", "--report", page)
	dom, said = opened(t, chromium, page)
	assert.Contains(t, dom, "random forest (weight ")
	assert.NotContains(t, said, "CONSOLE", "an error or a warning in the console")
}

// TestReportOfManyRows checks that the report of many rows of long names is small and opens: 70,000 of them where
// figures of the manual are measured, PROPAGATE_MEASURE=1.
func TestReportOfManyRows(t *testing.T) {
	chromium := browser(t)
	page := filepath.Join(t.TempDir(), "report.html")
	var in strings.Builder
	in.WriteString("name,x,y,z,label,kind\n")
	rows, written := 10_000, "10,000"
	if os.Getenv("PROPAGATE_MEASURE") != "" {
		rows, written = 70_000, "70,000"
	}
	for i := range rows {
		kind, label := i%8, ""
		if i < 800 {
			label = fmt.Sprint("class ", kind)
		}
		noise := func(k int) float64 { return math.Abs(math.Sin(float64(7*i + 1000*k))) }
		fmt.Fprintf(&in, "%s %d,%.4f,%.4f,%.4f,%s,class %d\n", strings.Repeat("a long name ", 5), i,
			float64(kind%4)+0.7*noise(1), float64(kind/4)+0.7*noise(2), noise(3), label, kind)
	}
	got := propagate(in.String(), "-q", "--id", "name", "--truth", "kind", "--report", page, "-o", filepath.Join(t.TempDir(), "out.csv"), "-")
	require.Zero(t, got.code, got.err)
	info, err := os.Stat(page)
	require.NoError(t, err)
	assert.Less(t, info.Size(), int64(10<<20))
	dom, said := opened(t, chromium, page)
	assert.NotContains(t, said, "CONSOLE")
	// 4,000 are chosen, of which a few are equal to another and share its place.
	assert.Regexp(t, `(4,0|3,9)\d\d of `+written+` rows are drawn`, dom)
	assert.Contains(t, dom, "</footer>")
	t.Logf("%d bytes", info.Size())
}
