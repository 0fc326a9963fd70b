package cli

import (
	"io"

	"github.com/propagate-go/propagate/internal/table"
)

// listedNumbers are the columns of lists that hold numbers with decimals.
var listedNumbers = []string{"gain", "probability", "share", "path_probability", "accuracy", "log_loss", "weight",
	"temperature", "log_odds", "confidence", "distance", "error", "score"}

// list writes rows about a table in the format of the output, which by default is that of the table's text.
func (s *session) list(w io.Writer, t *table.Table, header []string, rows [][]string) error {
	return t.WriteRows(w, s.config.output.format, table.Listing{Header: header, Rows: rows, Numbers: listedNumbers})
}
