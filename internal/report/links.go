package report

import "strconv"

// dotID is what the dot of a row on the map is called, by which lists lead to it.
func dotID(node int) string { return "row" + strconv.Itoa(node) }

// listed returns the rows that lists of the page name.
func (r *Review) listed() map[int]bool {
	nodes := map[int]bool{}
	if r.Suspects != nil {
		for _, row := range r.Suspects.Rows {
			nodes[row.Node] = true
		}
	}
	if r.Next != nil {
		for _, row := range r.Next.Rows {
			nodes[row.Node] = true
		}
	}
	return nodes
}

// Link returns the name of the dot of a row, empty if the row is not drawn.
func (r *Review) Link(node int) string {
	if r.Map == nil {
		return ""
	}
	for _, row := range r.Map.Rows {
		if row.Node == node {
			return dotID(node)
		}
	}
	return ""
}
