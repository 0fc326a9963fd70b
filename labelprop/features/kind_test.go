package features_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/assert"
)

// column makes n cells.
func column(n int, cell func(i int) string) []string {
	cells := make([]string, n)
	for i := range cells {
		cells[i] = cell(i)
	}
	return cells
}

func TestGuess(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	shuffled := r.Perm(1000)
	for name, c := range map[string]struct {
		cells []string
		kind  features.Kind
	}{
		"reals":                      {column(100, func(int) string { return fmt.Sprint(r.NormFloat64()) }), features.Number},
		"decimal commas":             {column(100, func(int) string { return fmt.Sprintf("%d,%d", r.IntN(3), r.IntN(3)) }), features.Category},
		"numbers with gaps":          {[]string{"1", "2.5", "?", "", "NA", "3", "1"}, features.Number},
		"a word among 40 numbers":    {column(41, func(i int) string { return []string{"12", "7", "many"}[i/20] }), features.Number},
		"counts":                     {column(200, func(int) string { return strconv.Itoa(r.IntN(30)) }), features.Number},
		"whole numbers, wide":        {column(200, func(i int) string { return strconv.Itoa((i * 7919 % 200) * 1_000_003) }), features.Number},
		"two numbers":                {[]string{"0", "1", "1", "0"}, features.Number},
		"texts of few values":        {column(100, func(int) string { return []string{"low", "med", "high"}[r.IntN(3)] }), features.Category},
		"yes, no and gaps":           {[]string{"yes", "no", "", "yes", "?"}, features.Category},
		"one text and gaps":          {[]string{"x", "", "x", ""}, features.Category},
		"codes named as texts":       {column(100, func(int) string { return fmt.Sprintf("A%d", 10+r.IntN(9)) }), features.Category},
		"text of many values":        {column(3000, func(int) string { return fmt.Sprintf("town %d", r.IntN(300)) }), features.Category},
		"row numbers":                {column(100, func(i int) string { return strconv.Itoa(i + 1) }), features.ID},
		"row numbers, one missing":   {column(100, func(i int) string { return []string{strconv.Itoa(i + 1), ""}[i/99] }), features.ID},
		"row numbers, shuffled":      {column(1000, func(i int) string { return strconv.Itoa(shuffled[i]) }), features.ID},
		"every second row number":    {column(400, func(i int) string { return strconv.Itoa(2 * shuffled[i]) }), features.ID},
		"rising times":               {column(100, func(i int) string { return strconv.Itoa(1_700_000_000 + 977*i) }), features.ID},
		"names":                      {column(60, func(i int) string { return fmt.Sprintf("animal %d", i) }), features.ID},
		"days":                       {column(40, func(i int) string { return fmt.Sprintf("%02d/12/2017", 1+i%28) }), features.Date},
		"days with a gap":            {column(40, func(i int) string { return []string{fmt.Sprintf("2017-12-%02d", 1+i%28), ""}[i/39] }), features.Date},
		"times":                      {column(40, func(i int) string { return fmt.Sprintf("2017-12-01T%02d:00:00Z", i%24) }), features.Date},
		"one value":                  {[]string{"0", "0", "0"}, features.Constant},
		"one number written apart":   {[]string{"a", " a", "a "}, features.Constant},
		"free text":                  {column(40, func(i int) string { return fmt.Sprintf("dear %d", i/2) }), features.Text},
		"nothing":                    {[]string{"", "NA", "?"}, features.Empty},
		"no rows":                    {nil, features.Empty},
		"infinite numbers are words": {column(40, func(i int) string { return []string{"inf", "-inf", "nan"}[i%3] }), features.Category},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.kind.String(), features.Guess("", c.cells).String()) })
	}
}

// The order of the rows decides nothing but whether numbers rise, which random orders
// of a feature do not.
func TestOrderOfRowsDoesNotMatter(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	cells := column(500, func(int) string { return fmt.Sprint(math.Round(1e4 * r.NormFloat64())) })
	kind := features.Guess("", cells)
	r.Shuffle(len(cells), func(i, j int) { cells[i], cells[j] = cells[j], cells[i] })
	assert.Equal(t, kind, features.Guess("", cells))
}

func TestParse(t *testing.T) {
	nan := math.NaN()
	for name, c := range map[string]struct {
		cells      []string
		kind       features.Kind
		values     []float64
		categories int
	}{
		"numbers":    {[]string{"1", " 2.5 ", "3,5", "?", "many", "1e3", "−4"}, features.Number, []float64{1, 2.5, nan, nan, nan, 1000, -4}, 0},
		"categories": {[]string{"b", "a", "", "b ", "c"}, features.Category, []float64{1, 0, nan, 1, 2}, 3},
		"no value":   {[]string{"", "?"}, features.Category, []float64{nan, nan}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			got := features.Parse(name, c.cells, c.kind)
			assert.Equal(t, name, got.Name)
			assert.Equal(t, c.categories, got.Categories)
			assert.Equal(t, fmt.Sprint(c.values), fmt.Sprint(got.Values))
		})
	}
}
