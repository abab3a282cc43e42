/// Bernstein and Yue 2021, "On the implicit biases of architecture and gradient descent" (arXiv 2110.04274): one file
/// per figure. Start with [LabelRay][dev.orthant.experiments.implicitbias.LabelRay].
@NullMarked
package dev.orthant.experiments.implicitbias;

import org.jspecify.annotations.NullMarked;
