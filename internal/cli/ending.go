package cli

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
)

// endings are those of file names, with the format that people expect.
var endings = map[string]table.Format{".csv": table.CSV, ".tsv": table.TSV, ".tab": table.TSV, ".json": table.JSONL,
	".jsonl": table.JSONL, ".ndjson": table.JSONL, ".parquet": table.Parquet, ".pq": table.Parquet,
	".arrow": table.Arrow, ".feather": table.Arrow, ".ipc": table.Arrow}

// otherEndings are those of formats that are not written.
var otherEndings = []string{".xlsx", ".xls", ".ods", ".zip", ".bz2", ".xz", ".h5", ".rds", ".sav", ".dta", ".npy",
	".npz"}

// noteEnding notes an output whose name tells of another format than it is written in.
func (s *session) noteEnding(t *table.Table) {
	path := s.config.output.path
	// Packed files have the ending of what they hold before that of how it is packed.
	name := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(path), ".gz"), ".zst")
	ending, is := filepath.Ext(name), t.Written(s.config.output.format)
	expected, known := endings[ending]
	switch {
	case slices.Contains(otherEndings, ending):
		t.Notes = append(t.Notes, path+" is written as "+nameOf(is)+", and not as its name says")
	case known && expected != is && !(expected == table.CSV && is == table.TSV):
		t.Notes = append(t.Notes, path+" is written as "+nameOf(is)+" (--format "+nameOf(expected)+
			" writes what its name says)")
	}
}

// nameOf returns the name of a format in --format.
func nameOf(f table.Format) string {
	for _, c := range formats {
		if c.value == f {
			return c.name
		}
	}
	return ""
}
