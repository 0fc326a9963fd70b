package labelprop_test

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// The set of images is one like COIL-20: 20 objects on a turntable, a picture each
// 5°. Fifteen of the objects are much alike and make one component of a graph of
// nearest neighbours, the other five are apart.
const (
	objects, views = 20, 72
	alike          = 15
	side           = 16
)

// spot is a bright spot of an object, in polar coordinates.
type spot struct{ radius, angle, width, light float64 }

// turntable draws the images, 1440×256, and tells which object each shows.
func turntable(r *rand.Rand) dataset {
	d := dataset{name: "turntable", x: mat.NewDense(objects*views, side*side, nil), classes: objects}
	common := spots(r, 1)
	for o := range objects {
		of := changed(common, r)
		if o >= alike {
			of = spots(r, 2*float64(o-alike+2))
		}
		for v := range views {
			picture(of, 2*math.Pi*float64(v)/views, d.x.RawRowView(o*views+v), r)
			d.truth = append(d.truth, o)
		}
	}
	return d
}

// spots draws an object of five.
func spots(r *rand.Rand, light float64) []spot {
	of := make([]spot, 5)
	for i := range of {
		of[i] = spot{1 + 5*r.Float64(), 2 * math.Pi * r.Float64(), 2 + 2*r.Float64(), light * (0.5 + r.Float64())}
	}
	return of
}

// changed moves each spot a little.
func changed(of []spot, r *rand.Rand) []spot {
	out := make([]spot, len(of))
	for i, s := range of {
		out[i] = spot{s.radius + 0.5*r.NormFloat64(), s.angle + 0.2*r.NormFloat64(), s.width, s.light * (1 + 0.2*r.NormFloat64())}
	}
	return out
}

// picture writes what the camera sees after a turn, with noise.
func picture(of []spot, turn float64, pixels []float64, r *rand.Rand) {
	for at := range pixels {
		x, y := float64(at%side)-(side-1)/2.0, float64(at/side)-(side-1)/2.0
		for _, s := range of {
			sin, cos := math.Sincos(s.angle + turn)
			far := math.Hypot(x-s.radius*cos, y-s.radius*sin) / s.width
			pixels[at] += s.light * math.Exp(-far*far/2)
		}
		pixels[at] += 0.02 * r.NormFloat64()
	}
}
