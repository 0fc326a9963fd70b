package dataset

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
)

// labelJoin joins labels from a table to the rows of another one.
type labelJoin struct {
	rows, labels *table.Table
	names        ColumnNames
	joined       *Joined
}

// readJoined returns the cells of the label column with those of another table put in, if there is one.
func (r *reader) readJoined() ([]string, error) {
	cells := make([]string, r.table.Len())
	var err error
	if col := r.data.Columns.Label; col >= 0 {
		if cells, err = r.table.Strings(col); err != nil {
			return nil, err
		}
		if err = checkHeader(r.table, col, cells); err != nil {
			return nil, err
		}
		cells = slices.Clone(cells)
	}
	from := r.options.Labels
	if from == nil {
		return cells, nil
	}
	j := &labelJoin{rows: r.table, labels: from, names: r.options.Columns,
		joined: &Joined{File: from.Name, Added: r.data.Columns.Label < 0}}
	r.data.Prep.Joined = j.joined
	if !j.joined.Added {
		j.joined.Cells = cells
	}
	return cells, j.into(cells, r.options.Unlabeled)
}

// JoinTruth returns the true label of each row of a table that another one names by its id, empty where it names none,
// and what was joined. The columns are called as names say: Truth there, ID in both.
func JoinTruth(t, truths *table.Table, names ColumnNames) ([]string, *Joined, error) {
	names.Label = names.Truth
	j := &labelJoin{rows: t, labels: truths, names: names, joined: &Joined{File: truths.Name}}
	cells := make([]string, t.Len())
	// No word means that there is no truth: the evaluation decides on that.
	if err := j.into(cells, []string{}); err != nil {
		return nil, nil, err
	}
	return cells, j.joined, nil
}

// into puts the labels into cells, one for each row.
func (j *labelJoin) into(cells, unlabeled []string) error {
	col, err := j.labels.Column(j.names.Label)
	if err != nil {
		return NoLabelColumn(err, j.labels.Header)
	}
	found, err := j.labels.Strings(col)
	if err != nil {
		return err
	}
	found, _ = Blank(found, unlabeled)
	// The names of the rows in both tables, written alike.
	ids, keys, err := j.keys(col)
	if err != nil {
		return err
	}
	// Where the rows of each id are that has a label: of many rows most have none.
	at := make(map[string][]int, len(ids))
	for _, id := range ids {
		at[id] = nil
	}
	for i, key := range keys {
		if rows, asked := at[key]; asked {
			at[key] = append(rows, i)
		}
	}
	given := map[string]int{} // the row of the first label of each id
	for k, label := range found {
		if label == "" {
			continue
		}
		if first, seen := given[ids[k]]; seen && found[first] != label {
			return j.twoLabels(first, k, ids[k])
		}
		given[ids[k]] = k
		j.put(cells, at[ids[k]], label, ids[k])
	}
	if j.joined.Labels == 0 && len(j.joined.Unknown) > 0 {
		return &table.Error{File: j.labels.Name, Column: j.joined.By,
			Reason: fmt.Sprintf("none of the %d ids names a row", len(j.joined.Unknown)),
			Hint: fmt.Sprintf("ids there are like %q, and those of %s like %q: name the column that both tables have "+
				"by Columns.ID", j.joined.Unknown[0], j.rows.Name, keys[0])}
	}
	return nil
}

// put gives a label to the rows of an id.
func (j *labelJoin) put(cells []string, rows []int, label, id string) {
	if len(rows) == 0 {
		id = cmp.Or(id, `""`)
		if !slices.Contains(j.joined.Unknown, id) {
			j.joined.Unknown = append(j.joined.Unknown, id)
		}
		return
	}
	j.joined.Labels++
	for _, i := range rows {
		if before := strings.TrimSpace(cells[i]); before != "" && before != label {
			j.joined.Replaced++
		}
		cells[i] = label
		j.joined.Rows++
	}
}

func (j *labelJoin) twoLabels(first, k int, id string) error {
	return &table.Error{File: j.labels.File(k), Line: j.labels.Line(k), Column: j.names.Label,
		Reason: fmt.Sprintf("another label of %q than on line %s", id, j.labels.Place(first)),
		Hint:   "give each id one label: delete one of the two lines"}
}

// keys returns by what the rows of both tables are told apart: the ids of the labels, and those of the rows.
func (j *labelJoin) keys(label int) (ids, keys []string, err error) {
	named := j.labels.Find(j.names.ID)
	mine := j.rows.Find(j.names.ID)
	line := j.labels.Find("line")
	switch {
	// What suggest wrote calls the column id, whatever it is called in the table.
	case j.names.ID != "" && named < 0:
		if named = j.labels.Find("id"); named < 0 && mine >= 0 {
			if named, err = j.likeIDs(mine, label); err != nil {
				return nil, nil, err
			}
		}
	case j.names.ID == "" && line < 0 && j.labels.IsIndex(0):
		named = 0
		if j.rows.IsIndex(0) {
			mine = 0
		}
	case j.names.ID == "" && line < 0 && len(j.labels.Header) == 1:
		return j.byPosition()
	}
	// An array of ids is compared; rows of which nothing but their number is known are counted.
	if j.rows.IsNumbered() && len(j.rows.Header) == 1 {
		mine = -1
	}
	switch {
	case named >= 0 && mine >= 0:
		return j.byCells(named, mine)
	case named >= 0 && j.rows.IsNumbered():
		return j.byNumber(named)
	case line >= 0 && (j.names.ID == "" || mine < 0 && j.rows.IsNumbered()):
		return j.byPlace(line)
	case j.names.ID != "" && named >= 0:
		_, err := j.rows.Column(j.names.ID)
		return nil, nil, fmt.Errorf("Columns.ID: %w", err)
	case j.names.ID != "":
		_, err := j.labels.Column(j.names.ID)
		return nil, nil, fmt.Errorf("Columns.ID: %w", err)
	}
	return nil, nil, Optionf("name the column of ids that both tables have; of arrays the rows are counted from 0",
		"Options.Labels needs Columns.ID")
}

