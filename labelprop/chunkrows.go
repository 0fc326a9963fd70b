package labelprop

// chunkRows is the number of rows a worker takes at a time. It is fixed, so that sums do
// not depend on the number of workers.
const chunkRows = 512
