package summary

// Truth compares the labels found with the true ones.
type Truth struct {
	Evaluation *Evaluation // nil if there is nothing to compare with
	Reason     string      // why there is no evaluation though there is a truth; empty without a truth
}