// likeIDs returns the only column of the labels that holds the ids of the rows under another name, -1 if there is none,
// or more than one: nearly all its cells are such ids, and hardly any comes twice.
func (j *labelJoin) likeIDs(mine, label int) (int, error) {
	keys, err := j.rows.Strings(mine)
	if err != nil {
		return -1, err
	}
	known := map[string]bool{}
	for _, key := range trimmed(keys) {
		known[key] = key != ""
	}
	like := -1
	for col := range j.labels.Header {
		if col == label {
			continue
		}
		cells, err := j.labels.Strings(col)
		if err != nil {
			return -1, err
		}
		// Each id once: a column of few numbers may hold numbers of rows by chance.
		different := map[string]bool{}
		for _, cell := range trimmed(cells) {
			if known[cell] {
				different[cell] = true
			}
		}
		if float64(len(different)) < mostlyIDs*float64(len(cells)) || len(different) < 2 {
			continue
		}
		if like >= 0 {
			return -1, nil
		}
		like = col
	}
	return like, nil
}

// mostlyIDs is the least share of the cells of a column of ids that are ids of rows.
const mostlyIDs = 0.9

// byCells compares the cells of two columns: as numbers, if both hold nothing else.
func (j *labelJoin) byCells(named, mine int) (ids, keys []string, err error) {
	j.joined.By = j.labels.Header[named]
	if ids, err = j.labels.Strings(named); err != nil {
		return nil, nil, err
	}
	if keys, err = j.rows.Strings(mine); err != nil {
		return nil, nil, err
	}
	ids, keys = trimmed(ids), trimmed(keys)
	// 7 and 7.0 are one id where all ids are numbers: a table with a gap writes all of a column with a point.
	if numeric(ids) && numeric(keys) {
		ids, keys = asNumbers(ids), asNumbers(keys)
	}
	return ids, keys, nil
}

// byNumber takes ids for the numbers of rows: from 0 on, or from 1 if one of them is the last row of these.
func (j *labelJoin) byNumber(named int) (ids, keys []string, err error) {
	j.joined.By = j.labels.Header[named] + " counts rows from 0"
	if ids, err = j.labels.Strings(named); err != nil {
		return nil, nil, err
	}
	ids = asNumbers(trimmed(ids))
	first, n := 0, j.rows.Len()
	if slices.Contains(ids, strconv.Itoa(n)) && !slices.Contains(ids, "0") {
		first, j.joined.By = 1, j.labels.Header[named]+" counts rows from 1"
	}
	for i := range n {
		keys = append(keys, strconv.Itoa(first+i))
	}
	return ids, keys, nil
}

// byPlace compares lines, as suggest writes them.
func (j *labelJoin) byPlace(line int) (ids, keys []string, err error) {
	j.joined.By = "line"
	if ids, err = j.labels.Strings(line); err != nil {
		return nil, nil, err
	}
	for i := range j.rows.Len() {
		keys = append(keys, j.rows.Place(i))
	}
	return trimmed(ids), keys, nil
}

// byPosition takes the i-th label for the i-th row.
func (j *labelJoin) byPosition() (ids, keys []string, err error) {
	j.joined.By = "position"
	if a, b := j.labels.Len(), j.rows.Len(); a != b {
		return nil, nil, &table.Error{File: j.labels.Name,
			Reason: fmt.Sprintf("%d labels without ids for the %d rows of %s", a, b, j.rows.Name),
			Hint:   "add a column of ids and name it by Columns.ID, or give one label for each row"}
	}
	for i := range j.rows.Len() {
		keys = append(keys, strconv.Itoa(i))
	}
	return keys, keys, nil
}

func trimmed(cells []string) []string {
	all := make([]string, len(cells))
	for i, cell := range cells {
		all[i] = strings.TrimSpace(cell)
	}
	return all
}

// numeric reports whether all filled cells are numbers.
func numeric(cells []string) bool {
	return !slices.ContainsFunc(cells, func(cell string) bool {
		_, err := strconv.ParseFloat(cell, 64)
		return cell != "" && err != nil
	})
}

// asNumbers writes numbers of the same value alike.
func asNumbers(cells []string) []string {
	all := make([]string, len(cells))
	for i, cell := range cells {
		all[i] = cell
		// Beyond 2⁵³ different whole numbers may be one float64: those stay texts.
		if v, err := strconv.ParseFloat(cell, 64); err == nil && v < exactWhole && v > -exactWhole {
			all[i] = strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
	return all
}
