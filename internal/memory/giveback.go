package memory

import "runtime/debug"

// muchGarbage is from how many bytes on it pays to give memory back: to collect garbage and to take the memory again
// costs about 0.1 s a GB.
const muchGarbage = 16 << 20

// GiveBack collects garbage and gives its memory back to the system, where as many bytes as that are about to be taken,
// or have become garbage: without it, new memory would be taken beside the old one.
func GiveBack(bytes int64) {
	if bytes >= muchGarbage {
		debug.FreeOSMemory()
	}
}
