package summary

// Labels describes the result: how many rows have which status and which class.
type Labels struct {
	Status        Status
	Classes       []Class
	Before, After int       // rows of the graph without a label, before and after
	Nodes         int       // rows of the graph
	Sizes         string    // how class sizes were imposed; empty if they were not
	Confidence    []float64 // of the labels that were found
}

// Status counts rows by status, in the order of the alphabet.
type Status struct {
	Abstained   int `json:"abstained,omitempty"`
	Dropped     int `json:"dropped,omitempty"`
	Given       int `json:"given,omitempty"`
	Propagated  int `json:"propagated,omitempty"`
	Tied        int `json:"tied,omitempty"`
	Unreachable int `json:"unreachable,omitempty"`
}

// Found counts the rows that got a label.
func (s Status) Found() int { return s.Propagated + s.Tied }

// Without counts the rows of the graph that got none.
func (s Status) Without() int { return s.Unreachable + s.Abstained }

// Class counts the rows of a class.
type Class struct {
	Name      string `json:"class"`
	Given     int    `json:"given"`
	Predicted int    `json:"predicted"` // given ones among them
	Dropped   int    `json:"-"`         // given labels of rows that are not in the graph
	Truth     int    `json:"-"`         // rows of the graph that are truly of the class, where the truth is known
}
