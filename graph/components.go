package graph

// components numbers the connected components of n rows in the order of their first
// rows, by a depth-first search from each row that has no number yet.
func components(n int, start []int, ind []int32) (id []int, count int) {
	id = make([]int, n)
	// -1 stands for no number yet.
	for i := range id {
		id[i] = -1
	}
	var stack []int32
	for i := range id {
		if id[i] >= 0 {
			continue
		}
		// A row without a number begins a component; all that it reaches belong to it.
		id[i] = count
		stack = append(stack[:0], int32(i))
		for len(stack) > 0 {
			// The stack holds rows that have a number and whose neighbours may have none.
			v := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for _, w := range ind[start[v]:start[v+1]] {
				if id[w] < 0 {
					id[w] = count
					stack = append(stack, w)
				}
			}
		}
		count++
	}
	return id, count
}
