package cli_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// inFormats returns a table of numbers and labels in all formats that are texts.
func inFormats(t *testing.T, in csvTable) map[string]string {
	t.Helper()
	all := map[string]string{"csv": in.String()}
	for name, comma := range map[string]string{"tab": "\t", "semicolon": ";", "bar": "|"} {
		all[name] = strings.ReplaceAll(in.String(), ",", comma)
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write([]byte(in.String()))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	all["gzip"] = packed.String()
	var objects strings.Builder
	for _, row := range in[1:] {
		object := map[string]any{}
		for k, name := range in[0] {
			object[name] = json.Number(row[k])
			if name == "label" || name == "species" {
				object[name] = row[k]
			}
		}
		b, err := json.Marshal(object)
		require.NoError(t, err)
		objects.Write(append(b, '\n'))
	}
	all["jsonl"] = objects.String()
	return all
}

// TestFormatsIn checks that the answer is the same in whatever format the table comes, and that
// it is written in the same one, or another.
func TestFormatsIn(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	in := sample(t, "iris.csv", 2)
	want := labelled(t, in, "--truth", "species", "--format", "csv")
	for name, text := range inFormats(t, in) {
		got := propagate(text, "-q", "--truth", "species", "--format", "csv", "-")
		require.Zero(t, got.code, got.err)
		out := parse(t, got.out)
		for _, column := range want[0] {
			assert.Equal(t, want.column(column), out.column(column), "%s: %s", name, column)
		}
		same := propagate(text, "-q", "--truth", "species", "-").out
		switch name {
		case "jsonl":
			assert.True(t, strings.HasPrefix(same, "{\"label\":\"\",\"petal_length_cm\":"), same[:40])
			assert.Equal(t, strings.Count(text, "\n"), strings.Count(same, "\n"))
		case "tab":
			assert.Equal(t, same, propagate(in.String(), "-q", "--truth", "species", "--format", "tsv", "-").out)
		case "gzip", "csv":
			assert.Equal(t, want.String(), same)
		}
		again := propagate(same, "evaluate", "--truth", "species", "-")
		assert.Zero(t, again.code, "%s is read again: %s", name, again.err)
	}
}

// TestDecimalComma checks that numbers with commas are read, and written as they were.
func TestDecimalComma(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	in := sample(t, "iris.csv", 2)
	want := labelled(t, in, "--truth", "species")
	european := strings.ReplaceAll(strings.ReplaceAll(in.String(), ",", ";"), ".", ",")
	for _, more := range []string{"", "--missing mean"} {
		got := propagate(european, append(strings.Fields(more), "-q", "--truth", "species", "--decimal", "comma", "-")...)
		require.Zero(t, got.code, got.err)
		assert.Equal(t, want, parse(t, strings.ReplaceAll(strings.ReplaceAll(got.out, ",", "."), ";", ",")))
	}
	quoted := strings.ReplaceAll(strings.ReplaceAll(good, "2,1,", "\"2,0\",1,"), "3,2,", "\"3,0\",2,")
	got := propagate(quoted, "-q", "-k", "2", "--decimal", "comma", "-")
	right := parse(t, propagate(good, "-q", "-k", "2", "-").out).right(3)
	for _, row := range right {
		row[1] = strings.Replace(row[1], ".", ",", 1)
	}
	assert.Equal(t, right, parse(t, got.out).right(3), "added numbers are written likewise")
}

func TestObjectsOut(t *testing.T) {
	got := propagate(good, "-q", "-k", "2", "--format", "jsonl", "-").out
	first, _, _ := strings.Cut(got, "\n")
	assert.Equal(t, `{"x":1,"y":1,"label":"a","predicted":"a","confidence":1.0000,"status":"given"}`, first)
}

// TestUnlabeled checks what means no label.
func TestUnlabeled(t *testing.T) {
	rows := func(unlabeled, a, b string) csvTable {
		in := sample(t, "moons.csv", 4).with("moon", func(int, string) string { return "" })
		return in.with("label", func(_ int, cell string) string {
			return map[string]string{"": unlabeled, "lower": a, "upper": b}[cell]
		})
	}
	for _, c := range []struct{ cell, a, b, args, note string }{
		{"NA", "0", "1", "", `treated as unlabelled: "NA" in `},
		{"<na>", "u", "v", "", `treated as unlabelled: "<na>" in `},
		{"-1", "0", "1", "", `treated as unlabelled: "-1" in `},
		{"?", "0", "1", "--unlabeled ?", `treated as unlabelled: "?" in `},
		{"9", "0", "1", "--unlabeled ?,9", `treated as unlabelled: "9" in `},
	} {
		want := labelled(t, rows("", c.a, c.b)).right(3)
		args := append(strings.Fields(c.args), "-")
		got := propagate(rows(c.cell, c.a, c.b).String(), args...)
		require.Zero(t, got.code, got.err)
		assert.Equal(t, want, parse(t, got.out).right(3), c.cell)
		assert.Contains(t, got.err, c.note)
	}
	got := propagate(rows("-1", "-2", "1").String(), "-").err
	assert.Contains(t, got, "labels in 3 classes", "-1 is a class among other negative numbers")
	got = propagate(rows("", "-1", "1").String(), "-").err
	assert.Contains(t, got, "labels in 2 classes", "-1 is a class where empty cells mean none")
	got = propagate(rows("NA", "0", "1").String(), "--unlabeled", "?", "-").err
	assert.Contains(t, got, "labels in 2 classes", "--unlabeled adds to the usual words")
	got = propagate(rows("NA", "0", "1").String(), "--unlabeled=", "-").err
	assert.Contains(t, got, "labels in 3 classes", "without any word")
}

// TestEvaluateUnlabeled checks that evaluate takes the same cells for no label and no truth.
func TestEvaluateUnlabeled(t *testing.T) {
	in := labelled(t, sample(t, "iris.csv", 2))
	gap := func(none string) string {
		return in.with("label", func(_ int, cell string) string {
			if cell == "" {
				return none
			}
			return cell
		}).with("species", func(i int, cell string) string {
			if i%9 == 0 {
				return none
			}
			return cell
		}).String()
	}
	want := propagate(gap(""), "evaluate", "--truth", "species", "-")
	require.Zero(t, want.code, want.err)
	assert.Equal(t, want, propagate(gap("NA"), "evaluate", "--truth", "species", "-"))
}

// TestMissing checks filling in by hand, and that dropped rows take no part.
func TestMissing(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	in := parse(t, "x,y,label\n1,10,a\n2,NA,\n3,20,\n ,60,b\n9,40,\n8,40,b\n")
	byHand := func(x, y string) csvTable {
		return in.with("x", func(i int, cell string) string { return map[bool]string{true: x, false: cell}[i == 3] }).
			with("y", func(i int, cell string) string { return map[bool]string{true: y, false: cell}[i == 1] })
	}
	for how, filled := range map[string]csvTable{"mean": byHand("4.6", "34"), "median": byHand("3", "40")} {
		got := labelled(t, in, "--missing", how, "-k", "2")
		assert.Equal(t, labelled(t, filled, "-k", "2").right(3), got.right(3), how)
		assert.Equal(t, in, got.left(3))
		assert.Contains(t, propagate(in.String(), "--missing", how, "-k", "2", "-").err, "missing values filled in: x (17 %), y (17 %)\n")
	}
	got := labelled(t, in, "--missing", "drop", "-k", "2")
	assert.Equal(t, in, got.left(3))
	assert.Equal(t, []string{"", "0.0000", "dropped"}, got.right(3)[2])
	assert.Equal(t, []string{"b", "1.0000", "given"}, got.right(3)[4])
	kept := csvTable{in[0], in[1], in[3], in[5], in[6]}
	want := labelled(t, kept, "-k", "2").right(3)
	assert.Equal(t, want[1:], csvTable{got.right(3)[1], got.right(3)[3], got.right(3)[5], got.right(3)[6]})
	assert.ElementsMatch(t, []string{"4", "6"}, told(t, in, "suggest", "--missing", "drop", "-k", "2").column("line"))
	two := in.with("label", func(i int, c string) string { return map[bool]string{true: "a", false: c}[i == 2] })
	all := told(t, two, "suspects", "--max-probability", "1", "--missing", "drop", "-k", "2").column("line")
	assert.NotContains(t, all, "5", "a label of a dropped row is not judged")
	lost := propagate(in.with("label", func(i int, c string) string { return []string{c, ""}[i/5] }).String(), "--missing", "drop", "-k", "2", "-")
	assert.Contains(t, lost.err, `column "label": all labels are "a" but those dropped`)
	got = labelled(t, in.with("label", func(i int, c string) string { return []string{c, "a"}[i/6] }), "--missing", "drop", "-k", "2")
	evaluated := propagate(got.String(), "evaluate", "--truth", "predicted", "--predicted", "label", "--label=", "-")
	assert.Zero(t, evaluated.code, "dropped is a status: %s", evaluated.err)
}

// TestCategorical checks that it is as the columns of indicators.
// TestCategorical checks indicators against those made by hand: as high as makes the variance of all together 1, a
// missing value being one more category.
func TestCategorical(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	in := parse(t, "x,colour,label\n1,red,a\n2,blue,\n3,red,\n4,,\n5,blue,b\n6,green,\n")
	height := fmt.Sprint(1 / math.Sqrt(2*(1./3)*(2./3)+2*(1./6)*(5./6)))
	want := parse(t, strings.ReplaceAll("x,blue,green,red,none,label\n1,0,0,h,0,a\n2,h,0,0,0,\n3,0,0,h,0,\n4,0,0,0,h,\n5,h,0,0,0,b\n6,0,h,0,0,\n", "h", height))
	none := []string{"-k", "2", "--scale", "none"}
	assert.Equal(t, labelled(t, want, none...).right(3), labelled(t, in, none...).right(3))
	assert.Equal(t, labelled(t, in, none...).right(3), labelled(t, in, append(none, "--categorical", "colour")...).right(3))
	without := in.cut(1, 3)
	assert.Equal(t, labelled(t, in, "-k", "2", "--ignore", "x").right(3), labelled(t, without, "-k", "2").right(3))
}

func TestInspect(t *testing.T) {
	const text = "x,colour,note,label,name,empty\n1,red,\"some text, longer than thirty letters\",a,u,\n-2,blue,t,,v,\n,red,,b,w,\n"
	got := propagate(text, "inspect", "--id", "name", "--max-categories", "2", "--features", "x", "--categorical", "colour", "-")
	assert.Equal(t, outcome{out: `column,role,type,filled,different,least,greatest,first,why
x,feature,number,2,2,-2,1,1,numbers
colour,feature,category,3,2,,,red,few different texts
note,-,category,2,2,,,"some text, longer than thirty ...",
label,label,category,2,2,,,a,
name,id,text,3,3,,,u,
empty,-,empty,0,0,,,,
`}, got)
	got = propagate("u\nv\n", "inspect", "-")
	assert.Equal(t, "column,role,type,filled,different,least,greatest,first,why\nu,-,constant,1,1,,,v,one value in all rows\n", got.out, "neither label nor feature")
	assert.Equal(t, 2, propagate("u\nv\n", "inspect", "--kernel", "rbf", "-").code)
}

// Long whole numbers are told apart, and infinite and missing ones are not in the way of the others.
func TestInspectNumbers(t *testing.T) {
	got := propagate("id,x,y,z,day\n9007199254740993,NaN,007,,20240115\n9007199254740992,inf,1.50,3,1e6\n5,2,-1,3,1e-9\n", "inspect", "-")
	assert.Equal(t, `column,role,type,filled,different,least,greatest,first,why
id,feature,number,3,3,5,9007199254740993,9007199254740993,numbers
x,feature,number,3,2,2,inf,NaN,numbers
y,feature,number,3,3,-1,7,007,numbers
z,-,constant,2,1,3,3,3,one value in all rows
day,feature,number,3,3,1e-09,20240115,20240115,numbers
`, got.out)
}
