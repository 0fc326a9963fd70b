package cli_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// kindsTable is a table of 120 rows of two classes with two columns that tell them, 20 labels and the truth.
func kindsTable() csvTable {
	r := rand.New(rand.NewPCG(1, 8))
	in := csvTable{{"x", "y", "label", "truth"}}
	for i := range 120 {
		class, label := []string{"a", "b"}[i%2], ""
		if i < 20 {
			label = class
		}
		in = append(in, []string{fmt.Sprintf("%.3f", 4*float64(i%2)+r.NormFloat64()),
			fmt.Sprintf("%.3f", r.NormFloat64()-4*float64(i%2)), label, class})
	}
	return in
}

// plus returns the table with one more column in front.
func (c csvTable) plus(name string, cell func(i int) string) csvTable {
	all := csvTable{append([]string{name}, c[0]...)}
	for i, row := range c[1:] {
		all = append(all, append([]string{cell(i)}, row...))
	}
	return all
}

// shuffledRows returns the table with its rows in another order.
func (c csvTable) shuffledRows() csvTable {
	all := append(csvTable{}, c...)
	rand.New(rand.NewPCG(5, 5)).Shuffle(len(all)-1, func(i, j int) { all[i+1], all[j+1] = all[j+1], all[i+1] })
	return all
}

// pick returns a function that draws cells at random.
func pick(cells ...string) func(int) string {
	r := rand.New(rand.NewPCG(7, uint64(len(cells))))
	return func(int) string { return cells[r.IntN(len(cells))] }
}

// notFeatures are columns that are left out, and what is said of them.
var notFeatures = map[string]struct {
	cell func(i int) string
	says string
}{
	"row numbers":             {func(i int) string { return strconv.Itoa(i + 1) }, "id (nearly all values differ)"},
	"numbers of customers":    {func(i int) string { return strconv.Itoa(3000 + 7*i%120) }, "id (nearly all values differ)"},
	"long numbers":            {func(i int) string { return strconv.Itoa(4_900_000_000 + i*i*977) }, "id (nearly all values differ)"},
	"keys":                    {func(i int) string { return fmt.Sprintf("%08x", uint32(i)*2654435761) }, "id (nearly all values differ)"},
	"addresses":               {func(i int) string { return fmt.Sprintf("u%d@example.org", i) }, "id (nearly all values differ)"},
	"free text":               {func(i int) string { return fmt.Sprintf("dear %d, thank you", i/2) }, "text (texts that hardly repeat)"},
	"days, ISO":               {func(i int) string { return fmt.Sprintf("2021-%02d-%02d", 1+i%12, 1+i%28) }, "date (dates)"},
	"days, German":            {func(i int) string { return fmt.Sprintf("%d.%d.2021", 1+i%28, 1+i%12) }, "date (dates)"},
	"days, American":          {func(i int) string { return fmt.Sprintf("%d/%d/21", 1+i%12, 1+i%28) }, "date (dates)"},
	"days in words":           {func(i int) string { return fmt.Sprintf("%s %d, 2021", []string{"Jan", "Feb"}[i%2], 1+i%28) }, "date (dates)"},
	"days without marks":      {func(i int) string { return fmt.Sprintf("2021%02d%02d", 1+i%12, 1+i%28) }, "date (dates)"},
	"times":                   {func(i int) string { return fmt.Sprintf("2021-01-%02dT%02d:30:00Z", 1+i%28, i%24) }, "date (dates)"},
	"clock":                   {func(i int) string { return fmt.Sprintf("%02d:%02d", i%24, i%60) }, "date (dates)"},
	"a constant":              {func(int) string { return "same" }, "constant (one value only)"},
	"a number, written twice": {func(i int) string { return []string{"5", "5.0"}[i%2] }, "constant (one value only)"},
	"nothing":                 {func(i int) string { return []string{"", "?", "NA"}[i%3] }, "empty (no value)"},
	"train and test":          {func(i int) string { return map[bool]string{true: "train", false: "test"}[i < 20] }, "labelled or not"},
	"who labelled": {func(i int) string {
		return map[bool]string{true: []string{"kim", "lee", "ann"}[i%3], false: ""}[i < 20]
	}, "labelled or not"},
	"the truth":            {func(i int) string { return []string{"a", "b"}[i%2] }, "since it goes with the true label in all 1"},
	"the truth in numbers": {func(i int) string { return strconv.Itoa(7 + i%2) }, "since it goes with the true label in all 1"},
}

