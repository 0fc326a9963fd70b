// Package logistic fits a multinomial logistic regression with an L2 penalty [lecessie1992] to
// few labelled rows, and judges each of them by fits that have not seen it.
package logistic
