package table

import "strings"

// findFormats finds out how the numbers of each column are written, and adds notes.
func (r *rows) findFormats(t *Table, d dialect) {
	// First count how the cells of each column are written, then decide for all of them.
	all := make([]numberCounts, len(t.Header))
	for _, row := range r.cells {
		for j, cell := range row {
			// A plain number without a point says nothing.
			if _, ok := decimal(cell); ok && strings.IndexByte(cell, '.') < 0 {
				all[j].filled++
				all[j].numbers++
				continue
			}
			all[j].observe(cell)
		}
	}
	comma := d.decimal == ',' || d.decimal == 0 && d.comma != ',' && allCommas(all)
	r.formats = make([]numberFormat, len(all))
	var found [8][]string
	for j := range all {
		name := oneLine(strings.TrimSpace(t.Header[j]))
		f, what := all[j].format(comma, d)
		if r.formats[j] = f; contains(d.texts, name) {
			continue // it is no number, whatever it looks like
		}
		if f.minus {
			found[6] = append(found[6], name)
		}
		if f.spelled {
			found[7] = append(found[7], name+" ("+quote(all[j].spelled)+")")
		}
		switch {
		case what != "":
			found[4] = append(found[4], name+" ("+what+")")
		case f.sign != "":
			found[2] = append(found[2], name+" ("+f.sign+")")
		case f.groups != "":
			found[1] = append(found[1], name)
			if f.groups == "," && d.decimal == 0 && all[j].commas+all[j].points == 0 {
				found[3] = append(found[3], name)
			}
		case d.comma == ';' && d.decimal == 0 && all[j].isNumeric() && all[j].points > 0 &&
			all[j].points == all[j].dotted:
			found[5] = append(found[5], name)
		case f.comma && d.decimal == 0 && all[j].decimal+all[j].maybe > 0:
			found[0] = append(found[0], name)
		}
	}
	r.decimalComma, t.decimalComma = comma, comma
	for k, text := range []string{
		"numbers have a decimal comma: ", "thousands are separated: ", "the sign or unit of each number is left out: ",
		"a comma before three digits separates thousands (--decimal comma if it does not): ",
		"not read as numbers: ",
		"a point before three digits is read as a decimal point (--decimal comma if it separates thousands): ",
		"numbers in brackets, or with a minus behind them, are negative: ",
		"numbers are written with other characters than usual: ",
	} {
		if found[k] != nil {
			t.Notes = append(t.Notes, text+list(found[k]))
		}
	}
}