// TestNoFeatures checks that columns that cannot help are left out, in any order of the rows and with a gap, and that
// the answer is that of the table without them.
func TestNoFeatures(t *testing.T) {
	in := kindsTable()
	args := []string{"--truth", "truth", "--method", "harmonic"}
	want := labelled(t, in, args...).right(3)
	for name, c := range notFeatures {
		t.Run(name, func(t *testing.T) {
			with := in.plus("z", c.cell)
			if name != "who labelled" && name != "nothing" {
				with = with.with("z", func(i int, cell string) string { return map[bool]string{true: "", false: cell}[i == 99] })
			}
			got := propagate(with.String(), append(args, "-")...)
			require.Zero(t, got.code, got.err)
			assert.Contains(t, got.err, "120 rows, 2 features")
			assert.Contains(t, got.err, c.says)
			assert.Equal(t, want, parse(t, got.out).right(3))
			shuffled := propagate(with.shuffledRows().String(), append(args, "-")...)
			assert.Contains(t, shuffled.err, "120 rows, 2 features")
			assert.Contains(t, shuffled.err, c.says)
			inspected := propagate(with.String(), "inspect", "--truth", "truth", "-")
			// A run without a method compares the words of texts.
			role := map[bool]string{true: "text", false: "-"}[name == "free text"]
			assert.Regexp(t, `(?m)^z,`+role+`,.*,.+$`, inspected.out)
		})
	}
}

// TestLeak checks that a column that repeats the labels is found without a truth, and that a doubt is told.
func TestLeak(t *testing.T) {
	in := kindsTable()
	args := []string{"--ignore", "truth", "--method", "harmonic", "-"}
	got := propagate(in.plus("z", func(i int) string { return []string{"a", "b"}[i%2] }).String(), args...)
	assert.Contains(t, got.err, "equal to the label in all 20 labelled rows: z")
	number := in.with("label", func(_ int, cell string) string { return map[string]string{"a": "1", "b": "2"}[cell] })
	got = propagate(number.plus("z", func(i int) string { return []string{"1.0", "2.0"}[i%2] }).String(), args...)
	assert.Contains(t, got.err, "equal to the label in all 20 labelled rows: z", "as numbers")
	few := in.with("label", func(i int, cell string) string { return cell[:len(cell)*(6-min(i, 6))/max(6-min(i, 6), 1)] })
	got = propagate(few.plus("z", func(i int) string { return []string{"a", "b"}[i%2] }).String(), args...)
	assert.Contains(t, got.err, "a feature that is equal to the label in all 6 labelled rows: z", "it may be chance")
}

// TestMostColumnsAreNoLeak checks that the truth takes no columns away that are most of a table: with it and without,
// the labels are the same.
func TestMostColumnsAreNoLeak(t *testing.T) {
	in := csvTable{{"q1", "q2", "q3", "q4", "q5", "q6", "label", "truth"}}
	for i := range 120 {
		// Two patterns of each class, a bit apart; one of them has three labels.
		class, bit := strconv.Itoa(i%2), i/2%2
		label := ""
		if bit == 0 && i < 12 {
			label = "k" + class
		}
		in = append(in, []string{class, class, class, class, class, strconv.Itoa((bit + i) % 2), label, "k" + class})
	}
	for _, method := range []string{"pool", "harmonic"} {
		got := propagate(in.String(), "--truth", "truth", "--method", method, "-")
		require.Zero(t, got.code, got.err)
		assert.Contains(t, got.err, "accuracy  1.0000")
		without := propagate(in.left(7).String(), "--method", method, "-")
		assert.Equal(t, parse(t, without.out).right(3), parse(t, got.out).right(3))
	}
	two := propagate(in.cut(3, 8).String(), "inspect", "--truth", "truth", "-")
	assert.Contains(t, two.out, "goes with the truth in all 120 rows", "two may be a code and a name")
}

