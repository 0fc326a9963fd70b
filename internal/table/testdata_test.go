package table

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const testdata = "../../testdata/"

// A stated is a line of the table in testdata/README.md.
type stated struct {
	file           string
	rows, columns  int
	features       int
	classes        int
	truth          string
	perClass, sum  int
	digest, marked string
}

func readme(t *testing.T) []stated {
	t.Helper()
	text, digests := digests(t)
	line := regexp.MustCompile("(?m)^\\| (\\S+\\.csv) \\| (\\d+) \\| (\\d+) \\| (?:none|texts|(\\d+)[^|]*) \\| (?:none|(\\d+) \\(`(\\w+)`\\)) \\| " +
		`(?:none|(\d+) a class, (\d+)) \| ([^|]+) \|$`)
	var all []stated
	for _, m := range line.FindAllStringSubmatch(text, -1) {
		number := func(i int) int { n, _ := strconv.Atoi(m[i]); return n }
		all = append(all, stated{file: m[1], rows: number(2), columns: number(3), features: number(4), classes: number(5),
			truth: m[6], perClass: number(7), sum: number(8), marked: m[9], digest: digests[m[1]]})
	}
	return all
}

// digests returns the README and the SHA-256 of each file by it.
func digests(t *testing.T) (text string, of map[string]string) {
	t.Helper()
	raw, err := os.ReadFile(testdata + "README.md")
	require.NoError(t, err)
	of = map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^    ([0-9a-f]{64})  (\S+)$`).FindAllStringSubmatch(string(raw), -1) {
		of[m[2]] = m[1]
	}
	return string(raw), of
}

// TestTestdataOfCora compares the words of the papers with their labels and topics beside them.
func TestTestdataOfCora(t *testing.T) {
	_, of := digests(t)
	raw, err := os.ReadFile(testdata + "cora.words.svmlight")
	require.NoError(t, err)
	assert.Equal(t, of["cora.words.svmlight"], fmt.Sprintf("%x", sha256.Sum256(raw)))
	words, err := ReadFile(testdata + "cora.words.svmlight")
	require.NoError(t, err)
	nodes, err := ReadFile(testdata + "cora.nodes.csv")
	require.NoError(t, err)
	require.Equal(t, nodes.Len(), words.Len())
	label, topic := column(t, nodes, 1), column(t, nodes, 2)
	for i, row := range cells(t, words) {
		given := label[i]
		if given == "" {
			given = "-1"
		}
		assert.Equal(t, []string{given, topic[i]}, row)
	}
}

func TestTestdataIsWhatItsReadmeStates(t *testing.T) {
	all := readme(t)
	files, err := filepath.Glob(testdata + "*.csv")
	require.NoError(t, err)
	require.Len(t, all, len(files), "every file has its line")
	size := 0
	for _, s := range all {
		t.Run(s.file, func(t *testing.T) {
			text, err := os.ReadFile(testdata + s.file)
			require.NoError(t, err)
			size += len(text)
			assert.Equal(t, s.digest, fmt.Sprintf("%x", sha256.Sum256(text)))
			assert.NotEmpty(t, s.marked, "license")

			tab, err := ReadFile(testdata + s.file)
			require.NoError(t, err)
			assert.Equal(t, []int{s.rows, s.columns}, []int{len(cells(t, tab)), len(tab.Header)})
			assert.True(t, write(t, tab) == string(text), "writing gives the same bytes")
			checkClasses(t, tab, s)
			checkFeatures(t, tab, s)
		})
	}
	assert.Less(t, size, 2<<20)
}

// checkClasses checks the truth and that the given labels agree with it, so many a class.
func checkClasses(t *testing.T, tab *Table, s stated) {
	if s.truth == "" {
		return
	}
	truth, err := tab.Column(s.truth)
	require.NoError(t, err)
	label, err := tab.Column("label")
	require.NoError(t, err)
	count, given, all := map[string]int{}, 0, cells(t, tab)
	for i, class := range column(t, tab, truth) {
		if _, seen := count[class]; !seen {
			count[class] = 0
		}
		if l := all[i][label]; l != "" {
			assert.Equal(t, class, l, "line %d", tab.Line(i))
			count[class]++
			given++
		}
	}
	assert.Len(t, count, s.classes)
	assert.NotContains(t, count, "")
	for class, n := range count {
		assert.Equal(t, s.perClass, n, class)
	}
	assert.Equal(t, s.sum, given)
}

// checkFeatures checks that the columns before label are the stated number of finite numbers.
func checkFeatures(t *testing.T, tab *Table, s stated) {
	if s.features == 0 {
		return
	}
	cols := make([]int, s.features)
	for c := range cols {
		cols[c] = c
		assert.True(t, numeric(tab, c))
	}
	assert.Equal(t, "label", tab.Header[s.features])
	x, err := tab.Floats(cols)
	require.NoError(t, err)
	rows, columns := x.Dims()
	assert.Equal(t, []int{s.rows, s.features}, []int{rows, columns})
}

// The given labels are those of the smallest hashes, as the README says.
func TestTestdataDraw(t *testing.T) {
	for _, s := range readme(t) {
		if s.features == 0 {
			continue
		}
		tab, err := ReadFile(testdata + s.file)
		require.NoError(t, err)
		name := s.file[:len(s.file)-len(".csv")]
		rank := func(row int) string {
			return fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%s/1/%d", name, row)))
		}
		last := map[string]string{} // of each class: the largest hash of a given label
		for i, row := range cells(t, tab) {
			if label := row[s.features]; label != "" {
				last[label] = max(last[label], rank(i))
			}
		}
		for i, row := range cells(t, tab) {
			class := row[s.features+1]
			assert.Equal(t, row[s.features] != "", rank(i) <= last[class], "%s line %d", s.file, tab.Line(i))
		}
	}
}
