package dev.orthant.layers.infinite.orthant;

import dev.orthant.tensor.linear.Matrix;

/// Small orthant problems whose answer is known: the golden rows of the experiment `orthant` that take little time.
///
/// Exact values: quadrature over the one factor (mpmath), the transfer operator of autoregressive scores, or a
/// formula; the three with a standard error were pooled from long runs of several estimators in another program.
///
/// @param correlation   signs included
/// @param truth         ln P
/// @param standardError of the truth, 0 if exact
record KnownOrthant(String name, Matrix correlation, double truth, double standardError) {}
