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
		"whole numbers, wide":        {column(200, func(i int) string { return strconv.Itoa(i*i*i*999_983 + 17) }), features.Number},
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
		"steps of 37, shuffled":      {column(100, func(i int) string { return strconv.Itoa(900_000 + 37*(i*7%100)) }), features.ID},
		"prices in thousands":        {column(60, func(i int) string { return strconv.Itoa(1000 * (20 + i*i*31%877)) }), features.Number},
		"long numbers":               {column(60, func(int) string { return strconv.Itoa(10_000_000 + r.IntN(80_000_000)) }), features.ID},
		"numbers, some NA":           {column(60, func(i int) string { return []string{"1.5", "2.25", "NA"}[i%3] }), features.Number},
		"fractions and a word":       {column(20, func(i int) string { return []string{fmt.Sprintf("%d.5", i), "LOD"}[i/15] }), features.Number},
		"steps of a half and a word": {column(60, func(i int) string { return []string{"0.5", "1.0", "1.5", "more"}[i%4] }), features.Category},
		"numbers and a word, often":  {column(60, func(i int) string { return []string{"2", "4", "more"}[i%3] }), features.Category},
		"postal codes":               {column(60, func(i int) string { return []string{"02134", "10115", "90210"}[i%3] }), features.Category},
		"postal codes, all differ":   {column(60, func(i int) string { return fmt.Sprintf("%05d", 977*i) }), features.ID},
		"months of two digits":       {column(60, func(i int) string { return fmt.Sprintf("%02d", 1+i%12) }), features.Category},
		"zeros in front, two widths": {column(60, func(i int) string { return []string{"007", "12", "0"}[i%3] }), features.Number},
		"decimals, zeros in front":   {column(60, func(i int) string { return fmt.Sprintf("%06.2f", float64(i)/7) }), features.Number},
		"zero and one":               {column(60, func(i int) string { return strconv.Itoa(i % 2) }), features.Number},
		"digits beyond float64":      {column(60, func(i int) string { return fmt.Sprintf("9007199254740%03d", 900+i) }), features.ID},
		"days without marks":         {column(60, func(i int) string { return fmt.Sprintf("202%d%02d%02d", i%3, 1+i%12, 1+i%28) }), features.Date},
		"minus of Unicode":           {column(60, func(i int) string { return fmt.Sprintf("\u2212%d.5", i%7) }), features.Number},
		"a constant with a gap":      {column(60, func(i int) string { return []string{"x", ""}[i/59] }), features.Constant},
		"few rows, all different":    {[]string{"u", "v", "w"}, features.ID},
		"a slip among few numbers":   {[]string{"1", "2", "abc"}, features.Number},
		"rising times":               {column(100, func(i int) string { return strconv.Itoa(1_700_000_000 + 977*i + i%5) }), features.ID},
		"names":                      {column(60, func(i int) string { return fmt.Sprintf("animal %d", i) }), features.ID},
		"days":                       {column(40, func(i int) string { return fmt.Sprintf("%02d/12/2017", 1+i%28) }), features.Date},
		"days with a gap":            {column(40, func(i int) string { return []string{fmt.Sprintf("2017-12-%02d", 1+i%28), ""}[i/39] }), features.Date},
		"times":                      {column(40, func(i int) string { return fmt.Sprintf("2017-12-01T%02d:00:00Z", i%24) }), features.Date},
		"one value":                  {[]string{"0", "0", "0"}, features.Constant},
		"one number written apart":   {[]string{"a", " a", "a "}, features.Constant},
		"sentences":                  {column(40, func(i int) string { return fmt.Sprintf("where is my order no. %d", i) }), features.Text},
		"a repeated answer":          {column(60, func(i int) string { return fmt.Sprintf("neither agree nor disagree %d", i%4) }), features.Category},
		"free text":                  {column(40, func(i int) string { return fmt.Sprintf("dear %d", i/2) }), features.Text},
		"nothing":                    {[]string{"", "NA", "?"}, features.Empty},
		"no rows":                    {nil, features.Empty},
		"infinite numbers are words": {column(40, func(i int) string { return []string{"inf", "-inf", "nan"}[i%3] }), features.Category},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.kind.String(), features.Guess("", c.cells).String()) })
	}
}

// The order of the rows decides nothing.
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
		"spellings":  {[]string{"male", "Male", "female", " MALE", "Male", "fe male", "Fe  male"}, features.Category, []float64{1, 1, 2, 1, 1, 0, 0}, 3},
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

// Where whole numbers may measure or name the rows, the name of the column decides.
func TestNamesOfIDs(t *testing.T) {
	cells := []string{"20417", "31007", "99120", "40511"}
	for _, name := range []string{"id", "ID", "customer_id", "customerId", "CustomerID", "Row ID", "order no."} {
		assert.Equal(t, features.ID, features.Guess(name, cells), name)
	}
	for _, name := range []string{"price", "width", "idea", "paid", "Nora", "grid"} {
		assert.Equal(t, features.Number, features.Guess(name, cells), name)
	}
	assert.Equal(t, features.Number, features.Guess("id", []string{"1", "2", "2", "1", "3"}), "values that repeat name no row")
}

// A date that was named as a feature is a number of days.
func TestDates(t *testing.T) {
	for _, cells := range [][]string{
		{"1970-01-02", "1970-02-01", ""}, {"2.1.1970", "1.2.1970", "?"}, {"Jan 2, 1970", "Feb 1, 1970", "NA"},
		{"19700102", "19700201", "x"}, {"1970-01-02 00:00", "1970-02-01 00:00", ""},
	} {
		kind := features.GuessFeature(cells[:2])
		if cells[0] != "19700102" { // which is a number, too
			assert.Equal(t, features.Date, kind, cells)
		}
		got := features.Parse("day", cells, features.Date)
		assert.Equal(t, []float64{1, 31}, got.Values[:2], cells)
		assert.True(t, math.IsNaN(got.Values[2]))
		assert.Equal(t, 31., got.Like([]string{cells[1]}).Values[0])
	}
	// Day and month by the cells that leave no choice.
	assert.Equal(t, []float64{1, 27, 58}, features.Parse("day", []string{"2/1/1970", "28/1/1970", "28/2/1970"}, features.Date).Values)
}

// Spellings of one name are called by the most frequent one, and new rows may have others.
func TestSpellings(t *testing.T) {
	c := features.Parse("sex", []string{"Male", "male", "male", "female", "Female"}, features.Category)
	assert.Equal(t, []string{"Female", "male"}, c.Names)
	assert.Equal(t, []float64{1, 0, 2}, c.Like([]string{" MALE", "FEMALE", "other"}).Values)
	assert.Equal(t, map[string]string{"A b": "A b", "a  B": "A b"}, features.Spellings(map[string]int{"A b": 1, "a  B": 1, "c": 7}))
}
