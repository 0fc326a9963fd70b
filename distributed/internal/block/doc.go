// Package block cuts the equation (I - M)x = b of label propagation into blocks of rows, and steps one block at a
// time. A block holds its rows of M, and at each step the values of the rows of other blocks that its edges lead to:
// its ghosts. The package knows nothing of files or of the engine that moves its messages.
package block
