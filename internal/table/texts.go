package table

// IsText reports whether a column holds texts by its type, even if they look like numbers, and
// other ones than true and false; that is known of tables that were no text.
func (t *Table) IsText(col int) bool {
	var s *columnar
	switch {
	case t.arrow != nil:
		s = &t.arrow.columnar
	case t.parquet != nil:
		s = &t.parquet.columnar
	default:
		return false
	}
	text := false
	for i := range s.rows {
		if _, ok := s.columns[col].number(i); ok {
			return false
		}
		cell := s.columns[col].text(i)
		text = text || cell != "" && cell != "true" && cell != "false"
	}
	return text
}
