package summary

import "strings"

// OtherWay divides the ways out in a hint, of which the command line keeps those that can be gone.
const OtherWay = " | "

// JoinWays makes a hint of the ways that are left.
func JoinWays(all []string) string {
	last := len(all) - 1
	if last < 1 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:last], ", ") + ", or " + all[last]
}
