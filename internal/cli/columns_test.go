package cli_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestTruthIsNoFeature checks that the answer does not depend on the truth, be it
// a text or a number, and that the same numbers would matter as a feature.
func TestTruthIsNoFeature(t *testing.T) {
	iris := sample(t, "iris.csv", 1)
	want := labelled(t, iris, "--truth", "species").right(3)
	species := iris.column("species")
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(species), func(i, j int) { species[i], species[j] = species[j], species[i] })
	for name, truth := range map[string]func(int, string) string{
		"shuffled":     func(i int, _ string) string { return species[i] },
		"some missing": func(i int, s string) string { return s[:len(s)*(i%2)] },
		"none":         func(int, string) string { return "" },
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, want, labelled(t, iris.with("species", truth), "--truth", "species").right(3))
		})
	}
	numeric := iris.with("species", func(_ int, s string) string { return fmt.Sprint(100 * len(s)) })
	assert.NotEqual(t, want, labelled(t, numeric).right(3), "as a feature, the truth changes the answer")
}

// TestAccuracy checks the accuracy against a count by hand.
func TestAccuracy(t *testing.T) {
	iris := sample(t, "iris.csv", 1)
	missing := func(i int, s string) string {
		if i%7 == 0 {
			return ""
		}
		return " " + s
	}
	iris = iris.with("species", missing)
	out := labelled(t, iris, "--truth", "species")
	right, rows, count := 0, 0, map[string]int{}
	for i, truth := range out.column("species") {
		truth = strings.TrimSpace(truth)
		if truth == "" || out.column("label")[i] != "" {
			continue
		}
		rows++
		count[truth]++
		if out.column("predicted")[i] == truth {
			right++
		}
	}
	most := max(count["setosa"], count["versicolor"], count["virginica"])
	want := fmt.Sprintf("accuracy  %.4f on %d rows without a given label (majority-class baseline: %.4f)\n",
		float64(right)/float64(rows), rows, float64(most)/float64(rows))
	assert.Contains(t, propagate(iris.String(), "--truth", "species", "-").err, want)
	assert.Contains(t, propagate(good, "--truth", "y", "--features", "x", "-").err, `column "y": no true label is one of the classes: 1, 2, 8, 9 against a, b`)
	assert.Contains(t, propagate("x,label,truth\n1,a,a\n2,b,b\n", "--truth", "truth", "-").err,
		"accuracy  not computed: no row without a given label has a true label\n")
}

// TestFeatures checks that --features takes the named columns and no others.
func TestFeatures(t *testing.T) {
	iris := sample(t, "iris.csv", 1)
	want := labelled(t, iris.cut(2, 5)).right(3) // petals and label
	for _, args := range [][]string{
		{"--features", "petal_length_cm,petal_width_cm"},
		{"--features", "petal_width_cm,petal_length_cm"},
		{"--features", "petal_length_cm", "--features", "petal_width_cm"},
		{"--features", " petal_length_cm , petal_width_cm ,petal_length_cm"},
		{"--features", "petal_length_cm,petal_width_cm", "--truth", "species"},
	} {
		assert.Equal(t, want, labelled(t, iris, args...).right(3), args)
	}
	assert.NotEqual(t, want, labelled(t, iris).right(3), "all four columns")
}

// TestColumnWithCommaInItsName checks the quoting of names in --features.
func TestColumnWithCommaInItsName(t *testing.T) {
	in := csvTable{{"width, cm", "height", "label"}, {"1", "9", "a"}, {"2", "1", ""}, {"7", "9", "b"}}
	want := labelled(t, in, "--features", `"width, cm"`)
	assert.Equal(t, labelled(t, csvTable{{"w", "label"}, {"1", "a"}, {"2", ""}, {"7", "b"}}).right(3), want.right(3))
}

// TestLeftOut checks which columns are no features by default, and that this is said.
func TestLeftOut(t *testing.T) {
	const plain, note = "x,label\n1,a\n2,\n8,b\n", "note      left out of the features: "
	want := labelled(t, parse(t, plain)).right(3)
	for name, c := range map[string]struct{ table, note string }{
		"text":         {"x,note,label\n1,u,a\n2,v,\n8,w,b\n", note + "id (nearly all values differ): note"},
		"empty":        {"x,note,label\n1,,a\n2, ,\n8,,b\n", note + "empty (no value): note"},
		"mostly text":  {"x,note,label\n1,1,a\n2,v,\n8,w,b\n", note + "id (nearly all values differ): note"},
		"two columns":  {"a,x,b,label\nu,1,u,a\nv,2,v,\nw,8,w,b\n", note + "id (nearly all values differ): a, b"},
		"only the one": {plain, ""},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, want, labelled(t, parse(t, c.table)).right(3))
			got := propagate(c.table, "-").err
			assert.Contains(t, got, c.note)
			assert.Equal(t, c.note != "", strings.Contains(got, "note "), got)
		})
	}
	got := propagate("x,note,label\n1,u,a\n2,v,\n8,w,b\n", "--features", "x", "-").err
	assert.NotContains(t, got, "note ", "a choice needs no note")
}

// TestNewcomers checks what is said to those who called their label column otherwise, forgot the names of the columns, or
// write numbers with a comma.
func TestNewcomers(t *testing.T) {
	for name, c := range map[string]struct{ table, says string }{
		"another name":  {"x,class\n1,a\n2,b\n3,\n", "hint: name the column of the given labels with --label, such as --label class; the columns are x, class\n"},
		"no names":      {"1,2,a\n3,4,\n5,6,b\n", "hint: name the column of the given labels with --label, and begin the table with a line that names its columns; the columns are 1, 2, a\n"},
		"neither":       {"x,z\n1,a\n", "hint: name the column of the given labels with --label; the columns are x, z\n"},
		"commas":        {"a;b;label\n1,5;2;x\n2,5;3;y\n3;4;\n", "numbers have a decimal comma: a\n"},
		"mixed commas":  {"a;b;label\n1,5;2.5;x\n2,5;3.5;y\n3;4.5;\n", "numbers with a decimal comma, ignored: a (--decimal comma reads them)\n"},
		"another sign":  {"x,label\n1,a\n2,b\n3,?\n4,?\n", "treated as unlabelled: \"?\" in 2 rows\n"},
		"a word":        {"x,label\n1,a\n2,b\n3,tbd\n4,tbd\n", "name the cells that mean unknown by --unlabeled, or keep a model for new rows (--save)\n"},
		"text of texts": {"a;b;label\nu,v;2;x\n2,5;3;y\n3;4;\n", "id (nearly all values differ): a ("},
	} {
		assert.Contains(t, propagate(c.table, "-").err, c.says, name)
	}
}