// features are columns that are features, and what is said of them.
var featureKinds = map[string]struct {
	cell     func(i int) string
	kind     string
	says     string
	features int
}{
	"texts":                {pick("low", "mid", "high"), "category", "", 3},
	"yes and no":           {pick("yes", "no"), "category", "", 3},
	"truth values":         {pick("True", "False", "nan"), "category", "", 3},
	"codes as texts":       {pick("A11", "A12", "A13"), "category", "", 3},
	"numbers and more":     {pick("2", "4", "more"), "category", "", 3},
	"codes":                {pick("1", "2", "3"), "number", "", 3},
	"numbers and NA":       {pick("1.5", "2.25", "3", "4.75", "NA"), "number", "missing values filled in: z (", 3},
	"a dash":               {pick("1.5", "2.25", "3", "4.75", "-"), "number", "missing values filled in: z (", 3},
	"MySQL":                {pick("1.5", "2.25", "3", "4.75", `\N`), "number", "missing values filled in: z (", 3},
	"Python":               {pick("1.5", "2.25", "3", "4.75", "None"), "number", "missing values filled in: z (", 3},
	"a blank":              {pick("1.5", "2.25", "3", "4.75", " "), "number", "missing values filled in: z (", 3},
	"JavaScript":           {pick("1.5", "2.25", "3", "4.75", "undefined"), "number", "missing values filled in: z (", 3},
	"no time":              {pick("1.5", "2.25", "3", "4.75", "NaT"), "number", "missing values filled in: z (", 3},
	"a slip":               {func(i int) string { return map[bool]string{true: "fire", false: fmt.Sprint(i % 9)}[i == 50] }, "number", `treated as missing values: "fire" in column z, line 52`, 3},
	"minus of Unicode":     {pick("\u22121.5", "2", "\u22123"), "number", "", 3},
	"one value or nothing": {pick("x", ""), "category", "", 3},
	"towns and a question": {pick("Rome", "Oslo", "?"), "category", "", 3},
	"prices":               {func(i int) string { return strconv.Itoa(20000 + i*i*7919%870001) }, "number", "", 3},
}

// TestFeatureKinds checks that numbers and categories are features, whatever their gaps are.
func TestFeatureKinds(t *testing.T) {
	in := kindsTable()
	for name, c := range featureKinds {
		t.Run(name, func(t *testing.T) {
			with := in.plus("z", c.cell)
			got := propagate(with.String(), "--truth", "truth", "--method", "harmonic", "-")
			require.Zero(t, got.code, got.err)
			assert.Contains(t, got.err, fmt.Sprintf("120 rows, %d features", c.features))
			assert.Contains(t, got.err, c.says)
			assert.Contains(t, propagate(with.String(), "inspect", "-").out, "z,feature,"+c.kind+",")
			strict := propagate(with.String(), "--truth", "truth", "--missing", "error", "-")
			assert.Equal(t, c.says != "" || strings.Contains(name, "or nothing") || name == "truth values" || name == "towns and a question",
				strict.code == 1, strict.err)
			if strict.code == 1 {
				assert.Regexp(t, `standard input:\d+: column "z": `, strict.err)
			}
		})
	}
}

// TestOneColumnChangesNoOther checks that pixels keep their treatment beside a column of another kind.
func TestOneColumnChangesNoOther(t *testing.T) {
	in := sample(t, "digits.csv", 6)
	want := labelled(t, in, "--truth", "digit", "--method", "harmonic").right(3)
	for name, cell := range map[string]func(int) string{
		"an id":     func(i int) string { return strconv.Itoa(900_000 + 37*i) },
		"a day":     func(i int) string { return fmt.Sprintf("2020-01-%02d", 1+i%28) },
		"no value":  func(int) string { return "" },
		"free text": func(i int) string { return fmt.Sprint("note ", i) },
	} {
		assert.Equal(t, want, labelled(t, in.plus("z", cell), "--truth", "digit", "--method", "harmonic").right(3), name)
	}
	right := func(c csvTable) int {
		n := 0
		for i, p := range c.column("predicted") {
			if p == c.column("digit")[i] {
				n++
			}
		}
		return n
	}
	plain := labelled(t, in, "--truth", "digit", "--method", "harmonic")
	with := labelled(t, in.plus("z", pick("red", "blue")), "--truth", "digit", "--method", "harmonic")
	assert.InDelta(t, right(plain), right(with), 0.03*float64(len(in)), "a category that says nothing costs little")
}
