package table

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"
)

// parquetText gives the numbers and texts of a column of a Parquet file, or of place k in its lists.
type parquetText struct {
	*parquetColumn
	k int
}

// at returns the index of the value of a row, -1 if it is missing.
func (s parquetText) at(row int) int {
	e := row
	// The k-th value of the row's list, if the list is that long.
	if s.first != nil {
		if e = s.first[row] + s.k; e >= s.first[row+1] {
			return -1
		}
	}
	// In a column that is said to have no values, there are none, whatever stands there.
	if s.missing(e) || s.logical != nil && s.logical.Unknown != nil {
		return -1
	}
	return e
}

func (s parquetText) number(row int) (float64, bool) {
	e := s.at(row)
	switch {
	case e < 0:
		return 0, false
	case s.reals != nil:
		return s.reals[e], !math.IsNaN(s.reals[e])
	case s.isHalf():
		v := halfOf(s.texts[e])
		return v, !math.IsNaN(v)
	// Texts, truth values, and integers that stand for something else, such as dates.
	case s.wholes == nil || s.column.Type().Kind() == parquet.Boolean || s.logical != nil && s.logical.Integer == nil:
		return 0, false
	// The sign bit counts as a value.
	case s.unsigned():
		return float64(uint64(s.wholes[e])), true
	}
	return float64(s.wholes[e]), true
}

// unsigned reports whether integers are unsigned. Those of 32 bits fit into an int64 anyway.
func (s parquetText) unsigned() bool {
	return s.logical != nil && s.logical.Integer != nil && !s.logical.Integer.IsSigned
}

func (s parquetText) text(row int) string {
	e := s.at(row)
	switch {
	case e < 0:
		return ""
	case s.reals != nil && s.column.Type().Kind() == parquet.Float:
		return realText(s.reals[e], 32)
	case s.reals != nil:
		return realText(s.reals[e], 64)
	case s.wholes != nil:
		return s.wholeText(s.wholes[e])
	}
	return s.bytesText(s.texts[e])
}

// wholeText writes an integer by its logical type.
func (s parquetText) wholeText(v int64) string {
	// An integer may stand for a date, a time or a decimal.
	switch t := s.logical; {
	case s.column.Type().Kind() == parquet.Boolean:
		return strconv.FormatBool(v != 0)
	case t == nil:
	case t.Date != nil:
		return time.Unix(v*24*60*60, 0).UTC().Format(time.DateOnly)
	case t.Timestamp != nil:
		return timestampText(v, t.Timestamp)
	case t.Time != nil:
		return unitTime(v, t.Time.Unit).Format("15:04:05.999999999")
	case t.Decimal != nil:
		return decimalText(big.NewInt(v), int(t.Decimal.Scale))
	case s.unsigned():
		return strconv.FormatUint(uint64(v), 10)
	}
	return strconv.FormatInt(v, 10)
}

func timestampText(v int64, of *format.TimestampType) string {
	layout := "2006-01-02T15:04:05.999999999"
	if of.IsAdjustedToUTC {
		layout += "Z07:00"
	}
	return unitTime(v, of.Unit).Format(layout)
}

// unitTime returns the time so many units after 1970.
func unitTime(v int64, unit format.TimeUnit) time.Time {
	switch {
	case unit.Millis != nil:
		return time.UnixMilli(v).UTC()
	case unit.Micros != nil:
		return time.UnixMicro(v).UTC()
	}
	return time.Unix(0, v).UTC()
}

// bytesText writes bytes by their logical type.
func (s parquetText) bytesText(b string) string {
	switch t := s.logical; {
	case s.column.Type().Kind() == parquet.Int96:
		return int96Time(int96([]byte(b))).Format("2006-01-02T15:04:05.999999999")
	case s.isHalf():
		return realText(halfOf(b), 32)
	case s.length:
		return lengthText([]byte(b))
	case s.hex:
		return hexText(b)
	case t != nil && t.Decimal != nil:
		// A decimal in bytes: big-endian, in two's complement.
		v := new(big.Int).SetBytes([]byte(b))
		if b != "" && b[0]&0x80 != 0 {
			v.Sub(v, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
		}
		return decimalText(v, int(t.Decimal.Scale))
	case t != nil && t.UUID != nil && len(b) == 16:
		// A UUID, in its usual groups.
		h := hex.EncodeToString([]byte(b))
		return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
	}
	return b
}

// halfOf returns a number of 16 bits, whose lowest byte comes first.
func halfOf(b string) float64 {
	return half(binary.LittleEndian.Uint16([]byte(b)))
}

// lengthText writes a length of time as ISO 8601 does, such as P1M2DT3.5S.
func lengthText(b []byte) string {
	word := binary.LittleEndian.Uint32
	seconds := strconv.FormatFloat(float64(word(b[8:]))/1000, 'f', -1, 64)
	return fmt.Sprintf("P%dM%dDT%sS", word(b), word(b[4:]), seconds)
}

func int96(b []byte) deprecated.Int96 {
	word := binary.LittleEndian.Uint32
	return deprecated.Int96{word(b), word(b[4:]), word(b[8:])}
}

// int96Time is what old programs keep in 96 bits: nanoseconds of a day, and the Julian day.
func int96Time(v deprecated.Int96) time.Time {
	const epoch = 2440588 // the Julian day of 1970-01-01
	// The third word counts days, the first two nanoseconds within the day.
	return time.Unix((int64(v[2])-epoch)*24*60*60, int64(v[1])<<32|int64(v[0])).UTC()
}

// decimalText writes v/10^scale with all its places.
func decimalText(v *big.Int, scale int) string {
	digits := new(big.Int).Abs(v).String()
	if scale > 0 && scale < 1000 {
		// Zeros in front, so that there is a digit before the point.
		if len(digits) <= scale {
			digits = strings.Repeat("0", scale+1-len(digits)) + digits
		}
		digits = digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
	}
	if v.Sign() < 0 {
		digits = "-" + digits
	}
	return digits
}
