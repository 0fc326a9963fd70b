package pipeline

// Bytes a row of each phase beside the features, measured on made-up embeddings of 60,000 to 1,000,000 rows with 5 to
// 20 neighbours (docs/performance.md).
const (
	searchRow, searchNear = 70, 33    // for each of the k neighbours: in lists, and as an edge
	codedColumns          = 48        // from so many on a search keeps a byte of each value
	solveRow, solveNear   = 190, 37.7 // 1.45k edges, in the graph and in the equation
	solveScore            = 24        // of a class: scores, their logarithms, and the vectors of an iteration
	scratchNear           = 18.9      // of solveNear: the graph, which may be in a file
	scratchScore          = 16        // of solveScore: what an iteration looks at once or never, which may be in files
	leastColumns          = 8         // of fewer, rows may be copies of each other, which are one node
)

// Needs are the bytes that the phases of a run take beside the features.
type Needs struct {
	Search int64 // for the neighbours
	Solve  int64 // for the labels
	Beside int64 // of Solve, what may be in temporary files that are mapped
}

// Least is what they take at least in memory: all that may be in files is there.
func (n Needs) Least() int64 { return max(n.Search, n.Solve-n.Beside) }

// Needs returns what a run on so many rows takes. It is 0 where nothing is known before it is begun: of few columns,
// and of graphs of all pairs.
func (c *Config) Needs(rows, columns, classes int) Needs {
	if c.Graph.Kind != KNN || columns < leastColumns {
		return Needs{}
	}
	// All of it is proportional to the rows.
	n, k := float64(rows), float64(min(c.Graph.k(), rows-1))
	codes := 0.0
	if columns >= codedColumns {
		codes = float64(columns)
	}
	return Needs{
		Search: int64(n * (searchRow + searchNear*k + codes)),
		Solve:  int64(n * (solveRow + solveNear*k + solveScore*float64(classes))),
		Beside: int64(n * (scratchNear*k + scratchScore*float64(classes))),
	}
}
