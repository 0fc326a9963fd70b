package memory

import (
	"fmt"
	"strconv"
	"strings"
)

// units are powers of ten; those of two end in i.
var units = map[string]float64{
	"": 1, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "ki": 1 << 10, "mi": 1 << 20, "gi": 1 << 30, "ti": 1 << 40,
}

// ParseSize reads a size such as 4G, 1.5GB, 512M or 2GiB.
func ParseSize(text string) (int64, error) {
	s := strings.TrimSuffix(strings.ToLower(strings.TrimSpace(text)), "b")
	number := strings.TrimRight(s, "kmgti ")
	unit, known := units[strings.TrimSpace(s[len(number):])]
	v, err := strconv.ParseFloat(number, 64)
	// NaN passes no comparison.
	if err != nil || !known || !(v*unit >= 1 && v*unit < 1<<62) {
		return 0, fmt.Errorf("%q is no size, such as 4G or 512M", text)
	}
	return int64(v * unit), nil
}
